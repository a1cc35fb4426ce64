"""Signing in: the one act that begins without an actor and without a school.

Runs outside the door's transaction, because a refused try must stay written down. Who has a second
factor is let in by it: at once when the code came with the password, else with a ticket.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from truongso.access import queries, second_step, throttle, tickets
from truongso.access.models import Account, Session
from truongso.access.opening import Came, SignedIn, end_session_before, open_session
from truongso.access.passwords import as_typed
from truongso.access.queries import factors
from truongso.access.sessions import end_dead
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.foundation.text import folded, has_forbidden
from truongso.rules.verdict import Violation

NO_SCHOOL = 0
NAME_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt(Came):
    """What a sign-in is tried with, and from where. `code`: of the second factor, if it came."""

    username: str
    password: str
    code: str = ""

    @property
    def name(self) -> str:
        """The user name as it is kept: lower case, no marks, no spaces."""
        return folded(self.username[: NAME_MOST * 4]).replace(" ", "")[:NAME_MOST]


@dataclass(frozen=True, slots=True)
class HalfWay:
    """The password was right and a second factor is to follow: the key of the ticket for it."""

    ticket: str


def sign_in(attempt: Attempt, *, at: datetime) -> SignedIn | HalfWay:
    """Begin a session, or refuse: with the same words and in the same time whatever was wrong.

    Raises TooMany, RuleBroken.
    """
    name = attempt.name
    device = attempt.device
    whence = throttle.Whence.of(name, attempt.ip, device.id if device.knows(name) else "")
    throttle.enter(whence, at=at)
    begun: SignedIn | None = None
    with acting_in(queries.school_of_username(name) or NO_SCHOOL):
        account = Account.objects.filter(username=name).select_related("staff").first()
        refusal = _refusal(account, attempt, at)
        if account is not None and refusal is None:
            elsewhere = throttle.failures_elsewhere(name, whence, at=at)
            if not factors.of_account(account):
                begun = open_session(
                    account, attempt, factor=factors.PASSWORD, elsewhere=elsewhere, at=at
                )
        else:
            _journal_failure(account, attempt, at)
    if account is None or refusal is not None:
        raise RuleBroken(refusal or Violation("sign_in.refused"))
    throttle.leave(whence)
    if begun is None:
        half = second_step.Half(account.school_id, account.id.hex, elsewhere)
        if attempt.code:
            return second_step.with_code(half, attempt.code, attempt, at=at)
        return HalfWay(tickets.issue(second_step.KIND, half.as_facts(), at=at))
    end_session_before(attempt.old_key)
    return begun


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


def _journal_failure(account: Account | None, attempt: Attempt, at: datetime) -> None:
    """Keep that somebody failed at an account of ours; who he is nobody knows."""
    if account is None:
        return
    stranger = Actor(school_id=account.school_id, name="", ip=attempt.ip)
    deed = Deed("access.sign_in_failed", f"account:{account.id}")
    journal.record(stranger, None, deed, at=at)


def end_dead_of(school_id: int, *, at: datetime) -> int:
    """Take away the sessions of a school that are over; returns how many."""
    with acting_in(school_id):
        return end_dead(Session.objects.filter(school_id=school_id), at=at)
