"""Who may see whose profile and whose list, and who has looked at it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from truongso.access import gate
from truongso.audit import reading
from truongso.foundation.actor import Actor
from truongso.foundation.days import day_begins, local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.tenancy import InSchool
from truongso.office.queries.pupils import classes_of, homeroom_teachers
from truongso.roster.models import Staff, TeachingAssignment
from truongso.rules.authority import Reach, Right, Whose
from truongso.rules.personal_data import use_until

READ_PUPIL, READ_STAFF = "roster.read_pupil", "roster.read_staff"
SEE_LIST, SEE_READERS = "roster.see_class_list", "roster.see_readers"
EXPORT_VERBS = (
    "office.exported",
    "roster.class_list_exported",
    "roster.pupil_list_exported",
    "audit.exported",
)
PROFILE_VERBS = ("roster.profile_read", "roster.pupil_added", "roster.staff_added")


@dataclass(frozen=True, slots=True)
class Access:
    """The right to a profile; `own` for the class's own teacher and for the person himself.

    Whoever is neither says a purpose once a day before he reads.
    """

    right: Right
    own: bool


def whose_pupil(owner: InSchool, pupil_id: UUID, at: datetime) -> Whose:
    """Return to whom a pupil's profile belongs: the homeroom teacher of his class reads it."""
    placed = classes_of(owner, [pupil_id], local_day(at)).get(pupil_id)
    if placed is None:
        return Whose()
    held = homeroom_teachers(owner, [placed.id], at).get(placed.id)
    return Whose(readers=frozenset({held.staff_id} if held else set()))


def whose_class(owner: InSchool, class_id: UUID, at: datetime) -> Whose:
    """Return to whom a class list belongs: whoever teaches in the class now reads it."""
    day = local_day(at)
    held = homeroom_teachers(owner, [class_id], at).get(class_id)
    teaching = TeachingAssignment.objects.of(owner).filter(
        Q(until__isnull=True) | Q(until__gt=day), school_class_id=class_id, since__lte=day
    )
    readers = set(teaching.values_list("staff_id", flat=True))
    return Whose(readers=frozenset(readers | ({held.staff_id} if held else set())))


def access_to_pupil(actor: Actor, pupil_id: UUID, at: datetime) -> Access:
    """Return the right to a pupil's profile. Raises NotAllowed."""
    whose = whose_pupil(actor, pupil_id, at)
    right = gate.may(actor, READ_PUPIL, whose, at=at)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return Access(right, own=actor.staff_id in whose.readers)


def access_to_staff(actor: Actor, person: Staff, at: datetime) -> Access:
    """Return the right to a staff member's profile. Raises NotAllowed."""
    right = gate.may(actor, READ_STAFF, Whose(author=person.id), at=at)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return Access(right, own=actor.staff_id == person.id)


def purpose_said(actor: Actor, target: str, at: datetime) -> bool:
    """Tell whether the actor has said today why he looks at this profile, or has just made it."""
    since = day_begins(local_day(at))
    return reading.has_done(actor, PROFILE_VERBS, target, since=since)


def last_purpose(actor: Actor, at: datetime) -> str:
    """Return the purpose the actor said last today; "" when he said none."""
    facts = reading.last_facts(actor, "roster.profile_read", since=day_begins(local_day(at)))
    return str(facts.get("purpose", ""))


def readers_of(actor: Actor, target: str, whose: Whose, at: datetime) -> list[reading.Reading]:
    """Return who has looked at a profile and why, the latest first. Raises NotAllowed."""
    right = gate.may(actor, SEE_READERS, whose, at=at)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return reading.readings(actor, target, ("roster.profile_read",))


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A list that somebody took out: when, what, for what, and the last day of its use."""

    at: datetime
    what: str
    purpose: str
    until: date
    over: bool


def taken_out(actor: Actor, at: datetime) -> list[TakenOut]:
    """Return what the actor has taken out as a file or on paper, the latest first."""
    today = local_day(at)
    found = []
    for deed in reading.deeds_of(actor, EXPORT_VERBS):
        until = use_until(local_day(deed.at))
        found.append(TakenOut(deed.at, deed.deed, deed.reason, until, until < today))
    return found


def reads_all(actor: Actor, at: datetime) -> bool:
    """Tell whether the actor may look at every pupil of the school."""
    right = gate.may(actor, READ_PUPIL, Whose(), at=at)
    return isinstance(right, Right) and right.grant.reach is Reach.SCHOOL
