"""Keeping pupils' profiles: a new pupil, and what is told of one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.office.actions import profiles
from truongso.office.profile_fields import PUPIL_FIELDS, Values, changes, fingerprint, values_of
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import ClassMember, Pupil, PupilDetail, PupilMove, PupilStatus
from truongso.rules import moves as rules
from truongso.rules.authority import Whose
from truongso.rules.people import PUPIL_AGES

ACT = "roster.edit_pupils"
SCHOOL = Whose()


@dataclass(frozen=True, slots=True)
class Entry:
    """How a new pupil enters: into which class, from which day, from which school with what papers.

    `other_school` and `papers` are empty for one who does not come from another school.
    """

    class_id: UUID | None
    on: date
    transferred: bool = False
    other_school: str = ""
    papers: str = ""


@act
def add_pupil(*, actor: Actor, values: Values, entry: Entry, now: datetime) -> Pupil:
    """Make a new pupil's profile and put the pupil into a class. Nothing is guessed from others.

    Raises Missing (no such class), NotAllowed, RuleBroken.
    """
    one_at_a_time("people", actor.school_id)
    placed = roster.school_class(actor, entry.class_id) if entry.class_id else None
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    if placed is not None:
        years.require_open(actor, placed.year_id, draft=True)

    day = local_day(now)
    asked = rules.Asked(
        rules.STUDYING, entry.on, "", entry.other_school, entry.papers, placed is not None
    )
    raise_if_broken(
        [
            *profiles.check(values, day, PUPIL_AGES),
            *profiles.taken_by_pupils(actor, values, None),
            *rules.check_entry(asked, transferred=entry.transferred, today=day),
        ]
    )

    row = Pupil(id=new_id(), school_id=actor.school_id)
    detail = profiles.new_pupil_detail(row)
    profiles.fill([row, detail], PUPIL_FIELDS, values)
    row.save(force_insert=True)
    detail.save(force_insert=True)
    if placed is not None:
        ClassMember.objects.create(
            school_id=actor.school_id, pupil=row, school_class=placed, since=entry.on
        )
    PupilMove.objects.create(
        school_id=actor.school_id,
        pupil=row,
        status=PupilStatus.STUDYING,
        on=entry.on,
        other_school=entry.other_school,
        papers=entry.papers,
        recorded_at=now,
        recorded_by_id=actor.person,
    )

    facts = {"name": row.full_name, "class": placed.name if placed else ""}
    journal.record(actor, duty, Deed("roster.pupil_added", f"pupil:{row.id}", facts=facts), at=now)
    return row


@act
def save_pupil(
    *, actor: Actor, pupil_id: UUID, values: Values, seen: str, now: datetime
) -> list[str]:
    """Keep what is told of a pupil; returns the names of the changed fields, none when none is.

    `seen` is the print of the profile that was looked at: when somebody has changed it since,
    nothing is written. Raises Missing, NotAllowed, Stale, RuleBroken.
    """
    one_at_a_time("people", actor.school_id)
    row = Pupil.objects.of(actor).select_for_update().filter(pk=pupil_id).first()
    if row is None:
        raise Missing
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    detail = PupilDetail.objects.of(actor).filter(pupil=row).first()
    detail = detail or profiles.new_pupil_detail(row)

    before = values_of(PUPIL_FIELDS, row, detail)
    if fingerprint(before) != seen:
        raise Stale
    raise_if_broken(
        [
            *profiles.check(values, local_day(now), PUPIL_AGES),
            *profiles.taken_by_pupils(actor, values, row.id),
        ]
    )
    changed = changes(PUPIL_FIELDS, before, values)
    if not changed:
        return []

    profiles.fill([row, detail], PUPIL_FIELDS, values)
    row.save()
    detail.save()

    facts = {"name": row.full_name}
    deed = Deed("roster.pupil_changed", f"pupil:{row.id}", changed, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return [name for name, _, _ in changed]
