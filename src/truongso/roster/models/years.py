"""How a year ends for each pupil, and what was chosen for the next one while it is a draft."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, once
from truongso.roster.models.calendar import SchoolYear
from truongso.roster.models.people import Pupil, Staff
from truongso.rules.years import Outcome


class YearResult(SchoolOwned):
    """A pupil's result of a year (kết quả cuối năm): entered by hand on the list of the class."""

    pupil = SchoolKey(Pupil, related_name="results")
    year = SchoolKey(SchoolYear, related_name="results")
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome])
    entered_by = SchoolKey(Staff, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [once("year", "pupil", name="roster_result_once")]


class YearDraft(SchoolOwned):
    """What was chosen for a year in preparation (chuyển năm học), and whether it stands built.

    `choices` as `rules.rollover.Choices` says them; `basis` is the fingerprint of where each pupil
    was placed when the classes were built; `homerooms` the proposed homeroom teachers by class.
    """

    year = SchoolKey(SchoolYear, models.CASCADE, related_name="drafts")
    choices = models.JSONField(default=dict)
    built_at = models.DateTimeField(null=True)
    built_by = SchoolKey(Staff, null=True, related_name="+")
    basis = models.CharField(max_length=64, blank=True)
    homerooms = models.JSONField(default=dict)

    class Meta:
        constraints = [once("year", name="roster_draft_once")]
