"""Pages of results: which classes, one class, lists of the school, statistics, files of them."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.documents.serving import workbook
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.http import Request, page
from truongso.foundation.watermarks import Mark, mark_of
from truongso.gradebook import result_tables, wording
from truongso.gradebook.actions import closing, modes
from truongso.gradebook.actions.exporting import take_out_results
from truongso.gradebook.queries import homeroom, result_lists, results
from truongso.gradebook.queries import statistics as counting
from truongso.gradebook.queries.closing import moved
from truongso.gradebook.queries.result_lists import Listed
from truongso.gradebook.result_tables import Table
from truongso.office import forms
from truongso.roster import queries as roster
from truongso.roster.queries import Calendar
from truongso.rules.authority import Right, Whose
from truongso.rules.closing import Period
from truongso.rules.personal_data import purposes, use_until
from truongso.rules.subjects import GRADES

LISTS = {
    Listed.HONOURS: gettext_lazy("Khen thưởng"),
    Listed.RETEST: gettext_lazy("Đánh giá lại các môn"),
    Listed.SUMMER: gettext_lazy("Rèn luyện trong hè"),
    Listed.REPEAT: gettext_lazy("Không được lên lớp"),
    Listed.PRINCIPAL: gettext_lazy("Cần hiệu trưởng xem"),
    Listed.INCOMPLETE: gettext_lazy("Chưa đủ dữ liệu"),
}
BY_SLUG = {slug: period for period, slug in wording.SLUGS.items()}


@require_GET
def result_classes(request: Request) -> HttpResponse:
    """The classes whose results I may read: my own, or all of the school."""
    calendar = _calendar(request)
    context = {
        "calendar": calendar,
        "years": roster.years(request.actor),
        "classes": homeroom.mine(request.actor, calendar, request.now),
        "whole": homeroom.may(request.actor, homeroom.READ_SCHOOL, Whose(), request.now),
        "term": term_now(calendar),
    }
    return page(request, "gradebook/result_classes.html", context)


@require_GET
def class_report(request: Request, class_id: UUID) -> HttpResponse:
    """All subjects of a class, conduct, titles, decisions; each with its reasons."""
    row, day = homeroom.readable(request.actor, class_id, request.now)
    period = period_in(request)
    found = results.of_class(request.actor, row, day)
    frozen = homeroom.frozen(request.actor, row, period)
    context = {
        "row": row,
        "period": period,
        "found": found,
        "frozen": next(iter(frozen.values()), None),
        "moved": moved(found, frozen, period),
        "words": wording,
        "absent": result_tables.absent,
        "purposes": _purposes(),
        "may_close": homeroom.may(request.actor, closing.CLOSE, Whose(), request.now),
        "may_grant": homeroom.may(request.actor, modes.GRANT, Whose(), request.now),
        "may_retest": homeroom.may(request.actor, modes.RETEST, Whose(), request.now),
    }
    return page(request, "gradebook/class_report.html", context)


@require_POST
def export_class(request: Request, class_id: UUID) -> HttpResponse:
    """A class's results as a spreadsheet, or for printing; why stands on it and in the journal."""
    row, day = homeroom.readable(request.actor, class_id, request.now)
    period = BY_SLUG.get(str(request.POST.get("ki", "")), Period.FIRST)
    table = result_tables.class_table(results.of_class(request.actor, row, day), period)
    return _taken_out(request, table, row.id, ("class_report", row.id))


@require_GET
def lists(request: Request) -> HttpResponse:
    """Who is honoured, assessed again, trains in the summer, repeats, is to be looked at."""
    calendar, listed = _whole_school(request), _listed(str(request.GET.get("loai", "")))
    found = result_lists.lists(results.of_school(request.actor, calendar.year, calendar.day))
    context = {
        "calendar": calendar,
        "listed": listed,
        "titles": [(one, LISTS[one], len(found[one])) for one in Listed],
        "entries": found[listed],
        "words": wording,
        "absent": result_tables.absent,
        "year": Period.YEAR,
        "purposes": _purposes(),
    }
    return page(request, "gradebook/result_lists.html", context)


