"""Second factors: what an account has, whether it must have one, and how everybody stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet

from truongso.access.models import Account, DutyHeld, Factor, RecoveryCode
from truongso.access.queries import account_of, in_force
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.tenancy import InSchool
from truongso.roster import queries as roster
from truongso.rules.authority import Duty
from truongso.rules.strong_sign_in import needs_second_factor

APP, PASSKEY, RECOVERY, PASSWORD, SINGLE = "totp", "passkey", "recovery", "password", "sso"
WATCHING = (Duty.PRINCIPAL, Duty.VICE_PRINCIPAL, Duty.IT_ADMIN)
"""Whose duty it is to see how everybody stands."""


def of_account(account: Account) -> list[Factor]:
    """Return the second factors of an account, the oldest first."""
    rows = Factor.objects.filter(school_id=account.school_id, account=account)
    return list(rows.order_by("made_at"))


def mine(actor: Actor) -> list[Factor]:
    """Return the actor's own second factors, the oldest first."""
    rows = Factor.objects.filter(school_id=actor.school_id, account_id=account_of(actor))
    return list(rows.order_by("made_at"))


def my_passkeys(actor: Actor) -> list[Factor]:
    """Return the actor's own passkeys, the oldest first."""
    return [row for row in mine(actor) if row.kind == PASSKEY]


def codes_left(actor: Actor) -> int:
    """Return how many of the actor's recovery codes have not been used."""
    rows = RecoveryCode.objects.filter(school_id=actor.school_id, account_id=account_of(actor))
    return rows.filter(used_at=None).count()


def must_have(owner: InSchool, duties: Iterable[Duty], at: datetime) -> bool:
    """Tell whether somebody with these duties must have a second factor in this school.

    Where the program is only tried out, only what the school itself decided is asked for.
    """
    day = local_day(at)
    if not settings.SECOND_FACTOR and not roster.has_decided(owner, "second_factor", day):
        return False
    return needs_second_factor(roster.policy(owner, day).second_factor, duties)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands: his account, own duties, factors, whether he must have one."""

    account: Account
    duties: tuple[Duty, ...]
    kinds: tuple[str, ...]
    must: bool


def standings(owner: InSchool, at: datetime) -> list[Standing]:
    """Return how every account of the school stands, in name order."""
    rows = Account.objects.filter(school_id=owner.school_id, is_active=True)
    kinds: dict[object, list[str]] = {}
    for account_id, kind in Factor.objects.filter(school_id=owner.school_id).values_list(
        "account_id", "kind"
    ):
        kinds.setdefault(account_id, []).append(kind)
    duties: dict[object, list[Duty]] = {}
    held = DutyHeld.objects.of(owner).filter(in_force(at))
    for staff_id, duty in held.values_list("staff_id", "duty"):
        duties.setdefault(staff_id, []).append(Duty(duty))
    must_all, day = must_have(owner, (), at), local_day(at)
    setting = roster.policy(owner, day).second_factor
    asked = must_all or must_have(owner, tuple(Duty), at)
    return [
        Standing(
            account,
            tuple(dict.fromkeys(duties.get(account.staff_id, []))),
            tuple(dict.fromkeys(kinds.get(account.id, []))),
            asked and needs_second_factor(setting, duties.get(account.staff_id, [])),
        )
        for account in rows.select_related("staff").order_by("staff__sort_key")
    ]


def duties_held(owner: InSchool, account: Account, at: datetime) -> list[Duty]:
    """Return the duties that the person of an account holds himself."""
    rows = DutyHeld.objects.of(owner).filter(in_force(at), Q(staff_id=account.staff_id))
    return [Duty(duty) for duty in rows.values_list("duty", flat=True)]


def who_has_one(owner: InSchool) -> frozenset[UUID]:
    """Return who of the school has a second factor now."""
    rows = Factor.objects.filter(school_id=owner.school_id)
    return frozenset(rows.values_list("account__staff_id", flat=True))


def factors_of_staff() -> QuerySet[Factor]:
    """Return the factors of a row of staff, for asking within another statement."""
    return Factor.objects.filter(
        school_id=OuterRef("school_id"), account__staff_id=OuterRef("pk"), account__is_active=True
    )
