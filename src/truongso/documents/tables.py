"""The hatch for rooms that take tables in: the cells of a file, read behind the walls.

The file is a stranger's: it is parsed in a process of its own and what that says is not trusted.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import IO, Any
from uuid import UUID

from truongso.documents import queries, serving
from truongso.documents.guard.limits import Limits
from truongso.documents.inspector import InspectorFailed, NoAnswer, asked
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import InSchool
from truongso.foundation.text import clean_line
from truongso.rules.intake import suffix_of
from truongso.rules.messages import SENTENCES
from truongso.rules.verdict import Violation

MEGABYTE = 1024 * 1024
LIMITS = Limits(cpu_seconds=60, memory=1536 * MEGABYTE, file_bytes=160 * MEGABYTE)
WALL_SECONDS = 180
DAY_MARK, TIME_MARK = "\x01d", "\x01t"

Cell = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands: its rows, each a list of cells up to its last full one.

    `merged`: first row, first column, last row, last column, from 0. `fonts`: the commonest font of
    a column by its letters. `dead`: cells ("B7") whose formula nobody has computed. `places`: where
    a row really stands ("C5"), by its number, when the sheet was made from another.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    fonts: Mapping[str, str] = field(default_factory=dict)
    dead: frozenset[str] = frozenset()
    places: Mapping[int, str] = field(default_factory=dict)


def cells_of(owner: InSchool, file_id: UUID) -> list[Sheet]:
    """Return the sheets of a table that came in.

    Raises Missing, Altered, RuleBroken (it cannot be read, with the reason), InspectorFailed.
    """
    file = queries.stored(owner, file_id)
    with serving.verified(file.blob) as content, tempfile.TemporaryFile() as copy:
        while piece := content.read(MEGABYTE):
            copy.write(piece)
        return read(copy, file.name)


def read(file: IO[bytes], name: str) -> list[Sheet]:
    """Return the sheets of a real file (with a handle), named with its suffix.

    Raises RuleBroken, InspectorFailed.
    """
    told = json.loads(_answer("reading", file, suffix_of(name), name))
    if "code" in told:
        raise RuleBroken(_refusal(told, name))
    return [_sheet(one) for one in told["sheets"]]


def marked(owner: InSchool, file_id: UUID, marks: Sequence[tuple[str, str, str]]) -> BytesIO:
    """Return a table that came in as a workbook with cells marked: sheet, cell, what to say.

    Raises Missing, Altered, RuleBroken (it cannot be read), InspectorFailed.
    """
    file = queries.stored(owner, file_id)
    told = json.dumps(list(marks)).encode()
    with serving.verified(file.blob) as content, tempfile.TemporaryFile() as copy:
        copy.write(len(told).to_bytes(8, "big") + told)
        while piece := content.read(MEGABYTE):
            copy.write(piece)
        return BytesIO(_answer("marking", copy, suffix_of(file.name), file.name))


def _answer(module: str, file: IO[bytes], suffix: str, name: str) -> bytes:
    file.flush()
    file.seek(0)
    try:
        return asked(f"inspection.{module}", file, suffix, LIMITS, WALL_SECONDS)
    except NoAnswer:
        raise RuleBroken(Violation("file.table_too_heavy", "file", {"name": name})) from None


def _refusal(told: Mapping[str, Any], name: str) -> Violation:
    code = str(told["code"])
    if code not in SENTENCES:
        raise InspectorFailed(f"unknown code {code[:40]}")
    params = {str(key): str(value)[:200] for key, value in dict(told["params"]).items()}
    return Violation(code, "file", {**params, "name": name})


def _sheet(told: Mapping[str, Any]) -> Sheet:
    rows = told["rows"]
    for row in rows:
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("\x01"):
                row[place] = _marked(cell)
    return Sheet(
        clean_line(str(told["name"]))[:100],
        rows,
        bool(told["hidden"]),
        tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in told["merged"]),
        {str(column): str(font) for column, font in told["fonts"].items()},
        frozenset(map(str, told["dead"])),
    )


def _marked(cell: str) -> Cell:
    """A cell that was no text: a day, or a time of day (shown as text)."""
    if cell.startswith(DAY_MARK):
        try:
            return date.fromisoformat(cell[2:])
        except ValueError:
            return cell[2:]
    return cell[2:]
