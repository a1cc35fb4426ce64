"""The diary of edits: its page, explaining, the leadership's check, printing, a table."""

from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.documents.serving import workbook
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.foundation.watermarks import mark_of
from truongso.gradebook import diary_file
from truongso.gradebook.actions import diary as acts
from truongso.gradebook.queries import diary as queries
from truongso.gradebook.queries.diary import Wanted
from truongso.rules.authority import Reach, Right, Whose
from truongso.rules.personal_data import use_until
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation

ON_A_PAGE = 50
MOST_PRINTED, MOST_EXPORTED = 1000, 20_000


@require_GET
def diary(request: Request) -> HttpResponse:
    """The edits of a month that I may see, what they come to by teacher."""
    right, _whose = queries.right_to_read(request.actor, request.now)
    wanted = _wanted(request)
    everything = queries.edits(request.actor, Wanted(wanted.month), right)
    rows = queries.with_places(queries.edits(request.actor, wanted, right))
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    people = queries.by_teacher(request.actor, everything, wanted.month)
    context = {
        "wanted": wanted,
        "month": f"{wanted.month:%Y-%m}",
        "shown": shown,
        "lines": queries.lines(shown.object_list),
        "people": people,
        "choices": queries.choices(everything),
        "may_check": {
            one.teacher.id
            for one in people
            if isinstance(
                gate.may(
                    request.actor, queries.CHECK, Whose(author=one.teacher.id), at=request.now
                ),
                Right,
            )
        },
        "own": right.grant.reach is Reach.OWN,
        "statuses": [("chua", _("Chưa giải trình"))],
    }
    return page(request, "gradebook/diary.html", context)


@require_GET
def print_diary(request: Request) -> HttpResponse:
    """The edits of a teacher's month as the professional meeting goes through them."""
    right, _whose = queries.right_to_read(request.actor, request.now)
    wanted = _wanted(request)
    rows = queries.with_places(queries.edits(request.actor, wanted, right))
    found = list(rows.order_by("by__sort_key", "at", "id")[: MOST_PRINTED + 1])
    people = queries.by_teacher(
        request.actor, queries.edits(request.actor, wanted, right), wanted.month
    )
    lines: dict[UUID, list[queries.Line]] = {}
    for line in queries.lines(found[:MOST_PRINTED]):
        lines.setdefault(line.row.by_id, []).append(line)
    context = {
        "wanted": wanted,
        "month": f"{wanted.month:%Y-%m}",
        "people": [(one, lines.get(one.teacher.id, [])) for one in people],
        "cut": len(found) > MOST_PRINTED,
        "most": MOST_PRINTED,
    }
    return page(request, "gradebook/diary_print.html", context)


@require_POST
def export_diary(request: Request) -> HttpResponse:
    """The edits of a month as a spreadsheet; that it was taken out stands in the journal."""
    right, _whose = queries.right_to_read(request.actor, request.now)
    wanted = _wanted(request)
    rows = queries.with_places(queries.edits(request.actor, wanted, right))
    found = queries.lines(rows[:MOST_EXPORTED])
    acts.export(actor=request.actor, wanted=wanted, count=len(found), now=request.now)
    until = use_until(local_day(request.now))
    mark = mark_of(request.actor, _("Kiểm tra việc sửa điểm"), at=request.now, until=until)
    body = diary_file.of_lines(found, wanted.month, mark)
    return workbook(body, f"nhat-ky-sua-diem-{wanted.month:%Y-%m}")


@require_POST
def explain(request: Request, change_id: UUID) -> HttpResponse:
    """Say why I made an edit."""
    asked = Asked(request.POST)
    text = asked.line("text", _("giải trình"), most=acts.MOST_TEXT)
    asked.done()
    acts.explain(actor=request.actor, change_id=change_id, text=text, now=request.now)
    return _back(request, _("Đã ghi giải trình."))


@require_POST
def check(request: Request) -> HttpResponse:
    """Mark a teacher's month as gone through."""
    asked = Asked(request.POST)
    teacher = asked.identity("teacher", _("giáo viên"))
    asked.done()
    month = _month(str(request.POST.get("thang", "")))
    if month is None:
        raise RuleBroken(Violation("core.required", "thang", {"name": _("tháng")}))
    acts.check(actor=request.actor, teacher_id=teacher, month=month, now=request.now)
    return _back(request, _("Đã đánh dấu kiểm tra."))


def _wanted(request: Request) -> Wanted:
    asked = request.POST if request.method == "POST" else request.GET
    subject = str(asked.get("mon", ""))
    return Wanted(
        month=_month(str(asked.get("thang", ""))) or local_day(request.now).replace(day=1),
        teacher=as_uuid(asked.get("nguoi", "")),
        school_class=as_uuid(asked.get("lop", "")),
        subject=subject if subject in subjects() else "",
        status="chua" if asked.get("giai-trinh") == "chua" else "",
    )


def _month(raw: str) -> date | None:
    """A month as a browser sends it: "2026-10"."""
    year, _dash, month = raw.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    if not (month.isascii() and month.isdigit() and len(month) == 2 and 1 <= int(month) <= 12):
        return None
    return date(int(year), int(month), 1) if int(year) >= 2000 else None


def _back(request: Request, text: str) -> HttpResponse:
    month = _month(str(request.POST.get("thang", "")))
    address = reverse("mark_diary") + (f"?thang={month:%Y-%m}" if month else "")
    return tell(request, HttpResponseRedirect(address), text)
