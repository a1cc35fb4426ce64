"""The verbs `serve` and `worker`: they answer, they do the jobs, they stop when asked."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import databases
from tests.commands.conftest import Installation
from tests.processes import children_of, free_port, gone, soon, status_of


def is_free(port: int) -> bool:
    """Tell whether somebody could listen there."""
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


@contextmanager
def running(
    installation: Installation, *words: str, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a verb until the block is left."""
    with (installation.folder / "log").open("ab") as log:
        process = subprocess.Popen(
            installation.command(*words),
            env={**installation.environment, **more},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def ready(installation: Installation) -> Installation:
    """An installation with one school."""
    installation.add_school()
    return installation


def test_serve_answers_and_stops_when_asked(ready: Installation) -> None:
    port = free_port()
    with running(ready, "serve", PORT=str(port)) as server:
        soon(lambda: status_of(port) == 200)
        assert status_of(port, "/khong-co") in (302, 404)
        server.send_signal(signal.SIGTERM)
        assert server.wait(10) == 0
    assert status_of(port) == 0


def test_serve_takes_its_workers_along_when_it_is_killed(ready: Installation) -> None:
    port = free_port()
    with running(ready, "serve", PORT=str(port)) as server:
        soon(lambda: status_of(port) == 200)
        workers = children_of(server.pid)
        assert len(workers) >= 2
        server.kill()
        server.wait()
        soon(lambda: all(map(gone, workers)), seconds=5)
    soon(lambda: is_free(port), seconds=5)


def test_serve_replaces_a_worker_that_was_killed(ready: Installation) -> None:
    port = free_port()
    with running(ready, "serve", PORT=str(port), TRUONGSO_WEB_WORKERS="1") as server:
        soon(lambda: status_of(port) == 200)
        before = set(children_of(server.pid))
        for pid in before:
            signal_quietly(pid, signal.SIGKILL)
        soon(lambda: status_of(port) == 200 and bool(set(children_of(server.pid)) - before))


def signal_quietly(pid: int, how: int) -> None:
    """Send a signal to a process that may have gone."""
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def links(installation: Installation) -> int:
    """How many entries are linked."""
    with installation.superuser() as link:
        ((count,),) = link.execute("SELECT count(*) FROM audit_journallink").fetchall()
    return int(count)


def test_worker_seals_at_once_and_stops_when_asked(ready: Installation) -> None:
    with running(ready, "worker") as worker:
        soon(lambda: links(ready) == 1)
        assert "ok  việc nền: 1 tiến trình" in ready.run("check", status=None)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(15) == 0
    log = (ready.folder / "log").read_text("utf-8")
    assert "Tạ Hoài Nam" not in log
    assert "Traceback" not in log


def test_worker_that_loses_the_database_says_that_it_must_be_started_again(
    ready: Installation,
) -> None:
    with running(ready, "worker") as worker:
        soon(lambda: links(ready) == 1)
        with databases.admin() as link:
            link.execute(f"ALTER DATABASE {ready.name} ALLOW_CONNECTIONS false")
            link.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [ready.name],
            )
            time.sleep(1)
            link.execute(f"ALTER DATABASE {ready.name} ALLOW_CONNECTIONS true")
        assert worker.wait(45) == 1


def test_worker_takes_up_what_a_killed_one_left(ready: Installation) -> None:
    with ready.superuser() as link:
        link.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        link.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " SELECT 'upkeep', 'audit.sweep', '{\"timestamp\": 0}', 'doing', max(id)"
            " FROM procrastinate_workers"
        )
    with running(ready, "worker", "--only-one"):
        soon(lambda: jobs_of(ready, "doing", "audit.sweep") == 0)
        soon(lambda: links(ready) == 1)


def jobs_of(installation: Installation, status: str, task: str) -> int:
    """How many jobs of a task are in this state."""
    query = "SELECT count(*) FROM procrastinate_jobs WHERE status = %s AND task_name = %s"
    with installation.superuser() as link:
        ((count,),) = link.execute(query, [status, task]).fetchall()
    return int(count)
