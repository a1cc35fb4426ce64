"""Settings: read once, typed, refused when they would be dangerous or make no sense."""

from pathlib import Path

import pytest

from truongso.config.environment import BadSetting, read


def test_have_safe_defaults() -> None:
    settings = read({})
    assert settings.bind == "127.0.0.1"
    assert settings.port == 8000
    assert settings.data_dir == Path(".data").absolute()
    assert settings.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert not settings.trying_out
    assert settings.s3 is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "achtzig"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("TRUONGSO_HOSTS", "*"),
        ("TRUONGSO_HOSTS", "truong.example.test,*"),
        ("TRUONGSO_CLOCK_SHIFT", "60"),
        ("TRUONGSO_WEB_WORKERS", "0"),
        ("TRUONGSO_JOBS_AT_ONCE", "1000"),
        ("TRUONGSO_PROXIES", "-1"),
    ],
)
def test_refuse_what_cannot_be_meant(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read({name: value})


def test_shift_the_clock_only_for_trying_out() -> None:
    shifted = read({"TRUONGSO_CLOCK_SHIFT": "-60", "TRUONGSO_TRYING_OUT": "1"})
    assert shifted.clock_shift == -60


def test_know_one_database_for_each_role() -> None:
    urls = read({"DATABASE_URL": "postgresql://a@h/d"}).databases
    assert urls is not None
    assert urls.app == urls.owner == urls.ops == "postgresql://a@h/d"
    more = {"TRUONGSO_OWNER_DATABASE_URL": "postgresql://o@h/d"}
    urls = read({"DATABASE_URL": "postgresql://a@h/d", **more}).databases
    assert urls is not None
    assert urls.owner == urls.ops == "postgresql://o@h/d"


def test_name_the_embedded_database_once_it_is_there(tmp_path: Path) -> None:
    assert read({"DATA_DIR": str(tmp_path)}).databases is None
    (tmp_path / "cluster.json").write_text(
        '{"sockets": "/a b", "database": "d", "passwords":'
        ' {"truongso_app": "x", "truongso_owner": "y", "truongso_ops": "z"}}'
    )
    urls = read({"DATA_DIR": str(tmp_path)}).databases
    assert urls is not None
    assert urls.app == "postgresql://truongso_app:x@/d?host=%2Fa%20b"
