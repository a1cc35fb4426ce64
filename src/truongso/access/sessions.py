"""Sign-in sessions: kept in the database as a hash, found within the school the cookie names.

The cookie is `<school>.<43 random signs>`. The school part only says behind which wall to look:
with a wrong one nothing is found.
"""

import hashlib
import json
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q, QuerySet

from truongso.access.models import Account, Session
from truongso.access.queries import with_duties
from truongso.foundation.statements import written_once

KEY = re.compile(r"([1-9][0-9]{0,18})\.[A-Za-z0-9_-]{43}")
SEEN_EVERY = timedelta(minutes=5)
TOLD_FOR = timedelta(hours=1)


def school_in(key: str) -> int | None:
    """Return the school that a session key names; None when the key is not of our form."""
    match = KEY.fullmatch(key)
    return int(match.group(1)) if match and int(match.group(1)) < 2**63 else None


def key_hash(key: str) -> str:
    """Return what the database keeps of a session key."""
    return hashlib.sha256(key.encode()).hexdigest()


@written_once
def _with_person(school_id: int, hashed: str, at: datetime) -> QuerySet[Session]:
    rows = Session.objects.filter(school_id=school_id, key_hash=hashed)
    return with_duties(rows.select_related("account__staff__department"), at)


def end_dead(rows: QuerySet[Session], *, at: datetime) -> int:
    """Take away those of the sessions that are over, idle or old; returns how many."""
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    return rows.filter(Q(expires_at__lte=at) | Q(seen_at__lte=at - idle)).delete()[0]


def shown_name(row: Session) -> str:
    """Return the name a session has on its owner's pages: too little of the hash to be it."""
    return row.key_hash[:24]


class SessionStore(SessionBase):
    """A session in the form that sign-in libraries expect; `row` is its line in the database."""

    row: Session | None = None

    def __init__(self, session_key: str | None = None, *, now: datetime | None = None) -> None:
        self.now = now
        super().__init__(session_key)

    def load(self) -> dict[str, Any]:
        """Return what the session holds; empty when it is unknown, idle too long or withdrawn."""
        self.row = self._find()
        if self.row is None:
            self._session_key = None
            return {}
        facts: dict[str, Any] = json.loads(self.row.facts or "{}")
        return facts

    def _find(self) -> Session | None:
        school_id = school_in(self.session_key or "")
        if school_id is None or self.now is None:
            return None
        rows = _with_person(school_id, key_hash(self.session_key or ""), self.now)
        row = rows[0] if rows else None
        idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
        if row is None or row.expires_at <= self.now or row.seen_at + idle <= self.now:
            return None
        return row if row.account.is_active else None

    def open(
        self,
        account: Account,
        *,
        ip: str,
        agent: str,
        at: datetime,
        factor: str = "",
        must_enrol: bool = False,
    ) -> str:
        """Begin a new session of an account; returns the key for the cookie.

        `factor`: what was proved beside the password. `must_enrol`: a second factor comes first.
        """
        key = f"{account.school_id}.{secrets.token_urlsafe(32)}"
        self.row = Session.objects.create(
            key_hash=key_hash(key),
            school_id=account.school_id,
            account=account,
            created_at=at,
            seen_at=at,
            expires_at=at + timedelta(seconds=settings.SESSION_LONGEST_SECONDS),
            ip=ip or None,
            agent=agent[:300],
            factor=factor,
            proved_at=at,
            must_enrol=must_enrol,
        )
        self._session_key = key
        return key

    def found(self) -> Session | None:
        """Return the session's row when it is signed in and in force; None otherwise."""
        self.keys()  # reads the session if it has not been read
        return self.row

    def mark_seen(self) -> None:
        """Note that the device is in use, at most every few minutes."""
        if self.row and self.now and self.row.seen_at + SEEN_EVERY <= self.now:
            Session.objects.filter(pk=self.row.pk).update(seen_at=self.now)

    def exists(self, session_key: str) -> bool:
        """Tell whether a session with this key is there."""
        return Session.objects.filter(key_hash=key_hash(session_key)).exists()

    def create(self) -> None:
        """Do nothing: a session begins only with `open`, when somebody signs in."""

    def save(self, must_create: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Keep what the session holds."""
        if self.row is not None:
            facts = json.dumps(dict(self.items()))
            Session.objects.filter(pk=self.row.pk).update(facts=facts)

    def delete(self, session_key: str | None = None) -> None:
        """End the session."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(key_hash=key_hash(key)).delete()
        self.row = None


def failures_to_tell(session: SessionBase) -> int:
    """Return how often others failed at this account before the sign-in; 0 an hour after it."""
    row, now = getattr(session, "row", None), getattr(session, "now", None)
    if row is None or now is None or row.created_at + TOLD_FOR <= now:
        return 0
    return int(session.get("failed_elsewhere", 0))
