"""A ZIP container, opened only when its table of contents is honest.

The table is compared with what lies in the file before anything is unpacked: number, names, sizes,
ratio, overlaps, what stands before the first and after the last entry.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from truongso.documents.inspection.report import MEGABYTE, Refused

MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 100
RATIO_FROM = 5 * MEGABYTE
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
END_MARK = b"PK\x05\x06"
END_SIZE = 22
ENCRYPTED = 0x1
BAD_NAME = re.compile(r"[\x00-\x1f\x7f\\:]|(^|/)\.\.?(/|$)|^/|//")


class Archive:
    """The entries of a container by name, unpacked one at a time within a budget."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Refused("file.damaged", detail=type(error).__name__) from None
        self.entries = {info.filename: info for info in self._zip.infolist()}
        self._budget = MOST_UNPACKED
        self._check(data)

    def names(self) -> Iterator[str]:
        """Yield the names of the files inside, folders left out."""
        return (name for name in self.entries if not name.endswith("/"))

    def read(self, name: str) -> bytes:
        """Return the unpacked bytes of one entry. Raises Refused (damaged, over the budget)."""
        info = self.entries[name]
        self._budget -= info.file_size
        if self._budget < 0:
            raise Refused("file.zip_bomb")
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError) as error:
            raise Refused("file.damaged", detail=type(error).__name__) from None

    def _check(self, data: bytes) -> None:
        infos = self._zip.infolist()
        if len(infos) > MOST_ENTRIES:
            raise Refused("file.zip_bomb")
        for info in infos:
            _check_entry(info)
        folded = {info.filename.casefold() for info in infos}
        if len(folded) != len(infos):
            raise Refused("file.zip_tricks")
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if unpacked > MOST_UNPACKED:
            raise Refused("file.zip_bomb")
        if unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(packed, 1):
            raise Refused("file.zip_bomb")
        _check_layout(data, infos, self._zip.start_dir)


def _check_entry(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & ENCRYPTED:
        raise Refused("file.encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("file.damaged", detail="method")
    if info.orig_filename != info.filename or BAD_NAME.search(info.filename):
        raise Refused("file.zip_tricks")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Refused("file.zip_tricks")


def _check_layout(data: bytes, infos: list[zipfile.ZipInfo], table_at: int) -> None:
    """Entries follow one another without gaps in front and without sharing bytes."""
    in_order = sorted(infos, key=lambda info: info.header_offset)
    if not in_order or in_order[0].header_offset != 0:
        raise Refused("file.zip_tricks")
    ends = [info.header_offset for info in in_order[1:]] + [table_at]
    for info, next_at in zip(in_order, ends, strict=True):
        header = data[info.header_offset : info.header_offset + LOCAL_HEADER.size]
        if len(header) < LOCAL_HEADER.size:
            raise Refused("file.damaged", detail="header")
        mark, *_, name_size, extra_size = LOCAL_HEADER.unpack(header)
        name_at = info.header_offset + LOCAL_HEADER.size
        name = data[name_at : name_at + name_size]
        if mark != b"PK\x03\x04" or name != _raw_name(info):
            raise Refused("file.zip_tricks")
        if name_at + name_size + extra_size + info.compress_size > next_at:
            raise Refused("file.zip_bomb")
    end = data.rfind(END_MARK)
    comment_size = int.from_bytes(data[end + 20 : end + END_SIZE], "little")
    if end < 0 or end + END_SIZE + comment_size != len(data) or comment_size:
        raise Refused("file.zip_tricks")


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
