"""Laying the year: holidays, and the teaching weeks around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, RuleBroken, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.roster import queries, years
from truongso.roster.models import Break, TeachingWeek
from truongso.rules import calendar as rules
from truongso.rules.authority import Whose
from truongso.rules.verdict import Violation

ACT = "roster.edit_calendar"
SCHOOL = Whose()


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days without teaching, both ends included."""

    name: str
    first: date
    last: date


@act
def add_holiday(*, actor: Actor, holiday: Holiday, now: datetime) -> Break:
    """Add days without teaching (nghỉ lễ) and lay the weeks that have not begun around them.

    Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("calendar", actor.school_id)
    calendar = queries.calendar(actor, local_day(now))
    years.require_open(actor, calendar.year.id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    if holiday.last < holiday.first:
        raise RuleBroken(Violation("calendar.break_backwards", "last", {"name": holiday.name}))

    row = Break.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        year=calendar.year,
        name=holiday.name,
        first=holiday.first,
        last=holiday.last,
    )
    moved = _lay_again(actor, calendar)

    deed = Deed(
        "office.holiday_added",
        f"year:{calendar.year.code}",
        [("holiday", None, [holiday.name, holiday.first, holiday.last])],
        facts={"weeks_moved": moved},
    )
    journal.record(actor, duty, deed, at=now)
    return row


@act
def remove_holiday(*, actor: Actor, holiday_id: UUID, now: datetime) -> None:
    """Take days without teaching away, and lay the weeks that have not begun again.

    Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("calendar", actor.school_id)
    calendar = queries.calendar(actor, local_day(now))
    row = Break.objects.of(actor).filter(pk=holiday_id).first()
    if row is None:
        raise Missing
    years.require_open(actor, row.year_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    was = [row.name, row.first, row.last]
    row.delete()
    moved = _lay_again(actor, calendar)

    deed = Deed(
        "office.holiday_removed",
        f"year:{calendar.year.code}",
        [("holiday", was, None)],
        facts={"weeks_moved": moved},
    )
    journal.record(actor, duty, deed, at=now)


@act
def move_week(*, actor: Actor, no: int, monday: date, now: datetime) -> int:
    """Let a week that has not begun begin on another Monday; the weeks after it follow.

    Returns how many weeks moved. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("calendar", actor.school_id)
    calendar = queries.calendar(actor, local_day(now))
    week = calendar.week(no)
    if week is None:
        raise Missing
    years.require_open(actor, calendar.year.id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    if no <= calendar.current_no:
        raise RuleBroken(Violation("calendar.work_in_week", f"week:{no}", {"week": no}))
    kept = [w for w in calendar.weeks if w.no < no]
    laid = _laid_from(actor, calendar, kept, monday)
    raise_if_broken(rules.check_weeks(laid))

    moved = _write(actor, calendar, laid)

    deed = Deed(
        "office.week_moved",
        f"year:{calendar.year.code}",
        [(f"week:{no}", week.monday, monday)],
        facts={"weeks_moved": moved},
    )
    journal.record(actor, duty, deed, at=now)
    return moved


def _lay_again(actor: Actor, calendar: queries.Calendar) -> int:
    """Lay the weeks that have not begun around the holidays as they are now."""
    begun = [week for week in calendar.weeks if week.no <= calendar.current_no]
    after = [week for week in calendar.weeks if week.no > calendar.current_no]
    if not after:
        return 0
    start = begun[-1].monday + rules.WEEK if begun else after[0].monday
    laid = _laid_from(actor, calendar, begun, start)
    raise_if_broken(rules.check_weeks(laid))
    return _write(actor, calendar, laid)


def _laid_from(
    actor: Actor,
    calendar: queries.Calendar,
    kept: Sequence[rules.TeachingWeek],
    start: date,
) -> list[rules.TeachingWeek]:
    """The kept weeks and the rest of the year laid from a day on, around the holidays."""
    free = [
        rules.Break(row.first, row.last, row.name)
        for row in queries.breaks(actor, calendar.year.id)
    ]
    rest = [week for week in calendar.weeks if week.no > len(kept)]
    fresh = rules.lay_weeks(start, free, (len(rest),))
    moved = [
        rules.TeachingWeek(old.no, old.term, new.monday)
        for old, new in zip(rest, fresh, strict=True)
    ]
    return [*kept, *moved]


def _write(actor: Actor, calendar: queries.Calendar, laid: Sequence[rules.TeachingWeek]) -> int:
    """Move the rows whose Monday changed; returns how many."""
    mondays = {week.no: week.monday for week in laid}
    rows = TeachingWeek.objects.of(actor).filter(year=calendar.year).select_for_update()
    changed = [row for row in rows if mondays[row.no] != row.monday]
    for row in changed:
        row.monday = mondays[row.no]
    TeachingWeek.objects.of(actor).filter(pk__in=[row.id for row in changed]).delete()
    TeachingWeek.objects.bulk_create(changed)
    return len(changed)
