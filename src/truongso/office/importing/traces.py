"""What a run wrote, kept so that it can be taken back: each row's mark, and what it said before.

A row that was made has no "before"; one that was removed has no mark. Kept as long as the lines of
the run are (`steps.forget`): both hold what files said of people.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, models

from truongso.access.models import DutyHeld
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import InSchool
from truongso.office.models import ImportRun, ImportTrace
from truongso.roster import models as roster

Model = type[models.Model]
AT_ONCE = 5000
MARK = "hashtextextended(t::text, 7)"
ORDER: tuple[Model, ...] = (
    roster.TimetableSlot,
    roster.ProgrammeLesson,
    DutyHeld,
    roster.ClassMember,
    roster.PupilMove,
    roster.PupilDetail,
    roster.StaffDetail,
    roster.TeachingAssignment,
    roster.TimetableVersion,
    roster.Programme,
    roster.SchoolClass,
    roster.Pupil,
    roster.Staff,
    roster.Department,
)
"""What imports write, each before what it points at: so rows go; they come back the other way."""


@dataclass(slots=True)
class Traces:
    """What is being written: the rows made, and of the others their mark and text before."""

    made: dict[Model, list[UUID]] = field(default_factory=dict)
    before: dict[Model, dict[UUID, tuple[int, str]]] = field(default_factory=dict)

    def make(self, model: Model, ids: Iterable[UUID]) -> None:
        """Note rows that are made."""
        self.made.setdefault(model, []).extend(ids)

    def change(self, owner: InSchool, model: Model, ids: Iterable[UUID]) -> None:
        """Note rows that are about to be changed or removed: as they are now, the first time."""
        known = self.before.setdefault(model, {})
        wanted = list({*ids} - known.keys() - {*self.made.get(model, ())})
        for part in _parts(wanted):
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT t.id, {MARK}, to_json(t)::text"  # noqa: S608
                    f' FROM "{model._meta.db_table}" t WHERE school_id = %s AND id = ANY(%s)',
                    [owner.school_id, part],
                )
                known.update({row: (mark, text) for row, mark, text in cursor.fetchall()})


def keep(run: ImportRun, traces: Traces) -> None:
    """Keep what the run has written, as it is at its end."""
    for model in ORDER:
        before = traces.before.get(model, {})
        rows = [(row, None) for row in traces.made.get(model, ())]
        for part in _parts([*rows, *before.items()]):
            marks = marks_of(run, model, [row for row, _ in part])
            kept = [
                [str(row), marks.get(row), known[1] if known else None]
                for row, known in part
                if known is None or known[0] != marks.get(row)
            ]
            if kept:
                ImportTrace.objects.create(
                    id=new_id(),
                    school_id=run.school_id,
                    run=run,
                    table=model._meta.db_table,
                    rows=kept,
                )


def marks_of(
    owner: InSchool, model: Model, ids: Sequence[UUID], *, hold: bool = False
) -> dict[UUID, int]:
    """Return a mark of each of these rows that is there; `hold`: nobody changes them any more."""
    changeable = "UPDATE" in getattr(model, "table_rights", "UPDATE")
    found: dict[UUID, int] = {}
    for part in _parts(ids):
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT id, {MARK} FROM "{model._meta.db_table}" t'  # noqa: S608
                " WHERE school_id = %s AND id = ANY(%s) ORDER BY id"
                + (" FOR UPDATE" if hold and changeable else ""),
                [owner.school_id, list(part)],
            )
            found.update(cursor.fetchall())
    return found


def _parts(rows: Sequence[Any]) -> Iterator[list[Any]]:
    for place in range(0, len(rows), AT_ONCE):
        yield list(rows[place : place + AT_ONCE])
