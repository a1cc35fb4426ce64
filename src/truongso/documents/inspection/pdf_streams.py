"""How large the packed parts of a PDF become: unpacked here piece by piece, never whole."""

import zlib

import pikepdf

from truongso.documents.inspection import pictures
from truongso.documents.inspection.report import MEGABYTE, Refused, Report

MOST_ONE = 100 * MEGABYTE
MOST_ALL = 400 * MEGABYTE
MOST_FILTERS = 4
MOST_ODD = 4 * MEGABYTE
PIECE = 256 * 1024
DEFLATE = {"/FlateDecode", "/Fl"}
PLAIN = {"/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85", "/Crypt"}


class Unpacking:
    """Adds up what the streams of one file become."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.total = 0

    def weigh(self, stream: pikepdf.Stream) -> None:
        """Weigh one stream. Raises Refused when it, or all together, become too large."""
        if _is(stream, "/Subtype", "/Image"):
            self._picture(stream)
            return
        filters = _filters(stream)
        if len(filters) > MOST_FILTERS:
            raise Refused("file.pdf_bomb")
        content = stream.read_raw_bytes()
        for name in filters:
            if name in PLAIN:
                return  # smaller when unpacked, and nothing packs twice behind it in real files
            if name not in DEFLATE:
                self._odd(content)
                return
            content = self._inflate(content)

    def _picture(self, stream: pikepdf.Stream) -> None:
        width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
        if width * height > pictures.MOST_PIXELS:
            self.report.refuse("file.huge_picture", width=width, height=height)

    def _odd(self, content: bytes) -> None:
        """Rare ways of packing: at most a thousandfold, so a small stream stays harmless."""
        if len(content) > MOST_ODD:
            raise Refused("file.pdf_bomb")

    def _inflate(self, content: bytes) -> bytes:
        """Return what a stream becomes; one that is cut short gives what there is."""
        inflating = zlib.decompressobj()
        pieces: list[bytes] = []
        size, rest = 0, content
        while rest and not inflating.eof:
            try:
                piece = inflating.decompress(rest, PIECE)
            except zlib.error:
                break
            rest = inflating.unconsumed_tail
            size += len(piece)
            self.total += len(piece)
            if size > MOST_ONE or self.total > MOST_ALL:
                raise Refused("file.pdf_bomb")
            pieces.append(piece)
            if not piece:
                break
        return b"".join(pieces)


def _filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    if isinstance(named, pikepdf.Array):
        return [str(name) for name in named]
    return [str(named)]


def _is(stream: pikepdf.Stream, key: str, value: str) -> bool:
    found = stream.get(key)
    return isinstance(found, pikepdf.Name) and str(found) == value
