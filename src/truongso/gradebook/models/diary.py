"""What is added to the diary of edits: an explanation, the leadership's check of a month."""

from django.db import models

from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by
from truongso.gradebook.models.sheets import MarkChange
from truongso.roster.models import Staff


class MarkExplanation(SchoolOwned):
    """Why an edit was made (giải trình), said afterwards by who made it."""

    table_rights = APPEND

    change = SchoolKey(MarkChange, models.CASCADE, related_name="explanations")
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=300)

    class Meta:
        indexes = [found_by("change", "at", name="gradebook_explained_change")]


class DiaryCheck(SchoolOwned):
    """That the leadership went through a teacher's edits of a month; `month` is its first day."""

    table_rights = APPEND

    teacher = SchoolKey(Staff, related_name="+")
    month = models.DateField()
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [found_by("month", "teacher", "at", name="gradebook_diary_month")]
