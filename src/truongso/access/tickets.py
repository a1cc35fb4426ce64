"""Tickets: what a browser has begun and not yet finished, known only to this browser, for minutes.

The browser holds the key in a cookie; the database keeps its hash. A ticket is taken once.
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from truongso.access.models import Ticket

LASTS = timedelta(minutes=10)


def issue(kind: str, facts: dict[str, Any], *, at: datetime) -> str:
    """Write a ticket and return its key."""
    key = secrets.token_urlsafe(32)
    Ticket.objects.create(
        key_hash=_hash(key, kind), kind=kind, facts=json.dumps(facts), expires_at=at + LASTS
    )
    return key


def look(kind: str, key: str, *, at: datetime) -> dict[str, Any] | None:
    """Return what a ticket says, leaving it; None when it is unknown, used or too old."""
    row = Ticket.objects.filter(key_hash=_hash(key, kind), expires_at__gt=at).first()
    return json.loads(row.facts) if row else None


def take(kind: str, key: str, *, at: datetime) -> dict[str, Any] | None:
    """Return what a ticket says and end it: of two who take it at once, one gets it."""
    facts = look(kind, key, at=at)
    ended = Ticket.objects.filter(key_hash=_hash(key, kind)).delete()[0]
    return facts if ended else None


def forget_old(*, now: datetime) -> int:
    """Take away the tickets that are over; returns how many."""
    return Ticket.objects.filter(expires_at__lte=now).delete()[0]


def _hash(key: str, kind: str) -> str:
    return hashlib.sha256(f"{kind}\0{key}".encode()).hexdigest()
