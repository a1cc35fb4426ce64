"""A timetable as schools print it, weekday and period down, classes across, made into a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from truongso.documents.inspection.fonts import letters
from truongso.documents.tables import Sheet
from truongso.foundation.text import folded
from truongso.office.importing.headings import column_codes, in_new_letters
from truongso.office.importing.subject_names import subject_of
from truongso.office.importing.values import Cell, class_key, shown

LOOKED_AT = 20
CLASS = re.compile(r"\d{1,2}[A-Z]\d{0,2}")
PARTS = re.compile(r"\s*(?:[-–—/:(]|\n)\s*")
HEADS: list[Cell] = ["Thứ", "Buổi", "Tiết", "Lớp", "Môn", "Giáo viên"]
WEEKDAY, SESSION, PERIOD = {"thu", "ngay", "thu ngay"}, {"buoi"}, {"tiet", "tiet hoc"}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where things stand: the row of headings, the columns of day, session, period, of classes."""

    row: int
    weekday: int
    session: int | None
    period: int
    classes: dict[int, str]
    wide: frozenset[int]


def spread(sheet: Sheet) -> Sheet | None:
    """Return the sheet as a list of periods; None when it is no such table."""
    grid = next(filter(None, (_grid(sheet, row) for row in range(LOOKED_AT))), None)
    if grid is None:
        return None
    rows: list[list[Cell]] = [list(HEADS)]
    places: dict[int, str] = {}
    for place, row in _periods(sheet, grid):
        rows.append(row)
        places[len(rows)] = place
    return Sheet(sheet.name, rows, sheet.hidden, (), {}, frozenset(), places)


def _grid(sheet: Sheet, row: int) -> _Grid | None:
    if row >= len(sheet.rows):
        return None
    cells = [shown(cell) for cell in sheet.rows[row]]
    classes = {
        index: found[0]
        for index, text in enumerate(cells)
        if (found := CLASS.match(class_key(text.split("(")[0].split("\n")[0])))
    }
    heads = {folded(text): index for index, text in enumerate(cells) if text}
    weekday = next((heads[name] for name in WEEKDAY if name in heads), None)
    period = next((heads[name] for name in PERIOD if name in heads), None)
    if len(classes) < 2 or weekday is None or period is None:
        return None
    session = next((heads[name] for name in SESSION if name in heads), None)
    wide = frozenset(
        left
        for top, left, bottom, right in sheet.merged
        if top <= row <= bottom and right == left + 1 and left in classes
    )
    return _Grid(row, weekday, session, period, classes, wide)


def _periods(sheet: Sheet, grid: _Grid) -> Iterator[tuple[str, list[Cell]]]:
    codes = column_codes(sheet)
    weekday: Cell = None
    session: Cell = "Chiều" if "chieu" in folded(sheet.name) else None
    last = 0
    for number, row in enumerate(sheet.rows[grid.row + 1 :], start=grid.row + 2):
        cells = [in_new_letters(cell, codes.get(i, "")) for i, cell in enumerate(row)]
        period = _at(cells, grid.period)
        if shown(_at(cells, grid.weekday)):
            weekday, last = _at(cells, grid.weekday), 0
            session = None if grid.session is not None else session
        digits = re.sub(r"\D", "", shown(period))
        if not digits or weekday is None:
            continue
        if grid.session is not None and shown(_at(cells, grid.session)):
            session = _at(cells, grid.session)
        elif grid.session is None and int(digits[:3]) <= last:
            session = "Chiều"
        elif grid.session is None and last == 0 and "chieu" not in folded(sheet.name):
            session = None
        last = int(digits[:3])
        yield from _row(cells, grid, number, [weekday, session, period])


def _row(
    cells: list[Cell], grid: _Grid, number: int, when: list[Cell]
) -> Iterator[tuple[str, list[Cell]]]:
    for index, name in grid.classes.items():
        cell = _at(cells, index)
        raw = cell if isinstance(cell, str) else shown(cell)
        if not shown(raw) or shown(raw) in {"-", "x", "0"}:
            continue
        if index in grid.wide:
            subject, staff = shown(raw), shown(_at(cells, index + 1))
        else:
            subject, staff = parted(raw)
        yield f"{letters(index)}{number}", [*when, name, subject, staff or None]


def parted(text: str) -> tuple[str, str]:
    """Return subject and teacher of a cell; the subject is what is known as one.

    >>> parted("T.Anh - Lan"), parted("T.Anh")
    (('T.Anh', 'Lan'), ('T.Anh', ''))
    """
    if subject_of(text):
        return shown(text), ""
    splits = list(PARTS.finditer(text))
    for split in reversed(splits):
        left, right = text[: split.start()], text[split.end() :]
        if subject_of(left):
            return shown(left), shown(right).rstrip(")")
    if splits:
        first = splits[0]
        return shown(text[: first.start()]), shown(text[first.end() :]).rstrip(")")
    return shown(text), ""


def _at(cells: list[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None
