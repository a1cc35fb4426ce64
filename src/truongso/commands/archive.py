"""One file with a whole installation in it: what lies where, and is every byte still right?

A tar archive, so that other tools can open it too: first what it is, then the database, the public
keys of the journal, the stored files, and last the list of all with size and SHA-256. It is written
and read as a stream. Secret keys are not in it.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from truongso.commands.trouble import Trouble

FORMAT, VERSION = "truongso backup", 1
HEAD, DATABASE, LIST = "truongso-backup.json", "database.dump", "manifest.json"
FILES, KEYS = "files/", "keys/"
ALLOWED = re.compile(
    r"truongso-backup\.json|database\.dump|manifest\.json"
    r"|files/[a-z]+(/[a-z0-9-]+)+|keys/journal-[0-9a-f]{16}\.pub"
)
PIECE = 1024 * 1024


class BadArchive(Trouble):
    """The archive is cut, changed, or not one of ours; the text says where."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive that was read to its end holds: head, and members with size and SHA-256."""

    head: dict[str, Any]
    members: dict[str, tuple[int, str]]

    def under(self, prefix: str) -> list[str]:
        """Return the names of the members that begin so."""
        return [name for name in self.members if name.startswith(prefix)]


class Hashing(io.RawIOBase):
    """Passes bytes on and remembers their count and fingerprint."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.size, self.digest = source, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece = self.source.read(size)
        self.size += len(piece)
        self.digest.update(piece)
        return piece


class Writer:
    """Adds members to an archive that is being made."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.members: dict[str, tuple[int, str]] = {}

    def add(self, name: str, content: IO[bytes], size: int) -> str:
        """Add a member of a known size; returns its fingerprint."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashing = Hashing(content)
        self.tar.addfile(info, hashing)
        _forget(self.tar)
        self.members[name] = (hashing.size, hashing.digest.hexdigest())
        return hashing.digest.hexdigest()

    def add_json(self, name: str, facts: dict[str, Any]) -> None:
        """Add a member that holds facts."""
        text = json.dumps(facts, ensure_ascii=False, indent=1).encode()
        self.add(name, io.BytesIO(text), len(text))


@contextmanager
def writing(path: Path, head: dict[str, Any]) -> Iterator[Writer]:
    """Make an archive that only its owner can read; it has its name only once it is whole."""
    fresh = path.with_name(f"{path.name}.part")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                writer = Writer(tar)
                writer.add_json(HEAD, {"format": FORMAT, "version": VERSION, **head})
                yield writer
                writer.add_json(LIST, {"members": dict(writer.members)})
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def checked(path: Path) -> Contents:
    """Read an archive from end to end and return what it holds.

    Raises BadArchive unless every member is there, is allowed, and has its fingerprint.
    """
    try:
        return _read_through(path)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadArchive(f"{path} không đọc được: {error}") from None


def _read_through(path: Path) -> Contents:
    found: dict[str, tuple[int, str]] = {}
    head: dict[str, Any] = {}
    listed: dict[str, Any] | None = None
    for name, content in members(path):
        if name in found or listed is not None or not ALLOWED.fullmatch(name):
            raise BadArchive(f"{path}: có phần lạ hoặc lặp lại: {name!r}.")
        if name == LIST:
            listed = _facts(path, content.read())["members"]
            continue
        hashing = Hashing(content)
        if name == HEAD:
            head = _facts(path, hashing.read())
        while hashing.read(PIECE):
            pass
        found[name] = (hashing.size, hashing.digest.hexdigest())
    if (head.get("format"), head.get("version")) != (FORMAT, VERSION):
        raise BadArchive(f"{path} không phải bản sao lưu Trường Số, hoặc là phiên bản khác.")
    if listed is None or DATABASE not in found:
        raise BadArchive(f"{path} bị cắt: thiếu phần cuối.")
    told = {name: (size, fingerprint) for name, (size, fingerprint) in listed.items()}
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            raise BadArchive(f"{path}: phần {name} không đúng với danh sách: đã bị sửa hoặc mất.")
    return Contents(head, found)


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield name and bytes of each member, one after another."""
    with tarfile.open(path, mode="r:") as tar:
        while info := tar.next():
            _forget(tar)
            content = tar.extractfile(info) if info.isreg() else None
            if content is None:
                raise BadArchive(f"{path}: {info.name!r} không phải tệp thường.")
            yield info.name, content


def _forget(tar: Any) -> None:
    """Drop the library's memory of every member, which would grow with the archive."""
    tar.members.clear()


def _facts(path: Path, text: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(text)
    except ValueError:
        facts = None
    if not isinstance(facts, dict):
        raise BadArchive(f"{path}: phần mô tả không đọc được.")
    return facts
