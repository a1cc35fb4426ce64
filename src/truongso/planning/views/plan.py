"""One plan: its page, its files, comparing versions, what its author does with it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from truongso.documents import shelf
from truongso.foundation.http import Request, data, page
from truongso.foundation.telling import tell
from truongso.planning import comparing, forms
from truongso.planning.actions import versions
from truongso.planning.queries import page as queries
from truongso.planning.queries import plans


@require_GET
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """A plan with its versions, decisions and remarks."""
    shown = queries.plan_page(request.actor, plan_id, request.now)
    context = {"page": shown, "plan": shown.plan, "decided_by": queries.decided_by}
    return page(request, "planning/plan.html", context)


@require_safe
def original(request: Request, plan_id: UUID, no: int) -> HttpResponseBase:
    """The file as it came in, for keeping."""
    return _file(request, plan_id, no, readable=False)


@require_safe
def readable(request: Request, plan_id: UUID, no: int) -> HttpResponseBase:
    """The PDF for reading on screen: the file itself, or our rendition of the Word file."""
    return _file(request, plan_id, no, readable=True)


@require_GET
def compare(request: Request, plan_id: UUID) -> HttpResponse:
    """Two versions of a plan, text beside text."""
    shown = queries.plan_page(request.actor, plan_id, request.now)
    numbers = [line.version.no for line in shown.lines]
    new = _number(request.GET.get("moi"), numbers, default=numbers[0])
    old = _number(request.GET.get("cu"), numbers, default=max(new - 1, 1))
    texts = [
        shelf.text_of(request.actor, plans.version(request.actor, plan_id, no).file_id)
        for no in (old, new)
    ]
    context = {
        "page": shown,
        "plan": shown.plan,
        "numbers": numbers,
        "old": old,
        "new": new,
        "result": comparing.compare(*texts),
    }
    return page(request, "planning/compare.html", context)


@require_POST
def new_version(request: Request, plan_id: UUID) -> HttpResponse:
    """Give a plan a new file and hand it in, or keep it as a draft."""
    asked = forms.new_version(request)
    made = versions.hand_in_new_version(
        actor=request.actor, plan_id=plan_id, now=request.now, **asked
    )
    text = _("Đã lưu nháp bản %(no)d.") if asked["as_draft"] else _("Đã nộp bản %(no)d.")
    return tell(request, data({"version": made.no}), text % {"no": made.no})


@require_POST
def withdraw(request: Request, plan_id: UUID) -> HttpResponse:
    """Take back what was handed in."""
    versions.withdraw(actor=request.actor, plan_id=plan_id, now=request.now)
    return tell(request, _back(plan_id), _("Đã thu hồi; có thể nộp lại khi sẵn sàng."))


@require_POST
def delete_draft(request: Request, plan_id: UUID) -> HttpResponse:
    """Delete a draft that was never handed in."""
    versions.delete_draft(actor=request.actor, plan_id=plan_id, now=request.now)
    return tell(request, HttpResponseRedirect(reverse("my_plans")), _("Đã xóa bản nháp."))


def _file(request: Request, plan_id: UUID, no: int, *, readable: bool) -> HttpResponseBase:
    queries.readable(request.actor, plan_id, request.now)
    version = plans.version(request.actor, plan_id, no)
    return shelf.serve(
        request.actor,
        version.file_id,
        readable=readable,
        headers=request.headers,
        body=request.method == "GET",
    )


def _number(raw: str | None, numbers: list[int], *, default: int) -> int:
    return int(raw) if raw and raw.isdigit() and int(raw) in numbers else default


def _back(plan_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plan", args=[plan_id]))
