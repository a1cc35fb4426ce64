"""Who still owes lesson plans for a week, and whom to tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from truongso.access.models import DutyHeld
from truongso.foundation.tenancy import InSchool
from truongso.planning.queries.owed import OwedLesson, Scope, owed_lessons
from truongso.roster.models import Staff
from truongso.roster.queries import Calendar
from truongso.rules.authority import Duty
from truongso.rules.calendar import TeachingWeek
from truongso.rules.subjects import subjects


@dataclass(frozen=True, slots=True)
class Debt:
    """What one person still owes for a week."""

    staff: Staff
    lessons: list[OwedLesson]

    @property
    def words(self) -> str:
        """The lessons in a few words: "Toán 6: Bài 5. …; Tin học 7: …"."""
        return "; ".join(
            f"{subjects()[lesson.subject].name} {lesson.grade}: {lesson.title}"
            for lesson in self.lessons
        )


def debts(owner: InSchool, calendar: Calendar, week: TeachingWeek) -> list[Debt]:
    """Return who has not handed in what for a week, in name order. Sent back counts as owed."""
    scope = Scope(calendar.year.id, week.no, week.no)
    owed: dict[UUID, list[OwedLesson]] = {}
    for lesson in owed_lessons(owner, scope):
        if lesson.standing in ("missing", "draft", "returned"):
            owed.setdefault(lesson.staff_id, []).append(lesson)
    people = Staff.objects.of(owner).filter(pk__in=owed).select_related("department")
    return [Debt(person, owed[person.id]) for person in people.order_by("sort_key", "id")]


def heads_of(owner: InSchool, departments: Sequence[UUID], in_force: Q) -> dict[UUID, list[UUID]]:
    """Return who heads each department (tổ trưởng), for the duties in force."""
    rows = DutyHeld.objects.of(owner).filter(
        in_force, duty=Duty.DEPARTMENT_HEAD.value, department_id__in=departments
    )
    heads: dict[UUID, list[UUID]] = {}
    for department_id, staff_id in rows.values_list("department_id", "staff_id"):
        if department_id is not None:
            heads.setdefault(department_id, []).append(staff_id)
    return heads
