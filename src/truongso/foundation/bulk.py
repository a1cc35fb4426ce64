"""Writing many rows in one statement, without a model's price for each of their values."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table. Where a row of the same `key` (fields) stands already, it gets `update`.

    With no `key` all rows are new ones.
    """

    rows: Sequence[models.Model]
    key: Sequence[str] = ()
    update: Sequence[str] = ()


def write(*everything: Rows) -> None:
    """Write rows of several tables in one statement; every row whole, as it stands in memory.

    The values travel as one JSON document a table, which costs a fifth of `bulk_create` in Python
    (docs/decisions/speed.md) and is read by the table's own types. Rows with nothing in them to
    write cost nothing. Raises IntegrityError as the tables do.
    """
    parts = [_insert(one) for one in everything if one.rows]
    if not parts:
        return
    *above, (last, _) = parts
    named = ", ".join(f"part_{at} AS ({text})" for at, (text, _) in enumerate(above))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} {last}" if above else last, [told for _, told in parts])


def _insert(asked: Rows) -> tuple[str, str]:
    """The statement with its one parameter, and the rows as that parameter."""
    meta = type(asked.rows[0])._meta
    names = [(field.attname, str(field.column)) for field in meta.concrete_fields]
    told = [{column: getattr(row, name) for name, column in names} for row in asked.rows]
    table = connection.ops.quote_name(meta.db_table)
    columns = _listed([column for _, column in names])
    source = f"json_populate_recordset(NULL::{table}, %s)"
    text = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {source}"  # noqa: S608
    if asked.key:
        new = ", ".join(f"{name} = EXCLUDED.{name}" for name in _columns(meta, asked.update))
        text += f" ON CONFLICT ({', '.join(_columns(meta, asked.key))}) DO UPDATE SET {new}"
    return text, json.dumps(told, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    """A value as the table's own types read it."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def _columns(meta: Any, fields: Sequence[str]) -> list[str]:
    return [connection.ops.quote_name(meta.get_field(name).column) for name in fields]


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, columns))
