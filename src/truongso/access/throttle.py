"""Slowing down whoever guesses passwords, without letting anybody lock others out.

A try is written down before the password is looked at, so tries side by side count one another.
A device on which the account has signed in before has an allowance of its own; from elsewhere a
try counts against its name at its place, against the name, and against the place. Waiting grows
with each failure, is never long, and being told to wait is no failure.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q

from truongso.access.models import SignInTry
from truongso.foundation.errors import TooMany
from truongso.foundation.ids import new_id
from truongso.rules.verdict import Violation

REMEMBERED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many failures are free, within what time, and how long the longest wait is."""

    free: int
    within: timedelta
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        """Return how long to wait after the last failure: 1, 2, 4 … minutes, up to the longest."""
        if failures < self.free:
            return timedelta(0)
        return min(timedelta(minutes=2 ** min(failures - self.free, 10)), self.longest)


DEVICE = Allowance(10, REMEMBERED, timedelta(minutes=15))
NAME_AT_PLACE = Allowance(5, REMEMBERED, timedelta(minutes=15))
NAME = Allowance(50, REMEMBERED, timedelta(minutes=2))
PLACE = Allowance(60, timedelta(hours=1), timedelta(minutes=15))
CODE = Allowance(20, REMEMBERED, timedelta(minutes=15))
"""Against a name whose password is known: six digits stand a whole day of guessing."""

CHECKS = Allowance(30, timedelta(hours=1), timedelta(minutes=15))
GUESSES = Allowance(10, timedelta(hours=1), timedelta(minutes=15))
"""Of pages that ask nobody to sign in: files checked, and ids of papers that were wrong."""


@dataclass(frozen=True, slots=True)
class Whence:
    """Whose password is tried from where, as keyed hashes; `known`: from a device of his.

    `of_name`: what failures at the name are allowed from everywhere together.
    """

    name: str
    place: str
    known: bool
    of_name: Allowance = NAME

    @classmethod
    def of(cls, username: str, ip: str, device: str) -> "Whence":
        """Return the hashes; `device` is the id of a device that knows the account, or ""."""
        if device:
            own = keyed("device", f"{device} {username}")
            return cls(own, own, known=True)
        return cls(keyed("name", username), keyed("place", ip), known=False)

    @classmethod
    def of_code(cls, account: str, ip: str, device: str) -> "Whence":
        """Return the hashes for a second factor, counted apart from the password."""
        if device:
            own = keyed("code", f"{device} {account}")
            return cls(own, own, known=True)
        return cls(keyed("code", account), keyed("place", ip), known=False, of_name=CODE)

    @classmethod
    def of_account(cls, account_id: str) -> "Whence":
        """Return the hashes for a person who is signed in and proves that he is himself."""
        own = keyed("account", account_id)
        return cls(own, own, known=True)


def keyed(kind: str, text: str) -> str:
    """Return a name, address or device as 32 signs that only this installation can make."""
    key = hashlib.sha256(f"access.throttle.{kind}\0{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def enter(whence: Whence, *, at: datetime) -> None:
    """Write a try down. Raises TooMany, and forgets the try, when it comes too early."""
    row = SignInTry.objects.create(
        id=new_id(), name_hash=whence.name, place_hash=whence.place, at=at
    )
    try:
        check(whence, at=at, beside=row.id)
    except TooMany:
        row.delete()
        raise


def check(whence: Whence, *, at: datetime, beside: UUID | None = None) -> None:
    """Raise TooMany when a try would come too early, the try `beside` not counted."""
    ready = _ready_at(whence, beside, at)
    if ready > at:
        minutes = -(-(ready - at) // timedelta(minutes=1))
        raise TooMany(Violation("sign_in.too_often", "", {"minutes": minutes}))


def count(kind: str, ip: str, *, at: datetime) -> None:
    """Write down that something was tried from a place without signing in."""
    own = keyed(f"open.{kind}", ip)
    SignInTry.objects.create(id=new_id(), name_hash=own, place_hash=own, at=at)


def refuse_early(kind: str, ip: str, allowance: Allowance, *, at: datetime) -> None:
    """Raise TooMany while the tries counted from a place ask for waiting."""
    own = SignInTry.objects.filter(name_hash=keyed(f"open.{kind}", ip))
    found = own.filter(at__gt=at - allowance.within).aggregate(tries=Count("pk"), last=Max("at"))
    ready = (found["last"] or at) + allowance.wait(found["tries"])
    if ready > at:
        minutes = -(-(ready - at) // timedelta(minutes=1))
        raise TooMany(Violation("sign_in.too_often", "", {"minutes": minutes}))


def leave(whence: Whence) -> None:
    """Forget the failures from here: the password was right."""
    SignInTry.objects.filter(name_hash=whence.name, place_hash=whence.place).delete()


def failures_elsewhere(username: str, whence: Whence, *, at: datetime) -> int:
    """Return how often others failed at this name within a day: its owner should know."""
    tries = SignInTry.objects.filter(name_hash=keyed("name", username), at__gt=at - REMEMBERED)
    return tries.exclude(place_hash=whence.place).count()


def forget_old(*, now: datetime) -> int:
    """Take away tries that count no longer; returns how many. For the daily upkeep."""
    return SignInTry.objects.filter(at__lte=now - REMEMBERED).delete()[0]


def _ready_at(whence: Whence, mine: UUID | None, at: datetime) -> datetime:
    """The moment from which a try is let through: the latest that any allowance asks for."""
    name, place = Q(name_hash=whence.name), Q(place_hash=whence.place)
    watched = (
        {"device": (DEVICE, name)}
        if whence.known
        else {
            "pair": (NAME_AT_PLACE, name & place),
            "name": (whence.of_name, name),
            "place": (PLACE, place),
        }
    )
    columns: dict[str, Count | Max] = {}
    for key, (allowance, which) in watched.items():
        counted = which & Q(at__gt=at - allowance.within)
        columns[f"{key}_count"] = Count("pk", filter=counted)
        columns[f"{key}_at"] = Max("at", filter=counted)
    others = SignInTry.objects.filter(name | place, at__gt=at - REMEMBERED)
    if mine is not None:
        others = others.exclude(pk=mine)
    found = others.aggregate(**columns)
    return max(
        (found[f"{key}_at"] or at) + allowance.wait(found[f"{key}_count"])
        for key, (allowance, _) in watched.items()
    )
