"""Submissions, their decisions and remarks: a title and an address, not what a plan is."""

from django.db import models

from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Department, Staff, SubjectGroup
from truongso.rules.approval import State
from truongso.rules.authority import Whose


class Submission(SchoolOwned):
    """One version of a paper, handed in for approval (một lần trình duyệt).

    `kind` is the record kind; `subject_id` the paper; `version_no` which version of it. What the
    inbox shows stands here as plain text. At most one submission of a paper waits at a time.
    """

    kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    version_no = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    detail = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=200)
    author = SchoolKey(Staff, related_name="submissions")
    author_is_head = models.BooleanField(default=False)
    department = SchoolKey(Department, null=True, related_name="+")
    group = SchoolKey(SubjectGroup, null=True, related_name="+")
    week_no = models.PositiveSmallIntegerField(null=True)
    urgent_on = models.DateField(null=True)
    days_late = models.PositiveSmallIntegerField(default=0)
    file_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State])
    submitted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            once("subject_id", "version_no", name="approvals_version_once"),
            models.UniqueConstraint(
                fields=["school_id", "subject_id"],
                condition=models.Q(state=State.SUBMITTED.value),
                name="approvals_one_waiting",
            ),
        ]
        indexes = [
            found_by("state", "kind", "department", name="approvals_waiting"),
            found_by("author", "-submitted_at", name="approvals_author"),
        ]

    def whose(self) -> Whose:
        """Return to whom the submission belongs, for the gate."""
        return Whose(
            author=self.author_id,
            department=self.department_id,
            group=self.group_id,
            author_is_head=self.author_is_head,
        )


class Decision(SchoolOwned):
    """A yes or a no to a submission: by whom, under which duty, in whose name. Never changed.

    An undone decision stays; `Undoing` tells that it was undone.
    """

    table_rights = APPEND

    submission = SchoolKey(Submission, related_name="decisions")
    outcome = models.CharField(
        max_length=10, choices=[("approved", "Duyệt"), ("returned", "Trả lại")]
    )
    by = SchoolKey(Staff, related_name="+")
    duty = models.CharField(max_length=20)
    behalf = SchoolKey(Staff, null=True, related_name="+")
    behalf_duty = models.CharField(max_length=20, blank=True)
    delegation_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    opened_first = models.BooleanField()
    reference = models.CharField(max_length=100, blank=True)
    batch_id = models.UUIDField()

    class Meta:
        indexes = [
            found_by("submission", "-at", name="approvals_decision_of"),
            found_by("by", "-at", name="approvals_decision_by"),
        ]


class Undoing(SchoolOwned):
    """A decision that its maker took back within the few seconds he had."""

    table_rights = APPEND

    decision = SchoolKey(Decision, related_name="undoings")
    at = models.DateTimeField()

    class Meta:
        constraints = [once("decision", name="approvals_undone_once")]


class Remark(SchoolOwned):
    """A remark on a submission, bound to a page of its file, or to the whole (page empty)."""

    table_rights = APPEND

    submission = SchoolKey(Submission, related_name="remarks")
    decision = SchoolKey(Decision, related_name="remarks")
    page = models.PositiveIntegerField(null=True)
    text = models.TextField()
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [found_by("submission", "page", name="approvals_remark_page")]


class Opening(SchoolOwned):
    """Who opened a submission's file to read it, and when first."""

    table_rights = APPEND

    submission = SchoolKey(Submission, related_name="openings")
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [once("submission", "by", name="approvals_opened_once")]
