"""An installation of its own for the verbs: a fresh database beside the tests', a fresh folder."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from tests import databases
from tests.conftest import schema_fingerprint
from tests.environment import CLUSTER, ROOT
from truongso.config.environment import embedded_urls


@dataclass
class Installation:
    """What the operator of an installation has: its folder and its settings."""

    folder: Path
    name: str
    environment: dict[str, str]

    def command(self, *words: str) -> list[str]:
        """The command line of a verb."""
        return [sys.executable, "-m", "truongso.commands.main", *words]

    def run(self, *words: str, status: int | None = 0, **more: str) -> str:
        """Run a verb to its end; returns what it said. `status` None: however it ends."""
        done = subprocess.run(
            self.command(*words),
            check=False,
            env={**self.environment, "PYTHONWARNINGS": "error", **more},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert status in (None, done.returncode), done.stdout + done.stderr
        return done.stdout + done.stderr

    def superuser(self) -> psycopg.Connection[Any]:
        """A connection that may do anything."""
        return databases.admin(self.name)

    def add_school(self, code: str = "BM", username: str = "nam") -> int:
        """Make a school by the operator's verb; returns its id."""
        words = ["--code", code, "--name", f"Trường {code}", "--place", "Hải Phòng"]
        said = self.run(
            "school", "create", *words, "--username", username, "--full-name", "Tạ Hoài Nam"
        )
        return int(said.split("(số ")[1].split(")")[0])


def made(folder: Path) -> Installation:
    """Make an installation with an up-to-date, empty database on the tests' server."""
    name = databases.clone(schema_fingerprint(), f"made{secrets.token_hex(4)}")
    urls = embedded_urls(databases.CACHE)
    assert urls is not None
    here = quote(str(CLUSTER.sockets), safe="")
    app, owner, ops = (
        url.replace(f"/truongso?host={here}", f"/{name}?host={here}")
        for url in (urls.app, urls.owner, urls.ops)
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TRUONGSO_", "DATA_DIR"))}
    environment = {
        **kept,
        "DATA_DIR": str(folder),
        "DATABASE_URL": app,
        "TRUONGSO_OWNER_DATABASE_URL": owner,
        "TRUONGSO_OPS_DATABASE_URL": ops,
        "PYTHONPATH": str(ROOT),
    }
    return Installation(folder, name, environment)


def forget(installation: Installation) -> None:
    """Remove the installation's database."""
    with databases.admin() as link:
        link.execute(f"DROP DATABASE IF EXISTS {installation.name} WITH (FORCE)")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation for this test alone."""
    fresh = made(tmp_path / "installation")
    yield fresh
    forget(fresh)


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Installation]:
    """A second, empty installation."""
    fresh = made(tmp_path / "another")
    yield fresh
    forget(fresh)
