"""Every table of the program, what kind it is, and what the application's role may do with it.

owned: rows of one school, walled by row security, keys begin with school_id.
local: belongs to this installation (sessions, accounts, jobs); walled too when it names a school.
shared: the same for every school, changed only by migration or by the operator.
A table that is missing here fails the migration.
"""

from dataclasses import dataclass
from typing import Literal

from django.apps import apps
from django.db import models

from truongso.foundation.tenancy import SchoolOwned

Kind = Literal["owned", "local", "shared"]
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"
APPEND_OR_DROP = "SELECT, INSERT, DELETE"
READ = "SELECT"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its kind, and the privileges of the application's role."""

    name: str
    kind: Kind
    rights: str
    model: type[models.Model] | None = None


OTHERS = {
    "django_migrations": ("local", READ),
    "django_content_type": ("shared", READ),
    "auth_permission": ("shared", READ),
    "auth_group": ("shared", READ),
    "auth_group_permissions": ("shared", READ),
}


def registered() -> list[Table]:
    """Return every table, from our models' own declarations and the list of others.

    One of our models declares itself by `table_kind` and `table_rights` (defaults: owned when it
    derives from SchoolOwned, everything).
    """
    tables = [_of_model(model) for model in apps.get_models(include_auto_created=True)]
    return [*(table for table in tables if table), *_of_libraries()]


def _of_model(model: type[models.Model]) -> Table | None:
    name = model._meta.db_table
    if name in OTHERS or name.startswith("procrastinate_") or not model._meta.managed:
        return None
    owned = issubclass(model, SchoolOwned)
    kind: Kind | None = getattr(model, "table_kind", "owned" if owned else None)
    if kind is None:
        raise LookupError(f"{name} is neither owned, local nor shared; declare table_kind")
    return Table(name, kind, getattr(model, "table_rights", EVERYTHING), model)


def _of_libraries() -> list[Table]:
    return [Table(name, kind, rights) for name, (kind, rights) in OTHERS.items()]  # type: ignore[arg-type]
