"""Proposals to remove what has been kept long enough, and how each was decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by
from truongso.roster.models import Staff
from truongso.rules.retention import Step


class Proposal(SchoolOwned):
    """A proposal (đề xuất xóa) about records of one kind: just these, by their ids.

    `cutoff`: they are counted from this day or before. `ids` are those still to be removed, `count`
    how many there were, `fingerprint` that of the sorted ids as they were shown. `execute_at`: not
    before this moment. `removed` counts those that are gone.
    """

    kind = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    cutoff = models.DateField()
    ids = ArrayField(models.UUIDField())
    count = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    step = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Step])
    decided_by = SchoolKey(Staff, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    keep_until = models.DateField(null=True)
    execute_at = models.DateTimeField(null=True)
    removed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "kind"],
                condition=models.Q(step__in=[Step.OPEN.value, Step.APPROVED.value]),
                name="retention_one_pending",
            ),
        ]
        indexes = [found_by("-made_at", name="retention_latest")]
