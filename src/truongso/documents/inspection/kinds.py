"""What kind of file bytes are, by what they say themselves, never by their name."""

import re

from truongso.documents.inspection.report import Refused

HEAD = 1024
PDF_MARK = b"%PDF-"
ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PRINTER_PREFIX = b"\x1b%-12345X@PJL"

OTHERS = (
    (b"MZ", "chương trình (.exe)"),
    (b"\x7fELF", "chương trình"),
    (b"#!", "chương trình (tập lệnh)"),
    (b"{\\rtf", "RTF"),
    (b"GIF8", "ảnh GIF"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"BM", "ảnh BMP"),
    (b"II*\0", "ảnh TIFF"),
    (b"MM\0*", "ảnh TIFF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén GZ"),
    (b"PK", "tệp nén ZIP"),
)
MARKUP = re.compile(rb"<\s*(html|script|!doctype|svg|body|iframe|\?xml|head|meta)", re.IGNORECASE)
OF_SUFFIX = {".pdf": "pdf", ".docx": "docx", ".doc": "doc"}
BLANK = b" \t\r\n\0\x0c\xef\xbb\xbf\xff\xfe"


def kind_of(data: bytes, suffix: str) -> str:
    """Return "pdf", "docx" (any ZIP) or "doc" (any OLE file) when bytes and name agree.

    Raises Refused for anything else, and for files that are two kinds at once.
    """
    if not data.strip(BLANK):
        raise Refused("file.empty")
    found = _by_content(data)
    if found is None:
        raise Refused("file.wrong_content", suffix=suffix, real=told_of(data))
    if found != OF_SUFFIX[suffix]:
        raise Refused("file.wrong_content", suffix=suffix, real=_name(found))
    return found


def _by_content(data: bytes) -> str | None:
    if data.startswith(ZIP_MARK):
        if PDF_MARK in data[: 2 * HEAD]:
            raise Refused("file.two_kinds", first="ZIP", second="PDF")
        return "docx"
    if data.startswith(OLE_MARK):
        return "doc"
    place = data.find(PDF_MARK, 0, HEAD + len(PDF_MARK))
    if place < 0:
        return None
    before = data[:place].strip(BLANK)
    if before and not before.startswith(PRINTER_PREFIX):
        raise Refused("file.two_kinds", first=told_of(data), second="PDF")
    return "pdf"


def told_of(data: bytes) -> str:
    """What an unwelcome file seems to be, in words for the person."""
    start = data[:HEAD].lstrip(BLANK)
    if PDF_MARK in data:
        return "PDF có phần thừa ở đầu"
    for mark, name in OTHERS:
        if start.startswith(mark):
            return name
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return "ảnh HEIC"
    return "trang web hoặc XML" if MARKUP.search(start) else "loại khác"


def _name(kind: str) -> str:
    return {"pdf": "PDF", "docx": "Word mới (.docx) hoặc tệp nén", "doc": "Word cũ (.doc)"}[kind]
