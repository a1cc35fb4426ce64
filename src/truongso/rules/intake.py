"""What files a school takes in: kinds, sizes, how many may wait at once. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from truongso.rules.verdict import Violation

MEGABYTE = 1024 * 1024
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
}
TABLE_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".csv": "text/csv",
}
PICTURE = ".jpg"
"""What every photograph is kept as."""
PICTURE_TYPES = {
    PICTURE: "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
PHONE_ONLY = (".heic", ".heif")
"""What some phones write and few computers read."""
FOR_EVIDENCE = "correction:"
"""How the purpose of an upload begins that may be a photograph beside a PDF or a Word file."""
FOR_IMPORT = "import"
"""The purpose of an upload that may be a table, and nothing else."""
MOST_WAITING = 60
MOST_WAITING_BYTES = 600 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a person has uploaded and not used yet: how many files, bytes together."""

    count: int
    size: int


def suffix_of(name: str) -> str:
    """Return the last suffix of a file name in lower case, with its dot; "" when there is none.

    >>> suffix_of("Bài 5.PDF"), suffix_of("a.pdf.exe"), suffix_of("khong duoi")
    ('.pdf', '.exe', '')
    """
    stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot and stem else ""


def check_new(
    name: str, size: int, *, most: int, waiting: Waiting, purpose: str = ""
) -> Iterator[Violation]:
    """Yield why a file of this name and size (bytes) may not be uploaded now; `most` in bytes.

    Tables are taken in to be imported and for nothing else; photographs of paper as evidence of a
    correction.
    Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.2 (.pdf, .docx, .doc); sizes by the
    school's own rule.
    """
    if purpose == FOR_IMPORT:
        if suffix_of(name) not in TABLE_TYPES:
            yield Violation("file.not_a_table", "file", {"name": name})
    elif purpose.startswith(FOR_EVIDENCE):
        if suffix_of(name) not in MEDIA_TYPES | PICTURE_TYPES:
            code = "file.heic" if suffix_of(name) in PHONE_ONLY else "file.wrong_evidence"
            yield Violation(code, "file", {"name": name})
    elif suffix_of(name) not in MEDIA_TYPES:
        yield Violation("file.wrong_type", "file", {"name": name})
    if size <= 0:
        yield Violation("file.empty", "file", {"name": name})
    if size > most:
        sizes = {"size": shown_size(size), "most": shown_size(most)}
        yield Violation("file.too_large", "file", {"name": name, **sizes})
    if waiting.count >= MOST_WAITING:
        counts = {"count": waiting.count, "most": MOST_WAITING}
        yield Violation("file.too_many_waiting", "file", counts)
    if waiting.size + size > MOST_WAITING_BYTES:
        sizes = {"size": shown_size(waiting.size), "most": shown_size(MOST_WAITING_BYTES)}
        yield Violation("file.too_much_waiting", "file", sizes)


def shown_size(size: int) -> str:
    """Return a size as people read it, with a decimal comma.

    >>> shown_size(307_200), shown_size(26_000_000)
    ('300 KB', '24,8 MB')
    """
    if size < MEGABYTE:
        return f"{-(-size // 1024)} KB"
    return f"{size / MEGABYTE:.1f} MB".replace(".0 ", " ").replace(".", ",")
