"""Sheets, their lines, what locks them, and the diary of every change.

A line is one pupil's subject and term: one short row, its cells as numbers (`rules.marks`) in the
order of the columns. Measured and recorded: docs/decisions/gradebook.md.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Pupil, SchoolClass, SchoolYear, Staff

MOST_COLUMNS = 8
COMMENT_BIT = 15
"""The bit of the comment in a mask of locks; bit i is column i."""
EVERYTHING = (1 << COMMENT_BIT) | (1 << MOST_COLUMNS) - 1
"""The mask of a line whose term is locked."""


def _small() -> "models.SmallIntegerField[int | None, int | None]":
    return models.SmallIntegerField(null=True)


class TermBook(SchoolOwned):
    """The gradebook of a term (sổ điểm học kì): its days, and whether the leadership locked it.

    `windows`: by kind of column ("regular", "midterm", "final", "comment") the first and the last
    day for entering, as text; a kind that is missing is open as long as the term is.
    `finals_from`: the first day of the final tests (kiểm tra cuối kì).
    """

    year = SchoolKey(SchoolYear, related_name="term_books")
    term = models.PositiveSmallIntegerField()
    windows = models.JSONField(default=dict)
    finals_from = models.DateField(null=True)
    locked_at = models.DateTimeField(null=True)
    locked_by = SchoolKey(Staff, null=True, related_name="+")

    class Meta:
        constraints = [once("year", "term", name="gradebook_term_once")]


class Sheet(SchoolOwned):
    """A class, a subject and a term: one page of the gradebook (trang sổ điểm).

    `locks`: which columns are locked for every pupil, bit by bit; the lines repeat it, less what a
    correction has opened. `lock_warned_on`: when the teachers were last told that it will lock.
    """

    year = SchoolKey(SchoolYear, related_name="+")
    school_class = SchoolKey(SchoolClass, related_name="sheets")
    subject = models.CharField(max_length=10)
    term = models.PositiveSmallIntegerField()
    locks = models.IntegerField(default=0)
    lock_warned_on = models.DateField(null=True)

    class Meta:
        constraints = [once("school_class", "subject", "term", name="gradebook_sheet_once")]
        indexes = [found_by("year", "term", name="gradebook_sheet_term")]


def _locked_cells_stand() -> models.CheckConstraint:
    """The second wall around a locked cell: what is locked stands as it did when it was locked.

    The lock keeps a copy of the line. No path that writes marks touches the copy, so a write into a
    locked cell breaks the row's own check; a correction locks the cell it has opened again in the
    statement that writes it. No trigger: the tables can be distributed by school.
    """
    cells = " AND ".join(
        f"(locks & {1 << i} = 0 OR marks[{i + 1}] IS NOT DISTINCT FROM locked_marks[{i + 1}])"
        for i in range(MOST_COLUMNS)
    )
    comment = f"(locks & {1 << COMMENT_BIT} = 0 OR comment = locked_comment)"
    return models.CheckConstraint(
        condition=RawSQL(f"{cells} AND {comment}", (), models.BooleanField()),  # noqa: S611
        name="gradebook_locked_stands",
    )


class SheetLine(SchoolOwned):
    """A pupil's marks in a subject and term. `marks` and `versions` in the order of the columns.

    `average`: the term's result as a cell's number, None while something is missing. `locks` and
    the two copies beside it are the lock (see the check). `exempt`: the pupil is not assessed here.
    """

    sheet = SchoolKey(Sheet, models.CASCADE, related_name="lines")
    pupil = SchoolKey(Pupil, related_name="marks")
    marks = ArrayField(_small(), default=list)
    versions = ArrayField(models.IntegerField(), default=list)
    average = models.SmallIntegerField(null=True)
    comment = models.CharField(max_length=500, blank=True)
    comment_version = models.IntegerField(default=0)
    exempt = models.BooleanField(default=False)
    locks = models.IntegerField(default=0)
    locked_marks = ArrayField(_small(), default=list)
    locked_comment = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            once("sheet", "pupil", name="gradebook_line_once"),
            _locked_cells_stand(),
        ]
        indexes = [found_by("pupil", name="gradebook_line_pupil")]


class MarkChange(SchoolOwned):
    """One line of the diary (nhật ký sửa điểm): a cell's old and new number, who, when, from where.

    First entries stand here too, so the diary replayed is the sheet. `version` is the cell's new
    one; from 2 on something stood there before, even if it had been erased in between.
    """

    table_rights = APPEND

    sheet = SchoolKey(Sheet, models.CASCADE, related_name="changes")
    pupil = SchoolKey(Pupil, related_name="+")
    column = models.CharField(max_length=4)
    old = models.SmallIntegerField(null=True)
    new = models.SmallIntegerField(null=True)
    version = models.IntegerField()
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10)
    ip = models.CharField(max_length=45, blank=True)
    batch = models.UUIDField()
    correction = models.UUIDField(null=True)

    class Meta:
        constraints = [once("sheet", "pupil", "column", "version", name="gradebook_change_once")]
        indexes = [
            found_by("by", "at", name="gradebook_change_by"),
            models.Index(
                fields=["school_id", "at"],
                condition=models.Q(version__gt=1),
                name="gradebook_edit_at",
            ),
        ]


class SavedBatch(SchoolOwned):
    """A batch of cells that was saved, under the id its page made: sent twice, it is done once."""

    table_rights = APPEND

    sheet = SchoolKey(Sheet, models.CASCADE, related_name="batches")
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()
    answer = models.JSONField()

    class Meta:
        indexes = [found_by("sheet", "-at", name="gradebook_batch_sheet")]


class LockDeed(SchoolOwned):
    """When columns of a sheet were locked or opened again, by whom and why.

    `by` None: the date did it.
    """

    table_rights = APPEND

    sheet = SchoolKey(Sheet, models.CASCADE, related_name="lock_deeds")
    columns = models.IntegerField()
    locked = models.BooleanField()
    by = SchoolKey(Staff, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [found_by("sheet", "-at", name="gradebook_lock_sheet")]
