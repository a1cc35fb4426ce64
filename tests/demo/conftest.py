"""Fonts to set papers with, and one demo year."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.environment import ROOT
from truongso.demo.calendar import DemoYear, lay_year

TODAY = date(2026, 11, 25)  # a Wednesday
BUILT = ROOT / "src/truongso/web/static/built/fonts"
OTHERS = (("Liberation Serif", "LiberationSerif-Regular.ttf"), ("DejaVu Serif", "DejaVuSerif.ttf"))


@dataclass(frozen=True)
class Fonts:
    """A folder of fonts with all Vietnamese letters, and the family to use."""

    folder: Path
    family: str


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The fonts of the front-end build; before it was built, some of the machine's own."""
    if (BUILT / "Tinos-Regular.ttf").exists():
        return Fonts(BUILT, "Tinos")
    for family, name in OTHERS:
        for path in Path("/usr/share/fonts").rglob(name):
            return Fonts(path.parent, family)
    pytest.skip("no font with Vietnamese letters on this machine")


@pytest.fixture(scope="session")
def year() -> DemoYear:
    return lay_year(TODAY)
