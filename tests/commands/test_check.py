"""The verb `check`: each line "ok", or what to do."""

from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Installation
from tests.databases import admin
from tests.school import School
from truongso.commands import check, check_database, fonts
from truongso.commands.check import Finding


def todo(checks: Any) -> str:
    """What is to be done, in one text."""
    return "\n".join(str(finding) for finding in checks() if finding.todo)


@pytest.mark.parametrize(
    "looked_at",
    [
        check_database.roles,
        check_database.durability,
        check_database.migrations,
        check_database.walls,
        check_database.clocks,
        check.storage,
        check.mail,
        check.scanner,
    ],
    ids=lambda each: each.__name__,
)
def test_finds_a_sound_installation_sound(school: School, looked_at: Any, settings: Any) -> None:
    settings.DATA_DIR.mkdir(exist_ok=True)
    found = list(looked_at())
    assert found
    assert not [finding.todo for finding in found if finding.todo]


@pytest.mark.parametrize(
    ("harm", "mended", "looked_at", "word"),
    [
        (
            "GRANT UPDATE ON audit_journalentry TO truongso_app",
            "REVOKE UPDATE ON audit_journalentry FROM truongso_app",
            check_database.walls,
            "audit_journalentry",
        ),
        (
            "ALTER TABLE roster_staff NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE roster_staff FORCE ROW LEVEL SECURITY",
            check_database.walls,
            "roster_staff",
        ),
        (
            "ALTER TABLE access_account RENAME TO access_hidden",
            "ALTER TABLE access_hidden RENAME TO access_account",
            check_database.walls,
            "access_account",
        ),
        (
            "CREATE SCHEMA before_restore",
            "DROP SCHEMA before_restore",
            check_database.migrations,
            "restore",
        ),
        (
            "CREATE TABLE mine (x int); ALTER TABLE mine OWNER TO truongso_app",
            "DROP TABLE mine",
            check_database.roles,
            "truongso_app",
        ),
    ],
)
def test_says_what_is_wrong_with_the_database(
    school: School, database: str, harm: str, mended: str, looked_at: Any, word: str
) -> None:
    with admin(database) as link:
        link.execute(harm)
    try:
        assert word in todo(looked_at)
    finally:
        with admin(database) as link:
            link.execute(mended)


def test_says_that_nobody_does_the_jobs(school: School) -> None:
    assert "truongso worker" in todo(check_database.workers)


def test_finds_keys_that_others_can_read(tmp_path: Path, settings: Any) -> None:
    settings.KEYS_DIR = tmp_path
    path = tmp_path / "journal.key"
    path.write_text("x")
    path.chmod(0o644)
    assert f"chmod 600 {path}" in todo(check.settings)


def test_asks_for_a_lock_before_an_open_door(settings: Any) -> None:
    settings.PUBLIC_URL = "https://truong.example.test"
    settings.TLS = False
    assert "TRUONGSO_TLS" in todo(check.settings)


def test_misses_the_mail_server_and_the_scanner(settings: Any) -> None:
    settings.ENVIRONMENT = type("E", (), {"mail_url": "smtp://127.0.0.1:9"})()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "TRUONGSO_MAIL_URL" in todo(check.mail)
    settings.CLAMD = "127.0.0.1:9"
    assert "clamd" in todo(check.scanner)


def test_misses_fonts_and_converter(tmp_path: Path, settings: Any, monkeypatch: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    assert "Tinos-Regular.ttf" in todo(check.fonts)
    (tmp_path / "built" / "fonts").mkdir(parents=True)
    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        (tmp_path / "built" / "fonts" / f"Tinos-{style}.ttf").write_bytes(b"not a font")
    assert "phông" not in todo(check.converter)
    settings.CONVERTER = str(tmp_path / "soffice")
    assert "TRUONGSO_CONVERTER" in todo(check.converter)


def test_knows_every_vietnamese_letter() -> None:
    letters = fonts.vietnamese_letters()
    assert len(letters) == 178
    assert letters >= set("ăắằẳẵặâấđêôơợưỰỲỹỴ")


def test_goes_on_after_a_check_that_fails_itself(capsys: Any) -> None:
    def broken() -> Any:
        raise OSError("đĩa hỏng")

    def sound() -> Any:
        yield Finding("trời")

    assert check.report([broken, sound]) == 1
    said = capsys.readouterr().out
    assert "✗ broken: không kiểm được: đĩa hỏng" in said
    assert "ok  trời" in said
    assert check.report([sound]) == 0


def test_says_by_its_status_whether_something_is_to_be_done(installation: Installation) -> None:
    said = installation.run("check", "--files", status=1)
    assert "ok  PostgreSQL" in said
    assert "ok  mọi tệp đúng mã băm" in said
    assert "✗ việc nền: 0 tiến trình" in said
