"""The journal as the database holds it, read past row security, school by school, as a stream."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from heapq import merge
from operator import attrgetter
from pathlib import Path
from typing import Any

import psycopg

from truongso.audit import keys
from truongso.audit.chain import Checkpoint, Entry, Record, Row
from truongso.audit.offline import Unreadable

Link = psycopg.Connection[tuple[Any, ...]]
AT_ONCE = 2000
SESSION = [
    "statement_timeout = 0",
    "DateStyle = 'ISO'",
    "TimeZone = 'UTC'",
    "work_mem = '64MB'",
    "enable_nestloop = off",  # a school newer than the statistics is taken for an empty one
]

LINKED = """
SELECT l.id::text, l.seq, l.link_hash, e.at, e.verb, e.target, e.actor_id::text, e.behalf_id::text,
       e.payload, e.entry_hash
FROM audit_journallink l
LEFT JOIN audit_journalentry e ON e.school_id = l.school_id AND e.id = l.id
WHERE l.school_id = %s ORDER BY l.seq"""

UNLINKED = """
SELECT e.id::text, NULL, NULL, e.at, e.verb, e.target, e.actor_id::text, e.behalf_id::text,
       e.payload, e.entry_hash
FROM audit_journalentry e
WHERE e.school_id = %s AND NOT EXISTS (
    SELECT 1 FROM audit_journallink l WHERE l.school_id = e.school_id AND l.id = e.id)
ORDER BY e.id"""

CHECKPOINTS = """
SELECT school_id, size, after, head, at, key_id, signature
FROM audit_checkpoint WHERE school_id = %s ORDER BY size, id"""

SCHOOLS = """
SELECT school_id FROM audit_journalentry
UNION SELECT school_id FROM audit_journallink
UNION SELECT school_id FROM audit_checkpoint"""


@contextmanager
def opened(url: str) -> Iterator[Link]:
    """Open one unchanging view of the database for reading everything. Raises Unreadable.

    The role must stand above row security: under it an empty journal would look whole.
    """
    try:
        with psycopg.connect(url, application_name="truongso audit") as link:
            link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            link.read_only = True
            for setting in SESSION:
                link.execute(f"SET LOCAL {setting}")
            role = "SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user"
            if link.execute(role).fetchone() != (True,):
                raise Unreadable(
                    "Vai trò trong TRUONGSO_OPS_DATABASE_URL chưa có quyền BYPASSRLS nên không đọc"
                    " được nhật ký của mọi đơn vị."
                )
            yield link
    except psycopg.Error as error:
        raise Unreadable(f"Không đọc được cơ sở dữ liệu: {error}") from None


def moment(link: Link) -> datetime:
    """Return the time of the view, by the database's clock."""
    ((at,),) = link.execute("SELECT now()").fetchall()
    told: datetime = at
    return told


def schools(link: Link, folder: Path) -> list[int]:
    """Return every school that has, or once had, a journal."""
    return sorted({row[0] for row in link.execute(SCHOOLS)} | keys.witnessed_schools(folder))


def records(link: Link, folder: Path, school_ids: list[int]) -> Iterator[Record]:
    """Yield the records of the schools in the order in which `chain.Check` reads them."""
    for school in school_ids:
        linked: Iterable[Record] = _rows(link, LINKED, school)
        yield from merge(linked, _checkpoints(link, folder, school), key=_place)
        yield from _rows(link, UNLINKED, school)


def _place(record: Record) -> tuple[int, int]:
    if isinstance(record, Checkpoint):
        return record.size, 1
    return record.seq or 0, 0


def _rows(link: Link, query: str, school: int) -> Iterator[Row]:
    for entry_id, seq, link_hash, *told in _stream(link, query, school):
        entry = Entry(*told) if told[-1] is not None else None
        yield Row(school, entry_id, seq, link_hash, entry)


def _checkpoints(link: Link, folder: Path, school: int) -> Iterator[Checkpoint]:
    kept = (Checkpoint(*row) for row in _stream(link, CHECKPOINTS, school))
    seen = keys.witnessed(folder, school)
    return merge(kept, [seen] if seen else [], key=attrgetter("size"))


def _stream(link: Link, query: str, school: int) -> Iterator[tuple[Any, ...]]:
    name = f"audit_{abs(hash(query))}"
    with link.cursor(name) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(query, [school])
        yield from cursor
