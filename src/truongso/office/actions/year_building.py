"""Making the classes of a year in preparation from the old one, and undoing that completely."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.foundation.text import text_key
from truongso.office.actions.year_draft import ACT, NAME, SCHOOL, built_before, clear, found
from truongso.office.queries import rollover as queries
from truongso.roster import years
from truongso.roster.models import (
    ClassMember,
    Programme,
    ProgrammeLesson,
    SchoolClass,
    SchoolYear,
    TeachingAssignment,
)
from truongso.rules import rollover
from truongso.rules.rollover import Change
from truongso.rules.verdict import Violation


@act
def build_year(*, actor: Actor, year_id: UUID, seen: str, now: datetime) -> Change:
    """Make the classes, their pupils, teachers and lesson programmes of the draft year.

    `seen`: the fingerprint of the changes as the page showed them; when the old year has changed
    since, nothing is done. The timetable is not copied. Raises Missing, NotAllowed, RuleBroken,
    Stale.
    """
    one_at_a_time(NAME, actor.school_id)
    row = found(actor, year_id)
    years.require_open(actor, row.year_id, draft=True)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    if row.built_at is not None:
        raise Stale(built_before(row))
    old, chosen, change = queries.preview(actor, row, local_day(now))
    if queries.fingerprint(change) != seen:
        raise Stale(Violation("year.changed"))
    raise_if_broken(rollover.check_choices(old, chosen))

    clear(actor, row.year)
    classes = _classes(row.year, change)
    _members(row.year, change, classes)
    _teaching(row.year, change, classes)
    outgoing = queries.outgoing(actor)
    lessons = _programmes(actor, outgoing, row.year) if outgoing else 0
    row.choices = queries.as_kept(chosen)
    row.homerooms = {
        str(classes[new.name].id): str(new.homeroom.staff_id)
        for new in change.classes
        if new.homeroom
    }
    row.built_at, row.built_by_id = now, actor.person
    row.basis = queries.placing(change)
    row.save(update_fields=["choices", "homerooms", "built_at", "built_by", "basis"])

    facts = {
        "year": row.year.code,
        "classes": len(change.classes),
        "lessons": lessons,
        **_counted(change),
    }
    deed = Deed("office.classes_made", f"year:{row.year.code}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return change


@act
def undo_build(*, actor: Actor, year_id: UUID, now: datetime) -> None:
    """Take away everything that was made for the draft year but its weeks and what was chosen.

    Raises Missing, NotAllowed, RuleBroken (nothing is made), Stale (it has been opened).
    """
    one_at_a_time(NAME, actor.school_id)
    row = found(actor, year_id)
    years.require_open(actor, row.year_id, draft=True)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    if row.built_at is None:
        raise RuleBroken(Violation("year.not_built"))

    clear(actor, row.year)
    row.built_at, row.built_by, row.basis, row.homerooms = None, None, "", {}
    row.save(update_fields=["built_at", "built_by", "basis", "homerooms"])

    facts = {"year": row.year.code}
    deed = Deed("office.classes_taken_back", f"year:{row.year.code}", facts=facts)
    journal.record(actor, duty, deed, at=now)


def _counted(change: Change) -> dict[str, object]:
    """What the journal keeps of a change: how many of each."""
    return {
        "promoted": len(change.promoted),
        "retained": len(change.retained),
        "completed": len(change.completed),
        "undecided": len(change.undecided),
        "left": len(change.left),
        "assignments": sum(len(new.teaching) for new in change.classes),
        "gaps": sum(len(new.gaps) for new in change.classes),
    }


def _classes(year: SchoolYear, change: Change) -> dict[str, SchoolClass]:
    rows = [
        SchoolClass(
            id=new_id(),
            school_id=year.school_id,
            year=year,
            name=new.name,
            grade=new.grade,
            sort_key=text_key(new.name),
        )
        for new in change.classes
    ]
    SchoolClass.objects.bulk_create(rows)
    return {row.name: row for row in rows}


def _members(year: SchoolYear, change: Change, classes: dict[str, SchoolClass]) -> None:
    ClassMember.objects.bulk_create(
        ClassMember(
            id=new_id(),
            school_id=year.school_id,
            pupil_id=place.pupil.id,
            school_class=classes[new.name],
            since=year.starts_on,
        )
        for new in change.classes
        for place in new.pupils
    )


def _teaching(year: SchoolYear, change: Change, classes: dict[str, SchoolClass]) -> None:
    TeachingAssignment.objects.bulk_create(
        TeachingAssignment(
            id=new_id(),
            school_id=year.school_id,
            staff_id=taught.staff_id,
            school_class=classes[new.name],
            subject=taught.subject,
            strand=taught.strand,
            since=year.starts_on,
        )
        for new in change.classes
        for taught in new.teaching
    )


def _programmes(actor: Actor, old: SchoolYear, year: SchoolYear) -> int:
    """Copy the lesson programmes by subject and grade; returns how many lessons."""
    before = Programme.objects.of(actor).filter(year=old, school_class__isnull=True)
    copies = {
        row.id: Programme(
            id=new_id(),
            school_id=year.school_id,
            year=year,
            subject=row.subject,
            grade=row.grade,
        )
        for row in before
    }
    Programme.objects.bulk_create(copies.values())
    rows = list(ProgrammeLesson.objects.of(actor).filter(programme_id__in=copies))
    for row in rows:
        row.id, row.programme = new_id(), copies[row.programme_id]
        row._state.adding = True
    ProgrammeLesson.objects.bulk_create(rows)
    return len(rows)
