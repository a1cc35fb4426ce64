"""Identifiers: time-ordered, never sequential, made in Python (no identity columns)."""

import secrets
from datetime import datetime
from uuid import UUID

from uuid_utils import compat

SCHOOL_EPOCH_MS = 1_577_836_800_000  # 1 Jan 2020 UTC
RANDOM_BITS = 22


def new_id() -> UUID:
    """Return a new row id (UUID version 7: ordered by time, unguessable in its tail)."""
    return compat.uuid7()


def new_school_id(at: datetime) -> int:
    """Return a new organisation id: 63 bits, time-ordered, unique across installations.

    41 bits of milliseconds since 2020 and 22 random bits, so that a school can move to another
    installation with its rows and their keys unchanged. `at` is aware.
    """
    since = int(at.timestamp() * 1000) - SCHOOL_EPOCH_MS
    return (since << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)