@require_POST
def export_list(request: Request) -> HttpResponse:
    """A list as a spreadsheet, or for printing."""
    calendar, listed = _whole_school(request), _listed(str(request.POST.get("loai", "")))
    found = result_lists.lists(results.of_school(request.actor, calendar.year, calendar.day))
    words = {"title": LISTS[listed], "year": calendar.year.code}
    title = _("%(title)s, năm học %(year)s") % words
    table = result_tables.list_table(title, found[listed])
    return _taken_out(request, table, None, ("result_lists", None))


@require_GET
def statistics(request: Request) -> HttpResponse:
    """Results counted as schools report them."""
    calendar, period = _whole_school(request), period_in(request)
    asked = request.GET.get("khoi", "")
    grade = int(asked) if asked in {str(one) for one in GRADES} else None
    found = counting.statistics(
        results.of_school(request.actor, calendar.year, calendar.day), period, grade=grade
    )
    context = {
        "calendar": calendar,
        "period": period,
        "grade": grade,
        "grades": GRADES,
        "found": found,
        "words": wording,
        "tally_name": result_tables.tally_name,
        "levels": list(wording.LEVELS.values()),
    }
    return page(request, "gradebook/statistics.html", context)


@require_POST
def export_statistics(request: Request) -> HttpResponse:
    """The statistics as a spreadsheet: counts only, no names."""
    calendar = _whole_school(request)
    period = BY_SLUG.get(str(request.POST.get("ki", "")), Period.FIRST)
    found = counting.statistics(
        results.of_school(request.actor, calendar.year, calendar.day), period
    )
    tables = result_tables.statistics_tables(found)
    said = _("Thống kê kết quả, năm học %(year)s") % {"year": calendar.year.code}
    return workbook(result_tables.workbook(tables, _mark(request, said)), tables[0].title)


def _taken_out(
    request: Request, table: Table, class_id: UUID | None, back: tuple[str, UUID | None]
) -> HttpResponse:
    asked = Asked(request.POST)
    form = asked.choice("form", _("cách lấy ra"), {"xlsx": "", "print": ""})
    asked.done()
    said = take_out_results(
        actor=request.actor,
        class_id=class_id,
        what=table.title,
        purpose=forms.purpose_in(request.POST),
        form=form,
        count=len(table.rows),
        now=request.now,
    )
    mark = _mark(request, said, until=use_until(local_day(request.now)))
    if form == "xlsx":
        return workbook(result_tables.workbook([table], mark), table.title)
    context = {
        "table_of": table,
        "name_at": list(table.heads).index(_("Họ và tên")),
        "mark": mark.sentence(),
        "back": back,
    }
    return page(request, "gradebook/print_results.html", context)


def _mark(request: Request, purpose: str, until: date | None = None) -> Mark:
    return mark_of(request.actor, purpose, at=request.now, until=until)


def _whole_school(request: Request) -> Calendar:
    """The year asked for, of whoever reads the whole school's results. Raises NotAllowed."""
    right = gate.may(request.actor, homeroom.READ_SCHOOL, Whose(), at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return _calendar(request)


def _calendar(request: Request) -> Calendar:
    asked = str(request.GET.get("nam", "") or request.POST.get("nam", ""))
    return roster.calendar_named(request.actor, asked, local_day(request.now))


def period_in(request: Request) -> Period:
    """Return the period of the address; the first term when none is named. Raises Missing."""
    asked = str(request.GET.get("ki", "1"))
    if asked not in BY_SLUG:
        raise Missing
    return BY_SLUG[asked]


def term_now(calendar: Calendar) -> int:
    """Return the term of the day."""
    begun = [week.term for week in calendar.weeks if week.monday <= calendar.day]
    return begun[-1] if begun else 1


def _listed(text: str) -> Listed:
    return Listed(text) if text in set(Listed) else Listed.HONOURS


def _purposes() -> list[tuple[str, str]]:
    return [(code, _(name)) for code, name in purposes().items()]
