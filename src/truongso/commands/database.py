"""Verbs about the database: migrate."""

import argparse
import atexit
from typing import TYPE_CHECKING, Any

from truongso.commands.cluster import running
from truongso.config import environment
from truongso.config.secret import keep_secret_key

if TYPE_CHECKING:
    import psycopg


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    migrate = verbs.add_parser("migrate", help="đưa cơ sở dữ liệu lên phiên bản mới nhất")
    migrate.set_defaults(run=_migrate)


def prepare(*, stay: bool = False) -> environment.Environment:
    """Start the embedded database where it is used, and return the settings.

    A database that had to be started is stopped again when this program ends, unless it should
    `stay` for others.
    """
    settings = environment.read()
    keep_secret_key(settings.data_dir)
    if settings.embedded:
        cluster = running(settings.data_dir)
        if cluster.started and not stay:
            atexit.register(cluster.stop)
        settings = environment.read()
    return settings


def upkeep() -> "psycopg.Connection[tuple[Any, ...]]":
    """Return a connection of the role for upkeep, which stands above row security."""
    import psycopg
    from django.conf import settings

    database: dict[str, Any] = settings.OPS_DATABASE
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    told = {word: database[name] for name, word in names.items() if database[name]}
    return psycopg.connect(dbname=database["NAME"], **told, **database["OPTIONS"])


def _migrate(_args: argparse.Namespace) -> int:
    prepare()
    migrate_now()
    return 0


def migrate_now(*, verbosity: int = 1) -> None:
    """Bring the schema up to date as the owner of the tables, then raise the walls."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.DATABASES["default"] = settings.OWNER_DATABASE
    django.setup()
    call_command("migrate", interactive=False, verbosity=verbosity)
