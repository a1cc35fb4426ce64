"""Signing in: the one act that begins without an actor and without a school.

Runs outside the door's transaction, because a refused try must stay written down.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from truongso.access import queries, throttle
from truongso.access.devices import Device
from truongso.access.models import Account, Session
from truongso.access.passwords import as_typed
from truongso.access.sessions import SessionStore, end_dead, key_hash, school_in
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.foundation.text import folded, has_forbidden
from truongso.rules.verdict import Violation

NO_SCHOOL = 0
NAME_MOST = 60


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a sign-in is tried with, and from where. `old_key`: the session cookie it came with."""

    username: str
    password: str
    ip: str
    agent: str
    device: Device
    old_key: str = ""

    @property
    def name(self) -> str:
        """The user name as it is kept: lower case, no marks, no spaces."""
        return folded(self.username[: NAME_MOST * 4]).replace(" ", "")[:NAME_MOST]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the key for the cookie, the account, and the device that now knows it."""

    key: str
    account: Account
    device: Device


def sign_in(attempt: Attempt, *, at: datetime) -> SignedIn:
    """Begin a session, or refuse: with the same words and in the same time whatever was wrong.

    Raises TooMany, RuleBroken.
    """
    name = attempt.name
    device = attempt.device
    whence = throttle.Whence.of(name, attempt.ip, device.id if device.knows(name) else "")
    throttle.enter(whence, at=at)
    with acting_in(queries.school_of_username(name) or NO_SCHOOL):
        account = Account.objects.filter(username=name).select_related("staff").first()
        refusal = _refusal(account, attempt, at)
        if account is not None and refusal is None:
            elsewhere = throttle.failures_elsewhere(name, whence, at=at)
            key = _open(account, attempt, elsewhere, at)
        else:
            _journal_failure(account, attempt, at)
    if account is None or refusal is not None:
        raise RuleBroken(refusal or Violation("sign_in.refused"))
    throttle.leave(whence)
    _end_session(attempt.old_key)
    return SignedIn(key, account, device.with_account(name))


def _refusal(account: Account | None, attempt: Attempt, at: datetime) -> Violation | None:
    """Why nobody is let in. Only whoever knows the password learns what has become of it."""
    if not _is_right(account, attempt.password) or account is None:
        return Violation("sign_in.refused")
    if account.withdrawn_at is not None:
        return Violation("sign_in.withdrawn")
    if not account.is_active:
        return Violation("sign_in.suspended")
    expires = account.slip_expires_at
    if account.must_change_password and expires is not None and expires <= at:
        return Violation("sign_in.slip_expired")
    return None


def _is_right(account: Account | None, password: str) -> bool:
    """Compare the password; an unknown account costs as much as a known one.

    Hashes again, in passing, what was hashed with other parameters than today's.
    """
    known_form = len(password) <= settings.PASSWORD_MAX and not has_forbidden(password)
    typed = as_typed(password) if known_form else ""
    if account is None:
        check_password(typed, _nobody())
        return False
    return account.check_password(typed) and known_form


@cache
def _nobody() -> str:
    """The hash of a password that nobody has, made with today's parameters."""
    return make_password(secrets.token_urlsafe())


def _open(account: Account, attempt: Attempt, elsewhere: int, at: datetime) -> str:
    """Begin the session, clear away the account's dead ones, and journal it."""
    end_dead(Session.objects.filter(school_id=account.school_id, account=account), at=at)
    account.signed_in_at = at
    account.save(update_fields=["signed_in_at"])
    session = SessionStore(now=at)
    key = session.open(account, ip=attempt.ip, agent=attempt.agent, at=at)
    if elsewhere:
        session["failed_elsewhere"] = elsewhere
        session.save()
    known = attempt.device.knows(account.username)
    deed = Deed("access.signed_in", f"account:{account.id}", facts={"known_device": known})
    journal.record(_person(account, attempt), None, deed, at=at)
    return key


def _journal_failure(account: Account | None, attempt: Attempt, at: datetime) -> None:
    """Keep that somebody failed at an account of ours; who he is nobody knows."""
    if account is None:
        return
    stranger = Actor(school_id=account.school_id, name="", ip=attempt.ip)
    deed = Deed("access.sign_in_failed", f"account:{account.id}")
    journal.record(stranger, None, deed, at=at)


def _person(account: Account, attempt: Attempt) -> Actor:
    return Actor(
        school_id=account.school_id,
        name=account.staff.full_name,
        staff_id=account.staff_id,
        account_id=account.id,
        ip=attempt.ip,
    )


def _end_session(key: str) -> None:
    """End the session that the browser had before: a new sign-in always has a new key."""
    school_id = school_in(key)
    if school_id is None:
        return
    with acting_in(school_id):
        Session.objects.filter(school_id=school_id, key_hash=key_hash(key)).delete()


def end_dead_of(school_id: int, *, at: datetime) -> int:
    """Take away the sessions of a school that are over; returns how many."""
    with acting_in(school_id):
        return end_dead(Session.objects.filter(school_id=school_id), at=at)
