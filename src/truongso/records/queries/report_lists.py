"""Lists of school reports: the classes with how far they are, one's own subjects, open cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import InSchool
from truongso.gradebook.models import TermResult
from truongso.records.models import ReportCase, ReportSet
from truongso.records.queries import report_versions
from truongso.records.queries import reports as queries
from truongso.roster import queries as roster
from truongso.roster.models import SchoolClass
from truongso.roster.queries import Calendar
from truongso.rules.closing import Period
from truongso.rules.school_report import CaseState, State
from truongso.rules.subjects import Subject, subjects


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class with how far its school reports have come; `closed`: its results are closed."""

    row: SchoolClass
    state: State
    closed: bool
    report_set: ReportSet | None


@dataclass(frozen=True, slots=True)
class MyLine:
    """A class and the subjects somebody teaches in it, each with whether he has confirmed it."""

    row: SchoolClass
    state: State
    closed: bool
    subjects: Sequence[tuple[Subject, bool]]


def class_lines(owner: InSchool, rows: Sequence[SchoolClass]) -> list[ClassLine]:
    """Return classes with the state of their school reports, in two statements."""
    ids = [row.id for row in rows]
    sets = {
        s.school_class_id: s for s in ReportSet.objects.of(owner).filter(school_class_id__in=ids)
    }
    closed = closed_classes(owner, ids)
    return [
        ClassLine(
            row,
            State(sets[row.id].state) if row.id in sets else State.COLLECTING,
            row.id in closed,
            sets.get(row.id),
        )
        for row in rows
    ]


def closed_classes(owner: InSchool, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the classes whose results of the year are closed."""
    rows = TermResult.objects.of(owner).filter(school_class_id__in=ids, period=Period.YEAR)
    return set(rows.order_by().values_list("school_class_id", flat=True).distinct())


def teaches(actor: Actor, calendar: Calendar) -> bool:
    """Tell whether the actor teaches anything in a year."""
    return bool(
        actor.staff_id and queries.taught_by(actor, actor.staff_id, calendar.year.id, calendar.day)
    )


def my_lines(actor: Actor, calendar: Calendar) -> list[MyLine]:
    """Return the classes the actor teaches in, with his subjects; read class by class where the
    results are closed, because a confirmation holds only for what stands there now.
    """
    taught = queries.taught_by(actor, actor.person, calendar.year.id, calendar.day)
    rows = [row for row in roster.classes(actor, calendar.year.id) if row.id in taught]
    lines = []
    for line in class_lines(actor, rows):
        confirmed: set[str] = set()
        if line.closed:
            line.row.year = calendar.year
            found = queries.reports_of(actor, line.row, calendar.day)
            confirmed = {
                code
                for code in taught[line.row.id]
                if any(one.by_id == actor.staff_id for one in found.confirmed_by(code))
            }
        own = [(subjects()[code], code in confirmed) for code in sorted(taught[line.row.id])]
        lines.append(MyLine(line.row, line.state, line.closed, own))
    return lines


def waiting_cases(owner: InSchool, rows: Sequence[SchoolClass]) -> list[ReportCase]:
    """Return the cases of these classes that wait for an answer."""
    ids = [row.id for row in rows]
    found = report_versions.cases(owner).filter(state=CaseState.ASKED.value)
    return list(found.filter(version__report_set__school_class_id__in=ids))
