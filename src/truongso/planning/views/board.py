"""The week board: the school for the principal, the department for a head, oneself else."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from truongso.access import gate
from truongso.foundation.asked import as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.http import Request, page
from truongso.foundation.watermarks import mark_of
from truongso.planning import spreadsheet
from truongso.planning.queries import board as queries
from truongso.planning.queries.owed import Scope
from truongso.roster import queries as roster
from truongso.rules.authority import Right, Whose
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation

SEE = "planning.see_board"
AT_FIRST, MOST_WEEKS = 3, 35


@dataclass(frozen=True, slots=True)
class _View:
    """What of the board is shown: the scope, what may be chosen, the week that matters most."""

    scope: Scope
    calendar: roster.Calendar
    departments: list[tuple[UUID, str]]
    standing: str
    whole_school: bool

    @property
    def headline(self) -> int:
        """The week whose numbers stand on top: the one being prepared for, when it is shown."""
        return min(max(self.calendar.in_view, self.scope.first_week), self.scope.last_week)

    @property
    def own_only(self) -> bool:
        """Tell whether it is one person's board."""
        return self.scope.staff_id is not None


@require_GET
def week_board(request: Request) -> HttpResponse:
    """Teacher × week: how many plans are owed, handed in, late, approved."""
    view = _asked(request)
    board = queries.board(request.actor, view.scope)
    rows = queries.showing(board, view.standing)
    context = {
        "board": board,
        "groups": queries.by_department(rows, board.weeks),
        "view": view,
        "headline": view.headline,
        "calendar": view.calendar,
        "weeks": [week for week in view.calendar.weeks if week.no in board.weeks],
        "week_choices": [
            (week.no, _("Tuần %(no)d (%(day)s)") % {"no": week.no, "day": f"{week.monday:%d/%m}"})
            for week in view.calendar.weeks
        ],
        "filters": _filters(),
    }
    return page(request, "planning/board.html", context)


@require_GET
def board_xlsx(request: Request) -> HttpResponse:
    """The board as a spreadsheet, just what the page shows."""
    view = _asked(request)
    board = queries.board(request.actor, view.scope)
    mark = mark_of(request.actor, _("Theo dõi việc nộp, duyệt kế hoạch"), at=request.now)
    rows = queries.showing(board, view.standing)
    content = spreadsheet.of_board(board, rows, view.calendar, mark)
    response = HttpResponse(content, content_type=spreadsheet.XLSX)
    name = f"bang-tuan-{view.scope.first_week}-{view.scope.last_week}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def board_cell(request: Request, staff_id: UUID, no: int) -> HttpResponse:
    """One teacher's week: each lesson with its plan."""
    person = roster.person(request.actor, staff_id)
    whose = Whose(author=person.id, department=person.department_id)
    if not isinstance(gate.may(request.actor, SEE, whose, at=request.now), Right):
        raise NotAllowed(Violation("authority.no_duty"))
    calendar = roster.calendar(request.actor, local_day(request.now))
    week = calendar.week(no)
    if week is None:
        raise Missing
    board = queries.board(request.actor, Scope(calendar.year.id, no, no, staff_id=person.id))
    context = {
        "person": person,
        "week": week,
        "calendar": calendar,
        "cell": board.total,
        "subjects": subjects(),
        "own": person.id == request.actor.staff_id,
    }
    return page(request, "planning/board_cell.html", context)


def _filters() -> dict[str, str]:
    """The names of what the rows can be filtered by, as the numbers on top have them."""
    return {
        "open": _("Chưa nộp"),
        "late": _("Nộp muộn"),
        "waiting": _("Chờ duyệt"),
        "returned": _("Trả lại để sửa"),
        "approved": _("Đã duyệt"),
        "on_time": _("Nộp đúng hạn"),
    }


def _asked(request: Request) -> _View:
    actor, day = request.actor, local_day(request.now)
    calendar = roster.calendar(actor, day)
    last = _number(request.GET.get("den"), calendar, default=calendar.in_view)
    first = _number(request.GET.get("tu"), calendar, default=max(last - AT_FIRST + 1, 1))
    if only := request.GET.get("tuan"):
        first = last = _number(only, calendar, default=last)
    first = max(min(first, last), last - MOST_WEEKS)

    whole = isinstance(gate.may(actor, SEE, Whose(), at=request.now), Right)
    headed = [
        row for row in roster.departments(actor) if _may_see(request, Whose(department=row.id))
    ]
    asked_for = as_uuid(request.GET.get("to"))
    department_id = asked_for if asked_for in {row.id for row in headed} else None
    staff_id = None
    if not whole and department_id is None:
        if headed:
            department_id = headed[0].id
        else:
            staff_id = actor.person
            if not _may_see(request, Whose(author=staff_id)):
                raise NotAllowed(Violation("authority.no_duty"))
    standing = request.GET.get("trang-thai", "")
    return _View(
        Scope(calendar.year.id, first, last, staff_id, department_id),
        calendar,
        [(row.id, row.name) for row in headed],
        standing if standing in queries.FILTERS else "",
        whole,
    )


def _may_see(request: Request, whose: Whose) -> bool:
    return isinstance(gate.may(request.actor, SEE, whose, at=request.now), Right)


def _number(raw: str | None, calendar: roster.Calendar, *, default: int) -> int:
    number = int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 4 else default
    return min(max(number, 1), len(calendar.weeks) or 1)
