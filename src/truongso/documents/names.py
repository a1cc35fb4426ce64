"""The name of a file as people see it: what came in, without what could deceive or break.

Bytes are kept under a key of our own; the name is only shown, and given back on download.
"""

import re
import unicodedata
from urllib.parse import quote

from truongso.foundation.text import clean_line

MOST_BYTES = 255
FOLDERS = re.compile(r".*[/\\]")
NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
STARTERS = " .~"


def clean_name(raw: str) -> str:
    r"""Return the name as one clean line: the last part of a path, NFC, without control, invisible
    and direction letters, with no sign Windows refuses, at most 255 bytes; the suffix stays.

    >>> clean_name("C:\\Bai day\\Tuan 6/Bài 5?.PDF ")
    'Bài 5-.PDF'
    """
    name = clean_line(FOLDERS.sub("", raw.replace("\n", " ").replace("\r", " ")))
    name = NOT_ON_WINDOWS.sub("-", name).strip(STARTERS)
    if RESERVED.match(name):
        name = f"_{name}"
    stem, dot, suffix = name.rpartition(".")
    room = MOST_BYTES - len(f".{suffix}".encode())
    if not dot or room <= 0:
        return _shortened(name, MOST_BYTES) or "tep"
    return f"{_shortened(stem, room)}.{suffix}"


def disposition(name: str, *, attachment: bool) -> str:
    """Return the Content-Disposition of a file (RFC 6266): plain letters for old programs, the
    whole name for the others.
    """
    way = "attachment" if attachment else "inline"
    folded = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = folded.encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", plain).strip(STARTERS) or "tep"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _shortened(text: str, most: int) -> str:
    """Cut at a letter's end: never inside a letter, nor between a letter and its marks."""
    if len(text.encode()) <= most:
        return text
    cut = text.encode()[:most].decode(errors="ignore")
    following = text[len(cut) : len(cut) + 1]
    while cut and following and unicodedata.combining(following):
        cut, following = cut[:-1], cut[-1]
    return cut.rstrip(STARTERS)
