"""A file of marks that was uploaded, and what each of its sheets would change."""

from django.db import models

from truongso.documents.models import StoredFile
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import SchoolClass, SchoolYear, Staff


class ScoreFile(SchoolOwned):
    """A file of marks (tệp điểm) somebody takes in. `school_class`, `subject`: the page it was
    dropped on; None and "" when it was dropped for all pages of the person in `term`.

    `blank_erases`: whether a blank cell of the file empties the cell of the page.
    """

    class State(models.TextChoices):
        """How far the reading of the file has come; writing is told sheet by sheet."""

        READING = "reading"
        READ = "read"
        REFUSED = "refused"

    year = SchoolKey(SchoolYear, related_name="+")
    file = SchoolKey(StoredFile, related_name="+")
    file_name = models.CharField(max_length=255)
    asked_by = SchoolKey(Staff, related_name="+")
    asked_at = models.DateTimeField()
    school_class = SchoolKey(SchoolClass, null=True, related_name="+")
    subject = models.CharField(max_length=10, blank=True)
    term = models.PositiveSmallIntegerField()
    blank_erases = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [
            found_by("asked_by", "-asked_at", name="gradebook_score_file_by"),
            found_by("asked_at", name="gradebook_score_file_at"),
        ]


class ScoreFilePage(SchoolOwned):
    """A sheet of a file of marks, for one page of the gradebook. Shapes: `excel.shapes`.

    `rows`: what was read; `seen`: the versions of the cells its writer knew; `found`: the dry run.
    `problems`: why the sheet is refused as a whole. `batch`: under which it is saved, once.
    """

    score_file = SchoolKey(ScoreFile, models.CASCADE, related_name="pages")
    no = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    school_class = SchoolKey(SchoolClass, null=True, related_name="+")
    subject = models.CharField(max_length=10, blank=True)
    term = models.PositiveSmallIntegerField()
    stamped = models.BooleanField(default=False)
    rows = models.JSONField(default=list)
    seen = models.JSONField(default=dict)
    skipped = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    batch = models.UUIDField()
    saved = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [once("score_file", "no", name="gradebook_score_page_once")]
