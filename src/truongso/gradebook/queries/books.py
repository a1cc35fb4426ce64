"""Which pages of the gradebook there are, and how far each is filled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Sum, Value

from truongso.foundation.tenancy import InSchool
from truongso.gradebook.models import Sheet, SheetLine
from truongso.office.queries.pupils import on_day
from truongso.roster import queries as roster
from truongso.roster.models import ClassMember, SchoolClass, SchoolYear, TeachingAssignment
from truongso.rules.circular import circular_on
from truongso.rules.columns import columns_for
from truongso.rules.subjects import Subject, subjects


@dataclass(frozen=True, slots=True)
class Book:
    """A page of the gradebook with how far it is filled. `teachers`: names, for showing.

    `required` and `filled` count cells; `lacking` the pupils without a term result.
    """

    row: SchoolClass
    subject: Subject
    term: int
    teachers: tuple[str, ...]
    staff_ids: tuple[UUID, ...]
    department_id: UUID | None
    pupils: int
    required: int
    filled: int
    finished: int
    locks: int

    @property
    def lacking(self) -> int:
        """How many pupils have no result of the term yet."""
        return max(self.pupils - self.finished, 0)

    @property
    def missing(self) -> int:
        """How many cells are still empty."""
        return max(self.required - self.filled, 0)

    @property
    def percent(self) -> int:
        """How much is filled, in whole percent, never 100 while a cell is empty."""
        if not self.required:
            return 0
        return min(self.filled, self.required) * 100 // self.required

    @property
    def all_locked(self) -> bool:
        """Tell whether every column of marks is locked."""
        return self.locks & self.every == self.every

    @property
    def every(self) -> int:
        """The bits of all columns of marks."""
        circular = circular_on(self.row.year.starts_on)
        return (1 << len(columns_for(self.subject.code, self.row.grade, circular))) - 1


def books(
    owner: InSchool,
    year: SchoolYear,
    term: int,
    day: date,
    *,
    staff_id: UUID | None = None,
    class_id: UUID | None = None,
) -> list[Book]:
    """Return the pages of a term by class and subject: all, a person's, or a class's.

    Four statements, however many pages there are.
    """
    teaching = _taught(owner, year, day, staff_id, class_id)
    class_ids = {row.school_class_id for row in teaching}
    pupils = _pupils(owner, class_ids, day)
    sheets = {
        (sheet.school_class_id, sheet.subject): sheet
        for sheet in Sheet.objects.of(owner).filter(
            year=year, term=term, school_class_id__in=class_ids
        )
    }
    filled = _filled(owner, [sheet.id for sheet in sheets.values()])
    grouped: dict[tuple[UUID, str], list[TeachingAssignment]] = {}
    for row in teaching:
        grouped.setdefault((row.school_class_id, row.subject), []).append(row)
    return [
        _book(key, rows, term, pupils.get(key[0], 0), sheets.get(key), filled)
        for key, rows in grouped.items()
    ]


def _book(
    key: tuple[UUID, str],
    rows: list[TeachingAssignment],
    term: int,
    pupils: int,
    sheet: Sheet | None,
    filled: dict[UUID, tuple[int, int]],
) -> Book:
    row = rows[0].school_class
    subject = subjects()[key[1]]
    columns = columns_for(subject.code, row.grade, circular_on(row.year.starts_on))
    cells, finished = filled.get(sheet.id, (0, 0)) if sheet else (0, 0)
    return Book(
        row=row,
        subject=subject,
        term=term,
        teachers=tuple(dict.fromkeys(one.staff.full_name for one in rows)),
        staff_ids=tuple(dict.fromkeys(one.staff_id for one in rows)),
        department_id=rows[0].staff.department_id,
        pupils=pupils,
        required=pupils * len(columns),
        filled=cells,
        finished=finished,
        locks=sheet.locks if sheet else 0,
    )


def _taught(
    owner: InSchool,
    year: SchoolYear,
    day: date,
    staff_id: UUID | None,
    class_id: UUID | None,
) -> list[TeachingAssignment]:
    rows = roster.teaching(owner, year.id, day).filter(school_class__extra=False)
    rows = rows.select_related("staff", "school_class__year")
    if staff_id is not None:
        rows = rows.filter(staff_id=staff_id)
    if class_id is not None:
        rows = rows.filter(school_class_id=class_id)
    known = subjects()
    order = list(known)
    found = [row for row in rows if row.subject in known]
    return sorted(
        found,
        key=lambda row: (
            row.school_class.grade,
            row.school_class.sort_key,
            order.index(row.subject),
        ),
    )


def _pupils(owner: InSchool, class_ids: Iterable[UUID], day: date) -> dict[UUID, int]:
    rows = ClassMember.objects.of(owner).filter(on_day(day), school_class_id__in=set(class_ids))
    counted = rows.values("school_class_id").annotate(count=Count("pupil_id", distinct=True))
    return {row["school_class_id"]: row["count"] for row in counted}


def _filled(owner: InSchool, sheet_ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many cells hold something, and how many lines have a result, by page."""
    without = Func(F("marks"), Value(None), function="array_remove")
    size = Func(without, function="cardinality", output_field=IntegerField())
    rows = SheetLine.objects.of(owner).filter(sheet_id__in=sheet_ids, exempt=False)
    counted = rows.values("sheet_id").annotate(cells=Sum(size), done=Count("average"))
    return {row["sheet_id"]: (row["cells"] or 0, row["done"]) for row in counted}
