"""Where a page of the gradebook stands: class, subject, term, and what decides about writing.

One statement, whether the page has been written on or not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from truongso.foundation.errors import Missing, raise_if_broken
from truongso.foundation.statements import written_once
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.gradebook.models import (
    COMMENT_BIT,
    EVERYTHING,
    CorrectionCell,
    SavedBatch,
    Sheet,
    TermBook,
)
from truongso.office.queries.pupils import on_day
from truongso.roster.models import SchoolClass, TeachingAssignment
from truongso.rules import gradebook as rules
from truongso.rules.authority import Whose
from truongso.rules.circular import Circular, circular_on
from truongso.rules.columns import Column, columns_for
from truongso.rules.corrections import State
from truongso.rules.subjects import Subject, subjects
from truongso.rules.verdict import Violation
from truongso.rules.years import YearState

TERMS = (1, 2)


@dataclass(frozen=True, slots=True)
class Page:
    """Names a page of the gradebook: a class, a subject by its code, a term (1 or 2)."""

    class_id: UUID
    subject: str
    term: int


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who teaches the subject there; `strand` "" is the whole subject."""

    staff_id: UUID
    name: str
    strand: str
    department: UUID | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A cell that a case of correction has opened and nobody has changed yet."""

    case_id: UUID
    no: int
    asked_by: UUID
    asker: str
    wanted: int | None
    until: datetime
    reason: str


@dataclass(frozen=True)
class Place:
    """A page of the gradebook as it stands. `sheet_id` None: nothing was written on it yet.

    `locks`: locked columns as a mask. `teachers`: who teaches the subject there on the day.
    `earlier`: the answer to a batch that was saved before. `opened`: what cases of correction have
    opened, by pupil and column.
    """

    row: SchoolClass
    subject: Subject
    term: int
    day: date
    sheet_id: UUID | None
    locks: int
    days: rules.TermDays
    teachers: Sequence[Teacher]
    earlier: Mapping[str, Any] | None
    opened: Mapping[tuple[UUID, str], Opened]

    @property
    def page(self) -> Page:
        """The name of the page."""
        return Page(self.row.id, self.subject.code, self.term)

    @property
    def line_locks(self) -> int:
        """What is locked in a line that is made now."""
        return EVERYTHING if self.days.locked else self.locks

    @property
    def comments(self) -> bool:
        """Tell whether the subject is assessed by comments."""
        return self.subject.assessed_by == "comments"

    @cached_property
    def circular(self) -> Circular:
        """The circular that was in force when the year began."""
        return circular_on(self.row.year.starts_on)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the page, in the order of the book."""
        return columns_for(self.subject.code, self.row.grade, self.circular)

    @cached_property
    def keys(self) -> dict[str, int]:
        """The place of each column by its key."""
        return {rules.key_of(column): at for at, column in enumerate(self.columns)}

    def strands_of(self, staff_id: UUID | None) -> set[str]:
        """Return which strands a person teaches here; "" is the whole subject."""
        return {one.strand for one in self.teachers if one.staff_id == staff_id}

    def may_write(self, staff_id: UUID | None, column: Column) -> bool:
        """Tell whether a column is one of the person's own strand, or of no strand."""
        return not column.strand or bool(self.strands_of(staff_id) & {"", column.strand})

    def bit(self, key: str) -> int:
        """Return the bit of a column, or of the comment, in a mask of locks."""
        return 1 << (COMMENT_BIT if key == rules.COMMENT else self.keys[key])

    def whose(self) -> Whose:
        """Return to whom the page belongs, for the gate: whoever teaches the subject there."""
        readers = frozenset(one.staff_id for one in self.teachers)
        department = next((one.department for one in self.teachers if one.department), None)
        return Whose(readers=readers, department=department)


def place(owner: InSchool, page: Page, day: date, *, batch_id: UUID | None = None) -> Place:
    """Return a page as it stands. Raises Missing: no such class, subject or term."""
    subject = subjects().get(page.subject)
    if subject is None or page.term not in TERMS:
        raise Missing
    row = _row(owner, page, day, batch_id)
    sheet, book = row.sheet or {}, row.book or {}
    return Place(
        row=row,
        subject=subject,
        term=page.term,
        day=day,
        sheet_id=UUID(sheet["id"]) if sheet else None,
        locks=sheet.get("locks", 0),
        days=_days(book),
        teachers=[_teacher(told) for told in row.teachers],
        earlier=getattr(row, "earlier", None),
        opened={(UUID(told["pupil"]), told["column"]): _opened(told) for told in row.opened_cells},
    )


