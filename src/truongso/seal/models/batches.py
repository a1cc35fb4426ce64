"""Signing many papers with one secret: the batch, and each paper of it by itself."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Staff
from truongso.seal.models.keys import Key
from truongso.seal.models.papers import Slot


class Batch(SchoolOwned):
    """Papers that a person signs in one go (lần ký).

    `secret`: the key's secret, sealed with the installation's own, only while the batch runs and
    never after `secret_until`; "" otherwise. `problem`: why the whole batch stopped.
    """

    by = SchoolKey(Staff, related_name="+")
    key = SchoolKey(Key, related_name="+")
    opened_at = models.DateTimeField()
    secret = models.TextField(blank=True)
    secret_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.JSONField(default=list)

    class Meta:
        indexes = [
            found_by("by", "-opened_at", name="seal_batch_by"),
            models.Index(
                fields=["school_id", "secret_until"],
                condition=~models.Q(secret=""),
                name="seal_batch_secret",
            ),
        ]


class BatchLine(SchoolOwned):
    """One paper of a batch: it waits, is signed, or has failed with the reason."""

    class State(models.TextChoices):
        """How far a line is."""

        WAITING = "waiting"
        SIGNED = "signed"
        FAILED = "failed"

    batch = SchoolKey(Batch, related_name="lines")
    slot = SchoolKey(Slot, related_name="lines")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    problem = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [once("batch", "slot", name="seal_line_once")]
        indexes = [found_by("slot", name="seal_line_slot")]
