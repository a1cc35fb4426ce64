"""Writing many rows at once: thousands a statement, never one by one."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from truongso.foundation.tenancy import InSchool

AT_ONCE = 5000


def insert(model: type[models.Model], rows: Sequence[Any]) -> int:
    """Insert rows; returns how many."""
    if rows:
        model._default_manager.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def insert_many(
    owner: InSchool,
    model: type[models.Model],
    fields: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> int:
    """Insert many rows: each of `rows` is an id and the values of the fields, in order.

    PostgreSQL copies into no table that has row security; it reads JSON nearly as fast.
    """
    names = [str(model._meta.get_field(name).column) for name in ("id", *fields)]  # type: ignore[union-attr]
    names = ["school_id", *names]
    told, table = ", ".join(f'"{name}"' for name in names), model._meta.db_table
    query = (
        f'INSERT INTO "{table}" ({told})'  # noqa: S608
        f' SELECT {told} FROM json_populate_recordset(NULL::"{table}", %s::json)'
    )
    for place in range(0, len(rows), AT_ONCE):
        part = [
            dict(zip(names, (owner.school_id, *row), strict=True))
            for row in rows[place : place + AT_ONCE]
        ]
        with connection.cursor() as cursor:
            cursor.execute(query, [json.dumps(part, ensure_ascii=False, default=str)])
    return len(rows)


def update(
    owner: InSchool,
    model: type[models.Model],
    fields: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> int:
    """Set fields of rows by id: each of `rows` is an id and the values of the fields, in order."""
    columns = [model._meta.get_field(name) for name in ("id", *fields)]
    names = [str(one.column) for one in columns]  # type: ignore[union-attr]
    arrays = ", ".join(f"%s::{_kind(one)}[]" for one in columns)
    sets = ", ".join(f'"{name}" = v."{name}"' for name in names[1:])
    told = ", ".join(f'"{name}"' for name in names)
    query = (
        f'UPDATE "{model._meta.db_table}" AS t SET {sets} FROM unnest({arrays}) AS v({told})'  # noqa: S608
        ' WHERE t.school_id = %s AND t.id = v."id"'
    )
    for place in range(0, len(rows), AT_ONCE):
        part = rows[place : place + AT_ONCE]
        values = [list(column) for column in zip(*part, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(query, [*values, owner.school_id])
    return len(rows)


def _kind(one: Any) -> str:
    """The database's type of a field; texts of whatever length as text."""
    kind = str(one.rel_db_type(connection) if one.is_relation else one.db_type(connection))
    return "text" if kind.startswith("varchar") else kind
