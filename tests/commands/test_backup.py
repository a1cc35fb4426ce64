"""Backup and restore: database and files together, checked, all of it or nothing."""

import hashlib
import io
import json
import signal
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from moto.server import ThreadedMotoServer

from tests.commands.conftest import Installation, forget, made
from truongso.config.environment import S3
from truongso.foundation.files import s3_store

CONTENT = "Kế hoạch bài dạy".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def add_file(installation: Installation, school: int, content: bytes = CONTENT) -> Path:
    """Put a blob into the store, with its row."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = installation.folder / "files" / "blobs" / str(school) / sha256[:2] / sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    with installation.superuser() as link:
        link.execute(
            "INSERT INTO documents_blob (school_id, id, sha256, size, state, touched_at)"
            " VALUES (%s, gen_random_uuid(), %s, %s, 'kept', now())",
            [school, sha256, len(content)],
        )
    return path


def state(installation: Installation) -> dict[str, object]:
    """What an installation holds: schools, accounts, verbs of the journal, files."""
    with installation.superuser() as link:
        asked = {
            "schools": "SELECT code FROM roster_org ORDER BY 1",
            "accounts": "SELECT username FROM access_account ORDER BY 1",
            "verbs": "SELECT verb FROM audit_journalentry ORDER BY id",
            "tables": "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'",
        }
        found: dict[str, object] = {k: link.execute(q).fetchall() for k, q in asked.items()}
    blobs = installation.folder / "files" / "blobs"
    found["files"] = sorted(path.name for path in blobs.rglob("*") if path.is_file())
    return found


@pytest.fixture(scope="module")
def source(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with one school and one file, and a backup of it. No test changes it."""
    fresh = made(tmp_path_factory.mktemp("source"))
    add_file(fresh, fresh.add_school())
    fresh.run("backup", str(fresh.folder / "backup.tar"))
    yield fresh
    forget(fresh)


@pytest.fixture
def archive(source: Installation, tmp_path: Path) -> Path:
    """A copy of the backup."""
    copy = tmp_path / "backup.tar"
    copy.write_bytes((source.folder / "backup.tar").read_bytes())
    return copy


def test_restores_database_and_files_elsewhere(
    source: Installation, another: Installation, archive: Path
) -> None:
    said = another.run("restore", str(archive))
    assert "Nhật ký nguyên vẹn" in said
    before, after = state(source), state(another)
    assert after["schools"] == before["schools"] == [("BM",)]
    assert after["accounts"] == before["accounts"] == [("nam",)]
    assert after["files"] == before["files"] == [SHA256]
    assert after["verbs"] == [("school.created",), ("system.restored",)]
    assert before["verbs"] == [("school.created",), ("system.backed_up",)]
    assert "ok  tường" in another.run("check", status=1)


def test_can_be_read_by_its_owner_only_and_leaves_nothing_beside(source: Installation) -> None:
    (path,) = source.folder.glob("backup.tar*")
    assert path.stat().st_mode & 0o777 == 0o600


