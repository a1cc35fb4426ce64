"""Copying a school row by row into another one, with every person in it invented.

The source is read in one unchanging view past row security; the copy is written by the
application's own role inside the copy's wall, all of it in one transaction.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

import psycopg
from django.db import models
from psycopg.rows import dict_row

from truongso.demo.anonymising import files
from truongso.demo.anonymising.fields import POLICY, Row
from truongso.demo.anonymising.inventing import Inventor, names_to_avoid
from truongso.documents.models import StoredFile
from truongso.documents.sweep import batches
from truongso.foundation.tenancy import SchoolKey

Link = psycopg.Connection[tuple[Any, ...]]
AT_ONCE = 1000
KEPT_AS_THEY_ARE = (
    models.DateField,
    models.IntegerField,
    models.BooleanField,
)
NAMES = """
SELECT full_name FROM roster_staff WHERE school_id = %(school)s
UNION SELECT full_name FROM roster_pupil WHERE school_id = %(school)s
UNION SELECT unnest(ARRAY[father_name, mother_name, guardian_name, citizen_id, phone])
      FROM roster_pupildetail WHERE school_id = %(school)s
UNION SELECT unnest(ARRAY[moet_id, citizen_id]) FROM roster_staffdetail WHERE school_id = %(school)s
UNION SELECT moet_id FROM roster_pupil WHERE school_id = %(school)s"""
SEXES = "SELECT staff_id, sex FROM roster_staffdetail WHERE school_id = %s AND sex <> ''"
FILES = """
SELECT * FROM documents_storedfile f WHERE school_id = %(school)s AND (
    EXISTS (SELECT 1 FROM planning_planversion v
            WHERE v.school_id = f.school_id AND v.file_id = f.id)
    OR EXISTS (SELECT 1 FROM approvals_submission s
               WHERE s.school_id = f.school_id AND s.file_id = f.id))"""


class Unclassified(LookupError):
    """A field of a table that the policy does not name: the copy is not made."""


@dataclass
class Copier:
    """Copies from one school (`source`) to another (`target`), inside the target's transaction."""

    link: Link
    source: int
    target: int
    at: datetime
    say: Callable[[str], None]
    counts: dict[str, int] = field(default_factory=dict)

    def copy(self) -> dict[str, int]:
        """Copy everything; returns how many rows there are by table."""
        make = self._inventor()
        samples = files.put_samples(self.target, at=self.at)
        for model in in_order():
            if model is StoredFile:
                rows = (
                    files.stand_in(self.target, row, samples, make) for row in self._read(FILES)
                )
            else:
                rows = (self._row(model, row, make) for row in self._rows_of(model))
            count = 0
            for batch in batches(rows, AT_ONCE):
                model._default_manager.bulk_create(batch)
                count += len(batch)
            self.counts[model._meta.db_table] = count
            self.say(f"{model._meta.db_table}: {count}")
        return self.counts

    def _inventor(self) -> Inventor:
        told = self.link.execute(NAMES, {"school": self.source}).fetchall()
        make = Inventor(names_to_avoid(text for (text,) in told))
        make.sexes |= dict(self.link.execute(SEXES, [self.source]).fetchall())
        return make

    def _rows_of(self, model: type[Any]) -> Iterator[Row]:
        table = model._meta.db_table
        beside = ""
        if table == "roster_pupildetail":
            beside = (
                ", (SELECT born_on FROM roster_pupil p WHERE p.school_id = t.school_id"
                " AND p.id = t.pupil_id) AS pupil_born_on, (SELECT sex FROM roster_pupil p"
                " WHERE p.school_id = t.school_id AND p.id = t.pupil_id) AS pupil_sex"
            )
        # the name is that of one of our own models, never of a user
        query = f'SELECT t.*{beside} FROM "{table}" t WHERE school_id = %(school)s ORDER BY id'  # noqa: S608
        return self._read(query)

    def _read(self, query: str) -> Iterator[Row]:
        with self.link.cursor(name="anonymise", row_factory=dict_row) as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(query.encode(), {"school": self.source})
            yield from cursor

    def _row(self, model: type[Any], row: Row, make: Inventor) -> Any:
        values = {
            one.attname: _value(model, one, row, make)
            for one in model._meta.concrete_fields
            if one.attname not in ("id", "school_id")
        }
        return model(id=make.id(row["id"]), school_id=self.target, **values)


def _value(model: type[Any], one: Any, row: Row, make: Inventor) -> object:
    """Return what a field says in the copy. Raises Unclassified."""
    rules = POLICY[model]
    if one.name in rules or one.attname in rules:
        return rules.get(one.name, rules.get(one.attname))(row, make)  # type: ignore[misc]
    if isinstance(one, SchoolKey):
        return make.id(row[one.attname])
    if isinstance(one, KEPT_AS_THEY_ARE):
        return row[one.attname]
    raise Unclassified(f"{model._meta.label}.{one.name}")


def in_order() -> list[type[Any]]:
    """Return the tables that are carried over, each after those it points to."""
    wanted: set[type[Any]] = {*POLICY, StoredFile}
    graph: dict[type[Any], set[type[Any]]] = {
        model: {
            one.related_model
            for one in model._meta.concrete_fields
            if one.is_relation and one.related_model in wanted and one.related_model is not model
        }
        for model in sorted(wanted, key=lambda one: str(one._meta.label))
    }
    return list(TopologicalSorter(graph).static_order())
