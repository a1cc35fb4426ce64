"""The cells of a table, sheet by sheet: what stands in them, in which fonts, what is merged.

Runs behind the walls. Answers plain lists: text, number, truth; a day or a time of day is text
behind a mark, so that no value is taken for another.
"""

import csv
import io
import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from truongso.documents.inspection.fonts import fonts_of_new, fonts_of_old
from truongso.documents.inspection.report import Refused
from truongso.documents.inspection.sheet_parts import weigh_sheets

MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELLS = 4_000_000
MOST_SHEETS = 100
MOST_TEXT = 2000
DAY_MARK, TIME_MARK = "\x01d", "\x01t"
SEPARATORS = ";,\t|"
ONLY_SPACES = re.compile(r"\s*")

Cell = str | float | bool | None


def read_table(data: bytes, suffix: str) -> dict[str, Any]:
    """Return the sheets of a table that was found good. Raises Refused."""
    if suffix == ".csv":
        return {"sheets": [_text_sheet(data)]}
    fonts: dict[str, dict[str, str]] = {}
    dead: dict[str, list[str]] = {}
    if suffix == ".xlsx":
        parts = weigh_sheets(data, most_rows=MOST_ROWS, most_cells=MOST_CELLS)
        fonts = {name: fonts_of_new(part) for name, part in parts.items()}
        dead = {name: part.dead for name, part in parts.items()}
    else:
        fonts = fonts_of_old(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {"sheets": list(_sheets(book, fonts, dead))}
    except PasswordError:
        raise Refused("file.encrypted") from None
    except CalamineError as error:
        raise Refused("file.damaged", detail=type(error).__name__) from None


def _sheets(
    book: CalamineWorkbook, fonts: dict[str, dict[str, str]], dead: dict[str, list[str]]
) -> Any:
    known = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if len(known) > MOST_SHEETS:
        raise Refused("file.table_too_big", what=f"{len(known)} trang")
    left = MOST_CELLS
    for one in known:
        sheet = book.get_sheet_by_name(one.name)
        if sheet.total_height * sheet.total_width > 5 * MOST_CELLS:
            raise Refused("file.table_too_big", what=f"{sheet.total_height} dòng")
        rows = [_row(row) for row in sheet.to_python(skip_empty_area=False)]
        while rows and not rows[-1]:
            rows.pop()
        left -= sum(map(len, rows))
        if len(rows) > MOST_ROWS or left < 0:
            raise Refused("file.table_too_big", what=f"{len(rows)} dòng")
        yield {
            "name": one.name,
            "hidden": one.visible != SheetVisibleEnum.Visible,
            "rows": rows,
            "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
            "fonts": fonts.get(one.name, {}),
            "dead": dead.get(one.name, []),
        }


def _row(row: list[Any]) -> list[Cell]:
    """The cells of a row up to its last full one; more than a school's table ever has are cut."""
    cells = [_cell(value) for value in row[:MOST_COLUMNS]]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value[:MOST_TEXT] if value else None
    if isinstance(value, bool | float):
        return value
    return _other(value)


def _other(value: Any) -> Cell:
    match value:
        case int():
            return float(value)
        case datetime():
            return DAY_MARK + value.date().isoformat()
        case date():
            return DAY_MARK + value.isoformat()
        case time():
            return TIME_MARK + value.isoformat()
        case timedelta():
            return value.total_seconds() / 86400
    return None


def _text_sheet(data: bytes) -> dict[str, Any]:
    """A text table: which letters it is written in is found first, then its separator."""
    text = _decoded(data)
    separator = _separator(text)
    csv.field_size_limit(MOST_TEXT * 50)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(_row([cell if cell.strip() else "" for cell in row]))
            if len(rows) > MOST_ROWS:
                raise Refused("file.table_too_big", what=f"{MOST_ROWS} dòng")
    except csv.Error as error:
        raise Refused("file.damaged", detail=str(error)[:60]) from None
    while rows and not rows[-1]:
        rows.pop()
    return {"name": "CSV", "hidden": False, "rows": rows, "merged": [], "fonts": {}, "dead": []}


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 when it is that; else one byte a letter: Windows-1258 when that reads as
    Vietnamese, as it stands otherwise (old fonts are told apart later, by column).
    """
    for mark, letters in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if data.startswith(mark):
            return data.decode(letters, errors="replace")
    if data.startswith(b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        wide = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from truongso.foundation.old_letters import one_byte_text

        return one_byte_text(data)


def _separator(text: str) -> str:
    """The separator that stands most often and most evenly in the first lines."""
    lines = [line for line in text.splitlines()[:60] if not ONLY_SPACES.fullmatch(line)][:30]

    def weight(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if line.count(sign))
        if not counts:
            return 0, 0
        columns = max(counts, key=lambda count: counts[count])
        return counts[columns] * columns, -SEPARATORS.index(sign)

    return max(SEPARATORS, key=weight)
