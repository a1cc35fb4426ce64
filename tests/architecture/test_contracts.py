"""The contracts between the rooms hold, and each of them would notice what it forbids."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import SOURCE
from tests.environment import ROOT

FLOORS = "Floors: a room may use only the rooms below it"
INSIDE = "Inside a room: doors call actions, actions call queries, queries read models"
RULES = "The rule book knows no framework and no adapter"
TABLES = "Doors never touch tables"
DOORS = "Doors are private: nothing behind a door opens one"
JOURNAL = "Only the journal writes the journal's tables"
CLOCK = "The clock is read only at the doors"

PLANTED = [
    (FLOORS, "roster/queries.py", "truongso.planning.models"),
    (FLOORS, "audit/journal.py", "truongso.access.gate"),
    (FLOORS, "notices/post.py", "truongso.access.queries"),
    (FLOORS, "approvals/flow.py", "truongso.office.queries"),
    (INSIDE, "planning/models.py", "truongso.planning.actions.review"),
    (INSIDE, "office/queries/rollover.py", "truongso.office.actions.settings"),
    (RULES, "rules/calendar.py", "django.utils.timezone"),
    (RULES, "rules/intake.py", "pikepdf"),
    (TABLES, "notices/views.py", "truongso.notices.models"),
    (TABLES, "planning/jobs.py", "truongso.roster.models"),
    (DOORS, "planning/actions/versions.py", "truongso.planning.forms"),
    (JOURNAL, "office/actions/settings.py", "truongso.audit.models"),
    (CLOCK, "roster/queries.py", "truongso.foundation.clock"),
    (CLOCK, "rules/deadlines.py", "truongso.foundation.clock"),
]


def contracts_of(folder: Path) -> str:
    """What the contracts say of the program that lies in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    tool = Path(sys.executable).with_name("lint-imports")
    command = [str(tool), "--no-cache", "--config", str(folder / "pyproject.toml")]
    done = subprocess.run(
        command, check=False, cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def by_contract(said: str) -> dict[str, str]:
    """What is told of each broken contract: its name stands underlined."""
    _, *parts = re.split(r"^(.+)\n-{5,}\n", said, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the program for planting what is forbidden."""
    keep_out = shutil.ignore_patterns("__pycache__", "static", "locale", "data", "jinja2")
    shutil.copytree(SOURCE, tmp_path / "src" / "truongso", ignore=keep_out)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_hold() -> None:
    said = contracts_of(ROOT)
    assert "0 broken" in said, said


def test_notice_every_planted_violation(copied: Path) -> None:
    for _, file, what in PLANTED:
        path = copied / "src" / "truongso" / file
        path.write_text(f"{path.read_text('utf-8')}\nimport {what}\n", "utf-8")

    told = by_contract(contracts_of(copied).partition("Broken contracts")[2])

    for contract, file, what in PLANTED:
        importer = ".".join(("truongso", *Path(file).with_suffix("").parts))
        imported = what if what.startswith("truongso.") else what.partition(".")[0]
        assert f"{importer} -> {imported} (" in told.get(contract, ""), told
    assert told.keys() == {contract for contract, _, _ in PLANTED}


def test_every_room_has_its_floor(copied: Path) -> None:
    (copied / "src" / "truongso" / "attic").mkdir()
    (copied / "src" / "truongso" / "attic" / "__init__.py").write_text('"""A room nobody knows."""')
    assert "attic" in contracts_of(copied).partition(FLOORS)[2]