def test_carries_no_secret_key(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert not [name for name in names if name.endswith(".key")]
    assert names[0] == "truongso-backup.json"
    assert names[-1] == "manifest.json"


def test_refuses_to_fill_an_installation_that_has_data(source: Installation, archive: Path) -> None:
    before = state(source)
    said = source.run("restore", str(archive), status=2)
    assert "--replace" in said
    assert state(source) == before


def test_replaces_everything_when_told_to(another: Installation, archive: Path) -> None:
    later = another.add_school("HB", "tam")
    add_file(another, later, b"later")
    another.run("restore", "--replace", str(archive))
    after = state(another)
    assert after["schools"] == [("BM",)]
    assert after["files"] == [SHA256]


@pytest.fixture
def bucket() -> Iterator[dict[str, str]]:
    """The settings of an S3 service on this machine, with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = S3("backups", f"http://{host}:{port}", "us-east-1", "key", "secret")
    made: Any = s3_store(told)
    made.client.create_bucket(Bucket=told.bucket)
    yield {
        "TRUONGSO_S3_BUCKET": told.bucket,
        "TRUONGSO_S3_ENDPOINT": told.endpoint,
        "TRUONGSO_S3_KEY_ID": told.key_id,
        "TRUONGSO_S3_SECRET": told.secret,
    }
    server.stop()


def test_takes_files_from_one_kind_of_store_to_the_other(
    source: Installation, another: Installation, archive: Path, bucket: dict[str, str]
) -> None:
    another.run("restore", str(archive), **bucket)
    assert state(another)["files"] == []
    another.run("backup", str(archive), **bucket)
    with tarfile.open(archive) as tar:
        assert [name for name in tar.getnames() if name.endswith(SHA256)]
    another.run("restore", "--replace", str(archive))
    assert state(another)["files"] == [SHA256]


def cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-11_000])


def flip_a_byte_of_the_database(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)


def flip_a_byte_of_the_file(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes().replace(CONTENT, CONTENT[:-1] + b"X"))


def rewritten(archive: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> None:
    """Write the archive again with each member changed, or left out."""
    with tarfile.open(archive) as tar:
        members = [(info.name, tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]
    with tarfile.open(archive, "w") as tar:
        for pair in members:
            if changed := change(*pair):
                info = tarfile.TarInfo(changed[0])
                info.size = len(changed[1])
                tar.addfile(info, io.BytesIO(changed[1]))


def leave_out_the_file(archive: Path) -> None:
    rewritten(archive, lambda name, body: None if name.startswith("files/") else (name, body))


def lead_a_file_out_of_the_store(archive: Path) -> None:
    rewritten(
        archive,
        lambda name, body: (name.replace("files/blobs/", "files/../../"), body),
    )


def be_of_a_later_version(archive: Path) -> None:
    def later(name: str, body: bytes) -> tuple[str, bytes]:
        return name, body.replace(b'"0001_initial"', b'"9999_initial"') if _is_head(name) else body

    rewritten(archive, later)
    _list_again(archive)


def be_something_else(archive: Path) -> None:
    archive.write_bytes(b"PK\x03\x04 not a backup" * 1000)


def _is_head(name: str) -> bool:
    return name == "truongso-backup.json"


def _list_again(archive: Path) -> None:
    """Give the archive a right list of what it holds now."""
    with tarfile.open(archive) as tar:
        bodies = {i.name: tar.extractfile(i).read() for i in tar}  # type: ignore[union-attr]
    told = {
        name: (len(body), hashlib.sha256(body).hexdigest())
        for name, body in bodies.items()
        if name != "manifest.json"
    }
    listed = json.dumps({"members": told}).encode()
    rewritten(archive, lambda name, body: (name, listed if name == "manifest.json" else body))


def break_the_database_dump(archive: Path) -> None:
    rewritten(
        archive,
        lambda name, body: (name, body[: len(body) // 2] if name == "database.dump" else body),
    )
    _list_again(archive)


@pytest.mark.parametrize(
    "harm",
    [
        cut,
        flip_a_byte_of_the_database,
        flip_a_byte_of_the_file,
        leave_out_the_file,
        lead_a_file_out_of_the_store,
        be_of_a_later_version,
        be_something_else,
        break_the_database_dump,
    ],
    ids=lambda harm: harm.__name__,
)
def test_refuses_an_archive_and_changes_nothing_when_it_would(
    source: Installation, archive: Path, harm: Callable[[Path], None]
) -> None:
    before = state(source)
    harm(archive)
    said = source.run("restore", "--replace", str(archive), status=2)
    assert said.strip()
    assert state(source) == before


def test_takes_back_a_restore_that_was_killed_half_way(source: Installation, archive: Path) -> None:
    before = state(source)
    with source.superuser() as link:
        link.execute("ALTER SCHEMA public RENAME TO before_restore")
        link.execute("CREATE SCHEMA public AUTHORIZATION truongso_owner")
        link.execute("CREATE TABLE public.half (x int)")
    said = source.run("restore", str(archive), status=2)
    assert "--replace" in said
    assert state(source) == before


def test_waits_for_nobody_who_still_works(source: Installation, archive: Path) -> None:
    with psycopg.connect(source.environment["DATABASE_URL"]):
        said = source.run("restore", "--replace", str(archive), status=2)
    assert "dừng" in said


def test_names_files_that_are_missing_or_damaged(
    installation: Installation, tmp_path: Path
) -> None:
    school = installation.add_school()
    gone, bad = add_file(installation, school), add_file(installation, school, b"other")
    gone.unlink()
    bad.write_bytes(b"OTHER")
    said = installation.run("backup", str(tmp_path / "b.tar"), status=1)
    assert f"thiếu tệp blobs/{school}/" in said
    assert f"tệp hỏng blobs/{school}/" in said


@pytest.mark.drill
def test_killed_at_any_moment_never_leaves_half_of_two(
    another: Installation, archive: Path
) -> None:
    another.add_school("HB", "tam")
    old = state(another)
    outcomes = set()
    for delay in (0.6, 1.2, 1.5, 1.8):
        process = subprocess.Popen(
            another.command("restore", "--replace", str(archive)),
            env=another.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(0.3)
        another.run("restore", str(archive), status=2)  # takes back what was half done
        with another.superuser() as link:
            outcomes.add(str(link.execute("SELECT code FROM roster_org").fetchall()))
    assert outcomes <= {"[('HB',)]", "[('BM',)]"}
    assert "[('HB',)]" in outcomes, old
    another.run("restore", "--replace", str(archive))
    assert state(another)["schools"] == [("BM",)]
    assert not list((another.folder / "files" / "on-the-way").iterdir())
