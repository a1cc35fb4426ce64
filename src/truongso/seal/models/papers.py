"""Papers to be signed: who in which order, every revision of the file, every signature."""

from django.db import models

from truongso.documents.models import Paper, StoredFile
from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Staff
from truongso.seal.models.keys import Key


class Sealed(SchoolOwned):
    """A paper that is signed here (tờ ký), from the moment its file with empty fields was made.

    `public_id`: what its QR code says, at random and of no use for anything else. `void`: what it
    tells is no longer so; it is signed no more. `stamped_until`: when the certificate of its last
    archive time stamp ends; None before there is one.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        COMPLETE = "complete"
        VOID = "void"

    paper = SchoolKey(Paper, related_name="sealed")
    public_id = models.UUIDField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices)
    made_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)
    stamped_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [once("public_id", name="seal_public_once")]
        indexes = [
            found_by("paper", name="seal_sealed_paper"),
            found_by("state", "stamped_until", name="seal_sealed_state"),
        ]


class Slot(SchoolOwned):
    """One signature that a paper is to carry, in a field that was there before the first one.

    `step`: those of a lower step sign first, those of the same one in any order. `person`: who
    signs; None: whoever may do `act`, or, for the school's own seal (`organisation`), whoever may
    put it. `duty`: as what, where that decides between "KT." and one's own title.
    """

    table_rights = APPEND

    sealed = SchoolKey(Sealed, related_name="slots")
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    person = SchoolKey(Staff, null=True, related_name="+")
    duty = models.CharField(max_length=30, blank=True)
    act = models.CharField(max_length=60, blank=True)
    organisation = models.BooleanField(default=False)

    class Meta:
        constraints = [once("sealed", "role", name="seal_slot_once")]
        indexes = [found_by("person", name="seal_slot_person")]


class Revision(SchoolOwned):
    """The file of a paper as it was after one step: nothing is ever overwritten.

    `why`: "rendered" (with empty fields), "signed", "archived" (a time stamp for keeping).
    """

    table_rights = APPEND

    sealed = SchoolKey(Sealed, related_name="revisions")
    no = models.PositiveSmallIntegerField()
    file = SchoolKey(StoredFile, related_name="+")
    sha256 = models.CharField(max_length=64)
    why = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [once("sealed", "no", name="seal_revision_once")]
        indexes = [found_by("sha256", name="seal_revision_print")]


class Signature(SchoolOwned):
    """A signature in a slot: whose, with which key and certificate, as what, in whose name.

    `form`: the lines above the name by Decree 30/2020 ("KT. HIỆU TRƯỞNG" …). `level`: of PAdES.
    """

    table_rights = APPEND

    slot = SchoolKey(Slot, related_name="signatures")
    key = SchoolKey(Key, related_name="+")
    certificate = models.TextField()
    signer = SchoolKey(Staff, related_name="+")
    name = models.CharField(max_length=120)
    duty = models.CharField(max_length=30)
    form = models.CharField(max_length=200)
    behalf = SchoolKey(Staff, null=True, related_name="+")
    behalf_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    revision = SchoolKey(Revision, related_name="signatures")
    level = models.CharField(max_length=8)

    class Meta:
        constraints = [once("slot", name="seal_signed_once")]
