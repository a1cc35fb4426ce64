"""Does a font file have every letter that Vietnamese is written with?"""

import struct
import unicodedata
from pathlib import Path

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SEGMENTS, GROUPS = 4, 12


def vietnamese_letters() -> set[str]:
    """Return every Vietnamese letter, small and capital, with every tone: 178 signs."""
    toned = {unicodedata.normalize("NFC", v + tone) for v in VOWELS for tone in TONES}
    small = toned | set("bcdđghklmnpqrstvx")
    return small | {letter.upper() for letter in small}


def missing_letters(path: Path) -> set[str]:
    """Return the Vietnamese letters a TrueType file lacks. Raises ValueError, OSError."""
    try:
        known = _code_points(path.read_bytes())
    except (struct.error, KeyError, IndexError):
        raise ValueError(f"{path} is not a font") from None
    return {letter for letter in vietnamese_letters() if ord(letter) not in known}


def _code_points(font: bytes) -> set[int]:
    """Read the tables that say which letter has a picture ("cmap", formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: at for at in range(12, 12 + 16 * count, 16)}
    start = struct.unpack_from(">I", font, tables[b"cmap"] + 8)[0]
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", font, start + 2)[0]):
        sub = start + struct.unpack_from(">I", font, start + 4 + 8 * place + 4)[0]
        kind = struct.unpack_from(">H", font, sub)[0]
        if kind == SEGMENTS:
            found |= _segments(font, sub)
        elif kind == GROUPS:
            for group in range(struct.unpack_from(">I", font, sub + 12)[0]):
                first, last = struct.unpack_from(">II", font, sub + 16 + 12 * group)
                found.update(range(first, last + 1))
    return found


def _segments(font: bytes, sub: int) -> set[int]:
    """A letter has a picture when its segment does not send it to picture 0."""
    count = struct.unpack_from(">H", font, sub + 6)[0] // 2
    ends, starts = sub + 14, sub + 16 + 2 * count
    deltas, offsets = starts + 2 * count, starts + 4 * count
    found = set()
    for segment in range(count):
        place = 2 * segment
        (last,) = struct.unpack_from(">H", font, ends + place)
        (first,) = struct.unpack_from(">H", font, starts + place)
        (delta,) = struct.unpack_from(">H", font, deltas + place)
        (offset,) = struct.unpack_from(">H", font, offsets + place)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code + delta
            if offset:
                (glyph,) = struct.unpack_from(
                    ">H", font, offsets + place + offset + 2 * (code - first)
                )
            if glyph & 0xFFFF:
                found.add(code)
    return found
