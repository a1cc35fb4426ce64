"""Where bytes lie: a folder on disk, or object storage that speaks S3. Nothing here knows why.

A key is `<kind>/<school>/…`. What is put under a key is there whole or not at all, also after a
power cut. Bytes are never changed in place.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any, Protocol, cast
from uuid import UUID

from django.conf import settings

KEY = re.compile(r"[a-z]+(/[a-z0-9-]+)+")
PIECE = 256 * 1024
ON_THE_WAY = "on-the-way"


class Gone(LookupError):
    """Nothing lies under this key."""


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies under a key: its size in bytes, and since when."""

    key: str
    size: int
    since: datetime


class Store(Protocol):
    """A place for bytes."""

    def put(self, key: str, content: IO[bytes]) -> None:
        """Keep the bytes under the key, replacing what was there; durable when this returns."""
        ...

    def open(self, key: str, *, start: int = 0) -> IO[bytes]:
        """Return the bytes from a place on, for reading and closing. Raises Gone."""
        ...

    def exists(self, key: str) -> bool:
        """Tell whether something lies under the key."""
        ...

    def mark(self, key: str) -> str:
        """Return a sign that changes when the bytes are replaced. Raises Gone."""
        ...

    def delete(self, key: str) -> None:
        """Forget the key; nothing happens where there is none."""
        ...

    def under(self, prefix: str) -> Iterator[Lying]:
        """Yield what lies under keys that begin so ("blobs/17/"), one after another."""
        ...


def store() -> Store:
    """Return the installation's store."""
    if settings.S3 is not None:
        return s3_store(settings.S3)
    return DiskStore(Path(settings.FILES_DIR))


def blob_key(school_id: int, sha256: str) -> str:
    """Return the key of bytes by their fingerprint."""
    return f"blobs/{school_id}/{sha256[:2]}/{sha256}"


def part_key(school_id: int, upload_id: UUID, offset: int) -> str:
    """Return the key of a part of an upload that begins at this byte."""
    return f"{parts_of(school_id, upload_id)}{offset:012}"


def parts_of(school_id: int, upload_id: UUID) -> str:
    """Return how the keys of an upload's parts begin."""
    return f"parts/{school_id}/{upload_id}/"


def checked(key: str) -> str:
    """Return the key, which is one of ours. Raises ValueError for anything else."""
    if not KEY.fullmatch(key):
        raise ValueError("not a key of ours")
    return key


