"""The font most cells of a column are written in: old Vietnamese fonts tell the letters' code."""

import io
import struct
from collections import Counter

import olefile

from truongso.documents.inspection.sheet_parts import SheetPart

FONT, STYLE, SHEET, BEGIN, END = 0x31, 0xE0, 0x85, 0x809, 0x0A
TEXT_CELLS = {0xFD, 0x204, 0xD6}
MOST_RECORDS = 2_000_000


def fonts_of_new(part: SheetPart) -> dict[str, str]:
    """Return the commonest font of each column of a sheet of an .xlsx, by its letters."""
    return {
        column: name
        for column, counted in part.styles.items()
        if (name := _commonest(counted, part.fonts))
    }


def _commonest(counted: dict[int, int], fonts: list[str]) -> str:
    names: Counter[str] = Counter()
    for style, count in counted.items():
        names[fonts[style] if style < len(fonts) else ""] += count
    return max(names, key=lambda name: names[name]) if names else ""


def fonts_of_old(data: bytes) -> dict[str, dict[str, str]]:
    """Return the same for an .xls, sheet by sheet. What cannot be read tells nothing."""
    try:
        container = olefile.OleFileIO(io.BytesIO(data))
        name = "Workbook" if container.exists("Workbook") else "Book"
        return _Old(container.openstream(name).read()).told()
    except (OSError, ValueError, IndexError, struct.error):
        return {}


class _Old:
    """The records of an old workbook, as far as they tell of fonts."""

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.fonts: list[str] = []
        self.font_of_style: list[int] = []
        self.sheets: list[tuple[int, str]] = []
        self.counted: dict[int, dict[int, Counter[int]]] = {}

    def told(self) -> dict[str, dict[str, str]]:
        """Read every record; return the commonest font of each column of each sheet."""
        place, sheet_at = 0, 0
        for _ in range(MOST_RECORDS):
            if place + 4 > len(self.stream):
                break
            kind, size = struct.unpack_from("<HH", self.stream, place)
            if kind == BEGIN:
                sheet_at = place
            self._take(kind, self.stream[place + 4 : place + 4 + size], sheet_at)
            place += 4 + size
        names = dict(self.sheets)
        return {
            names[at]: {letters(column): self._name(styles) for column, styles in columns.items()}
            for at, columns in self.counted.items()
            if at in names
        }

    def _take(self, kind: int, body: bytes, sheet_at: int) -> None:
        if kind == FONT and len(body) > 16:
            self.fonts.append(_text(body[14:]))
        elif kind == STYLE and len(body) > 2:
            self.font_of_style.append(int.from_bytes(body[:2], "little"))
        elif kind == SHEET and len(body) > 8:
            self.sheets.append((int.from_bytes(body[:4], "little"), _text(body[6:])))
        elif kind in TEXT_CELLS and len(body) >= 6:
            _, column, style = struct.unpack_from("<HHH", body)
            columns = self.counted.setdefault(sheet_at, {})
            columns.setdefault(column, Counter())[style] += 1

    def _name(self, styles: "Counter[int]") -> str:
        style = max(styles, key=lambda each: styles[each])
        number = self.font_of_style[style] if style < len(self.font_of_style) else 0
        number -= number > 4  # there is no fourth font: the numbers pass over it
        return self.fonts[number] if number < len(self.fonts) else ""


def _text(body: bytes) -> str:
    """A short text of the old format: its length, whether two bytes make a letter, the letters."""
    count, wide = body[0], body[1] & 1
    letters_ = body[2 : 2 + (2 * count if wide else count)]
    return letters_.decode("utf-16-le" if wide else "latin-1", errors="replace")


def letters(column: int) -> str:
    """Return the letters of a column, from 0: A, B, …, AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
