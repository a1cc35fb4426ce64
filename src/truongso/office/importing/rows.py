"""From the rows under the headings to records: what is no record is skipped, and counted."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from truongso.documents.inspection.fonts import letters
from truongso.foundation import old_letters
from truongso.foundation.text import clean_line, folded
from truongso.office.importing.headings import Layout, in_new_letters
from truongso.office.importing.schema import Kind
from truongso.office.importing.values import Cell, class_key, shown

CLASS_TITLE = re.compile(
    r"(?:danh sach )?(?:hoc sinh )?(?:lop)\s*:?\s*(\d{1,2}\s?[a-z]?[a-z0-9.]*)\b"
)
FOOTERS = (
    "tong cong", "tong so", "tong", "cong", "nguoi lap", "nguoi ghi", "hieu truong",
    "pho hieu truong", "ky ten", "xac nhan", "lap bang", "giao vien chu nhiem", "thu truong",
    "ki ten", "(ky", "(ki", "danh sach nay", "an dinh danh sach", "trong do", "si so",
    "ke toan", "van thu",
)  # fmt: skip
DATED = re.compile(r"(?:.{0,40},\s*)?ngay\s*[\d.…_ ]*\s*thang\s*[\d.…_ ]*\s*nam.*")
BLOCKS_OF = "pupils"
"""The kind whose rows stand in blocks, each under the name of its class."""
HEADING, CLASS_ROW, FOOTER, NUMBERS, EMPTY = "heading", "class_title", "footer", "numbers", "empty"


@dataclass(frozen=True, slots=True)
class Record:
    """A row that says something: the cells of the fields, each with its address ("B7").

    `above`: the name of the sheet and what stands over the headings.
    """

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    at: Mapping[str, str]
    dead: frozenset[str] = frozenset()
    above: str = ""

    def place(self, code: str) -> str:
        """The address of a field's cell; that of the row's first cell when it has none."""
        return self.at.get(code) or f"A{self.row}"


@dataclass(slots=True)
class Skipped:
    """How many rows were no records, by what they were."""

    counts: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Walk:
    """Where one is while walking down a sheet: the class of the block, whether past its end."""

    school_class: str = ""
    ended: bool = False
    above: str = ""
    headings: frozenset[str] = frozenset()


def records(
    layout: Layout, kind: Kind, mapping: Mapping[str, str], skipped: Skipped
) -> Iterator[Record]:
    """Yield the records of a sheet; `mapping`: the field of each heading, by its key."""
    places = _places(layout, kind, mapping)
    blocks = kind.code == BLOCKS_OF
    walk = _Walk(
        _class_above(layout) if blocks else "",
        above=_titles(layout),
        headings=_heading_texts(layout),
    )
    by_name = class_key(layout.sheet.name) if blocks else ""
    if not walk.school_class and re.fullmatch(r"\d{1,2}[A-Z][\dA-Z.]*", by_name):
        walk.school_class = by_name
    for number, row in enumerate(layout.sheet.rows[layout.last + 1 :], start=layout.last + 2):
        what = _what(row, layout, walk, places, kind)
        if what and not (what == EMPTY and _has_dead(layout, number, places)):
            skipped.counts[what] += 1
            continue
        yield _record(layout, row, number, places, walk)


def _has_dead(layout: Layout, number: int, places: Mapping[str, list[int]]) -> bool:
    """Whether a row that looks empty holds a formula nobody has computed."""
    dead = layout.sheet.dead
    return bool(dead) and any(
        f"{letters(index)}{number}" in dead for columns in places.values() for index in columns
    )


def _places(layout: Layout, kind: Kind, mapping: Mapping[str, str]) -> dict[str, list[int]]:
    """The columns of each field; more than one where they stand under one heading."""
    found: dict[str, list[int]] = {}
    for column in layout.columns:
        code = mapping.get(column.key, "")
        if code in kind.by_code:
            found.setdefault(code, []).append(column.index)
    return found


def _record(
    layout: Layout, row: list[Cell], number: int, places: Mapping[str, list[int]], walk: _Walk
) -> Record:
    cells: dict[str, Cell] = {}
    at: dict[str, str] = {}
    for code, columns in places.items():
        values = [_cell(layout, row, index) for index in columns]
        at[code] = f"{letters(columns[0])}{number}"
        full = [value for value in values if value is not None]
        cells[code] = " ".join(map(shown, full)) if len(full) > 1 else (full[0] if full else None)
    if walk.school_class and not shown(cells.get("school_class")):
        cells["school_class"] = walk.school_class
    dead = frozenset(code for code, place in at.items() if place in layout.sheet.dead)
    if really := layout.sheet.places.get(number):
        at, number = dict.fromkeys(at, really), int(re.sub(r"\D", "", really))
    return Record(layout.sheet.name, number, cells, at, dead, walk.above)


def _cell(layout: Layout, row: list[Cell], index: int) -> Cell:
    cell = row[index] if index < len(row) else None
    code = layout.codes.get(index, "")
    if not code:
        return cell
    font = layout.sheet.fonts.get(letters(index), "")
    return in_new_letters(cell, code, capital=old_letters.is_capital_font(font))


def _heading_texts(layout: Layout) -> frozenset[str]:
    """What stands in the rows of headings, to know them when they come again."""
    return frozenset(
        text.casefold()
        for row in layout.sheet.rows[layout.first : layout.last + 1]
        for index, cell in enumerate(row)
        if (text := shown(in_new_letters(cell, layout.codes.get(index, ""))))
    )


def _titles(layout: Layout) -> str:
    """The name of the sheet and every text over the headings."""
    texts = [
        shown(in_new_letters(cell, layout.codes.get(index, "")))
        for row in layout.sheet.rows[: layout.first]
        for index, cell in enumerate(row)
    ]
    return " | ".join([layout.sheet.name, *(text for text in texts if text)])[:2000]


def _class_above(layout: Layout) -> str:
    """The class named in a title above the headings."""
    for row in reversed(layout.sheet.rows[: layout.first]):
        if found := _class_title(row, layout):
            return found
    return ""


def _class_title(row: list[Cell], layout: Layout) -> str:
    full = [(index, cell) for index, cell in enumerate(row) if shown(cell)]
    if not full or len(full) > 2:
        return ""
    for index, cell in full:
        text = shown(in_new_letters(cell, layout.codes.get(index, "")))
        found = CLASS_TITLE.search(folded(text))
        if found and len(text) < 80:
            return class_key(found[1])
    return ""


def _what(
    row: list[Cell], layout: Layout, walk: _Walk, places: Mapping[str, list[int]], kind: Kind
) -> str:
    """What a row is that is no record; "" when it is one."""
    texts = [shown(_cell(layout, row, index)) for index in range(len(row))]
    full = [text for text in texts if text]
    if not full:
        return EMPTY
    if _repeats_heading(texts, walk):
        walk.ended = False
        return HEADING
    if kind.code == BLOCKS_OF and len(full) <= 2 and (name := _class_title(row, layout)):
        walk.school_class, walk.ended = name, False
        return CLASS_ROW
    if len(full) > 2 and _counts(full):
        return NUMBERS
    if _is_footer(full, len(places)):
        walk.ended = True
        return FOOTER
    told = [texts[i] for columns in places.values() for i in columns if i < len(texts) and texts[i]]
    if not told:
        return EMPTY
    if walk.ended and len(told) < 3 and len(places) >= 3:
        return FOOTER
    return ""


def _repeats_heading(texts: list[str], walk: _Walk) -> bool:
    full = [text.casefold() for text in texts if text]
    same = sum(text in walk.headings for text in full)
    return same > 1 and same * 2 > len(full)


def _counts(full: list[str]) -> bool:
    """A row of numbers under the headings: 1, 2, 3, …"""
    plain = [text.strip("()") for text in full]
    return plain == [str(number) for number in range(1, len(plain) + 1)]


def _is_name(text: str) -> bool:
    """Whether a text that begins like a total is somebody's: Tống Ngọc Lan, Công Thị Hà."""
    return clean_line(text).casefold().split()[0] in {"tống", "công", "tòng"}


def _is_footer(full: list[str], columns: int) -> bool:
    """A total, a signature, a date of signing: few cells, and words that say so."""
    if len(full) > max(3, columns // 2):
        return False
    dated = any(DATED.fullmatch(folded(text)) for text in full)
    first = folded(full[0])
    if not any(letter.isalpha() for letter in first):
        return dated and len(full) < 3
    if first.startswith(("tong", "cong")) and _is_name(full[0]):
        return dated
    named = (
        first == word
        or first.startswith((f"{word} ", f"{word}:"))
        or (word.startswith("(") and first.startswith(word))
        for word in FOOTERS
    )
    return dated or any(named)
