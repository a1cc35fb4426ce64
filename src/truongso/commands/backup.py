"""The verb `backup`: the database as it is at one moment, then the files it speaks of.

Files are never changed in place and the database is taken first, so every file it names is there
when the files are read, save those that were deleted in between; these are told.
"""

import argparse
import io
import os
import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truongso.commands import archive
from truongso.commands.database import prepare
from truongso.commands.postgres import binaries
from truongso.commands.trouble import Trouble

if TYPE_CHECKING:
    import psycopg

BLOBS = "blobs/"
KINDS = (BLOBS, "parts/")
DUMP = ("--format=custom", "--schema=public")
PASSED_ON = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


@dataclass
class Report:
    """What a backup holds, and which blobs were missing or not what their name says."""

    files: int = 0
    size: int = 0
    fingerprint: str = ""
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    backup = verbs.add_parser("backup", help="sao lưu cơ sở dữ liệu và mọi tệp vào một tệp")
    backup.add_argument("file", type=Path, metavar="TỆP")
    backup.set_defaults(run=_backup)


def _backup(args: argparse.Namespace) -> int:
    prepare()
    import django

    django.setup()
    from truongso.foundation import clock
    from truongso.web.formats import number, size

    report = make(args.file, at=clock.now())
    print(f"Đã sao lưu vào {args.file}: {number(report.files)} tệp, {size(report.size)}.")
    print(f"Mã băm SHA-256 của cơ sở dữ liệu: {report.fingerprint}")
    for name in report.missing:
        print(f"  thiếu tệp {name}")
    for name in report.damaged:
        print(f"  tệp hỏng {name}")
    return 1 if report.missing or report.damaged else 0


def make(path: Path, *, at: datetime) -> Report:
    """Make a backup of this installation. Raises Trouble."""
    import psycopg

    from truongso.audit import operating
    from truongso.config import environment

    urls = environment.read().databases
    if urls is None:
        raise Trouble("Chưa có cơ sở dữ liệu để sao lưu.")
    dump = path.with_name(f"{path.name}.database")
    report = Report()
    try:
        with psycopg.connect(urls.ops) as link:
            link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            ((snapshot,),) = link.execute("SELECT pg_export_snapshot()").fetchall()
            named = _blobs_named(link)
            head = {"made_at": at.isoformat(), "migrations": migrations(link)}
            dump_database(urls.ops, dump, snapshot)
        head["program"] = metadata.version("truongso")
        with archive.writing(path, head) as writer, dump.open("rb") as content:
            size = dump.stat().st_size
            report.fingerprint = writer.add(archive.DATABASE, content, size)
            _add_keys(writer)
            _add_files(writer, named, report)
    finally:
        dump.unlink(missing_ok=True)
    report.size = path.stat().st_size
    facts = {"files": report.files, "database": report.fingerprint}
    operating.tell_everyone("system.backed_up", facts, at=at)
    return report


def migrations(link: "psycopg.Connection[Any]") -> list[list[str]]:
    """Return every migration the database has been through: application and name."""
    rows = link.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [list(row) for row in rows]


def dump_database(url: str, path: Path, snapshot: str) -> None:
    """Write the database, as one moment saw it, in PostgreSQL's own archive form."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        tool(
            url, "pg_dump", "--format=custom", "--schema=public", f"--snapshot={snapshot}", out=out
        )


def tool(url: str, name: str, *words: str, out: Any = None, forgiven: str = "") -> None:
    """Run one of PostgreSQL's programs on a database; the password never is on a command line.

    Raises Trouble unless it succeeds, or all that went wrong is `forgiven`: words of an error.
    """
    from psycopg.conninfo import conninfo_to_dict

    told = {PASSED_ON[k]: str(v) for k, v in conninfo_to_dict(url).items() if k in PASSED_ON}
    program = binaries() / name
    try:
        done = subprocess.run(
            [program, *words],
            check=False,
            env={**os.environ, **told},
            stdin=subprocess.DEVNULL,
            stdout=out or subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        raise Trouble(f"Không chạy được {program}: {error.strerror}") from None
    said = done.stderr.decode(errors="replace")
    errors = [line for line in said.splitlines() if " error: " in line]
    if done.returncode and not (forgiven and errors and all(forgiven in e for e in errors)):
        raise Trouble(f"{name} không xong: {said[:800].strip()}")


def _blobs_named(link: "psycopg.Connection[Any]") -> set[str]:
    from truongso.foundation.files import blob_key

    rows = link.execute("SELECT school_id, sha256 FROM documents_blob WHERE state = 'kept'")
    return {blob_key(school, sha256) for school, sha256 in rows}


def _add_keys(writer: archive.Writer) -> None:
    """The public half of what proves the journal; the secret keys are kept elsewhere."""
    from django.conf import settings

    folder: Path = settings.KEYS_DIR
    for path in folder.glob("journal-*.pub"):
        content = path.read_bytes()
        writer.add(f"{archive.KEYS}{path.name}", io.BytesIO(content), len(content))


def _add_files(writer: archive.Writer, named: set[str], report: Report) -> None:
    """Add what lies in the store, and note which blobs are not there or not themselves."""
    from truongso.foundation.files import Gone, store

    place = store()
    for kind in KINDS:
        for lying in place.under(kind):
            try:
                content = place.open(lying.key)
            except Gone:
                continue
            with content:
                fingerprint = writer.add(f"{archive.FILES}{lying.key}", content, lying.size)
            report.files += 1
            named.discard(lying.key)
            if kind == BLOBS and not lying.key.endswith(fingerprint):
                report.damaged.append(lying.key)
    report.missing = sorted(named)
