"""Is this really an old Word document (.doc), and what is in it?"""

from truongso.documents.inspection import fields, objects
from truongso.documents.inspection.report import Refused, Report

BODY = "WordDocument"
WORD_MARKS = {0xA5EC, 0xA5DC}
ENCRYPTED = 0x0100
REAL = {
    "workbook": "Excel cũ (.xls)",
    "book": "Excel cũ (.xls)",
    "powerpoint document": "PowerPoint cũ (.ppt)",
}


def inspect_old_word(data: bytes, report: Report) -> None:
    """Weigh a .doc; its text comes only with its PDF. Raises Refused."""
    container = objects.open_container(data)
    paths = objects.paths_of(container)
    first = {path[0] for path in paths}
    if "encryptedpackage" in first:
        raise Refused("file.encrypted")
    if BODY.casefold() not in first:
        real = next((name for stream, name in REAL.items() if stream in first), "loại khác")
        raise Refused("file.wrong_content", suffix=".doc", real=real)
    try:
        body = container.openstream(BODY).read()
    except (OSError, IndexError, ValueError) as error:
        raise Refused("file.damaged", detail=type(error).__name__) from None
    if int.from_bytes(body[:2], "little") not in WORD_MARKS:
        raise Refused("file.damaged", detail="FIB")
    if int.from_bytes(body[10:12], "little") & ENCRYPTED:
        raise Refused("file.encrypted")
    objects.weigh_paths(paths, report)
    objects.weigh_pool(paths, report)
    fields.weigh_binary(body, report)
