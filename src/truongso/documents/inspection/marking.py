"""The guarded process that marks cells of a table: the file and the marks in, a workbook out.

Called as `python -m truongso.documents.inspection.marking <suffix> '<limits as JSON>'`. Standard
input: eight bytes that say how long the marks are, the marks as JSON (sheet, cell, text), the file.
A table that is no .xlsx, or too big to be opened with all its looks, becomes a plain one.
"""

import io
import json
import sys
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.manifest import Manifest
from openpyxl.styles import PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from truongso.documents.inspection.cells import DAY_MARK, TIME_MARK, read_table
from truongso.documents.inspection.guarded import as_asked

MOST_WITH_LOOKS = 3 * 1024 * 1024
MOST_COMMENTS = 5000
COLOUR = "FFF2B8B5"
SIZE = 8


class InMemory(ExcelWriter):
    """A writer that puts nothing on the disk."""

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet into the container."""
        ws._drawing = None
        out = io.BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        archive: ZipFile = self._archive  # type: ignore[attr-defined]
        archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def load(suffix: str) -> Callable[[bytes], None]:
    """Return what marks a table named by its suffix."""
    _rehearse()

    def answer(data: bytes) -> None:
        length = int.from_bytes(data[:SIZE], "big")
        marks = json.loads(data[SIZE : SIZE + length])
        sys.stdout.buffer.write(marked(data[SIZE + length :], suffix, marks))

    return answer


def marked(data: bytes, suffix: str, marks: list[list[str]]) -> bytes:
    """Return the table as a workbook with the cells marked: a colour, a comment that says why."""
    if suffix == ".xlsx" and len(data) <= MOST_WITH_LOOKS:
        book = load_workbook(io.BytesIO(data))
    else:
        book = _plain(data, suffix)
    fill = PatternFill("solid", start_color=COLOUR)
    texts: dict[tuple[str, str], list[str]] = {}
    for sheet, cell, text in marks[:MOST_COMMENTS]:
        texts.setdefault((sheet, cell), []).append(text)
    for (sheet, cell), told in texts.items():
        if sheet not in book.sheetnames:
            continue
        place = book[sheet][cell]
        place = _first_of_merged(book[sheet], place)
        place.fill = fill
        place.comment = Comment("\n".join(told), "Trường Số", height=120, width=320)
    return _saved(book)


def _first_of_merged(sheet: Any, cell: Any) -> Any:
    for span in sheet.merged_cells.ranges:
        if cell.coordinate in span:
            return sheet.cell(span.min_row, span.min_col)
    return cell


def _plain(data: bytes, suffix: str) -> Workbook:
    """A workbook of the bare cells, as text."""
    book = Workbook()
    for one in list(book.worksheets):
        book.remove(one)
    for told in read_table(data, suffix)["sheets"]:
        sheet = book.create_sheet(told["name"][:31])
        for number, row in enumerate(told["rows"], start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    cell = sheet.cell(number, column, _shown(value))
                    cell.data_type = "n" if isinstance(value, float) else "s"
    return book


def _shown(value: Any) -> Any:
    if isinstance(value, str) and value.startswith((DAY_MARK, TIME_MARK)):
        year, _, rest = value[2:].partition("-")
        month, _, day = rest.partition("-")
        return f"{day}/{month}/{year}" if day else value[2:]
    if isinstance(value, str):
        return "".join(letter for letter in value if letter >= " " or letter in "\n\t")
    return value if isinstance(value, float) else str(value)


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        writer = InMemory(book, archive)
        writer.manifest = Manifest()
        writer.write_data()
    return out.getvalue()


def _rehearse() -> None:
    """Do the whole once with a table of our own, so that everything is loaded."""
    book = Workbook()
    book.worksheets[0]["A1"] = "a"
    once = marked(_saved(book), ".xlsx", [["Sheet", "A1", "a"]])
    marked(once, ".xlsx", [["Sheet", "A1", "a"]])


if __name__ == "__main__":
    sys.exit(as_asked(load, too_heavy=(Exception,)))  # whatever a parser throws
