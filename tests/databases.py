"""Databases for tests: a migrated template by schema, a clone for each worker."""

import json
import os
import subprocess
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections

from tests.environment import CACHE, CLUSTER, ROOT


def admin(dbname: str = "postgres") -> psycopg.Connection[Any]:
    """A connection as superuser, for making databases and for looking behind walls."""
    facts = json.loads((CACHE / "cluster.json").read_text())
    return psycopg.connect(
        host=str(CLUSTER.sockets),
        user="postgres",
        password=facts["passwords"]["postgres"],
        dbname=dbname,
        autocommit=True,
    )


def application() -> psycopg.Connection[Any]:
    """A bare connection to the worker's database as the application's role."""
    app = settings.DATABASES["default"]
    return psycopg.connect(
        host=app["HOST"],
        user=app["USER"],
        password=app["PASSWORD"],
        dbname=app["NAME"],
        autocommit=True,
    )


def clone(fingerprint: str, worker: str) -> str:
    """Make this worker's database from the template, making the template first if need be."""
    template, name = f"template_{fingerprint}", f"test_{worker}_{os.getpid()}"
    with (CACHE / "template.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        with admin() as link:
            _drop_old(link, template)
            if not _exists(link, template):
                _make_template(link, template)
            link.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER truongso_owner")
            link.execute(f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC")
            link.execute(f"GRANT CONNECT ON DATABASE {name} TO truongso_app, truongso_ops")
    return name


def use(name: str) -> None:
    """Point Django at the database, as the application's role."""
    for database in (settings.DATABASES["default"], settings.OWNER_DATABASE, settings.OPS_DATABASE):
        database["NAME"] = name
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def drop(name: str) -> None:
    """Remove the worker's database."""
    connections.close_all()
    with admin() as link:
        link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _make_template(link: psycopg.Connection[Any], template: str) -> None:
    fresh = f"{template}_new"
    link.execute(f"DROP DATABASE IF EXISTS {fresh} WITH (FORCE)")
    link.execute(f"CREATE DATABASE {fresh} OWNER truongso_owner TEMPLATE template0")
    with admin(fresh) as inside:
        inside.execute("ALTER SCHEMA public OWNER TO truongso_owner")
    script = (
        "from django.conf import settings; import tests.databases as d;"
        f"settings.OWNER_DATABASE['NAME'] = '{fresh}';"
        "from truongso.commands.database import migrate_now; migrate_now(verbosity=0)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "truongso.config.settings"}
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, env=environment)
    link.execute(f"ALTER DATABASE {fresh} RENAME TO {template}")


def _exists(link: psycopg.Connection[Any], name: str) -> bool:
    return (
        link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None
    )


def _drop_old(link: psycopg.Connection[Any], keep: str) -> None:
    """Forget databases of runs that died and templates of other schemas."""
    rows = link.execute(
        "SELECT datname FROM pg_database d"
        " WHERE (datname LIKE 'test\\_%%' OR datname LIKE 'template\\_%%')"
        " AND NOT datistemplate AND datname NOT IN (%s, %s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datid = d.oid)",
        [keep, f"{keep}_new"],
    ).fetchall()
    for (name,) in rows:
        if name.startswith("template_") or not _alive(name):
            link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _alive(name: str) -> bool:
    pid = name.rpartition("_")[2]
    return pid.isdigit() and Path(f"/proc/{pid}").exists()
