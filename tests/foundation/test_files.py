"""The store keeps bytes whole under their key: on disk and in object storage alike."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from moto.server import ThreadedMotoServer

from truongso.config.environment import S3
from truongso.foundation import files
from truongso.foundation.files import DiskStore, Gone, Store, part_key
from truongso.foundation.ids import new_id

SHA = "ab" * 32
KEY = files.blob_key(17, SHA)


@pytest.fixture(scope="session")
def s3_settings() -> Iterator[S3]:
    """A real S3 service on this machine, with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = S3("truongso-tests", f"http://{host}:{port}", "us-east-1", "key", "secret")
    made: Any = files.s3_store(settings)
    made.client.create_bucket(Bucket=settings.bucket)
    yield settings
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Store:
    """The store under test, chosen by the settings as in life."""
    if request.param == "s3":
        settings.S3 = request.getfixturevalue("s3_settings")
    else:
        settings.S3, settings.FILES_DIR = None, tmp_path / "kho"
    made = files.store()
    for lying in list(made.under("blobs/")) + list(made.under("parts/")):
        made.delete(lying.key)
    return made


def read(store: Store, key: str, start: int = 0) -> bytes:
    """All bytes from a place on."""
    with store.open(key, start=start) as file:
        return file.read()


def test_keeps_and_gives_back(store: Store) -> None:
    store.put(KEY, io.BytesIO(b"hello"))

    assert store.exists(KEY)
    assert read(store, KEY) == b"hello"
    assert read(store, KEY, 3) == b"lo"


def test_replaces_and_forgets(store: Store) -> None:
    store.put(KEY, io.BytesIO(b"one"))
    before = store.mark(KEY)
    store.put(KEY, io.BytesIO(b"other"))

    assert store.mark(KEY) != before
    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)
    with pytest.raises(Gone):
        store.open(KEY)
    with pytest.raises(Gone):
        store.mark(KEY)


def test_lists_what_lies_under_a_prefix(store: Store) -> None:
    upload = new_id()
    keys = [part_key(17, upload, offset) for offset in (0, 5)]
    for key in (*keys, KEY, part_key(18, upload, 0)):
        store.put(key, io.BytesIO(b"12345"))

    found = list(store.under("parts/17/"))

    assert sorted(lying.key for lying in found) == keys
    assert {lying.size for lying in found} == {5}
    assert all(lying.since.tzinfo for lying in found)
    assert list(store.under("parts/19/")) == []


@pytest.mark.parametrize(
    "key", ["", "blobs", "blobs/../x", "blobs//x", "/blobs/1", "blobs/1/A", "blobs/1/\n"]
)
def test_takes_only_keys_of_ours(store: Store, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        store.put(key, io.BytesIO(b"x"))


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    store.put(KEY, io.BytesIO(b"before"))
    broken = mock.Mock(read=mock.Mock(side_effect=OSError("cut")))

    with pytest.raises(OSError, match="cut"):
        store.put(KEY, broken)

    assert read(store, KEY) == b"before"
    assert list(store.left_on_the_way()) == []


def test_writes_survive_the_removal_of_their_folder(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    move = Path.replace

    def folder_vanishes(self: Path, target: Path) -> Path:
        if not (tmp_path / "seen").exists():
            (tmp_path / "seen").touch()
            target.parent.rmdir()
        return move(self, target)

    with mock.patch.object(Path, "replace", folder_vanishes):
        store.put(KEY, io.BytesIO(b"here"))

    assert read(store, KEY) == b"here"


def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "kho")
    store.put(KEY, io.BytesIO(b"x"))

    folders = [path for path in (tmp_path / "kho").rglob("*") if path.is_dir()]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
