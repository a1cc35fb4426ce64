"""The week board: teacher × week, what is owed, handed in, late, waiting, approved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from truongso.foundation.tenancy import InSchool
from truongso.planning.queries.owed import OwedLesson, Scope, owed_lessons
from truongso.roster.models import Department, Staff

STANDINGS = ("approved", "waiting", "returned", "draft", "missing")
FILTERS = ("open", "late", "waiting", "returned", "approved", "on_time")


@dataclass(slots=True)
class Cell:
    """One teacher's week (or a sum of such): how many lesson plans stand where.

    `late` counts plans handed in late, whatever became of them; `lessons` what is behind the count.
    """

    approved: int = 0
    waiting: int = 0
    returned: int = 0
    draft: int = 0
    missing: int = 0
    late: int = 0
    lessons: list[OwedLesson] = field(default_factory=list)

    @property
    def owed(self) -> int:
        """How many lesson plans are owed."""
        return self.approved + self.waiting + self.returned + self.draft + self.missing

    @property
    def handed_in(self) -> int:
        """How many were handed in: approved, waiting, or sent back."""
        return self.approved + self.waiting + self.returned

    @property
    def open(self) -> int:
        """How many were not handed in; a draft has not been."""
        return self.missing + self.draft

    @property
    def on_time(self) -> int:
        """How many were handed in on time."""
        return self.handed_in - self.late

    @property
    def standing(self) -> str:
        """The word for the whole cell: the worst that is in it; "none" when nothing is owed."""
        if not self.owed:
            return "none"
        order = ("missing", "draft", "returned", "waiting", "approved")
        return next(standing for standing in order if getattr(self, standing))

    def add(self, lesson: OwedLesson) -> None:
        """Count one more lesson."""
        standing = lesson.standing
        setattr(self, standing, getattr(self, standing) + 1)
        self.late += 1 if lesson.days_late and lesson.handed_in_at else 0
        self.lessons.append(lesson)

    def include(self, other: "Cell") -> None:
        """Count everything that another cell counts."""
        self.approved += other.approved
        self.waiting += other.waiting
        self.returned += other.returned
        self.draft += other.draft
        self.missing += other.missing
        self.late += other.late
        self.lessons += other.lessons


@dataclass(slots=True)
class Sums:
    """Counts by week and over all weeks: of a department, of the school."""

    cells: dict[int, Cell]
    total: Cell

    def include(self, other: "Sums") -> None:
        """Count everything that others count."""
        for no, cell in other.cells.items():
            self.cells[no].include(cell)
        self.total.include(other.total)


@dataclass(slots=True)
class Row(Sums):
    """One teacher with his weeks and their sum."""

    staff: Staff


@dataclass(slots=True)
class Group:
    """The rows of a department (None: people without one) with their sums."""

    department: Department | None
    rows: list[Row]
    sums: Sums


@dataclass(slots=True)
class Board(Sums):
    """The board of some weeks: rows in name order, sums by week and over all."""

    weeks: range
    rows: list[Row]


def board(owner: InSchool, scope: Scope) -> Board:
    """Return the week board of a scope: two statements, whatever its size.

    Each lesson is counted once, in its teacher's week; sums are sums of counts.
    """
    weeks = range(scope.first_week, scope.last_week + 1)
    lessons = owed_lessons(owner, scope)
    ids = {lesson.staff_id for lesson in lessons}
    people = Staff.objects.of(owner).filter(pk__in=ids).select_related("department")
    rows = {
        person.id: Row(_cells(weeks), Cell(), person)
        for person in people.order_by("sort_key", "id")
    }
    found = Board(_cells(weeks), Cell(), weeks, list(rows.values()))
    for lesson in lessons:
        rows[lesson.staff_id].cells[lesson.week_no].add(lesson)
    for row in found.rows:
        for cell in row.cells.values():
            row.total.include(cell)
        found.include(row)
    return found


def showing(board_: Board, standing: str) -> list[Row]:
    """Return only the rows that have something of a standing (see FILTERS); all for another."""
    if standing not in FILTERS:
        return board_.rows
    return [row for row in board_.rows if getattr(row.total, standing)]


def by_department(rows: Iterable[Row], weeks: range) -> list[Group]:
    """Return the rows department by department, each with its sums."""
    grouped: dict[UUID | None, Group] = {}
    for row in rows:
        department = row.staff.department
        key = department.id if department else None
        if key not in grouped:
            grouped[key] = Group(department, [], Sums(_cells(weeks), Cell()))
        grouped[key].rows.append(row)
        grouped[key].sums.include(row)
    return sorted(
        grouped.values(), key=lambda group: group.department.name if group.department else "~"
    )


def _cells(weeks: range) -> dict[int, Cell]:
    return {no: Cell() for no in weeks}
