"""Is this really a table (.xlsx, .xls, .csv), and does it carry more than cells?

Programs inside it, other files inside it and data fetched from outside are refused.
"""

import struct
from posixpath import basename

from truongso.documents.inspection import objects
from truongso.documents.inspection.archive import Archive
from truongso.documents.inspection.kinds import HEAD, OLE_MARK, PDF_MARK, ZIP_MARK
from truongso.documents.inspection.markup import Nothing, read_part
from truongso.documents.inspection.report import Refused, Report
from truongso.documents.inspection.word import CONTENTS, MACRO_WORDS, WORKBOOK_TYPE, ContentTypes

STREAMED = 4 * 1024 * 1024
OUTSIDE = ("externallinks/", "connections.xml", "querytables/", "xl/model/")
INSIDE = ("/embeddings/", "/activex/", "/ctrlprops/", "/webextensions/")
FILE_PASS, BOUND_SHEET, SUP_BOOK, END = 0x2F, 0x85, 0x1AE, 0x0A
OWN_BOOK, ADD_IN = b"\x01\x04", b"\x01\x3a"
MACRO_SHEETS = {1, 6}
MOST_RECORDS = 10_000_000


def inspect_table(data: bytes, suffix: str, report: Report) -> None:
    """Weigh a table by what its name says it is. Raises Refused."""
    report.kind = suffix[1:]
    if not data.strip():
        raise Refused("file.empty")
    if suffix == ".csv":
        _inspect_text(data)
    elif suffix == ".xls":
        _inspect_old(data, report)
    else:
        _inspect_new(data, report)


def _inspect_text(data: bytes) -> None:
    if data.startswith((ZIP_MARK, OLE_MARK)) or PDF_MARK in data[:HEAD]:
        raise Refused("file.table_content", suffix=".csv")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not wide and data[1:400:2].count(0) < len(data[1:400:2]) // 2:
        raise Refused("file.table_content", suffix=".csv")


def _inspect_new(data: bytes, report: Report) -> None:
    if data.startswith(OLE_MARK):
        paths = objects.paths_of(objects.open_container(data))
        locked = any(path[0] == "encryptedpackage" for path in paths)
        if locked:
            raise Refused("file.encrypted")
        raise Refused("file.table_content", suffix=".xlsx")
    if not data.startswith(ZIP_MARK):
        raise Refused("file.table_content", suffix=".xlsx")
    archive = Archive(data)
    if CONTENTS not in archive.entries:
        raise Refused("file.table_content", suffix=".xlsx")
    contents = ContentTypes()
    read_part(archive.read(CONTENTS), contents)
    if any(word in kind for kind in contents.types for word in MACRO_WORDS):
        report.refuse("file.table_macro")
    elif WORKBOOK_TYPE not in contents.types:
        raise Refused("file.table_content", suffix=".xlsx")
    for name in archive.names():
        _weigh_part(archive, name, report)


def _weigh_part(archive: Archive, name: str, report: Report) -> None:
    lower = f"/{name.casefold()}"
    if lower.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in lower:
        report.refuse("file.table_macro")
    elif any(mark in lower for mark in OUTSIDE):
        report.refuse("file.table_link")
    elif any(mark in lower for mark in INSIDE):
        report.refuse("file.table_object", what=basename(name)[:60])
    elif lower.endswith((".xml", ".rels")):
        _read(archive.read(name))


def _read(content: bytes) -> None:
    """Every part is well formed and has no document type; big ones only their beginning is read."""
    if len(content) > STREAMED:
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Refused("file.dtd")
        return
    read_part(content, Nothing())


def _inspect_old(data: bytes, report: Report) -> None:
    if not data.startswith(OLE_MARK):
        raise Refused("file.table_content", suffix=".xls")
    container = objects.open_container(data)
    paths = objects.paths_of(container)
    first = {path[0] for path in paths}
    if "encryptedpackage" in first:
        raise Refused("file.encrypted")
    name = next((each for each in ("Workbook", "Book") if each.casefold() in first), None)
    if name is None:
        raise Refused("file.table_content", suffix=".xls")
    if {step for path in paths for step in path} & objects.MACRO_STORAGES:
        report.refuse("file.table_macro")
    if any(step.startswith("mbd") for step in first):
        report.refuse("file.table_object", what="OLE")
    try:
        stream = container.openstream(name).read()
    except (OSError, IndexError, ValueError) as error:
        raise Refused("file.damaged", detail=type(error).__name__) from None
    _weigh_records(stream, report)


def _weigh_records(stream: bytes, report: Report) -> None:
    """Passwords, sheets of macros and books outside, as the globals of the book tell them."""
    place = 0
    for _ in range(MOST_RECORDS):
        if place + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + size]
        if kind == END:
            return
        if kind == FILE_PASS:
            raise Refused("file.encrypted")
        if kind == BOUND_SHEET and len(body) > 5 and body[5] in MACRO_SHEETS:
            report.refuse("file.table_macro")
        if kind == SUP_BOOK and body[2:4] not in (OWN_BOOK, ADD_IN):
            report.refuse("file.table_link")
        place += 4 + size
