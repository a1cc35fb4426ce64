"""Conduct, ways of assessing, re-assessment, and results as they were closed."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Pupil, SchoolClass, SchoolYear, Staff


class Conduct(SchoolOwned):
    """A pupil's conduct (kết quả rèn luyện) in a term, or after the summer's training.

    `level` as `rules.circular.Level`, None while only the absences are known. `absent`: half-day
    sessions (buổi) of the term. `comment`: the homeroom teacher's words.
    """

    year = SchoolKey(SchoolYear, related_name="+")
    pupil = SchoolKey(Pupil, related_name="conduct")
    term = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(null=True)
    absent = models.PositiveSmallIntegerField(null=True)
    comment = models.CharField(max_length=500, blank=True)
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [once("year", "pupil", "term", name="gradebook_conduct_once")]


class AssessmentMode(SchoolOwned):
    """How a pupil is assessed in a subject where it is not as all others are (Articles 10, 11).

    `mode` as `rules.exemptions.Mode`; `term` 0 is the whole year.
    """

    year = SchoolKey(SchoolYear, related_name="+")
    pupil = SchoolKey(Pupil, related_name="modes")
    subject = models.CharField(max_length=10)
    term = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(max_length=16)
    reason = models.CharField(max_length=300)
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [once("year", "pupil", "subject", name="gradebook_mode_once")]


class Retest(SchoolOwned):
    """A pupil's mark of re-assessment (kiểm tra, đánh giá lại) in a subject, as a cell's number."""

    year = SchoolKey(SchoolYear, related_name="+")
    pupil = SchoolKey(Pupil, related_name="retests")
    subject = models.CharField(max_length=10)
    mark = models.SmallIntegerField()
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [once("year", "pupil", "subject", name="gradebook_retest_once")]


class TermResult(SchoolOwned):
    """A pupil's results as they were when his class was closed (chốt kết quả).

    `period` 1 or 2 is a term, 3 the year. Levels as `rules.circular.Level`; `decision` and
    `honour` only of a year; `reasons`: codes with their places and facts, so that a sentence can be
    said years later; `subjects`: each subject's result as a cell's number.
    """

    year = SchoolKey(SchoolYear, related_name="+")
    school_class = SchoolKey(SchoolClass, related_name="+")
    pupil = SchoolKey(Pupil, related_name="term_results")
    period = models.PositiveSmallIntegerField()
    learning = models.PositiveSmallIntegerField(null=True)
    conduct = models.PositiveSmallIntegerField(null=True)
    decision = models.CharField(max_length=30, blank=True)
    honour = models.CharField(max_length=10, blank=True)
    subjects = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    closed_at = models.DateTimeField()
    closed_by = SchoolKey(Staff, related_name="+")

    class Meta:
        constraints = [once("year", "pupil", "period", name="gradebook_result_once")]
        indexes = [found_by("school_class", "period", name="gradebook_result_class")]
