"""How far everybody is with his first steps: the same few statements for one or for a hundred."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from truongso.access import gate
from truongso.access.queries import holders
from truongso.access.queries.factors import factors_of_staff, who_has_one
from truongso.audit.deeds import done_by
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.roster import queries as roster
from truongso.roster.models import Department, Staff
from truongso.rules.authority import Duty, Right, Whose
from truongso.support.models import FirstSteps
from truongso.support.onboarding import FACTOR, Known, Mine, deeds_asked, left, mine

WATCH = "support.watch_steps"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a person is: his steps in order."""

    staff: Staff
    duties: tuple[Duty, ...]
    steps: tuple[Mine, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return len(self.steps) - len(self.left)

    @property
    def left(self) -> list[Mine]:
        """The steps that are left."""
        return left(self.steps)


@dataclass(frozen=True, slots=True)
class Own:
    """The actor's own steps, and whether he put the card of his home page away."""

    steps: tuple[Mine, ...]
    hidden: bool

    @property
    def left(self) -> list[Mine]:
        """The steps that are left."""
        return left(self.steps)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of everybody is asked for; None asks for nothing."""

    unfinished: bool = False
    department: UUID | None = None


def of_person(actor: Actor) -> Own:
    """Return the actor's own steps, by the duties he holds himself; two statements."""
    row = (
        Staff.objects.of(actor)
        .filter(pk=actor.person)
        .annotate(
            ticked=Subquery(_of_staff().values("ticked")),
            hidden_at=Subquery(_of_staff().values("hidden_at")),
            has_factor=Exists(factors_of_staff()),
        )
        .values_list("ticked", "hidden_at", "has_factor")
        .get()
    )
    ticked, hidden_at, has_factor = row
    deeds = done_by(actor, deeds_asked(), person=actor.person).get(actor.person, frozenset())
    known = Known(deeds | ({FACTOR} if has_factor else frozenset()), frozenset(ticked or ()))
    duties = [held.duty for held in actor.duties if held.loan is None]
    return Own(tuple(mine(duties, known)), hidden_at is not None)


def row_of(owner: InSchool, staff_id: UUID) -> FirstSteps | None:
    """Return what a person ticked; None when he ticked nothing yet."""
    return FirstSteps.objects.of(owner).filter(staff_id=staff_id).first()


def _of_staff() -> SchoolRows[FirstSteps]:
    return FirstSteps.objects.filter(school_id=OuterRef("school_id"), staff_id=OuterRef("pk"))


def may_watch(actor: Actor, now: datetime) -> bool:
    """Tell whether the actor sees how far everybody is."""
    return isinstance(gate.may(actor, WATCH, Whose(), at=now), Right)


def of_school(actor: Actor, asked: Asked, now: datetime) -> list[Standing]:
    """Return how far everybody with a duty is, department by department. Raises NotAllowed."""
    right = gate.may(actor, WATCH, Whose(), at=now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    duties: dict[UUID, list[Duty]] = {}
    for row in holders(actor, tuple(Duty), now):
        duties.setdefault(row.staff_id, []).append(Duty(row.duty))
    ticked = {row.staff_id: row.ticked for row in FirstSteps.objects.of(actor)}
    deeds, factors = done_by(actor, deeds_asked()), who_has_one(actor)
    found = [
        Standing(person, tuple(duties[person.id]), tuple(steps))
        for person in roster.staff(actor, local_day(now))
        if person.id in duties
        and asked.department in (None, person.department_id)
        and (
            steps := mine(
                duties[person.id],
                Known(
                    deeds.get(person.id, frozenset())
                    | ({FACTOR} if person.id in factors else frozenset()),
                    frozenset(ticked.get(person.id, ())),
                ),
            )
        )
    ]
    if asked.unfinished:
        found = [one for one in found if one.left]
    return sorted(found, key=lambda one: _place(one.staff.department))


def departments(owner: InSchool) -> list[Department]:
    """Return the departments of the school, for choosing one."""
    return list(Department.objects.of(owner).order_by("name"))


def _place(department: Department | None) -> tuple[bool, str]:
    """Those without a department (the leadership, the office) stand first."""
    return (department is not None, department.name if department else "")
