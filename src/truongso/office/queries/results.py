"""The results of a year (kết quả cuối năm), class by class: what is entered and what is missing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from truongso.access import gate
from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.foundation.actor import Actor
from truongso.foundation.days import day_begins
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool
from truongso.office.queries.rollover import pupils_of
from truongso.roster import queries as roster
from truongso.roster.models import SchoolClass
from truongso.roster.queries import Calendar
from truongso.rules.authority import Duty, Right, Whose
from truongso.rules.rollover import OldPupil
from truongso.rules.years import Outcome, YearState

ACT = "roster.enter_results"


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A class with how many pupils it has, and how many have which result."""

    school_class: SchoolClass
    pupils: int
    counts: dict[Outcome, int]

    @property
    def missing(self) -> int:
        """How many have no result yet."""
        return self.pupils - sum(self.counts.values())


def school_class(owner: InSchool, class_id: UUID) -> SchoolClass:
    """Return a class that is no extra class, with its year. Raises Missing."""
    rows = SchoolClass.objects.of(owner).exclude(year__state=YearState.DRAFT.value)
    if found := rows.select_related("year").filter(pk=class_id, extra=False).first():
        return found
    raise Missing


def whose(owner: InSchool, class_id: UUID, day: date) -> Whose:
    """Return to whom the list of a class belongs, for the gate: its homeroom teachers."""
    rows = DutyHeld.objects.of(owner).filter(
        in_force(day_begins(day)), duty=Duty.HOMEROOM_TEACHER.value, school_class_id=class_id
    )
    return Whose(readers=frozenset(rows.values_list("staff_id", flat=True)))


def lines(actor: Actor, calendar: Calendar) -> list[ResultLine]:
    """Return the classes of a year whose results the actor may enter, with what is entered."""
    classes = [row for row in roster.classes(actor, calendar.year.id) if not row.extra]
    now = day_begins(calendar.day)
    mine = [
        row
        for row in classes
        if isinstance(gate.may(actor, ACT, whose(actor, row.id, calendar.day), at=now), Right)
    ]
    pupils = pupils_of(actor, calendar.year.id, [row.id for row in mine], calendar.day)
    return [_line(row, [p for p in pupils if p.class_id == row.id]) for row in mine]


def _line(row: SchoolClass, pupils: list[OldPupil]) -> ResultLine:
    counts = {outcome: sum(p.outcome is outcome for p in pupils) for outcome in Outcome}
    return ResultLine(row, len(pupils), {o: n for o, n in counts.items() if n})
