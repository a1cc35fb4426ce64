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
    signed_in_at = models.DateTimeField(null=True)
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
    """A signed-in device. Its key is kept only as a hash; the cookie names the school first."""

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