class DiskStore:
    """Files in a folder. Written beside, made durable, then moved to their place."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, content: IO[bytes]) -> None:
        """Write, flush to the disk, rename, flush the folder."""
        path = self._path(key)
        self._make_folder(self.root / ON_THE_WAY)
        aside = self.root / ON_THE_WAY / secrets.token_hex(12)
        try:
            with aside.open("xb") as file:
                copyfileobj(content, file, PIECE)
                file.flush()
                os.fsync(file.fileno())
            self._move(aside, path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)

    def open(self, key: str, *, start: int = 0) -> IO[bytes]:
        """Return the file, standing at the place."""
        try:
            file = self._path(key).open("rb")
        except (FileNotFoundError, NotADirectoryError):
            raise Gone(key) from None
        file.seek(start)
        return file

    def exists(self, key: str) -> bool:
        """Tell whether the file is there."""
        return self._path(key).is_file()

    def mark(self, key: str) -> str:
        """Return inode, size and time of the last change."""
        try:
            facts = self._path(key).stat()
        except FileNotFoundError:
            raise Gone(key) from None
        return f"{facts.st_ino}-{facts.st_size}-{facts.st_mtime_ns}"

    def delete(self, key: str) -> None:
        """Remove the file, and its folder when that was the last one in it."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()

    def under(self, prefix: str) -> Iterator[Lying]:
        """Walk the folder; files that vanish meanwhile are passed over."""
        checked(f"{prefix}x")
        yield from self._walk(self.root / prefix)

    def left_on_the_way(self) -> Iterator[Path]:
        """Yield files that were being written; those of a killed process stay for ever."""
        with suppress(FileNotFoundError):
            yield from (self.root / ON_THE_WAY).iterdir()

    def _walk(self, folder: Path) -> Iterator[Lying]:
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from self._walk(Path(entry.path))
                    continue
                with suppress(FileNotFoundError):
                    facts = entry.stat(follow_symlinks=False)
                    key = Path(entry.path).relative_to(self.root).as_posix()
                    since = datetime.fromtimestamp(facts.st_mtime, UTC)
                    yield Lying(key, facts.st_size, since)

    def _path(self, key: str) -> Path:
        return self.root / checked(key)

    def _move(self, aside: Path, path: Path) -> None:
        """Move a file to its place, even while the last other file of its folder is removed."""
        self._make_folder(path.parent)
        try:
            aside.replace(path)
        except FileNotFoundError:
            self._make_folder(path.parent)
            aside.replace(path)

    def _make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, each durable in the one that holds it."""
        if folder.is_dir():
            return
        if folder != self.root:
            self._make_folder(folder.parent)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Bucket(Protocol):
    """How a bucket is reached: what the settings say, hashable."""

    bucket: str
    endpoint: str
    region: str
    key_id: str
    secret: str


class S3Store:
    """Objects in a bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        self.client = client
        self.bucket = bucket

    def put(self, key: str, content: IO[bytes]) -> None:
        """Send the object; it appears whole when the service has it."""
        self.client.put_object(Bucket=self.bucket, Key=checked(key), Body=content)

    def open(self, key: str, *, start: int = 0) -> IO[bytes]:
        """Return the object as it arrives."""
        wanted = {"Range": f"bytes={start}-"} if start else {}
        with self._gone(key):
            answer = self.client.get_object(Bucket=self.bucket, Key=checked(key), **wanted)
        return cast("IO[bytes]", answer["Body"])

    def exists(self, key: str) -> bool:
        """Ask for the object's facts."""
        try:
            self.mark(key)
        except Gone:
            return False
        return True

    def mark(self, key: str) -> str:
        """Return the service's own sign and the time."""
        with self._gone(key):
            facts = self.client.head_object(Bucket=self.bucket, Key=checked(key))
        return f"{facts['ETag']}-{facts['LastModified'].timestamp()}"

    def delete(self, key: str) -> None:
        """Remove the object."""
        self.client.delete_object(Bucket=self.bucket, Key=checked(key))

    def under(self, prefix: str) -> Iterator[Lying]:
        """List page by page, a thousand at a time."""
        checked(f"{prefix}x")
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
            for line in page.get("Contents", ()):
                yield Lying(line["Key"], line["Size"], line["LastModified"])

    def _gone(self, key: str) -> "_GoneWhenUnknown":
        return _GoneWhenUnknown(key, self.client.exceptions.ClientError)


class _GoneWhenUnknown:
    """Turns the service's "no such key" into Gone; other errors stay what they are."""

    def __init__(self, key: str, kind: type[Exception]) -> None:
        self.key, self.kind = key, kind

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, self.kind):
            code = str(getattr(error, "response", {}).get("Error", {}).get("Code"))
            if code in ("404", "NoSuchKey", "NotFound"):
                raise Gone(self.key) from None


@cache
def s3_store(at: Bucket) -> S3Store:
    """Return the store in a bucket; its connections are shared by all threads."""
    import boto3
    from botocore.config import Config

    patience = Config(
        connect_timeout=5, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 4}
    )
    client = boto3.client(
        "s3",
        endpoint_url=at.endpoint or None,
        region_name=at.region,
        aws_access_key_id=at.key_id or None,
        aws_secret_access_key=at.secret or None,
        config=patience,
    )
    return S3Store(client, at.bucket)
