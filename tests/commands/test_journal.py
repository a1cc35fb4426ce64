"""The verbs `audit …`: whole or not, told by the exit status, with a database or without."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Installation
from tests.environment import ROOT

SEAL = (
    "import django; django.setup(); from truongso.audit.jobs import seal_all;"
    "print(seal_all(everything=True))"
)


def seal(installation: Installation) -> None:
    """Seal what there is, as the worker does."""
    subprocess.run(
        [sys.executable, "-c", SEAL],
        check=True,
        env={
            **installation.environment,
            "DJANGO_SETTINGS_MODULE": "truongso.config.settings",
        },
        capture_output=True,
    )


@pytest.fixture
def sealed(installation: Installation) -> Installation:
    """An installation with two schools, their journals sealed."""
    installation.add_school("BM", "nam")
    installation.add_school("HB", "tam")
    seal(installation)
    return installation


def test_find_a_whole_journal_whole_both_ways(sealed: Installation, tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    assert "nguyên vẹn" in sealed.run("audit", "verify")
    assert "8 dòng" in sealed.run("audit", "export", str(path))
    assert "2 đơn vị" in sealed.run("audit", "verify", str(path))
    sealed.run("audit", "export", "--school", "HB", str(path))
    assert "1 đơn vị" in sealed.run("audit", "verify", str(path))


def test_name_the_first_entry_that_does_not_fit(sealed: Installation, tmp_path: Path) -> None:
    with sealed.superuser() as link:
        link.execute("UPDATE audit_journalentry SET verb = 'school.deleted' WHERE target LIKE '%'")
        rows = link.execute("SELECT school_id, id FROM audit_journalentry").fetchall()
    said = sealed.run("audit", "verify", status=1)
    for school, entry in rows:
        assert f"đơn vị {school}, số 1, dòng {entry}: cột verb" in said
    path = tmp_path / "journal.ndjson"
    sealed.run("audit", "export", str(path))
    assert sealed.run("audit", "verify", str(path), status=1) == said


def test_cannot_tell_without_database_or_file(installation: Installation, tmp_path: Path) -> None:
    nowhere = installation.environment["DATABASE_URL"].replace("/test_", "/not_")
    said = installation.run("audit", "verify", status=2, TRUONGSO_OPS_DATABASE_URL=nowhere)
    assert "Không đọc được cơ sở dữ liệu" in said
    assert "Không đọc được" in installation.run("audit", "verify", str(tmp_path / "x"), status=2)
    assert "mã XX" in installation.run("audit", "verify", "--school", "XX", status=2)


def test_of_a_file_needs_no_framework_and_no_settings(sealed: Installation, tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    sealed.run("audit", "export", str(path))
    script = (
        "import sys; from truongso.commands.main import main;"
        f"status = main(['audit', 'verify', {str(path)!r}]);"
        "loaded = {name.partition('.')[0] for name in sys.modules};"
        "assert not loaded & {'django', 'psycopg', 'procrastinate'}, loaded;"
        "assert 'truongso.config.settings' not in sys.modules; sys.exit(status)"
    )
    alone = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", script], check=True, env=alone, cwd=tmp_path)


def test_hold_a_file_to_the_key_that_is_named(sealed: Installation, tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    sealed.run("audit", "export", str(path))
    (public,) = (sealed.folder / "keys").glob("journal-*.pub")
    sealed.run("audit", "verify", str(path), "--key", str(public))
    secret = sealed.folder / "keys" / "secret.key"
    sealed.run("audit", "verify", str(path), "--key", str(secret), status=2)


def test_own_up_to_a_database_that_was_put_back(sealed: Installation) -> None:
    with sealed.superuser() as link:
        link.execute("CREATE SCHEMA old")
        link.execute("CREATE TABLE old.copy AS SELECT * FROM audit_journalentry")
    sealed.run("backup", str(sealed.folder / "unused.tar"))
    seal(sealed)
    with sealed.superuser() as link:  # an older state, by some other tool
        link.execute("DELETE FROM audit_journalentry WHERE id NOT IN (SELECT id FROM old.copy)")
        link.execute("DELETE FROM audit_journallink WHERE seq > 1")
        link.execute("DELETE FROM audit_checkpoint WHERE size > 1")
    assert "chuỗi ngắn hơn" in sealed.run("audit", "verify", status=1)
    said = sealed.run("audit", "accept-restore", "--reason", "Hỏng ổ đĩa ngày 23/11")
    assert "2 đơn vị" in said
    assert "nguyên vẹn" in sealed.run("audit", "verify")
    seal(sealed)
    assert "nguyên vẹn" in sealed.run("audit", "verify")
