"""One plan: its page, its files, comparing versions, what its author does with it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from truongso.access import gate
from truongso.documents import shelf
from truongso.foundation.errors import sentence
from truongso.foundation.http import Request, data, page
from truongso.foundation.telling import tell
from truongso.planning import comparing, forms, papers, script_words
from truongso.planning.actions import versions
from truongso.planning.queries import page as queries
from truongso.rules.approval import State
from truongso.rules.authority import Right
from truongso.rules.subjects import subjects


@require_GET
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    """A plan with its versions, decisions and remarks, and the file of one version."""
    page_ = queries.plan_page(request.actor, plan_id, request.now)
    shown = page_.version(_wanted(request.GET.get("ban")))
    context = {
        "page": page_,
        "plan": page_.plan,
        "kind": papers.kind_of(page_.plan.kind),
        "subject": subjects().get(page_.plan.subject),
        "shown": shown,
        "text": queries.words_of(request.actor, shown),
        "notes": [sentence(note) for note in shown.file.notes],
        "decided_by": queries.decided_by,
        "review_url": _review_url(request, page_),
        "desk": _desk(page_),
        "words": script_words.of_viewer(),
    }
    return page(request, "planning/plan.html", context)


@require_GET
def rendition(request: Request, plan_id: UUID, no: int) -> HttpResponse:
    """How far the PDF of a Word file is: {"rendition": "waiting", "done", …}."""
    version = queries.readable_version(request.actor, plan_id, no, request.now)
    file = shelf.facts(request.actor, [version.file_id])[version.file_id]
    return data({"rendition": file.rendition})


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
    row = queries.readable(request.actor, plan_id, request.now)
    lines = queries.version_lines(request.actor, row, request.now)
    numbers = [line.version.no for line in lines]
    new = _number(request.GET.get("moi"), numbers, default=numbers[0])
    old = _number(request.GET.get("cu"), numbers, default=max(new - 1, numbers[-1]))
    chosen = [next(line for line in lines if line.version.no == no) for no in (old, new)]
    texts = [shelf.text_of(request.actor, line.version.file_id) for line in chosen]
    context = {
        "plan": row,
        "choices": [(no, _("Bản %(no)d") % {"no": no}) for no in numbers],
        "old": chosen[0],
        "new": chosen[1],
        "unread": [line for line, text in zip(chosen, texts, strict=True) if text is None],
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
    version = queries.readable_version(request.actor, plan_id, no, request.now)
    return shelf.serve(
        request.actor,
        version.file_id,
        readable=readable,
        headers=request.headers,
        body=request.method == "GET",
    )


def _review_url(request: Request, page_: queries.PlanPage) -> str:
    """The address at which the actor decides on the newest version; "" when it is not for him."""
    submission = page_.latest.submission
    if submission is None or submission.state != State.SUBMITTED.value:
        return ""
    act = f"planning.approve:{submission.kind}"
    right = gate.may(request.actor, act, submission, at=request.now)
    return submission.url if isinstance(right, Right) else ""


def _desk(page_: queries.PlanPage) -> dict[str, object]:
    """What the script of a new version needs."""
    return {
        "purpose": f"version:{page_.plan.id.hex}",
        "seen": page_.plan.latest_no,
        "urls": {
            "uploads": reverse("uploads"),
            "send": reverse("new_version", args=[page_.plan.id]),
        },
        "words": script_words.of_uploads(),
    }


def _wanted(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 6 else None


def _number(raw: str | None, numbers: list[int], *, default: int) -> int:
    wanted = _wanted(raw)
    return wanted if wanted in numbers else default


def _back(plan_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plan", args=[plan_id]))
