"""What a reader of cells does not tell of an .xlsx: sizes, fonts, formulas nobody has computed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from truongso.documents.inspection.archive import Archive
from truongso.documents.inspection.markup import read_part
from truongso.documents.inspection.report import Refused

CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})")(?:[^>]*?\bs="([0-9]+)")?[^>]*?(/)?>'
)
DEAD = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
LOOKED_AT = 20_000
MOST_DEAD = 500
SHEETS = "xl/worksheets/"


@dataclass(slots=True)
class SheetPart:
    """A sheet's facts: how often a style stands in a column, cells of formulas without a value."""

    styles: dict[str, dict[int, int]] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Book:
    """A reader of workbook.xml: the names of sheets and the relation of each."""

    sheets: list[tuple[str, str]] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))

    def end(self, tag: str) -> None:
        """Nothing waits for the end."""

    def data(self, text: str) -> None:
        """No text counts."""


@dataclass(slots=True)
class _Links(_Book):
    """A reader of relations: where each leads."""

    targets: dict[str, str] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


@dataclass(slots=True)
class _Styles(_Book):
    """A reader of styles.xml: the name of each font and the font of each cell style."""

    names: list[str] = field(default_factory=list)
    of_style: list[int] = field(default_factory=list)
    inside: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("fonts", "cellXfs"):
            self.inside = tag
        elif tag == "font" and self.inside == "fonts":
            self.names.append("")
        elif tag == "name" and self.inside == "fonts" and self.names:
            self.names[-1] = attributes.get("val", "")[:60]
        elif tag == "xf" and self.inside == "cellXfs":
            number = attributes.get("fontId", "0")
            self.of_style.append(int(number) if number.isdigit() else 0)

    def end(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""


def weigh_sheets(data: bytes, *, most_rows: int, most_cells: int) -> dict[str, SheetPart]:
    """Return what stands in the parts of each sheet, by its name. Raises Refused (too big)."""
    archive = Archive(data)
    fonts = _fonts(archive)
    found = {}
    for name, part in _places(archive):
        found[name] = _weigh(archive.read(part), most_rows, most_cells)
        found[name].fonts = fonts
    return found


def _places(archive: Archive) -> Iterator[tuple[str, str]]:
    book, links = _Book(), _Links()
    if "xl/workbook.xml" not in archive.entries:
        return
    read_part(archive.read("xl/workbook.xml"), book)
    if "xl/_rels/workbook.xml.rels" in archive.entries:
        read_part(archive.read("xl/_rels/workbook.xml.rels"), links)
    for name, relation in book.sheets:
        target = links.targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if dirname(part) and part in archive.entries and part.startswith(SHEETS):
            yield name, part


def _fonts(archive: Archive) -> list[str]:
    """The font of each cell style, in order."""
    if "xl/styles.xml" not in archive.entries:
        return []
    styles = _Styles()
    read_part(archive.read("xl/styles.xml"), styles)
    return [styles.names[no] if no < len(styles.names) else "" for no in styles.of_style]


def _weigh(content: bytes, most_rows: int, most_cells: int) -> SheetPart:
    part, last_row, last_column, looked = SheetPart(), 0, 0, 0
    styles: dict[bytes, dict[bytes, int]] = {}
    for column, row, style, empty in CELL.findall(content):
        if empty:
            continue
        last_row = max(last_row, int(row))
        if len(column) > 2:
            last_column = 16_384
        if looked < LOOKED_AT:
            looked += 1
            counted = styles.setdefault(column, {})
            counted[style] = counted.get(style, 0) + 1
    if last_row > most_rows or last_row * max(last_column, 1) > most_cells:
        raise Refused("file.table_too_big", what=f"ô ở dòng {last_row}")
    part.styles = {
        column.decode(): {int(style or 0): count for style, count in counted.items()}
        for column, counted in styles.items()
    }
    if b"<f" in content or b":f" in content:
        part.dead = [match.decode() for match in DEAD.findall(content)[:MOST_DEAD]]
    return part
