"""Recording how pupils come and go, and taking the last move back by a correcting one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import act
from truongso.office.actions.pupils import ACT, SCHOOL
from truongso.office.queries import pupils as queries
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import ClassMember, Pupil, PupilMove
from truongso.rules import moves as rules
from truongso.rules.years import YearState

NOT_CLOSED = ~Q(school_class__year__state=YearState.CLOSED)
"""Places in a class of a closed year stay as they were."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A move asked for; `seen` is the id of the last move on the page, "" when there was none."""

    status: str
    on: date
    reason: str = ""
    other_school: str = ""
    papers: str = ""
    class_id: UUID | None = None
    seen: str = ""


@act
def move_pupil(*, actor: Actor, pupil_id: UUID, asked: Asked, now: datetime) -> PupilMove:
    """Record a move of a pupil: who leaves also leaves his classes on the day, who comes back is
    put into one. Raises Missing, NotAllowed, Stale (another move was recorded), RuleBroken.
    """
    row, recorded = _locked(actor, pupil_id)
    placed = roster.school_class(actor, asked.class_id) if asked.class_id else None
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    if placed is not None:
        years.require_open(actor, placed.year_id)
    if (str(recorded[-1].id) if recorded else "") != asked.seen:
        raise Stale

    before, now_in = row.status, queries.classes_of(actor, [row.id], asked.on).get(row.id)
    facts = _facts(asked, to_class=placed is not None, grade=now_in.grade if now_in else None)
    standing, today = queries.as_moves(recorded), local_day(now)
    raise_if_broken(rules.check_move(facts, standing, has_class=now_in is not None, today=today))

    made = PupilMove.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        pupil=row,
        status=asked.status,
        on=asked.on,
        reason=asked.reason,
        other_school=asked.other_school,
        papers=asked.papers,
        recorded_at=now,
        recorded_by_id=actor.person,
    )
    row.status = asked.status
    row.save(update_fields=["status"])
    if asked.status in rules.LEAVING:
        _leave_classes(row, asked.on)
    elif placed is not None and asked.status == rules.STUDYING:
        _leave_classes(row, asked.on, only_ordinary=True)
        _enter(row, placed.id, asked.on)

    deed = Deed(
        "roster.pupil_moved",
        f"pupil:{row.id}",
        [("status", before, row.status)],
        reason=asked.reason,
        facts={"name": row.full_name, "on": asked.on, "other_school": asked.other_school},
    )
    journal.record(actor, duty, deed, at=now)
    return made


@act
def undo_move(
    *, actor: Actor, pupil_id: UUID, move_id: UUID, reason: str, now: datetime
) -> PupilMove:
    """Take the last move back by a correcting row; classes are as they were before it.

    Raises Missing, NotAllowed, RuleBroken (not the last one, no reason).
    """
    row, recorded = _locked(actor, pupil_id)
    wrong = next((one for one in recorded if one.id == move_id), None)
    if wrong is None:
        raise Missing
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    moves = queries.as_moves(recorded)
    raise_if_broken(rules.check_undo(move_id, moves, reason))

    made_id = new_id()
    back_to = rules.status_of([*moves, rules.Move(made_id, "", wrong.on, wrong.id)])
    made = PupilMove.objects.create(
        id=made_id,
        school_id=actor.school_id,
        pupil=row,
        status=back_to,
        on=wrong.on,
        reason=reason,
        recorded_at=now,
        recorded_by_id=actor.person,
        corrects=wrong,
    )
    before, row.status = row.status, back_to
    row.save(update_fields=["status"])
    _put_back(row, wrong, back_to)

    deed = Deed(
        "roster.move_undone",
        f"pupil:{row.id}",
        [("status", before, back_to)],
        reason=reason,
        facts={"name": row.full_name},
    )
    journal.record(actor, duty, deed, at=now)
    return made


def _facts(asked: Asked, *, to_class: bool, grade: int | None) -> rules.Asked:
    """What the rules need to know of a move asked for."""
    told = (asked.reason, asked.other_school, asked.papers)
    return rules.Asked(asked.status, asked.on, *told, to_class, grade)


def _locked(actor: Actor, pupil_id: UUID) -> tuple[Pupil, list[PupilMove]]:
    """The pupil, held until the end of the act, with the moves recorded so far."""
    row = Pupil.objects.of(actor).select_for_update().filter(pk=pupil_id).first()
    if row is None:
        raise Missing
    return row, queries.moves_of(actor, row.id)


def _leave_classes(row: Pupil, day: date, *, only_ordinary: bool = False) -> None:
    """End the pupil's places on a day; one that would begin later never begins."""
    open_ones = ClassMember.objects.of(row).filter(
        Q(until__isnull=True) | Q(until__gt=day), NOT_CLOSED, pupil=row
    )
    if only_ordinary:
        open_ones = open_ones.filter(school_class__extra=False)
    for place in open_ones:
        place.until = max(place.since, day)
        place.save(update_fields=["until"])


def _put_back(row: Pupil, wrong: PupilMove, back_to: str) -> None:
    """Let the pupil's places be as they were before a move: what it ended goes on, what it began
    ends. Of ordinary classes that ended on the day only the last one goes on.
    """
    places = ClassMember.objects.of(row).filter(NOT_CLOSED, pupil=row)
    day, returned = wrong.on, wrong.status == rules.STUDYING
    if returned:
        begun = places.filter(since=day, until__isnull=True, school_class__extra=False)
        begun.update(until=day)
    if back_to in rules.LEAVING or not (returned or wrong.status in rules.LEAVING):
        return
    ended = places.filter(until=day).select_related("school_class").order_by("since", "id")
    if returned:
        ended = ended.filter(since__lt=day, school_class__extra=False)
    ordinary = [place for place in ended if not place.school_class.extra]
    extra = [place for place in ended if place.school_class.extra]
    for place in (*ordinary[-1:], *extra):
        place.until = None
        place.save(update_fields=["until"])


def _enter(row: Pupil, class_id: UUID, day: date) -> None:
    """Put the pupil into a class from a day; an empty place of the same day is used again."""
    place, made = ClassMember.objects.get_or_create(
        school_id=row.school_id, pupil=row, school_class_id=class_id, since=day
    )
    if not made:
        place.until = None
        place.save(update_fields=["until"])
