"""Which row holds the headings, and which field each of them names. By content, never by place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from functools import cache

from truongso.documents.inspection.fonts import letters
from truongso.documents.tables import Sheet
from truongso.foundation import old_letters
from truongso.foundation.text import folded
from truongso.office.importing.schema import KINDS, Kind
from truongso.office.importing.values import Cell, shown

LOOKED_AT = 40
SAMPLES = 4
IN_BRACKETS = re.compile(r"\([^()]*\)")
SIGNS = re.compile(r"[^a-z0-9]+")
LONGEST_HEADING = 80
LATIN_1 = 0xFF
IGNORED = "-"


@dataclass(slots=True)
class Column:
    """A column under a heading. `key`: the heading folded, by which a choice is remembered."""

    index: int
    heading: str
    key: str
    field: str = ""
    code: old_letters.Code = ""
    samples: list[str] = made(default_factory=list)

    @property
    def letter(self) -> str:
        """The column's letters: A, B, … AA."""
        return letters(self.index)


@dataclass(slots=True)
class Layout:
    """A sheet in which headings were found: the rows they stand in and the columns under them."""

    sheet: Sheet
    first: int
    last: int
    columns: list[Column]
    codes: Mapping[int, old_letters.Code]
    keys: frozenset[str] = frozenset()


def heading_key(text: str) -> str:
    """Return a heading as it is compared: no marks, no signs, one space between words."""
    return SIGNS.sub(" ", folded(text[:300])).strip()[:LONGEST_HEADING]


@cache
def _known(kind_code: str) -> dict[str, str]:
    kind = KINDS[kind_code]
    found: dict[str, str] = {}
    for one in kind.fields:
        for name in (heading_key(one.label), *one.names):
            found.setdefault(name, one.code)
    return found


def field_of(heading: str, kind: Kind, remembered: Mapping[str, str] | None = None) -> str:
    """Return the field a heading names; "" when it names none. What the school chose comes first.

    >>> field_of("Họ và tên *", KINDS["pupils"]), field_of("Tỉnh", KINDS["pupils"])
    ('full_name', '')
    """
    key = heading_key(heading)
    if remembered and key in remembered:
        return "" if remembered[key] == IGNORED else remembered[key]
    known = _known(kind.code)
    return known.get(key) or known.get(heading_key(IN_BRACKETS.sub(" ", heading))) or ""


def find_layout(
    sheet: Sheet, kind: Kind, remembered: Mapping[str, str] | None = None
) -> Layout | None:
    """Return where the headings of a sheet are; None when there are none of this kind."""
    codes = column_codes(sheet)
    best: tuple[tuple[int, int], Layout] | None = None
    for row in range(min(len(sheet.rows), LOOKED_AT)):
        for height in (1, 2):
            layout = _layout(sheet, kind, remembered or {}, row, height, codes)
            points = _points(layout, kind), -height
            if points[0] and (best is None or points > best[0]):
                best = points, layout
    return best[1] if best else None


def layout_at(sheet: Sheet, kind: Kind, first: int, last: int) -> Layout:
    """Return the headings that were found in these rows before."""
    return _layout(sheet, kind, {}, first, last - first + 1, column_codes(sheet))


def _points(layout: Layout, kind: Kind) -> int:
    found = {column.field for column in layout.columns if column.field}
    told = found | ({"full_name"} if {"family_name", "given_name"} <= found else set())
    return len(found) if len(found) > 1 and told & set(kind.key) else 0


def _layout(
    sheet: Sheet,
    kind: Kind,
    remembered: Mapping[str, str],
    row: int,
    height: int,
    codes: Mapping[int, old_letters.Code],
) -> Layout:
    columns, used, keys = [], dict[str, Column](), set[str]()
    rows = [_filled(sheet, row + step) for step in range(height)]
    for index in range(max(map(len, rows))):
        texts = [shown(cells[index]) if index < len(cells) else "" for cells in rows]
        candidates = list(_readings(texts, codes.get(index, "")))
        if not candidates or len(texts[0]) > LONGEST_HEADING * 2:
            continue
        named = next((h for h in candidates if field_of(h, kind, remembered)), candidates[0])
        column = Column(index, named, heading_key(named), field_of(named, kind, remembered))
        if column.field in used and not _one_heading(sheet, used[column.field], column, row):
            column.field = ""
            column.key += " 2"
        used.setdefault(column.field, column)
        keys.add(column.key)
        column.code = codes.get(index, "")
        columns.append(column)
    return Layout(sheet, row, row + height - 1, columns, codes, frozenset(keys))


def _readings(texts: Sequence[str], code: old_letters.Code) -> Iterator[str]:
    """The headings a column may have: of the lower row, of both together; in old letters or new."""
    top, sub = texts[0], texts[-1] if len(texts) > 1 else ""
    plain = [f"{sub} {top}", f"{top} {sub}"] if sub and sub != top else []
    plain.append(sub or top)
    for text in plain:
        if text.strip():
            if code:
                yield old_letters.decoded(text, code)
            yield text


def _filled(sheet: Sheet, row: int) -> list[Cell]:
    """A row with merged cells filled by what stands in their first one."""
    cells = list(sheet.rows[row]) if row < len(sheet.rows) else []
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and top < len(sheet.rows) and left < len(sheet.rows[top]):
            end = min(right, left + 60) + 1
            cells += [None] * (end - len(cells))
            for place in range(left, end):
                cells[place] = sheet.rows[top][left]
    return cells


def _one_heading(sheet: Sheet, first: Column, other: Column, row: int) -> bool:
    """Whether two columns stand under one merged heading: surname and given name."""
    return any(
        top <= row <= bottom and left == first.index and first.index < other.index <= right
        for top, left, bottom, right in sheet.merged
    )


def column_codes(sheet: Sheet) -> dict[int, old_letters.Code]:
    """Return the code of old letters of each column that is written in one."""
    texts: dict[int, list[str]] = {}
    for row in sheet.rows[:3000]:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                texts.setdefault(index, []).append(cell)
    found = {i: old_letters.judge(t, sheet.fonts.get(letters(i), "")) for i, t in texts.items()}
    return {index: code for index, code in found.items() if code}


def in_new_letters(cell: Cell, code: old_letters.Code, *, capital: bool = False) -> Cell:
    """Return a cell of a column of old letters in Unicode; one that cannot be old stays.

    Letters tell, not signs: Word and Excel put a dash or quotes of their own into old text, too.
    """
    if not code or not isinstance(cell, str):
        return cell
    if any(ord(letter) > LATIN_1 and letter.isalpha() for letter in cell):
        return cell
    return old_letters.decoded(cell, code, capital=capital)


def add_samples(layout: Layout) -> None:
    """Put the first values under each heading into its column."""
    for row in layout.sheet.rows[layout.last + 1 : layout.last + 200]:
        full = [shown(cell) for cell in row if shown(cell)]
        if len(full) < min(3, len(layout.columns)) or full[:2] in (["1", "2"], ["(1)", "(2)"]):
            continue
        for column in layout.columns:
            cell = row[column.index] if column.index < len(row) else None
            text = shown(in_new_letters(cell, column.code))
            if text and len(column.samples) < SAMPLES:
                column.samples.append(text[:60])


def headings_of(layouts: Iterable[Layout]) -> dict[str, Column]:
    """Return the different headings of a file, each with its first column."""
    found: dict[str, Column] = {}
    for layout in layouts:
        for column in layout.columns:
            found.setdefault(column.key, column)
    return found
