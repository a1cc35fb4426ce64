"""Which duty grants which act over whose things; delegation; nobody decides on his own.

Pure. Rights are a table act × duty × reach. A duty (nhiệm vụ) is held from a day until a day over
something (a department, a subject group, the school). A delegation (ủy quyền, ủy nhiệm) lends named
acts of one duty to another person for a time; it is shown on every act done under it.
Source: Decision 20/QĐ-THCS of 21 Aug 2025, sections II.3 and II.7.1 and its appendix.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from truongso.rules.verdict import Violation


class Duty(StrEnum):
    """What a person is charged with at a school or above it."""

    PRINCIPAL = "principal"
    VICE_PRINCIPAL = "vice_principal"
    DEPARTMENT_HEAD = "department_head"
    DEPARTMENT_DEPUTY = "department_deputy"
    GROUP_LEADER = "group_leader"
    TEACHER = "teacher"
    HOMEROOM_TEACHER = "homeroom_teacher"
    CLERK = "clerk"
    IT_ADMIN = "it_admin"
    WARD_OFFICER = "ward_officer"
    CITY_OFFICER = "city_officer"
    SYSTEM = "system"


class Reach(StrEnum):
    """Over whose things a duty lets an act be done."""

    OWN = "own"
    """What the person wrote himself."""
    READER = "reader"
    """What the person teaches from, though a colleague wrote it (integrated subjects)."""
    GROUP = "group"
    """What belongs to the subject group the duty is held over."""
    DEPARTMENT = "department"
    """What belongs to the department the duty is held over."""
    HEADS = "heads"
    """What heads of department wrote, anywhere in the school."""
    SCHOOL = "school"
    """Everything of the school."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of the table of rights. `lendable_to`: duties the act may be delegated to."""

    act: str
    duty: Duty
    reach: Reach
    lendable_to: frozenset[Duty] = frozenset()
    not_own: bool = False


@dataclass(frozen=True, slots=True)
class Loan:
    """A delegation in force: who lends, under which duty, and which acts."""

    id: UUID
    giver_id: UUID
    giver_name: str
    giver_duty: Duty
    acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """A duty in force, the person's own, or another's that was lent to him.

    `id` is the row of the duty; for a loan the row of the giver's duty. `over` is the department,
    group or class the duty concerns; None for the whole school.
    """

    id: UUID
    duty: Duty
    over: UUID | None = None
    loan: Loan | None = None


@dataclass(frozen=True, slots=True)
class Whose:
    """To whom a thing belongs: what the gate needs to know of it."""

    author: UUID | None = None
    department: UUID | None = None
    group: UUID | None = None
    author_is_head: bool = False
    readers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Right:
    """The duty an act is done under; `loan` when it is done in somebody's name."""

    held: Held
    grant: Grant


def decide(
    person: UUID | None, duties: Sequence[Held], act: str, whose: Whose, grants: Iterable[Grant]
) -> Right | Violation:
    """Return the right the person does the act under, or why there is none.

    The person's own duty is preferred to a lent one. Deny is the default: an act that no grant
    names is refused. Nobody decides on his own paper, under whatever duty, and nobody lends a right
    over his own paper: a deputy does not approve the head's plan in the head's name.
    Source: Decision 20/QĐ-THCS, section II.3 and appendix; separation of duties (rule book 3.3).
    """
    lines = [grant for grant in grants if grant.act == act]
    if person is not None and whose.author == person and any(g.not_own for g in lines):
        return Violation("authority.own_paper", "", {"act": act})
    refusal = Violation("authority.no_duty", "", {"act": act})
    for held in sorted(duties, key=lambda held: held.loan is not None):
        if held.loan is not None and act not in held.loan.acts:
            continue
        for grant in lines:
            if grant.duty is not held.duty or not reaches(grant.reach, held, person, whose):
                continue
            if not (grant.not_own and held.loan and held.loan.giver_id == whose.author):
                return Right(held, grant)
            refusal = Violation("authority.lenders_paper", "", {"giver": held.loan.giver_name})
    return refusal


def reaches(reach: Reach, held: Held, person: UUID | None, whose: Whose) -> bool:
    """Tell whether a duty, through this reach, comes as far as the thing."""
    match reach:
        case Reach.SCHOOL:
            return True
        case Reach.OWN:
            return person is not None and whose.author == person
        case Reach.READER:
            return person is not None and person in whose.readers
        case Reach.DEPARTMENT:
            return held.over is not None and whose.department == held.over
        case Reach.GROUP:
            return held.over is not None and whose.group == held.over
        case Reach.HEADS:
            return whose.author_is_head


@dataclass(frozen=True, slots=True)
class Lending:
    """A delegation about to be given: the giver's duty, the receiver's, the acts and the time."""

    giver: Held
    receiver_duties: Sequence[Held]
    acts: frozenset[str]
    since: datetime
    until: datetime
    same_person: bool = False


def check_lending(lending: Lending, grants: Iterable[Grant]) -> Iterator[Violation]:
    """Yield why a delegation may not be given; nothing when it may.

    Never further than one's own right, never passed on, only to the duty that the table names (head
    to a deputy of the same department, principal to a vice-principal), always with an end.
    Source: Decision 20/QĐ-THCS, section II.3 ("tổ phó được tổ trưởng ủy nhiệm") and appendix.
    """
    if lending.same_person:
        yield Violation("delegation.to_oneself")
    if lending.until <= lending.since:
        yield Violation("delegation.ends_before_it_begins", "until")
    if lending.giver.loan is not None:
        yield Violation("delegation.passed_on")
        return
    if not lending.acts:
        yield Violation("delegation.no_acts", "acts")
    by_act = {g.act: g for g in grants if g.duty is lending.giver.duty and g.lendable_to}
    for act in sorted(lending.acts):
        grant = by_act.get(act)
        if grant is None:
            yield Violation("delegation.not_lendable", "acts", {"act": act})
        elif not any(_fits(grant, lending.giver, held) for held in lending.receiver_duties):
            yield Violation("delegation.wrong_receiver", "receiver", {"act": act})


def _fits(grant: Grant, giver: Held, receiver: Held) -> bool:
    """A receiver fits when his own duty is named by the grant and lies over the same thing."""
    return (
        receiver.loan is None
        and receiver.duty in grant.lendable_to
        and (giver.over is None or receiver.over == giver.over)
    )
