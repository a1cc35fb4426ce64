"""A school with a few acts in its journal, a key folder of its own, and the auditor's view."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from psycopg.conninfo import make_conninfo

from tests.databases import admin
from tests.school import NOW, School
from truongso.audit import extract, journal, keys, offline
from truongso.audit.chain import Verdict, keys_of, verify
from truongso.foundation.tenancy import acting_in


@pytest.fixture(autouse=True)
def keys_dir(tmp_path: Path, settings: Any) -> Path:
    """Every test has a journal key of its own."""
    settings.KEYS_DIR = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def write(school: School) -> Callable[..., None]:
    """Write some entries into the journal as Lan."""
    lan = school.actor("Lan")

    def write(count: int = 1, *, verb: str = "planning.submitted", at: datetime = NOW) -> None:
        with acting_in(school.id):
            for no in range(count):
                deed = journal.Deed(verb, f"plan:{no}", [("state", "draft", "submitted")])
                journal.record(lan, lan.duties[0], deed, at=at + timedelta(seconds=no))

    return write


@pytest.fixture
def superuser(database: str) -> Iterator[psycopg.Connection[Any]]:
    """One who can rewrite the journal's tables, inside a transaction that is never committed."""
    with admin(database) as link:
        link.autocommit = False
        yield link
        link.rollback()


def ops_address() -> str:
    """The address of the database for upkeep."""
    ops = django_settings.OPS_DATABASE
    return make_conninfo(
        host=ops["HOST"], user=ops["USER"], password=ops["PASSWORD"], dbname=ops["NAME"]
    )


def verdict_of(link: psycopg.Connection[Any], school: School, folder: Path) -> Verdict:
    """What the check says about the school, read from the database."""
    records = extract.records(link, folder, [school.id])
    return verify(records, keys_of(keys.publics(folder)), now=extract.moment(link))


def exported(link: psycopg.Connection[Any], school: School, folder: Path, path: Path) -> Path:
    """The school's journal as a file."""
    with path.open("w", encoding="utf-8") as file:
        records = extract.records(link, folder, [school.id])
        offline.write(file, records, keys.publics(folder), made_at=extract.moment(link))
    return path
