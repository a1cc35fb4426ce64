"""The journal (nhật ký): entries, the chain that links them, and its signed checkpoints.

No foreign keys: an entry outlives what it tells of. The application's role may insert and read,
nothing else. The chain is laid by a job after the acts, so writers never wait for one another.
"""

from django.db import models

from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolOwned, found_by, once


class JournalEntry(SchoolOwned):
    """One act. `payload` holds the exact bytes that are hashed; the other columns repeat parts of
    it for searching and are compared with it by `audit verify`.
    """

    table_rights = APPEND

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    behalf_id = models.UUIDField(null=True)
    payload = models.TextField()
    entry_hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            found_by("-at", name="audit_entry_time"),
            found_by("target", "-at", name="audit_entry_target"),
            found_by("actor_id", "-at", name="audit_entry_actor"),
            models.Index(
                fields=["school_id", "behalf_id", "-at"],
                name="audit_entry_behalf",
                condition=models.Q(behalf_id__isnull=False),
            ),
        ]


class JournalLink(SchoolOwned):
    """The place of an entry in its school's chain: its number and the hash up to it.

    The id of a link is that of its entry, so that no entry can be linked twice.
    """

    table_rights = APPEND

    seq = models.BigIntegerField()
    link_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [once("seq", name="audit_link_seq")]


class Checkpoint(SchoolOwned):
    """A signed statement that the chain of a school had this size and this head at a time.

    `after` is the size of the checkpoint before, so that none can be taken away unseen.
    """

    table_rights = APPEND

    size = models.BigIntegerField()
    after = models.BigIntegerField()
    head = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [once("size", name="audit_checkpoint_size")]
