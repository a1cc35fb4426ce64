"""Taking tables in: each run from the file to the result, its lines, what headings mean here."""

from django.db import models

from truongso.documents.models import StoredFile
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import SchoolYear, Staff


class ImportRun(SchoolOwned):
    """An import (nhập dữ liệu): a file read, compared with the roster, then written or left.

    `fingerprint` is that of the roster when the lines were made; `done` of `total` tells how far a
    job is. `layout`: the headings that were found; `mapping`: the field of each.
    """

    class State(models.TextChoices):
        """How far an import has come."""

        READING = "reading"
        MAPPING = "mapping"
        CHECKING = "checking"
        CHECKED = "checked"
        WRITING = "writing"
        DONE = "done"
        REFUSED = "refused"
        UNDONE = "undone"

    kind = models.CharField(max_length=20)
    year = SchoolKey(SchoolYear, related_name="+")
    file = SchoolKey(StoredFile, related_name="+")
    file_name = models.CharField(max_length=255)
    asked_by = SchoolKey(Staff, related_name="+")
    asked_at = models.DateTimeField()
    from_day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    layout = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    fingerprint = models.TextField(blank=True)
    outdated = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [found_by("-asked_at", name="office_import_latest")]


class ImportLine(SchoolOwned):
    """A row of the file and what would become of it, or why nothing can.

    `values`: what the row says, read; `target`: the row of the roster it is about; `changes`:
    field, old and new value; `candidates`: whom a doubtful row may be about; `decision`: what the
    person chose for it ("new", "skip" or the id of a candidate).
    """

    class Verdict(models.TextChoices):
        """What a row is."""

        NEW = "new"
        CHANGED = "changed"
        SAME = "same"
        DOUBTFUL = "doubtful"
        WRONG = "wrong"
        REPEATED = "repeated"

    run = SchoolKey(ImportRun, models.CASCADE, related_name="lines")
    no = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    label = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    target = models.UUIDField(null=True)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    decision = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [once("run", "no", name="office_import_line")]
        indexes = [found_by("run", "verdict", "no", name="office_import_verdict")]


class ImportTrace(SchoolOwned):
    """What a run wrote into a table, a part of it: [id, mark after it, row before it] of each row.

    No row before: it was made. No mark: it was removed. Kept as long as the lines.
    """

    run = SchoolKey(ImportRun, models.CASCADE, related_name="traces")
    table = models.CharField(max_length=40)
    rows = models.JSONField()

    class Meta:
        indexes = [found_by("run", name="office_import_trace")]


class HeadingChoice(SchoolOwned):
    """What a heading (tiêu đề cột) means at this school, as somebody chose it once."""

    kind = models.CharField(max_length=20)
    heading = models.CharField(max_length=100)
    field = models.CharField(max_length=30)

    class Meta:
        constraints = [once("kind", "heading", name="office_heading_once")]
