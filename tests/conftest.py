"""What every test stands on: an embedded PostgreSQL of its own, a fresh school, the clock's value.

Nothing is rolled back: an act under test commits as it does in life, into a school that only this
test knows (row security keeps it apart). So races, sessions and jobs are real.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.environment import CACHE, ROOT

LONG = ("browser", "drill")


def schema_fingerprint() -> str:
    """What the template database depends on: migrations, models and walls."""
    source = ROOT / "src" / "truongso"
    files = [*source.glob("*/migrations/*.py"), *source.glob("*/models*/**/*.py")]
    files += [
        *source.glob("*/models.py"),
        source / "foundation/walls.py",
        source / "foundation/tables.py",
    ]
    digest = hashlib.sha256()
    for path in sorted(files):  # a migration that is renamed is another one
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Leave the settings to `database`."""


@pytest.fixture(scope="session")
def database(django_db_blocker: Any, worker_id: str) -> Iterator[str]:
    """A database for this worker, cloned from a migrated template, used as the app's role."""
    from tests import databases

    name = databases.clone(schema_fingerprint(), worker_id)
    databases.use(name)
    with django_db_blocker.unblock():
        yield name
    databases.drop(name)


@pytest.fixture(scope="session")
def django_db_setup(database: str) -> None:
    """Let pytest-django use our database."""


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The xdist worker, or "main"."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings: Any) -> Path:
    """Every test keeps its files in a folder of its own."""
    settings.FILES_DIR = tmp_path / "files"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return tmp_path / "files"


@pytest.fixture
def school(database: str) -> Iterator[Any]:
    """The little school, made anew for this test; its rows are what the test sees by default."""
    from tests.school import found

    with found() as made:
        yield made


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: browsers and drills. At the end it would leave a worker idle."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, LONG)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave the server running for the next run; forget what failed runs left behind."""
    shutil.rmtree(CACHE / "mail", ignore_errors=True)
