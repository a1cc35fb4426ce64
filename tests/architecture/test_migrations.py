"""Migrations: none is missing, none calls the program, schema and data never share one.

That keys begin with the school and rows are walled is read from the database itself:
`tests/foundation/test_walls.py`.
"""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.architecture.tree import SOURCE
from truongso.foundation.tables import OTHERS, registered
from truongso.foundation.tenancy import SchoolKey, SchoolOwned

MIGRATIONS = sorted(path for path in SOURCE.glob("*/migrations/*.py") if path.name != "__init__.py")
COLUMNS_AND_IDS = {"truongso.foundation.ids", "truongso.foundation.tenancy"}
"""What a migration may name of the program: the makers of columns, whose names never change."""
DATA = {"RunPython"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("truongso.")]


def shown(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def operations(path: Path) -> set[str]:
    """The kinds of operation in a migration."""
    called = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {ast.unparse(node.func) for node in called if isinstance(node, ast.Call)}
    return {name.removeprefix("migrations.") for name in names if name.startswith("migrations.")}


def test_none_is_missing(database: str) -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(f"a migration is missing:\n{said.getvalue()}")


@pytest.mark.parametrize("path", MIGRATIONS, ids=shown)
def test_calls_nothing_of_the_program(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
        elif isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
    ours = {name for name in imported if name.split(".")[0] == "truongso"}
    assert ours <= COLUMNS_AND_IDS


@pytest.mark.parametrize("path", MIGRATIONS, ids=shown)
def test_schema_and_data_never_share_one(path: Path) -> None:
    kinds = operations(path)
    assert not (kinds & DATA and kinds - DATA)


@pytest.mark.parametrize("path", MIGRATIONS, ids=shown)
def test_its_name_says_what_it_does(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_(initial|[a-z]+(_[a-z]+)+)\.py", path.name)
    assert "_auto_" not in path.name


def test_every_table_is_declared_once() -> None:
    names = [table.name for table in registered()]
    assert len(names) == len(set(names))
    assert {model._meta.db_table for model in OURS} <= set(names)
    assert not {model._meta.db_table for model in OURS} & OTHERS.keys()


def test_owned_rows_point_to_owned_rows_by_a_school_key() -> None:
    stray = [
        f"{model.__name__}.{field.name}"
        for model in OURS
        if issubclass(model, SchoolOwned)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, SchoolKey)
        and issubclass(field.related_model, SchoolOwned)
    ]
    assert stray == []


def test_no_owned_row_hangs_on_many_to_many_or_sets_null() -> None:
    """Composite keys bear neither: a join table would have no school, a null no parent."""
    for model in OURS:
        assert not model._meta.local_many_to_many, model
        for field in model._meta.local_fields:
            if isinstance(field, SchoolKey):
                assert field.remote_field.on_delete in (models.PROTECT, models.CASCADE), field
