"""Pages of who works and teaches where: staff, classes, timetable, programmes."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from truongso.foundation.asked import as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, page
from truongso.foundation.text import clean_line
from truongso.office import queries
from truongso.office.actions import classes as class_acts
from truongso.office.actions import staff as staff_acts
from truongso.office.actions import teaching as teaching_acts
from truongso.office.actions import timetables
from truongso.office.queries import reading
from truongso.office.views.pupils import may
from truongso.roster import queries as roster
from truongso.rules.authority import Duty
from truongso.rules.subjects import subjects


@require_GET
def staff(request: Request) -> HttpResponse:
    """Who works at the school, department by department, with their duties."""
    search = clean_line(request.GET.get("tim", ""))[:60]
    people = queries.people(request.actor, local_day(request.now), search=search)
    context = {
        "groups": queries.departments_with(people),
        "count": len(people),
        "search": search,
        "may_read": may(request, reading.READ_STAFF),
        "may_edit": may(request, staff_acts.ACT),
    }
    return page(request, "office/staff.html", context)


@require_GET
def classes(request: Request) -> HttpResponse:
    """The classes of the year and who teaches each subject in them."""
    calendar = _calendar(request)
    lines = queries.class_lines(request.actor, calendar)
    context = {
        "calendar": calendar,
        "years": roster.years(request.actor),
        "lines": lines,
        "open_lists": _open_lists(request, lines),
        "may_edit": may(request, class_acts.ACT),
        "may_assign": may(request, teaching_acts.ACT),
    }
    return page(request, "office/classes.html", context)


def _open_lists(request: Request, lines: list[queries.ClassLine]) -> set[UUID]:
    """The classes whose lists the actor may see: all, or those he teaches in or leads."""
    if may(request, reading.SEE_LIST):
        return {line.school_class.id for line in lines}
    mine = request.actor.staff_id
    led = {held.over for held in request.actor.duties if held.duty is Duty.HOMEROOM_TEACHER}
    return {
        line.school_class.id
        for line in lines
        if line.school_class.id in led
        or any(row.staff_id == mine for _subject, rows in line.teachers for row in rows)
    }


@require_GET
def timetable(request: Request) -> HttpResponse:
    """The timetable in force, of a class or of a teacher; my own when nothing is chosen."""
    calendar = _calendar(request)
    day = min(max(local_day(request.now), calendar.year.starts_on), calendar.year.ends_on)
    version = roster.timetable(request.actor, calendar.year.id, day)
    class_id = as_uuid(request.GET.get("lop"))
    staff_id = None if class_id else as_uuid(request.GET.get("giao-vien")) or request.actor.staff_id
    week = (
        queries.timetable_of(request.actor, version.id, class_id=class_id, staff_id=staff_id)
        if version
        else None
    )
    context = {
        "calendar": calendar,
        "years": roster.years(request.actor),
        "version": version,
        "week": week,
        "class_id": class_id,
        "staff_id": staff_id,
        "classes": [
            (row.id, row.name)
            for row in roster.classes(request.actor, calendar.year.id)
            if not row.extra
        ],
        "people": [(row.id, row.full_name) for row in roster.staff(request.actor, day)],
        "subjects": subjects(),
        "weekdays": queries.WEEKDAYS,
        "periods": queries.PERIODS,
        "may_edit": calendar.year.state != "closed" and may(request, timetables.ACT),
    }
    return page(request, "office/timetable.html", context)


@require_GET
def programmes(request: Request) -> HttpResponse:
    """The lesson programmes of the year."""
    calendar = _calendar(request)
    lines = queries.programme_lines(request.actor, calendar.year.id)
    context = {"calendar": calendar, "years": roster.years(request.actor), "lines": lines}
    return page(request, "office/programmes.html", context)


@require_GET
def programme(request: Request, programme_id: UUID) -> HttpResponse:
    """One programme: its lessons with periods and the weeks they are taught in."""
    row = queries.programme(request.actor, programme_id)
    calendar = roster.calendar_of(request.actor, row.year, local_day(request.now))
    context = {
        "programme": row,
        "subject": subjects()[row.subject],
        "lessons": queries.lessons_of(request.actor, row.id),
        "calendar": calendar,
    }
    return page(request, "office/programme.html", context)


def _calendar(request: Request) -> roster.Calendar:
    """The year that the address names, or the one the school works in."""
    day = local_day(request.now)
    return roster.calendar_named(request.actor, request.GET.get("nam", ""), day)
