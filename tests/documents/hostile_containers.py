"""Hostile containers: bombs, tricks with names and tables; and files that are not what they say."""

import io
import struct
import warnings
import zipfile

from tests.documents.hostile import Hostile
from tests.documents.hostile_word import workbook_named_word
from tests.documents.making import (
    docx_file,
    entries,
    ole_file,
    pdf_file,
    png,
    with_parts,
    zip_file,
)


def _zip_with(*names: str) -> bytes:
    """A Word file with more entries, also with the same name twice."""
    file = io.BytesIO(docx_file())
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as archive:
        warnings.simplefilter("ignore")  # the library warns of a name that is there already
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"x")
    return file.getvalue()


def _symlink() -> bytes:
    file = io.BytesIO(docx_file())
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo("word/media/a.png")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return file.getvalue()


def _bomb(size: int) -> bytes:
    return with_parts({"word/media/image9.emf": b"\0" * size})


def _claims_4_gigabytes() -> bytes:
    data = bytearray(docx_file())
    place = data.find(b"PK\x01\x02")
    data[place + 24 : place + 28] = b"\xf0\xff\xff\xff"
    return bytes(data)


def _overlapping() -> bytes:
    """Many lines of the table that point to one and the same packed entry."""
    data = with_parts({"word/media/image1.emf": b"\0" * 100_000})
    table_at = data.find(b"PK\x01\x02")
    end_at = data.rfind(b"PK\x05\x06")
    table = data[table_at:end_at]
    line = table[table.rfind(b"PK\x01\x02") :]
    more = b"".join(line.replace(b"image1", b"image%d" % digit) for digit in range(2, 9))
    end = bytearray(data[end_at:])
    count = struct.unpack("<H", end[10:12])[0] + 7
    end[8:12] = struct.pack("<HH", count, count)
    end[12:16] = struct.pack("<I", len(table) + len(more))
    return data[:table_at] + table + more + bytes(end)


def _many_entries() -> bytes:
    return with_parts({f"word/media/{number}.emf": b"x" for number in range(65_536 // 16)})


def _encrypted_zip() -> bytes:
    data = bytearray(docx_file())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        data[place + at] |= 1
    return bytes(data)


def _pdf_in_front_of_zip() -> bytes:
    return pdf_file() + docx_file()


def _zip_with_pdf_inside_head() -> bytes:
    stored = {"a.pdf": b"%PDF-1.4 " + b"x" * 90} | entries(docx_file())
    return zip_file(stored, zipfile.ZIP_STORED)


def _rtf() -> bytes:
    return rb"{\rtf1\ansi {\object\objautlink\objupdate{\*\objclass Word.Document}} x}"


CONTAINERS: dict[str, Hostile] = {
    "zip bomb": Hostile("bai.docx", lambda: _bomb(60_000_000), "file.zip_bomb"),
    "zip bomb by size": Hostile("bai.docx", lambda: _bomb(250_000_000), "file.zip_bomb"),
    "claims 4 gigabytes": Hostile("bai.docx", _claims_4_gigabytes, "file.zip_bomb"),
    "overlapping entries": Hostile("bai.docx", _overlapping, "file.zip_bomb"),
    "thousands of entries": Hostile("bai.docx", _many_entries, "file.zip_bomb"),
    "path upwards": Hostile("bai.docx", lambda: _zip_with("../../x.xml"), "file.zip_tricks"),
    "absolute path": Hostile("bai.docx", lambda: _zip_with("/etc/x.xml"), "file.zip_tricks"),
    "windows path": Hostile(
        "bai.docx", lambda: _zip_with("word\\..\\..\\x.xml"), "file.zip_tricks"
    ),
    "same name twice": Hostile(
        "bai.docx", lambda: _zip_with("word/document.xml"), "file.zip_tricks"
    ),
    "same name but for case": Hostile(
        "bai.docx", lambda: _zip_with("WORD/Document.xml"), "file.zip_tricks"
    ),
    "symbolic link": Hostile("bai.docx", _symlink, "file.zip_tricks"),
    "locked zip": Hostile("bai.docx", _encrypted_zip, "file.encrypted"),
    "cut short": Hostile("bai.docx", lambda: docx_file()[:-400], "file.damaged"),
    "huge picture": Hostile(
        "bai.docx",
        lambda: with_parts({"word/media/a.png": png(50_000, 50_000)}),
        "file.huge_picture",
    ),
}

DISGUISES: dict[str, Hostile] = {
    "blanks only": Hostile("trang.pdf", lambda: b"\xef\xbb\xbf \r\n\0\0", "file.empty"),
    "one byte": Hostile("mot.docx", lambda: b"P", "file.wrong_content"),
    "program named pdf": Hostile(
        "bai.pdf", lambda: b"MZ\x90\0" + b"\0" * 600, "file.wrong_content"
    ),
    "page named docx": Hostile(
        "bai.docx", lambda: b"<html><script>1</script>", "file.wrong_content"
    ),
    "pdf named docx": Hostile("bai.docx", pdf_file, "file.wrong_content"),
    "docx named doc": Hostile("bai.doc", docx_file, "file.wrong_content"),
    "rtf named doc": Hostile("bai.doc", _rtf, "file.wrong_content"),
    "zip named docx": Hostile("bai.docx", lambda: zip_file({"a.txt": b"x"}), "file.wrong_content"),
    "workbook named docx": Hostile("bai.docx", workbook_named_word, "file.wrong_content"),
    "old workbook named doc": Hostile(
        "bai.doc", lambda: ole_file({("Workbook",): b"x"}), "file.wrong_content"
    ),
    "locked docx": Hostile(
        "khoa.doc", lambda: ole_file({("EncryptedPackage",): b"x"}), "file.encrypted"
    ),
    "pdf and zip": Hostile("bai.pdf", _pdf_in_front_of_zip, "file.two_kinds"),
    "zip and pdf": Hostile("bai.docx", _zip_with_pdf_inside_head, "file.two_kinds"),
    "gif and pdf": Hostile("bai.pdf", lambda: b"GIF89a/*" + pdf_file(), "file.two_kinds"),
    "pdf and page": Hostile(
        "bai.pdf",
        lambda: b"%PDF-1.4\n%<html><script>alert(1)</script>\n" + pdf_file()[9:],
        "file.two_kinds",
    ),
    "page after pdf": Hostile(
        "bai.pdf", lambda: pdf_file() + b"<script>alert(1)</script>", "file.two_kinds"
    ),
    "pdf and something else": Hostile(
        "bai.pdf", lambda: pdf_file() + b"\x01\x02" * 1000, "file.two_kinds"
    ),
    "pdf behind junk": Hostile("bai.pdf", lambda: b"x" * 1100 + pdf_file(), "file.wrong_content"),
}
