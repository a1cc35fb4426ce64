"""A school's records of one day as the data checks see them: plain values, no tables.

Source: Circular 42/2021/TT-BGDĐT; rule book 7.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Person:
    """A pupil or a staff member: `born_on` None and "" where nobody has told."""

    id: UUID
    name: str
    folded: str
    born_on: date | None
    sex: str = ""
    moet_id: str = ""
    citizen_id: str = ""
    status: str = "studying"
    department: UUID | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """A class; `extra` for one of extra teaching."""

    id: UUID
    name: str
    grade: int
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Teaching:
    """Who teaches what in which class: an assignment, or a period of the timetable."""

    class_id: UUID
    staff_id: UUID
    subject: str
    strand: str = ""


@dataclass(frozen=True, slots=True)
class DutyOf:
    """A duty in force: whose, which, over what (None for the whole school)."""

    staff_id: UUID
    duty: str
    over: UUID | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """A teaching week of the year."""

    no: int
    monday: date


@dataclass(frozen=True, slots=True)
class Records:
    """A school's records on a day, as the checks see them."""

    day: date
    pupils: Iterable[Person] = ()
    staff: Iterable[Person] = ()
    classes: Mapping[UUID, Class] = field(default_factory=dict)
    places: Iterable[tuple[UUID, UUID]] = ()
    """Pupil and class, in force on the day."""
    teaching: Iterable[Teaching] = ()
    slots: Iterable[Teaching] = ()
    duties: Iterable[DutyOf] = ()
    programmes: frozenset[tuple[str, int, UUID | None]] = frozenset()
    """Subject, grade, and the extra class a programme is for."""
    departments: Mapping[UUID, str] = field(default_factory=dict)
    weeks: Iterable[Week] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found: about a thing (`kind` and id), its name, and what is wrong."""

    kind: str
    id: UUID | None
    name: str
    said: Mapping[str, object] = field(default_factory=dict)
