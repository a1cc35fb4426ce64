"""How large pictures are when unpacked, from their headers alone."""

import struct

from truongso.documents.inspection.report import Report

MOST_PIXELS = 100_000_000
MOST_PHOTOGRAPHED = 64_000_000
"""Of a photograph that is made plain: its pixels are unpacked, those of others are only counted."""
LONGEST_SIDE = 2600
"""Of a plain picture: a page of writing is read at this size."""
SIZE = 8
"""How many bytes say how long the verdict before a plain picture is."""
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xDA)}


def weigh(content: bytes, report: Report) -> None:
    """Refuse a picture that would fill the memory of whoever opens it."""
    width, height = size_of(content)
    if width * height > MOST_PIXELS:
        report.refuse("file.huge_picture", width=width, height=height)


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels; (0, 0) for other kinds and damaged headers."""
    try:
        if content.startswith(b"\x89PNG"):
            return struct.unpack(">II", content[16:24])
        if content.startswith(b"GIF8"):
            return struct.unpack("<HH", content[6:10])
        if content.startswith(b"BM"):
            width, height = struct.unpack("<ii", content[18:26])
            return abs(width), abs(height)
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
    except (struct.error, IndexError):
        pass
    return 0, 0


def _jpeg(content: bytes) -> tuple[int, int]:
    place = 2
    while place < len(content):
        if content[place] != 0xFF:
            return 0, 0
        marker = content[place + 1]
        if marker in FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        if marker in WITHOUT_LENGTH or marker == 0xFF:
            place += 1 if marker == 0xFF else 2
            continue
        place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
    return 0, 0
