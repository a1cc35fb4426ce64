"""Writing the lines of an import: what each kind does with them. Part of the act that calls it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from truongso.foundation.asked import as_uuid
from truongso.office.importing import drafts as d
from truongso.office.importing.drafts import Scene
from truongso.office.importing.traces import Traces
from truongso.office.models import ImportLine

SKIP, FRESH = "skip", "new"
DAYS = ("born_on", "joined_sector_on")
EVERY = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """A line to be written: what it says, and the row of the roster it is about (None: a new one).

    `changes`: the fields in which it differs.
    """

    values: Mapping[str, Any]
    target: UUID | None
    row: int


@dataclass(slots=True)
class Pen:
    """Who writes, when, where the progress is told, and what is to be known for taking it back."""

    by: UUID
    at: datetime
    tell: Callable[[int], None] = field(default=lambda _: None)
    written: dict[str, int] = field(default_factory=dict)
    traces: Traces = field(default_factory=Traces)

    def count(self, what: str, many: int = 1) -> None:
        """Count what was written."""
        if many:
            self.written[what] = self.written.get(what, 0) + many


Writer = Callable[[Scene, Iterator[Row], Pen], None]


def rows_of(lines: Iterable[ImportLine], pen: Pen, *, whole: bool = False) -> Iterator[Row]:
    """Yield what is to be written of the lines, telling how far it is; the rest is passed over.
    `whole`: what has not changed belongs to what is written, too.
    """
    wanted = (d.NEW, d.CHANGED, d.SAME) if whole else (d.NEW, d.CHANGED)
    for done, line in enumerate(lines, start=1):
        if done % EVERY == 0:
            pen.tell(done)
        row = _row(line, wanted)
        if row is not None:
            yield row


def _row(line: ImportLine, wanted: tuple[str, ...]) -> Row | None:
    target = line.target
    if line.verdict == d.DOUBTFUL:
        if line.decision == SKIP:
            return None
        target = None if line.decision == FRESH else as_uuid(line.decision)
    elif line.verdict not in wanted:
        return None
    values = {
        code: date.fromisoformat(value) if code in DAYS else value
        for code, value in line.values.items()
    }
    return Row(values, target, line.row)
