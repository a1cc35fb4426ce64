"""Opening a prepared school year: the old one is closed for ever."""

from collections.abc import Set as AbstractSet
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Greatest

from truongso.access import gate
from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.office.actions.year_draft import NAME, SCHOOL, found
from truongso.office.queries import rollover as queries
from truongso.roster import queries as roster
from truongso.roster.models import (
    ClassMember,
    Pupil,
    PupilMove,
    PupilStatus,
    SchoolClass,
    SchoolYear,
    TeachingAssignment,
    YearDraft,
)
from truongso.rules.authority import Duty
from truongso.rules.rollover import Change
from truongso.rules.verdict import Violation
from truongso.rules.years import YearState, act_to_open, check_opening


@act
def open_year(
    *, actor: Actor, year_id: UUID, unplaced: AbstractSet[UUID], now: datetime
) -> SchoolYear:
    """Open the year in preparation (mở năm học) and close the old one for ever.

    The first year of a school closes nothing: its classes need not have been made, and whoever
    prepares it opens it.

    `unplaced`: pupils without a result whom the principal lets be placed later; any other blocks
    the opening. Raises Missing, NotAllowed, RuleBroken, Stale (it was opened before, or the old
    year has changed since the classes were made).
    """
    one_at_a_time(NAME, actor.school_id)
    row = found(actor, year_id)
    held = SchoolYear.objects.of(actor).filter(
        state__in=(YearState.DRAFT.value, YearState.OPEN.value)
    )
    by_state = {year.state: year for year in held.select_for_update().order_by("pk")}
    year, old = by_state[YearState.DRAFT.value], by_state.get(YearState.OPEN.value)
    first = not roster.years(actor)
    duty = gate.require(actor, act_to_open(first=first), SCHOOL, at=now)

    day = local_day(now)
    change = _change(actor, row, day, first=first)
    waiting = {place.pupil.id for place in change.undecided} - unplaced
    broken = [Violation("year.pupils_undecided", "", {"count": len(waiting)})] if waiting else []
    if old is not None:
        broken += check_opening(roster.calendar_of(actor, old, day).weeks, old.code, day)
    raise_if_broken(broken)

    begins = min(day, year.starts_on)
    if old is not None:
        _close(actor, old, change, begins, now)
    _open(actor, row, year, begins, now)

    facts = {
        "year": year.code,
        "old": old.code if old else None,
        "completed": len(change.completed),
        "unplaced": [place.pupil.code for place in change.undecided],
    }
    changes = [("state", YearState.DRAFT.value, YearState.OPEN.value)]
    deed = Deed("office.year_opened", f"year:{year.code}", changes, facts=facts)
    journal.record(actor, duty, deed, at=now)
    if old is not None:
        changes = [("state", YearState.OPEN.value, YearState.CLOSED.value)]
        deed = Deed("office.year_closed", f"year:{old.code}", changes, facts={"year": old.code})
        journal.record(actor, duty, deed, at=now)
    return year


def _change(actor: Actor, row: YearDraft, day: date, *, first: bool) -> Change:
    """What opening changes, as it was seen when the classes were made. Raises RuleBroken, Stale."""
    if row.built_at is None and not first:
        raise RuleBroken(Violation("year.not_built"))
    change = queries.preview(actor, row, day)[2]
    if row.built_at is not None and queries.placing(change) != row.basis:
        raise Stale(Violation("year.changed_since_built"))
    return change


def _close(actor: Actor, old: SchoolYear, change: Change, begins: date, now: datetime) -> None:
    """End what still lasts in the old year; those who completed the programme leave the school."""
    lasting = Q(until__isnull=True) | Q(until__gt=begins)
    for table in (ClassMember, TeachingAssignment):
        rows = table.objects.of(actor).filter(lasting, school_class__year=old)
        rows.update(until=Greatest("since", Value(begins)))
    duties = DutyHeld.objects.of(actor).filter(in_force(now), school_class__year=old)
    duties.update(until=now)
    done = [place.pupil.id for place in change.completed]
    Pupil.objects.of(actor).filter(pk__in=done).update(status=PupilStatus.COMPLETED.value)
    PupilMove.objects.bulk_create(
        PupilMove(
            id=new_id(),
            school_id=actor.school_id,
            pupil_id=pupil_id,
            status=PupilStatus.COMPLETED.value,
            on=begins,
            recorded_at=now,
            recorded_by_id=actor.person,
        )
        for pupil_id in done
    )
    old.state, old.closed_at = YearState.CLOSED.value, now
    old.save(update_fields=["state", "closed_at"])


def _open(actor: Actor, row: YearDraft, year: SchoolYear, begins: date, now: datetime) -> None:
    """Let what was prepared begin, and give the proposed homeroom duties."""
    for table in (ClassMember, TeachingAssignment):
        rows = table.objects.of(actor).filter(school_class__year=year, since=year.starts_on)
        rows.update(since=begins)
    year.state, year.opened_at, year.opened_by_id = YearState.OPEN.value, now, actor.person
    year.save(update_fields=["state", "opened_at", "opened_by"])
    classes = SchoolClass.objects.of(actor).filter(year=year)
    taken = DutyHeld.objects.of(actor).filter(
        in_force(now), duty=Duty.HOMEROOM_TEACHER.value, school_class__year=year
    )
    there = set(classes.values_list("id", flat=True)) - set(
        taken.values_list("school_class_id", flat=True)
    )
    working = set(roster.staff(actor, begins).values_list("id", flat=True))
    DutyHeld.objects.bulk_create(
        DutyHeld(
            id=new_id(),
            school_id=actor.school_id,
            staff_id=staff_id,
            duty=Duty.HOMEROOM_TEACHER.value,
            school_class_id=class_id,
            since=now,
        )
        for class_id, staff_id in ((UUID(key), UUID(value)) for key, value in row.homerooms.items())
        if class_id in there and staff_id in working
    )
