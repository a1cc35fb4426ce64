"""The week board: teacher × week, what is owed, handed in, late, waiting, approved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from truongso.foundation.tenancy import InSchool
from truongso.planning.queries.owed import OwedLesson, Scope, owed_lessons
from truongso.roster.models import Department, Staff

STANDINGS = ("approved", "waiting", "returned", "draft", "missing")


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
    def standing(self) -> str:
        """The word for the whole cell: the worst that is in it; "none" when nothing is owed."""
        if not self.owed:
            return "none"
        order = ("missing", "draft", "returned", "waiting", "approved")
        return next(standing for standing in order if getattr(self, standing))

    def add(self, lesson: OwedLesson) -> None:
        """Count one more lesson."""
        setattr(self, lesson.standing, getattr(self, lesson.standing) + 1)
        self.late += 1 if lesson.days_late else 0
        self.lessons.append(lesson)


@dataclass(slots=True)
class Row:
    """One teacher with his weeks and their sum."""

    staff: Staff
    cells: dict[int, Cell]
    total: Cell


@dataclass(slots=True)
class Board:
    """The board of some weeks: rows in name order, sums by week and over all."""

    weeks: range
    rows: list[Row]
    by_week: dict[int, Cell]
    total: Cell


def board(owner: InSchool, scope: Scope) -> Board:
    """Return the week board of a scope: two statements, whatever its size."""
    weeks = range(scope.first_week, scope.last_week + 1)
    lessons = owed_lessons(owner, scope)
    ids = {lesson.staff_id for lesson in lessons}
    people = Staff.objects.of(owner).filter(pk__in=ids).select_related("department")
    rows = {
        person.id: Row(person, {no: Cell() for no in weeks}, Cell())
        for person in people.order_by("sort_key", "id")
    }
    by_week, total = {no: Cell() for no in weeks}, Cell()
    for lesson in lessons:
        row = rows[lesson.staff_id]
        for cell in (row.cells[lesson.week_no], row.total, by_week[lesson.week_no], total):
            cell.add(lesson)
    return Board(weeks, list(rows.values()), by_week, total)


def showing(board_: Board, standing: str) -> list[Row]:
    """Return only the rows that have something of a standing ("late" as well)."""
    if standing not in (*STANDINGS, "late"):
        return board_.rows
    return [row for row in board_.rows if getattr(row.total, standing)]


def by_department(rows: Iterable[Row]) -> list[tuple[Department | None, list[Row], Cell]]:
    """Return the rows department by department, each with its sum."""
    grouped: dict[UUID | None, tuple[Department | None, list[Row], Cell]] = {}
    for row in rows:
        department = row.staff.department
        key = department.id if department else None
        _, members, total = grouped.setdefault(key, (department, [], Cell()))
        members.append(row)
        for lesson in row.total.lessons:
            total.add(lesson)
    return sorted(grouped.values(), key=lambda group: group[0].name if group[0] else "~")
