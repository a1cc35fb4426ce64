"""What a teacher likes to write in comments."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, once
from truongso.roster.models import Staff


class Phrase(SchoolOwned):
    """One of a teacher's own phrases for comments (mẫu câu nhận xét), at its place in the list."""

    staff = SchoolKey(Staff, related_name="+")
    text = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [once("staff", "text", name="gradebook_phrase_once")]
