"""One school's rows as text, and many schools made of it: the same rows under other ids.

Rows travel as PostgreSQL's own COPY text. Every id in them, also inside addresses, targets of the
journal and JSON, is replaced by a fresh one of the same moment; the number of the school too, and
with it what must be unique in the installation.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from bench import crowd
from bench.installation import Installation

ID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
TIMED = 14
"""The signs of an id that tell its moment: copies keep it, so that they lie as real ones do."""
UNIQUE = {"roster_org": "code", "access_account": "username"}
NOT_COPIED = ("access_session", "access_signintry", "django_migrations")


@dataclass(frozen=True)
class Template:
    """A school as text: for each table its name, its columns and its rows in pieces.

    Pieces at odd places are ids or the number of the school.
    """

    school_id: int
    above: bytes
    tables: list[tuple[str, list[str], list[bytes]]]

    @property
    def rows(self) -> int:
        """How many rows a school has."""
        return sum(piece.count(b"\n") for _, _, pieces in self.tables for piece in pieces)


def taken(link: psycopg.Connection[Any], school_id: int) -> Template:
    """Return a school's rows, and the organisations above it."""
    split = re.compile(b"(%s|%d)" % (ID, school_id))
    tables = []
    for table, columns in _tables(link):
        owner = "id" if table == "roster_org" else "school_id"
        text = _text(link, table, columns, f"{owner} = {school_id}")
        tables.append((table, columns, split.split(text)))
    columns = dict(_tables(link))["roster_org"]
    return Template(
        school_id, _text(link, "roster_org", columns, f"id <> {school_id}", plain=True), tables
    )


def fill(installation: Installation, template: Template, count: int, light: int = 0) -> list[int]:
    """Empty an installation and put so many copies of the school into it; returns their numbers.

    `light`: so many more with only what the gradebook reads; the last of all whole copies then gets
    1,000 pupils in place of its own.

    Done as the database's superuser, who may leave out looking up every foreign key: the rows are
    copies of rows that were checked. They are in the order in which they were made.
    """
    dice = random.Random(count)
    made = []
    with installation.link("postgres") as link:
        link.execute("SET session_replication_role = replica")
        names = [sql.Identifier(table) for table, _, _ in template.tables]
        everything = sql.SQL(", ").join([*names, sql.Identifier("procrastinate_jobs")])
        link.execute(sql.SQL("TRUNCATE {} CASCADE").format(everything))
        columns = next(columns for table, columns, _ in template.tables if table == "roster_org")
        _put(link, "roster_org", columns, template.above)
        for number in range(count):
            school_id = template.school_id + (number << 24)
            made.append(school_id)
            for table, its_columns, text in _renamed(template, school_id, dice):
                _put(link, table, its_columns, text)
        if light:
            crowd.schools(link, template.school_id, count, light)
            crowd.thousand(link, made[-1])
    with installation.link("postgres", autocommit=True) as link:
        link.execute("VACUUM ANALYZE")
        link.execute("CHECKPOINT")
    return made


def _renamed(
    template: Template, school_id: int, dice: random.Random
) -> Iterator[tuple[str, list[str], bytes]]:
    fresh: dict[bytes, bytes] = {b"%d" % template.school_id: b"%d" % school_id}
    for table, columns, pieces in template.tables:
        told = pieces.copy()
        for place in range(1, len(told), 2):
            old = told[place]
            if old not in fresh:
                fresh[old] = renamed_id(old, dice)
            told[place] = fresh[old]
        yield table, columns, b"".join(told)


def renamed_id(old: bytes, dice: random.Random) -> bytes:
    """Return another id of version 7 with the moment of the old one."""
    chance = b"%018x" % dice.getrandbits(72)
    return old[:TIMED] + b"7" + chance[:3] + b"-8" + chance[3:6] + b"-" + chance[6:18]


def _tables(link: psycopg.Connection[Any]) -> Iterator[tuple[str, list[str]]]:
    """The tables whose rows belong to a school or are the school, with their columns."""
    rows = link.execute(
        "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)"
        " FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name"
        " HAVING bool_or(column_name = 'school_id') OR table_name = 'roster_org' ORDER BY 1"
    ).fetchall()
    for table, columns in rows:
        if table not in NOT_COPIED and not table.startswith("procrastinate"):
            yield table, columns


def _text(
    link: psycopg.Connection[Any],
    table: str,
    columns: list[str],
    condition: str,
    *,
    plain: bool = False,
) -> bytes:
    owner = "id" if table == "roster_org" else "school_id"
    values = [
        f"{name} || '.' || {owner}" if UNIQUE.get(table) == name and not plain else f'"{name}"'
        for name in columns
    ]
    query = f'COPY (SELECT {", ".join(values)} FROM "{table}" WHERE {condition}) TO STDOUT'
    with link.cursor() as cursor, cursor.copy(query.encode()) as copy:
        return b"".join(bytes(part) for part in copy)


def _put(link: psycopg.Connection[Any], table: str, columns: list[str], text: bytes) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with (
        link.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN'.encode()) as copy,
    ):
        copy.write(text)
