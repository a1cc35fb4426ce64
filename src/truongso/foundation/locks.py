"""Doing one thing at a time: the same request sent twice, the same job run twice."""

import hashlib

from django.db import connection


def one_at_a_time(*names: object) -> None:
    """Wait until no other transaction does the thing of this name, and hold it until the end.

    For things that have no row yet to lock, such as a batch whose id the page has made. Must be
    called inside a transaction.
    """
    digest = hashlib.sha256(":".join(map(str, names)).encode()).digest()
    key = int.from_bytes(digest[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
