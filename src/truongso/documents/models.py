"""Uploads on their way in, the bytes that are kept, and the files that are made of them."""

from django.db import models

from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Staff


class Blob(SchoolOwned):
    """Bytes under their SHA-256. The row is there before the file and leaves after it.

    storing: the file may or may not be there (on its way in or out; the sweeper ends what a crash
    left so). kept: the file is there. `touched_at`: when it was last wanted; nothing that was
    wanted a moment ago is swept.
    """

    class State(models.TextChoices):
        """Whether the bytes can be relied upon."""

        STORING = "storing"
        KEPT = "kept"

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [once("sha256", name="documents_blob_once")]
        indexes = [found_by("state", "touched_at", name="documents_blob_state")]


class StoredFile(SchoolOwned):
    """A file with its name: an original that came in, with what was made of it for reading.

    `rendition_blob` is the PDF (bản PDF) of a Word file, `text_blob` the packed text. `notes` are
    remarks of the inspection, each a code with values.
    """

    class Rendition(models.TextChoices):
        """How far the PDF for reading on screen has come."""

        ITSELF = "itself"  # the original is a PDF
        WAITING = "waiting"
        DONE = "done"
        NO_CONVERTER = "no_converter"
        FAILED = "failed"
        PICTURE = "picture"  # the original is a plain picture
        NONE = "none"  # a table: it is imported, not read on screen

    blob = SchoolKey(Blob, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True)
    added_by = SchoolKey(Staff, null=True, related_name="+")
    added_at = models.DateTimeField()
    rendition = models.CharField(max_length=12, choices=Rendition.choices)
    rendition_tries = models.PositiveSmallIntegerField(default=0)
    rendition_blob = SchoolKey(Blob, null=True, related_name="+")
    rendition_pages = models.PositiveIntegerField(null=True)
    text_blob = SchoolKey(Blob, null=True, related_name="+")
    notes = models.JSONField(default=list)

    class Meta:
        indexes = [
            found_by("blob", name="documents_file_blob"),
            found_by("rendition_blob", name="documents_file_pdf"),
            found_by("text_blob", name="documents_file_text"),
            models.Index(
                fields=["school_id", "rendition"],
                condition=models.Q(rendition__in=["waiting", "no_converter"]),
                name="documents_file_waiting",
            ),
        ]


class Upload(SchoolOwned):
    """A file on its way in, piece by piece, until it is checked and used or refused.

    `received` counts the bytes that lie in the store, from the first on. `problems` are why it is
    refused, each a code with values.
    """

    class State(models.TextChoices):
        """How far an upload has come."""

        RECEIVING = "receiving"
        CHECKING = "checking"
        READY = "ready"
        REFUSED = "refused"
        USED = "used"

    owner = SchoolKey(Staff, related_name="uploads")
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices)
    opened_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    file = SchoolKey(StoredFile, null=True, related_name="uploads")
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [
            found_by("owner", "-opened_at", name="documents_upload_owner"),
            found_by("state", "opened_at", name="documents_upload_state"),
            found_by("file", name="documents_upload_file"),
        ]


class PaperNumber(SchoolOwned):
    """The last number given to papers of a kind in a year: the next one is one more, never less."""

    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [once("kind", "year", name="documents_number_once")]


class Paper(SchoolOwned):
    """A paper made here, such as minutes (biên bản), under its number; its facts are frozen.

    `about`: the person it is about, if it is about one. `thing`: what it tells of, such as
    "school_report:<id>"; "" where nothing else is meant.
    """

    table_rights = APPEND

    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    about = SchoolKey(Staff, null=True, related_name="papers")
    thing = models.CharField(max_length=80, blank=True, default="")
    made_by = SchoolKey(Staff, null=True, related_name="+")
    made_at = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        constraints = [once("kind", "year", "number", name="documents_paper_number")]
        indexes = [
            found_by("about", name="documents_paper_about"),
            found_by("-made_at", name="documents_paper_latest"),
            models.Index(
                fields=["school_id", "thing"],
                condition=~models.Q(thing=""),
                name="documents_paper_thing",
            ),
        ]


class PaperConfirmed(SchoolOwned):
    """A yes to a paper: whose, when, from which network address.

    `role`: as whom, where several confirm one paper ("leader", "admin" …); "" where only one does.
    """

    table_rights = APPEND

    paper = SchoolKey(Paper, related_name="confirmations")
    by = SchoolKey(Staff, related_name="+")
    role = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        constraints = [
            once("paper", "role", name="documents_confirmed_once"),
            once("paper", "by", name="documents_confirmed_by"),
        ]
