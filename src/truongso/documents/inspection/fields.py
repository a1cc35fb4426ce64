"""Field codes of Word (mã trường): most count pages or make a date, a few run or fetch things."""

import re

from truongso.documents.inspection.report import Report

RUNS = {"DDE", "DDEAUTO"}
FETCHES = {"LINK", "INCLUDETEXT", "INCLUDE", "DATABASE"}
SHOWS = {"INCLUDEPICTURE", "IMPORT"}
CONTROLS = {"CONTROL", "HTMLCONTROL"}
NESTED = "\x01"
NUMBERS = re.compile(r"\b\d{2,3}\b")
FIELD_BYTES = re.compile(rb"\x13\s*([A-Za-z]{2,15})")
FIELD_WIDE = re.compile(rb"\x13\x00(?:[\x20\t]\x00)*((?:[A-Za-z]\x00){2,15})")


def weigh(code: str, report: Report) -> None:
    """Weigh one field code; what a nested field stands for is `NESTED`."""
    words = code.split()
    name = words[0].upper() if words else ""
    if name in RUNS or NESTED in name or _spells_dde(name, code):
        report.refuse("file.dde")
    elif name in FETCHES:
        report.refuse("file.fetching_field", field=name)
    elif name in CONTROLS:
        report.refuse("file.active_x")
    elif name in SHOWS:
        report.note("note.linked_picture")


def weigh_binary(stream: bytes, report: Report) -> None:
    """Weigh the field codes in the text of an old Word file, one or two bytes a letter."""
    for found in FIELD_BYTES.finditer(stream):
        weigh(found.group(1).decode("ascii"), report)
    for found in FIELD_WIDE.finditer(stream):
        weigh(found.group(1).decode("utf-16-le"), report)


def _spells_dde(name: str, code: str) -> bool:
    """QUOTE turns numbers into letters; nobody but an attacker writes DDE that way."""
    if name != "QUOTE":
        return False
    letters = "".join(chr(int(number)) for number in NUMBERS.findall(code))
    return "DDE" in letters.upper()
