"""Accounts, sessions, duties and delegations, all with a beginning and an end."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from truongso.foundation.ids import new_id
from truongso.foundation.tables import APPEND, EVERYTHING
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Department, SchoolClass, Staff, SubjectGroup
from truongso.rules.authority import Duty


class Account(AbstractBaseUser):
    """An account (tài khoản): one for one person, never shared.

    Local to the installation because sign-in libraries point to it; walled by school all the same.
    `must_confirm`: the hand-over minutes wait for his yes. `slip_expires_at`: until when the
    one-time password he was given lets him in. A withdrawn account never comes back; whoever
    returns gets a new one.
    """

    table_kind = "local"
    table_rights = EVERYTHING

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.BigIntegerField(editable=False)
    username = models.CharField(max_length=60, unique=True)
    staff = SchoolKey(Staff, related_name="accounts")
    language = models.CharField(max_length=2, default="vi")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    must_confirm = models.BooleanField(default=False)
    slip_expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "staff"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="access_account_once",
            ),
        ]
        indexes = [found_by("staff", name="access_account_staff")]


class Session(models.Model):
    """A signed-in device. Its key is kept only as a hash; the cookie names the school first.

    `factor`: by what the person proved himself beside the password. `proved_at`: when he last
    proved that it is he. `must_enrol`: a second factor is to be set up before anything else.
    """

    table_kind = "local"
    table_rights = EVERYTHING

    key_hash = models.CharField(primary_key=True, max_length=64)
    school_id = models.BigIntegerField(editable=False)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="sessions", db_constraint=False
    )
    facts = models.TextField(blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    factor = models.CharField(max_length=10, blank=True)
    proved_at = models.DateTimeField(null=True)
    must_enrol = models.BooleanField(default=False)

    class Meta:
        indexes = [found_by("account", name="access_session_account")]


class SignInTry(models.Model):
    """A failed sign-in, for slowing down guessing. Names and addresses only as keyed hashes."""

    table_kind = "local"
    table_rights = EVERYTHING

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name_hash = models.CharField(max_length=32)
    place_hash = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name_hash", "at"], name="access_try_name"),
            models.Index(fields=["place_hash", "at"], name="access_try_place"),
        ]


class Factor(models.Model):
    """A second factor of an account: an authenticator app, or a passkey (khóa truy cập).

    `secret`: of an app the sealed secret, of a passkey its public part. `mark`: how a passkey is
    found. `counter`: the last time step used, or the passkey's own count of signatures.
    """

    table_kind = "local"
    table_rights = EVERYTHING

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.BigIntegerField(editable=False)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="factors", db_constraint=False
    )
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    secret = models.TextField()
    mark = models.CharField(max_length=64, blank=True)
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [found_by("account", name="access_factor_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "mark"],
                condition=~models.Q(mark=""),
                name="access_factor_mark",
            ),
            models.UniqueConstraint(
                fields=["school_id", "account"],
                condition=models.Q(kind="totp"),
                name="access_factor_one_app",
            ),
        ]


class RecoveryCode(models.Model):
    """A recovery code (mã dự phòng), usable once. `mark` is its first group; the rest is hashed."""

    table_kind = "local"
    table_rights = EVERYTHING

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.BigIntegerField(editable=False)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="recovery_codes", db_constraint=False
    )
    mark = models.CharField(max_length=8)
    code_hash = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [found_by("account", name="access_recovery_account")]


class Ticket(models.Model):
    """Something begun in a browser and not yet finished: the second step of a sign-in, a passkey's
    challenge, the way through single sign-on. Its key is kept only as a hash; it lasts minutes.

    Names no school by a column: some are begun before the school is known.
    """

    table_kind = "local"
    table_rights = EVERYTHING

    key_hash = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=10)
    facts = models.TextField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="access_ticket_expires")]


class DutyHeld(SchoolOwned):
    """A duty (nhiệm vụ) a person holds, over something, from a moment until a moment.

    `given_by` and `ended_by` are None for what was there before the program or came with a list.
    """

    staff = SchoolKey(Staff, related_name="duties")
    duty = models.CharField(max_length=20, choices=[(d.value, d.value) for d in Duty])
    department = SchoolKey(Department, null=True, related_name="duties")
    group = SchoolKey(SubjectGroup, null=True, related_name="duties")
    school_class = SchoolKey(SchoolClass, null=True, related_name="duties")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = SchoolKey(Staff, null=True, related_name="+")
    ended_by = SchoolKey(Staff, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    emergency = models.BooleanField(default=False)

    class Meta:
        constraints = [
            once(
                "staff",
                "duty",
                "department",
                "group",
                "school_class",
                "since",
                name="access_duty_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            found_by("staff", name="access_duty_staff"),
            found_by("department", "duty", name="access_duty_department"),
        ]


class Delegation(SchoolOwned):
    """A delegation (ủy quyền): which acts of whose duty, lent to whom, from when until when.

    `until` is exclusive. Revoking sets `revoked_at`; the row stays.
    """

    giver_duty = SchoolKey(DutyHeld, related_name="loans")
    giver = SchoolKey(Staff, related_name="given_delegations")
    receiver = SchoolKey(Staff, related_name="received_delegations")
    acts = ArrayField(models.CharField(max_length=60))
    since = models.DateTimeField()
    until = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = SchoolKey(Staff, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="access_delegation_order"
            ),
        ]
        indexes = [
            found_by("receiver", name="access_delegation_receiver"),
            found_by("giver", name="access_delegation_giver"),
        ]


class RightsReading(SchoolOwned):
    """The principal's yes to the table of rights as it stood: its fingerprint and the moment."""

    table_rights = APPEND

    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        indexes = [found_by("-at", name="access_reading_latest")]
