"""A class list (danh sách lớp): who is in the class on a day, in name order, and who leads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from truongso.foundation.tenancy import InSchool
from truongso.office.queries.pupils import NAME_ORDER, on_day
from truongso.roster.models import ClassMember, Pupil, SchoolClass


@dataclass(frozen=True, slots=True)
class Line:
    """A pupil of a class list with his number in it."""

    number: int
    pupil: Pupil
    since: date


def class_list(owner: InSchool, class_id: UUID, day: date) -> list[Line]:
    """Return who is in a class on a day, numbered in name order."""
    rows = ClassMember.objects.of(owner).filter(on_day(day), school_class_id=class_id)
    order = [f"pupil__{name}" for name in NAME_ORDER]
    found = rows.select_related("pupil").order_by(*order)
    return [Line(no, row.pupil, row.since) for no, row in enumerate(found, start=1)]


def siblings(owner: InSchool, row: SchoolClass) -> list[SchoolClass]:
    """Return the other classes of the same year and kind, those of the same grade first."""
    others = SchoolClass.objects.of(owner).filter(year_id=row.year_id, extra=row.extra)
    found = others.exclude(pk=row.id).order_by("grade", "sort_key")
    return sorted(found, key=lambda one: one.grade != row.grade)


def counted(lines: Iterable[Line]) -> tuple[int, int]:
    """Return how many pupils there are, and how many of them are girls."""
    lines = list(lines)
    return len(lines), sum(line.pupil.sex == "f" for line in lines)
