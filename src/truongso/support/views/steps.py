"""Pages of the first steps: mine, and how far everybody is."""

from collections.abc import Sequence
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access.words import duty_name
from truongso.foundation.asked import as_uuid
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.support.actions import steps as acts
from truongso.support.queries import steps as queries
from truongso.support.queries.steps import Asked, Standing

ON_A_PAGE = 40


@require_GET
def mine(request: Request) -> HttpResponse:
    """My first steps, those left on top."""
    own = queries.of_person(request.actor)
    context = {
        "own": own,
        "may_watch": queries.may_watch(request.actor, request.now),
    }
    return page(request, "support/first_steps.html", context)


@require_POST
def tick(request: Request) -> HttpResponse:
    """Tick a step, or take the tick back."""
    done = request.POST.get("xong") == "1"
    code = str(request.POST.get("buoc", ""))[:40]
    acts.tick(actor=request.actor, code=code, done=done, now=request.now)
    text = _("Đã đánh dấu xong.") if done else _("Đã bỏ đánh dấu.")
    return tell(request, HttpResponseRedirect(reverse("first_steps")), text)


@require_POST
def put_card_away(request: Request) -> HttpResponse:
    """Put the card of the home page away, or bring it back."""
    away = request.POST.get("an") == "1"
    acts.put_card_away(actor=request.actor, away=away, now=request.now)
    text = _("Đã cất thẻ; các bước vẫn còn ở trang Việc đầu tiên.")
    if not away:
        text = _("Thẻ việc đầu tiên đã hiện lại ở trang chủ.")
    return tell(request, HttpResponseRedirect(reverse("home" if away else "first_steps")), text)


@require_GET
def progress(request: Request) -> HttpResponse:
    """How far everybody is, a page at a time."""
    asked = _asked(request)
    found = queries.of_school(request.actor, asked, request.now)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "shown": shown,
        "groups": _grouped(list(shown.object_list)),
        "asked": asked,
        "departments": [(row.id, row.name) for row in queries.departments(request.actor)],
        "finished": sum(not one.left for one in found),
        "count": len(found),
        "duty_name": duty_name,
    }
    return page(request, "support/progress.html", context)


@require_GET
def print_progress(request: Request) -> HttpResponse:
    """How far everybody is, on one sheet to print."""
    found = queries.of_school(request.actor, _asked(request), request.now)
    context = {
        "groups": _grouped(found),
        "finished": sum(not one.left for one in found),
        "count": len(found),
        "duty_name": duty_name,
    }
    return page(request, "support/print_progress.html", context)


def _asked(request: Request) -> Asked:
    return Asked(
        unfinished=request.GET.get("loc") == "chua-xong",
        department=as_uuid(request.GET.get("to", "")),
    )


def _grouped(found: Sequence[Standing]) -> list[tuple[str, list[Standing]]]:
    by_department = groupby(found, lambda one: one.staff.department)
    return [
        (department.name if department else _("Ban giám hiệu, văn phòng"), list(people))
        for department, people in by_department
    ]
