"""Who owes which lesson plan in which week, and how far it is.

One statement answers it, from teaching assignments (phân công giảng dạy), programmes and the named
uploaders of integrated subjects; it never looks beyond one school. Classes of a grade are made one
before the weeks are counted, not after: else each is sorted once for every week.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from truongso.foundation.tenancy import InSchool
from truongso.rules.approval import State
from truongso.rules.subjects import subjects

OWNERS = """
    weeks AS (
        SELECT no, monday FROM roster_teachingweek
        WHERE school_id = %(school)s AND year_id = %(year)s AND no BETWEEN %(first)s AND %(last)s
    ),
    taught AS (
        SELECT a.staff_id, p.id AS programme_id, p.subject, p.grade, p.school_class_id,
               a.since, a.until
        FROM roster_teachingassignment a
        JOIN roster_schoolclass c
          ON c.school_id = a.school_id AND c.id = a.school_class_id AND c.year_id = %(year)s
        JOIN roster_programme p
          ON p.school_id = a.school_id AND p.year_id = %(year)s AND p.subject = a.subject
         AND p.grade = c.grade
         AND p.school_class_id IS NOT DISTINCT FROM CASE WHEN c.extra THEN c.id END
        WHERE a.school_id = %(school)s
          AND (p.school_class_id IS NOT NULL OR NOT p.subject = ANY(%(integrated)s))
        UNION
        SELECT d.staff_id, p.id, p.subject, p.grade, NULL::uuid, d.since, d.until
        FROM planning_uploaderdesignation d
        JOIN roster_programme p
          ON p.school_id = d.school_id AND p.year_id = d.year_id AND p.subject = d.subject
         AND p.grade = d.grade AND p.school_class_id IS NULL
        WHERE d.school_id = %(school)s AND d.year_id = %(year)s
    ),
    owners AS (
        SELECT DISTINCT t.staff_id, t.programme_id, t.subject, t.grade, t.school_class_id,
               w.no AS week_no, w.monday
        FROM taught t
        JOIN weeks w ON t.since <= w.monday + 5 AND (t.until IS NULL OR t.until > w.monday)
    )
"""

LESSONS = f"""
WITH {OWNERS}
SELECT o.staff_id, o.week_no, o.monday, o.subject, o.grade, o.school_class_id,
       l.id, l.no, l.title, l.topic, l.periods, l.first_period, l.last_week,
       p.id, p.state, p.in_force_no, p.latest_no, p.days_late, p.first_handed_in_at, p.state_at,
       p.title
FROM owners o
JOIN roster_programmelesson l
  ON l.school_id = %(school)s AND l.programme_id = o.programme_id AND l.first_week = o.week_no
LEFT JOIN planning_planlesson pl
  ON pl.school_id = %(school)s AND pl.author_id = o.staff_id AND pl.lesson_id = l.id
LEFT JOIN planning_plan p ON p.school_id = %(school)s AND p.id = pl.plan_id
WHERE (%(staff)s::uuid IS NULL OR o.staff_id = %(staff)s)
  AND (%(department)s::uuid IS NULL OR EXISTS (
        SELECT 1 FROM roster_staff s WHERE s.school_id = %(school)s AND s.id = o.staff_id
        AND s.department_id = %(department)s))
ORDER BY o.week_no, o.subject, o.grade, l.no
"""  # noqa: S608  (only our own text is put together; values are parameters)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of a school and year is asked for; weeks both ends included."""

    year_id: UUID
    first_week: int
    last_week: int
    staff_id: UUID | None = None
    department_id: UUID | None = None


class OwedLesson(NamedTuple):
    """A lesson whose plan a teacher owes, and the plan if there is one.

    A tuple because a board is made of hundreds: a frozen dataclass takes six times as long to make.
    """

    staff_id: UUID
    week_no: int
    monday: date
    subject: str
    grade: int
    extra_class_id: UUID | None
    lesson_id: UUID
    no: int
    title: str
    topic: str
    periods: int
    first_period: int
    last_week: int
    plan_id: UUID | None
    plan_state: str | None
    in_force_no: int | None
    latest_no: int | None
    days_late: int | None
    handed_in_at: object | None
    state_at: object | None
    plan_title: str | None

    @property
    def standing(self) -> str:
        """Where the lesson stands: approved, waiting, returned, draft or missing.

        An approved plan stays approved while a changed version is on its way.
        """
        if self.plan_id is None:
            return "missing"
        if self.in_force_no is not None:
            return "approved"
        if self.plan_state == State.SUBMITTED.value:
            return "waiting"
        if self.plan_state == State.RETURNED.value:
            return "returned"
        return "draft"


def owed_lessons(owner: InSchool, scope: Scope) -> list[OwedLesson]:
    """Return every lesson plan owed in the scope, by week, subject, grade and lesson."""
    with connection.cursor() as cursor:
        cursor.execute(LESSONS, _values(owner, scope))
        return [OwedLesson(*row) for row in cursor.fetchall()]


def _values(owner: InSchool, scope: Scope) -> dict[str, Any]:
    return {
        "school": owner.school_id,
        "year": scope.year_id,
        "first": scope.first_week,
        "last": scope.last_week,
        "staff": scope.staff_id,
        "department": scope.department_id,
        "integrated": [s.code for s in subjects().values() if s.integrated],
    }
