"""The timetable (thời khóa biểu) by hand: a new one begun from a day, a class's week changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.office.queries import timetables as queries
from truongso.office.queries.timetables import Place, Taught, Week
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import TimetableSlot, TimetableVersion
from truongso.rules.authority import Whose
from truongso.rules.verdict import Violation

ACT = "office.import"
"""Whoever may take a timetable in from a table may write it by hand."""


@dataclass(frozen=True, slots=True)
class WeekAsked:
    """A class's week asked for: what stands at each place; `seen`: the mark of what stood there."""

    version_id: UUID
    class_id: UUID
    cells: Mapping[Place, Taught]
    seen: str


@act
def begin_version(*, actor: Actor, day: date, now: datetime) -> TimetableVersion:
    """Begin a timetable in force from a day, a copy of the one before it (empty when none is).

    Raises Missing, NotAllowed, RuleBroken (the day lies outside the year, or one begins on it).
    """
    one_at_a_time("roster", actor.school_id)
    year = roster.calendar(actor, day).year
    duty = gate.require(actor, ACT, Whose(), at=now)
    years.require_open(actor, year.id, draft=True)

    if not year.starts_on <= day <= year.ends_on:
        raise RuleBroken(Violation("class.outside_year", "day", {"day": day, "year": year.code}))
    versions = TimetableVersion.objects.of(actor).filter(year=year)
    if versions.filter(valid_from=day).exists():
        raise RuleBroken(Violation("timetable.begins_already", "day", {"day": day}))
    before = versions.filter(valid_from__lt=day).order_by("-valid_from").first()
    made = TimetableVersion.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        year=year,
        name=f"Áp dụng từ {day:%d/%m/%Y}",
        valid_from=day,
    )
    copies = list(TimetableSlot.objects.of(actor).filter(version=before)) if before else []
    for slot in copies:
        slot.id, slot.version = new_id(), made
        slot._state.adding = True
    TimetableSlot.objects.bulk_create(copies)

    facts = {"day": day, "count": len(copies)}
    deed = Deed("office.timetable_begun", f"timetable:{made.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return made


@act
def save_week(*, actor: Actor, asked: WeekAsked, now: datetime) -> int:
    """Lay a class's week in a timetable; returns how many periods changed.

    Raises Missing, NotAllowed, Stale (another has changed the week meanwhile), RuleBroken (all
    that is wrong at once: a teacher taught elsewhere then, a subject nobody is assigned to).
    """
    one_at_a_time("roster", actor.school_id)
    version = queries.version(actor, asked.version_id)
    placed = roster.school_class(actor, asked.class_id)
    duty = gate.require(actor, ACT, Whose(), at=now)
    years.require_open(actor, version.year_id, draft=True)

    if placed.year_id != version.year_id:
        raise Missing
    week = queries.week_of(actor, version, placed)
    if week.mark != asked.seen:
        raise Stale
    raise_if_broken(queries.broken(week, asked.cells))

    changed = [place for place in queries.PLACES if week.now.get(place) != asked.cells.get(place)]
    gone = [week.rows[place] for place in changed if place in week.rows]
    TimetableSlot.objects.of(actor).filter(pk__in=gone).delete()
    TimetableSlot.objects.bulk_create(
        TimetableSlot(
            id=new_id(),
            school_id=actor.school_id,
            version=version,
            school_class=placed,
            weekday=place.weekday,
            afternoon=place.afternoon,
            period=place.period,
            subject=taught.subject,
            strand=taught.strand,
            staff_id=taught.staff_id,
        )
        for place in changed
        if (taught := asked.cells.get(place))
    )
    if changed:
        said = _said(week, asked, changed)
        facts = {"class": placed.name, "name": version.name, "count": len(changed)}
        deed = Deed("office.timetable_changed", f"timetable:{version.id}", said, facts=facts)
        journal.record(actor, duty, deed, at=now)
    return len(changed)


def _said(
    week: Week, asked: WeekAsked, changed: Sequence[Place]
) -> list[tuple[str, object, object]]:
    """Each changed place with what stood there and what does now, in words."""
    return [
        (
            f"slot:{place.key}",
            queries.in_words(week, week.now.get(place)),
            queries.in_words(week, asked.cells.get(place)),
        )
        for place in changed
    ]