def _row(owner: InSchool, page: Page, day: date, batch_id: UUID | None) -> Any:
    """The class with everything of the page beside it: one statement."""
    where = (page.class_id, page.subject, page.term, day)
    found = _rows(owner, *where) if batch_id is None else _rows_and_batch(owner, *where, batch_id)
    if not found:
        raise Missing
    return found[0]


@written_once
def _rows(
    owner: InSchool, class_id: UUID, subject: str, term: int, day: date
) -> SchoolRows[SchoolClass]:
    return _classes(owner, Page(class_id, subject, term), day)


@written_once
def _rows_and_batch(
    owner: InSchool, class_id: UUID, subject: str, term: int, day: date, batch_id: UUID
) -> SchoolRows[SchoolClass]:
    batches = SavedBatch.objects.filter(school_id=OuterRef("school_id"), pk=batch_id)
    rows = _classes(owner, Page(class_id, subject, term), day)
    return rows.annotate(earlier=Subquery(batches.values("answer")))


def _classes(owner: InSchool, page: Page, day: date) -> SchoolRows[SchoolClass]:
    sheets = Sheet.objects.filter(
        school_id=OuterRef("school_id"),
        school_class_id=OuterRef("pk"),
        subject=page.subject,
        term=page.term,
    )
    books = TermBook.objects.filter(
        school_id=OuterRef("school_id"), year_id=OuterRef("year_id"), term=page.term
    )
    rows = SchoolClass.objects.of(owner).exclude(year__state=YearState.DRAFT.value)
    rows = rows.select_related("year").filter(pk=page.class_id, extra=False)
    return rows.annotate(
        sheet=Subquery(sheets.values(told=JSONObject(id="pk", locks="locks"))),
        book=Subquery(books.values(told=_book())),
        teachers=ArraySubquery(_teachers(page.subject, day)),
        opened_cells=ArraySubquery(_opened_cells(page)),
    )


def _opened_cells(page: Page) -> Any:
    rows = CorrectionCell.objects.filter(
        school_id=OuterRef("school_id"),
        correction__sheet__school_class_id=OuterRef("pk"),
        correction__sheet__subject=page.subject,
        correction__sheet__term=page.term,
        correction__state=State.OPEN.value,
        changed_at=None,
    )
    told = JSONObject(
        pupil="pupil_id",
        column="column",
        wanted="wanted",
        case="correction_id",
        no="correction__no",
        asked_by="correction__asked_by_id",
        asker="correction__asked_by__full_name",
        until="correction__open_until",
        reason="correction__reason",
    )
    return rows.order_by("pk").values(told=told)


def _opened(told: Mapping[str, Any]) -> Opened:
    return Opened(
        case_id=UUID(told["case"]),
        no=told["no"],
        asked_by=UUID(told["asked_by"]),
        asker=told["asker"],
        wanted=told["wanted"],
        until=datetime.fromisoformat(told["until"]),
        reason=told["reason"],
    )


def _teacher(told: Mapping[str, Any]) -> Teacher:
    department = told["department"]
    return Teacher(
        UUID(told["id"]), told["name"], told["strand"], UUID(department) if department else None
    )


def _book() -> JSONObject:
    return JSONObject(windows="windows", finals_from="finals_from", locked_at="locked_at")


def _days(book: Mapping[str, Any]) -> rules.TermDays:
    finals = book.get("finals_from")
    return rules.read_days(
        book.get("windows") or {},
        date.fromisoformat(finals) if finals else None,
        locked=bool(book.get("locked_at")),
    )


def _teachers(subject: str, day: date) -> Any:
    rows = TeachingAssignment.objects.filter(
        on_day(day),
        school_id=OuterRef("school_id"),
        school_class_id=OuterRef("pk"),
        subject=subject,
    )
    told = JSONObject(
        id="staff_id",
        name="staff__full_name",
        strand="strand",
        department=F("staff__department_id"),
    )
    return rows.order_by("strand", "since").values(told=told)


def require_taught(place: Place) -> None:
    """Refuse a page that nobody teaches. Raises RuleBroken."""
    if not place.teachers:
        raise_if_broken([Violation("gradebook.no_subject", "", {"school_class": place.row.name})])
