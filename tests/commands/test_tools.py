"""What lies outside the program fails: PostgreSQL's programs, disk, database. What is said?"""

import errno
from pathlib import Path

import pytest

from tests.commands.conftest import Installation
from truongso.commands import backup, main
from truongso.commands.restore import NEWER_TOOL
from truongso.commands.trouble import Trouble

URL = "postgresql://somebody:secret@127.0.0.1/somewhere"
SETTING = 'ERROR:  unrecognized configuration parameter "transaction_timeout"'


def program(folder: Path, *errors: str) -> None:
    """A pg_restore that fails with these errors."""
    lines = [f"echo 'pg_restore: error: could not execute query: {error}' >&2" for error in errors]
    path = folder / "pg_restore"
    path.write_text("\n".join(["#!/bin/sh", *lines, "exit 1", ""]), "utf-8")
    path.chmod(0o755)


def test_lets_an_older_server_refuse_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    program(tmp_path, SETTING)
    backup.tool(URL, "pg_restore", forgiven=NEWER_TOOL)
    with pytest.raises(Trouble, match="transaction_timeout"):
        backup.tool(URL, "pg_restore")


def test_lets_nothing_else_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    for errors in ((SETTING, "ERROR:  disk full"), ()):
        program(tmp_path, *errors)
        with pytest.raises(Trouble, match="pg_restore"):
            backup.tool(URL, "pg_restore", forgiven=NEWER_TOOL)


def test_says_a_full_disk_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup, "prepare", full)
    assert main.main(["backup", str(tmp_path / "a.tar")]) == 2
    assert capsys.readouterr().err.startswith("truongso: Hết chỗ trên đĩa")


def test_says_once_that_the_database_is_away(installation: Installation) -> None:
    away = "postgresql://nobody:x@127.0.0.1:1/nowhere"
    gone = {"DATABASE_URL": away, "TRUONGSO_OPS_DATABASE_URL": away}
    gone["TRUONGSO_OWNER_DATABASE_URL"] = away
    said = installation.run("check", status=1, **gone)
    assert said.count("không kết nối được") == 1
    for verb in (("backup", str(installation.folder / "a.tar")), ("migrate",), ("audit", "verify")):
        said = installation.run(*verb, status=2, **gone)
        assert "Traceback" not in said
        assert said.startswith("truongso: Không "), said
