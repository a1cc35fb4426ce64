"""The built package: carries pages and sentences, so that installing it needs no Node."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.environment import ROOT

BUILT = ROOT / "src" / "truongso" / "web" / "static" / "built"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What lies in the wheel that is built of this tree."""
    if not (BUILT / "manifest.json").exists():
        pytest.skip("the pages are not built here (make builds them)")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(build, check=True, cwd=ROOT, capture_output=True)
    (wheel,) = folder.glob("truongso-*.whl")
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_carries_the_built_pages(names: set[str]) -> None:
    built = {
        path.relative_to(ROOT / "src").as_posix() for path in BUILT.rglob("*") if path.is_file()
    }
    assert built <= names
    assert any(name.endswith("Tinos-Regular.ttf") for name in built)


def test_carries_sentences_templates_rules_and_migrations(names: set[str]) -> None:
    assert "truongso/web/locale/en/LC_MESSAGES/django.mo" in names
    sources = ROOT / "src" / "truongso"
    for pattern in ("*/jinja2/**/*.html", "rules/parameters/*.toml", "*/migrations/*.py"):
        wanted = {path.relative_to(ROOT / "src").as_posix() for path in sources.glob(pattern)}
        assert wanted
        assert wanted <= names


def test_carries_nothing_else(names: set[str]) -> None:
    strange = {
        name
        for name in names
        if not name.startswith(("truongso/", "truongso-")) or "__pycache__" in name
    }
    assert not strange


def test_offers_the_console_script(names: set[str]) -> None:
    assert any(Path(name).name == "entry_points.txt" for name in names)
