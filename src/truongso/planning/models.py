"""Plans, their versions, whom and what they serve; who hands in for integrated subjects."""

from django.db import models

from truongso.documents.models import StoredFile
from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import (
    Department,
    ProgrammeLesson,
    SchoolClass,
    SchoolYear,
    Staff,
    SubjectGroup,
)
from truongso.rules.approval import State
from truongso.rules.authority import Whose


class Plan(SchoolOwned):
    """A plan (kế hoạch) of any kind: school, department, teacher's, lesson plan.

    `state` is that of its latest version; `in_force_no` the version that is approved (None if
    none): the two differ while a changed version is on its way. `slot` is what makes it the only
    one of its place; for lesson plans the lessons do (PlanLesson). `week_no` only for lesson
    plans: the first teaching week of its lessons.
    """

    year = SchoolKey(SchoolYear, related_name="plans")
    kind = models.CharField(max_length=30)
    slot = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    author = SchoolKey(Staff, related_name="plans")
    department = SchoolKey(Department, null=True, related_name="plans")
    group = SchoolKey(SubjectGroup, null=True, related_name="plans")
    subject = models.CharField(max_length=10, blank=True)
    grade = models.PositiveSmallIntegerField(null=True)
    week_no = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State])
    latest_no = models.PositiveIntegerField(default=0)
    in_force_no = models.PositiveIntegerField(null=True)
    first_handed_in_at = models.DateTimeField(null=True)
    days_late = models.PositiveSmallIntegerField(default=0)
    state_at = models.DateTimeField()

    class Meta:
        constraints = [once("year", "kind", "slot", name="planning_slot_once")]
        indexes = [
            found_by("year", "kind", "week_no", "author", name="planning_board"),
            found_by("author", "-state_at", name="planning_author"),
        ]

    def whose(self) -> Whose:
        """Return to whom the plan belongs, for the gate."""
        return Whose(author=self.author_id, department=self.department_id, group=self.group_id)


class PlanVersion(SchoolOwned):
    """A version of a plan: its file, when it was handed in, and the due day of that moment.

    Rows are never changed but for the moment of handing in.
    """

    plan = SchoolKey(Plan, related_name="versions")
    no = models.PositiveIntegerField()
    file = SchoolKey(StoredFile, related_name="+")
    made_by = SchoolKey(Staff, related_name="+")
    made_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    days_late = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [once("plan", "no", name="planning_version_no")]


class PlanLesson(SchoolOwned):
    """A lesson that a lesson plan is for; one plan of an author for a lesson, never two."""

    plan = SchoolKey(Plan, models.CASCADE, related_name="plan_lessons")
    author = SchoolKey(Staff, related_name="+")
    lesson = SchoolKey(ProgrammeLesson, related_name="plan_lessons")

    class Meta:
        constraints = [once("author", "lesson", name="planning_lesson_once")]
        indexes = [
            found_by("plan", name="planning_lessons_of"),
            found_by("lesson", name="planning_plans_of"),
        ]


class PlanClass(SchoolOwned):
    """A class that a lesson plan serves."""

    plan = SchoolKey(Plan, models.CASCADE, related_name="plan_classes")
    school_class = SchoolKey(SchoolClass, related_name="+")

    class Meta:
        constraints = [once("plan", "school_class", name="planning_class_once")]


class UploaderDesignation(SchoolOwned):
    """Who hands in the lesson plans of an integrated subject in a grade (người được phân công)."""

    year = SchoolKey(SchoolYear, related_name="+")
    subject = models.CharField(max_length=10)
    grade = models.PositiveSmallIntegerField()
    staff = SchoolKey(Staff, related_name="designations")
    since = models.DateField()
    until = models.DateField(null=True)
    named_by = SchoolKey(Staff, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "year", "subject", "grade"],
                condition=models.Q(until__isnull=True),
                name="planning_one_uploader",
            ),
        ]


class LateLeave(SchoolOwned):
    """A teacher's request to hand in a lesson plan late, and the answer (xin phép nộp muộn)."""

    author = SchoolKey(Staff, related_name="late_leaves")
    lesson = SchoolKey(ProgrammeLesson, related_name="late_leaves")
    department = SchoolKey(Department, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    answered_by = SchoolKey(Staff, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [once("author", "lesson", name="planning_leave_once")]
        indexes = [found_by("department", "granted", name="planning_leave_waiting")]

    def whose(self) -> Whose:
        """Return to whom the request belongs, for the gate."""
        return Whose(author=self.author_id, department=self.department_id)


class HandIn(SchoolOwned):
    """A batch of files handed in, under the id its page made: sent twice, it is done once."""

    table_rights = APPEND

    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()
    answer = models.JSONField()
