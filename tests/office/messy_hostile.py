"""Tables that must not come in: programs, other files, bombs, claims of a million rows."""

import re
import zipfile
from io import BytesIO

from tests.office.messy import HEADS, PUPILS, File
from tests.office.tables import xlsx

PLAIN = xlsx(HEADS, *PUPILS)
MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
USUAL = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def changed(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The plain workbook with parts replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(PLAIN)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(PLAIN)) as book:
        return book.read(name)


SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
FAR = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
NEVER_COMPUTED = b'<c r="C2"><f>A1</f><v></v></c>'


def hostile() -> dict[str, tuple[File, str]]:
    """Each file with the code of the sentence that refuses it."""
    far = part(SHEET).replace(b"</sheetData>", FAR)
    return {
        "macro": (("a.xlsx", changed({TYPES: part(TYPES).replace(USUAL, MACRO)})), "table_macro"),
        "vba": (("a.xlsx", changed({"xl/vbaProject.bin": b"x"})), "table_macro"),
        "link": (
            ("a.xlsx", changed({"xl/externalLinks/externalLink1.xml": b"<a/>"})),
            "table_link",
        ),
        "object": (("a.xlsx", changed({"xl/embeddings/oleObject1.bin": b"x"})), "table_object"),
        "entity": (("a.xlsx", changed({SHEET: b"<!DOCTYPE a>" + part(SHEET)})), "dtd"),
        "bomb": (("a.xlsx", changed({"xl/media/a.xml": b"0" * 60_000_000})), "zip_bomb"),
        "pdf": (("a.xlsx", b"%PDF-1.7 " + b"x" * 100), "table_content"),
        "word": (("a.xls", PLAIN), "table_content"),
        "zip as text": (("a.csv", PLAIN), "table_content"),
        "nothing": (("a.csv", b" \r\n "), "empty"),
        "far cell": (("a.xlsx", changed({SHEET: far})), "table_too_big"),
    }


def never_computed() -> File:
    """A formula that nobody has computed."""
    sheet = re.sub(rb'<c r="C2".*?</c>', NEVER_COMPUTED, part(SHEET))
    return "a.xlsx", changed({SHEET: sheet})
