"""Corrections of marks (sửa điểm): one case from the request to the minutes.

Who confirmed the minutes stands with the paper (`documents.PaperConfirmed`), not here.
"""

from django.db import models

from truongso.documents.models import Paper, StoredFile
from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.gradebook.models.sheets import Sheet
from truongso.roster.models import Pupil, SchoolYear, Staff
from truongso.rules.corrections import State

STATES = [(state.value, state.value) for state in State]


class Correction(SchoolOwned):
    """A case of correction (đề nghị sửa điểm), numbered within its school year.

    `entered_wrongly`: data were entered wrongly, asked for after the last day of editing.
    `decided_*`: who consented or refused, when, under which duty, in whose name ("" his own).
    `answer`: why it was refused, or how it ended by itself. `finished_at`: when the minutes were
    drawn up or it lapsed; `closed_at`: when nothing was left to do.
    """

    year = SchoolKey(SchoolYear, related_name="+")
    no = models.PositiveIntegerField()
    sheet = SchoolKey(Sheet, related_name="corrections")
    state = models.CharField(max_length=10, choices=STATES)
    asked_by = SchoolKey(Staff, related_name="corrections")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    entered_wrongly = models.BooleanField(default=False)
    decided_by = SchoolKey(Staff, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_duty = models.CharField(max_length=20, blank=True)
    decided_for = models.CharField(max_length=100, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    open_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    paper = SchoolKey(Paper, null=True, related_name="+")

    class Meta:
        constraints = [once("year", "no", name="gradebook_correction_no")]
        indexes = [
            found_by("asked_by", "-asked_at", name="gradebook_correction_mine"),
            found_by("state", "asked_at", name="gradebook_correction_state"),
            found_by("sheet", "state", name="gradebook_correction_sheet"),
        ]


class CorrectionCell(SchoolOwned):
    """A cell of a case: the number that stood, that was asked for, and that was written.

    `mask`: the cell's bit in the locks of its line; `was_locked` when it was asked for. The
    averages are those of the line just before and just after the change.
    """

    correction = SchoolKey(Correction, models.CASCADE, related_name="cells")
    pupil = SchoolKey(Pupil, related_name="+")
    column = models.CharField(max_length=4)
    mask = models.IntegerField()
    was_locked = models.BooleanField(default=False)
    old = models.SmallIntegerField(null=True)
    wanted = models.SmallIntegerField(null=True)
    new = models.SmallIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    average_before = models.SmallIntegerField(null=True)
    average_after = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [once("correction", "pupil", "column", name="gradebook_correction_cell")]
        indexes = [found_by("pupil", name="gradebook_correction_pupil")]


class CorrectionEvidence(SchoolOwned):
    """A file that shows why: a page of the personal gradebook, or the pupil's test paper."""

    table_rights = APPEND

    correction = SchoolKey(Correction, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12)
    file = SchoolKey(StoredFile, related_name="+")

    class Meta:
        indexes = [found_by("correction", name="gradebook_evidence_case")]
