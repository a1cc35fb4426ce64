"""The school's own authority for certificates, and the keys people sign with."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by
from truongso.roster.models import Staff
from truongso.rules.signing import Holder, KeyState, Kind, Why


class Authority(SchoolOwned):
    """The school's internal authority (bộ cấp chứng thư nội bộ): no licensed provider.

    A root, an issuing certificate below it, and one for time stamps, as PEM. The private keys are
    sealed with the installation's secret; `root_key` is "" once the principal has taken it out.
    `crl` and `root_crl`: the revocation lists as they stand, DER. `ended_at`: a newer one follows;
    what this one issued stays trusted.
    """

    name = models.CharField(max_length=200)
    root = models.TextField()
    issuing = models.TextField()
    stamping = models.TextField()
    root_key = models.TextField(blank=True)
    issuing_key = models.TextField()
    stamping_key = models.TextField()
    root_crl = models.BinaryField()
    crl = models.BinaryField()
    crl_number = models.PositiveIntegerField(default=1)
    crl_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = SchoolKey(Staff, null=True, related_name="+")
    root_taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id"],
                condition=models.Q(ended_at__isnull=True),
                name="seal_one_authority",
            ),
        ]


class Key(SchoolOwned):
    """A key for signing (khóa ký số): a person's, or the school's seal (con dấu số).

    `chain`: its certificate and those above it, PEM, its own first; "" while it waits. `secret`:
    the private key sealed by the holder's own secret and again by the installation's, "" where it
    lies elsewhere. `place`: where a token or a remote service keeps it. `serial`: hexadecimal.
    """

    holder = models.CharField(max_length=10, choices=[(h.value, h.value) for h in Holder])
    staff = SchoolKey(Staff, null=True, related_name="keys")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    name = models.CharField(max_length=60)
    authority = SchoolKey(Authority, null=True, related_name="keys")
    subject = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    serial = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    chain = models.TextField(blank=True)
    secret = models.TextField(blank=True)
    place = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in KeyState])
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = SchoolKey(Staff, null=True, related_name="+")
    activated_at = models.DateTimeField(null=True)
    activated_by = SchoolKey(Staff, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = SchoolKey(Staff, null=True, related_name="+")
    why = models.CharField(max_length=12, blank=True, choices=[(w.value, w.value) for w in Why])
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "staff"],
                condition=models.Q(kind=Kind.SCHOOL.value, state=KeyState.ACTIVE.value),
                name="seal_one_internal_key",
            ),
            models.UniqueConstraint(
                fields=["school_id"],
                condition=models.Q(
                    holder=Holder.SCHOOL.value,
                    state__in=[KeyState.WAITING.value, KeyState.ACTIVE.value],
                ),
                name="seal_one_school_seal",
            ),
            models.UniqueConstraint(
                fields=["school_id", "fingerprint"],
                condition=models.Q(state=KeyState.ACTIVE.value),
                name="seal_key_once",
            ),
        ]
        indexes = [
            found_by("staff", name="seal_key_staff"),
            found_by("authority", name="seal_key_authority"),
        ]
