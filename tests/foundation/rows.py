"""A row of any table, made from what its model says, by the superuser: for tests of the walls."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.foundation.catalogue import Link
from truongso.foundation.ids import new_id
from truongso.foundation.tables import registered

Values = dict[str, Any]
FIRST_DAY = date(2026, 9, 1)
FIRST_MOMENT = datetime(2026, 9, 1, tzinfo=UTC)
_numbers = itertools.count(1)


def walled() -> dict[str, type[models.Model]]:
    """Every model whose rows name a school, by the name of its table."""
    found = {table.name: table.model for table in registered() if table.model is not None}
    return {
        name: model
        for name, model in found.items()
        if any(field.column == "school_id" for field in model._meta.local_fields)
    }


class Rows:
    """One row of each table for one school; parents first, each made once."""

    def __init__(self, link: Link, school_id: int) -> None:
        self.link = link
        self.school_id = school_id
        self.made: dict[type[models.Model], Values] = {}

    def of(self, model: type[models.Model]) -> Values:
        """The school's row of a table, by column."""
        if model not in self.made:
            self.made[model] = values = self.fresh(model)
            insert(self.link, model._meta.db_table, values)
        return self.made[model]

    def fresh(self, model: type[models.Model]) -> Values:
        """The values of one more row, not inserted."""
        return {field.column: self._value(field) for field in model._meta.local_fields}

    def _value(self, field: Any) -> Any:
        if field.column == "school_id":
            return self.school_id
        if isinstance(field, models.ForeignKey):
            if field.null:
                return None
            parent = field.related_model
            assert isinstance(parent, type)
            return self.of(parent)[parent._meta.pk.column]
        return plain_value(field)


PLAIN: tuple[tuple[type[Any], Callable[[int, Any], Any]], ...] = (
    (
        ArrayField,
        lambda _, field: [None if field.base_field.null else plain_value(field.base_field)],
    ),
    (models.JSONField, lambda number, _: Jsonb({"n": number})),
    (models.UUIDField, lambda *_: new_id()),
    (models.DateTimeField, lambda number, _: FIRST_MOMENT + timedelta(minutes=number)),
    (models.DateField, lambda number, _: FIRST_DAY + timedelta(days=number % 2000)),
    (models.BooleanField, lambda *_: False),
    (models.BinaryField, lambda number, _: number.to_bytes(32, "big")),
    (models.IntegerField, lambda number, _: number % 30_000),
    (models.GenericIPAddressField, lambda *_: "10.0.0.1"),
    (models.CharField, lambda number, field: f"{number:x}"[-field.max_length :]),
    (models.TextField, lambda number, _: f"text {number}"),
)
"""What fits a column of a kind, another value for each number; the first kind that fits counts."""


def plain_value(field: Any) -> Any:
    """A value that fits a column, a later or larger one each time."""
    if field.choices:
        return next(iter(field.choices))[0]
    make = next(make for kind, make in PLAIN if isinstance(field, kind))
    return make(next(_numbers), field)


def insert(link: Link, table: str, values: Values, more: str = "") -> int:
    """Insert a row by bare SQL; returns how many rows it became."""
    query = sql.SQL("INSERT INTO {} ({}) VALUES ({}) {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
        sql.SQL(more),
    )
    return link.execute(query, list(values.values())).rowcount
