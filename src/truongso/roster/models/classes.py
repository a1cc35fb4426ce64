"""Classes, who teaches what in them, the lesson programmes and the timetable."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models.calendar import SchoolYear
from truongso.roster.models.people import Pupil, Staff


class SchoolClass(SchoolOwned):
    """A class (lớp) of a year, or a class of extra teaching (lớp dạy thêm) when `extra` is set."""

    year = SchoolKey(SchoolYear, related_name="classes")
    name = models.CharField(max_length=30)
    grade = models.PositiveSmallIntegerField()
    sort_key = models.CharField(max_length=120, db_collation="C")
    extra = models.BooleanField(default=False)

    class Meta:
        constraints = [
            once("year", "name", name="roster_class_name"),
        ]


class ClassMember(SchoolOwned):
    """A pupil in a class, from a day until a day (exclusive; None while it lasts).

    Who leaves a class and comes back has two rows.
    """

    pupil = SchoolKey(Pupil, related_name="places")
    school_class = SchoolKey(SchoolClass, related_name="members")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            once("pupil", "school_class", "since", name="roster_member_from"),
        ]
        indexes = [found_by("school_class", name="roster_member_class")]


class TeachingAssignment(SchoolOwned):
    """Who teaches a subject, or a strand of it, in a class (phân công giảng dạy)."""

    staff = SchoolKey(Staff, related_name="assignments")
    school_class = SchoolKey(SchoolClass, related_name="assignments")
    subject = models.CharField(max_length=10)
    strand = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            once("school_class", "subject", "strand", "since", name="roster_assignment_once"),
        ]
        indexes = [found_by("staff", name="roster_assignment_staff")]


class Programme(SchoolOwned):
    """A lesson programme (phân phối chương trình) of a subject in a grade.

    An extra class has its own: then `school_class` names it.
    """

    year = SchoolKey(SchoolYear, related_name="programmes")
    subject = models.CharField(max_length=10)
    grade = models.PositiveSmallIntegerField()
    school_class = SchoolKey(SchoolClass, null=True, related_name="programmes")

    class Meta:
        constraints = [
            once(
                "year",
                "subject",
                "grade",
                "school_class",
                name="roster_programme_once",
                nulls_distinct=False,
            ),
        ]


class ProgrammeLesson(SchoolOwned):
    """A numbered lesson (bài) of a programme, its periods (tiết) and the weeks it touches.

    Lessons that share a `topic` (chủ đề) may be planned in one file.
    """

    programme = SchoolKey(Programme, models.CASCADE, related_name="lessons")
    no = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    topic = models.CharField(max_length=200, blank=True)
    periods = models.PositiveSmallIntegerField()
    first_period = models.PositiveSmallIntegerField()
    first_week = models.PositiveSmallIntegerField()
    last_week = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            once("programme", "no", name="roster_lesson_no"),
        ]
        indexes = [
            found_by("programme", "first_week", name="roster_lesson_week"),
        ]


class TimetableVersion(SchoolOwned):
    """A timetable (thời khóa biểu) in force from a day until the next one begins."""

    year = SchoolKey(SchoolYear, related_name="timetables")
    name = models.CharField(max_length=60)
    valid_from = models.DateField()

    class Meta:
        constraints = [
            once("year", "valid_from", name="roster_timetable_from"),
        ]


class TimetableSlot(SchoolOwned):
    """One period of a class in the week: weekday 0 (Monday) to 5, session and period 1 to 5."""

    version = SchoolKey(TimetableVersion, models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    afternoon = models.BooleanField(default=False)
    period = models.PositiveSmallIntegerField()
    school_class = SchoolKey(SchoolClass, models.CASCADE, related_name="slots")
    subject = models.CharField(max_length=10)
    strand = models.CharField(max_length=40, blank=True)
    staff = SchoolKey(Staff, related_name="slots")

    class Meta:
        constraints = [
            once(
                "version",
                "school_class",
                "weekday",
                "afternoon",
                "period",
                name="roster_slot_class",
            ),
            once("version", "staff", "weekday", "afternoon", "period", name="roster_slot_staff"),
        ]
