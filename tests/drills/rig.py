"""The whole installation, started for a drill in a folder of its own, killed and started again.

What a supervisor would start again (systemd, or `truongso demo`), the rig does. Call it from the
main thread only: the kernel ends a child when the thread that started it is gone.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from tests.drills.founding import Person, people
from tests.processes import (
    DIES_WITH_US,
    PATIENCE_SECONDS,
    children_of,
    free_port,
    gone,
    soon,
    status_of,
)
from truongso.commands.cluster import Cluster, running
from truongso.config.environment import embedded_urls

ROOT = Path(__file__).resolve().parents[2]
VERBS = {"web": ("serve",), "worker": ("worker", "--only-one")}
WEDNESDAY = datetime(2026, 10, 14, 2, tzinfo=UTC)  # where the little school's clock stands


class Rig:
    """An installation with its own database, web server and job worker."""

    def __init__(self, folder: Path, *, workers: int = 2) -> None:
        self.folder, self.port = folder, free_port()
        shift = int((WEDNESDAY - datetime.now(UTC)).total_seconds())  # noqa: TID251  (a drill's)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TRUONGSO_", "DATABASE"))}
        mine = {"DATA_DIR": str(folder), "PORT": str(self.port), "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
        self.environment = {
            **kept,
            **mine,
            "DJANGO_SETTINGS_MODULE": "truongso.config.settings",
            "TRUONGSO_TRYING_OUT": "1",
            "TRUONGSO_CLOCK_SHIFT": str(shift),
            "TRUONGSO_WEB_WORKERS": str(workers),
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.descendants: set[int] = set()
        self.cluster: Cluster | None = None

    def prepare(self, schools: int = 1) -> list[Person]:
        """Make the database and found schools in it; returns who takes part."""
        return people(self.founded("tests.drills.founding", schools))

    def founded(self, program: str, schools: int) -> str:
        """Make the database and let a program found schools in it; returns what it told."""
        self.make()
        return self.run("-m", program, str(schools))

    def make(self) -> None:
        """Start the database and make the tables."""
        self.cluster = running(self.folder)
        self.run("-m", "truongso.commands.main", "migrate")

    def run(self, *words: str, status: int = 0) -> str:
        """Run a program in the installation's environment to its end; returns what it printed."""
        done = subprocess.run(
            [sys.executable, *words],
            check=False,
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == status, f"{words}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout

    def start(self) -> None:
        """Start web server and job worker and wait until the server answers."""
        self.tend()
        soon(self.answers, "the web server does not answer")

    def tend(self) -> list[str]:
        """Start again whatever has ended, as a supervisor would; returns what that was."""
        begun = []
        if self.cluster is None or self.postmaster() is None:
            self.cluster = running(self.folder)
            begun.append("database")
        for name, words in VERBS.items():
            process = self.processes.get(name)
            if process is None or process.poll() is not None:
                self._start(name, words)
                begun.append(name)
        return begun

    def _start(self, name: str, words: tuple[str, ...]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*DIES_WITH_US, sys.executable, "-m", "truongso.commands.main", *words],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def begin(self, name: str) -> None:
        """Start one of the processes alone."""
        self._start(name, VERBS[name])

    def answers(self) -> bool:
        """Tell whether the web server says that it and its database are well."""
        return status_of(self.port) == 200

    def postmaster(self) -> int | None:
        """The number of the database's first process; None when it does not run."""
        assert self.cluster is not None
        try:
            pid = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return None if gone(pid) else pid

    def web_workers(self) -> list[int]:
        """The numbers of the web server's own workers."""
        with suppress(FileNotFoundError, ProcessLookupError):
            return children_of(self.processes["web"].pid)
        return []

    def kill(self, *pids: int | None) -> None:
        """End processes of the rig at once, without asking, unless they have gone already."""
        for pid in filter(None, pids):
            with suppress(FileNotFoundError, ProcessLookupError):
                self.descendants.update(children_of(pid))
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.processes.values():
            if process.pid in pids:
                process.wait()

    def superuser(self, **options: Any) -> psycopg.Connection[Any]:
        """A connection of the role for upkeep, which sees every school."""
        urls = embedded_urls(self.folder)
        assert urls is not None
        return psycopg.connect(urls.ops, autocommit=True, connect_timeout=5, **options)

    def configure(self, *lines: str) -> None:
        """Add lines to the database's settings; they count from its next start."""
        assert self.cluster is not None
        with (self.cluster.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)

    def stop_web(self) -> None:
        """Stop web server and worker as an operator does."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_SECONDS)
            process.kill()
            process.wait()

    def close(self) -> None:
        """Stop everything; nothing that the rig has started is running afterwards."""
        self.kill(*(process.pid for process in self.processes.values()))
        if self.cluster is not None:
            self.cluster.stop()
        until = time.monotonic() + PATIENCE_SECONDS
        while not all(map(gone, self.descendants)) and time.monotonic() < until:
            time.sleep(0.1)
        self.kill(*self.descendants)


@contextmanager
def rigged(*, workers: int = 2, keep: bool = False) -> Iterator[Rig]:
    """A rig in a fresh folder; everything is stopped and, unless `keep`, removed at the end."""
    folder = Path(tempfile.gettempdir()) / f"drill-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o755)
    rig = Rig(folder, workers=workers)
    try:
        yield rig
    finally:
        rig.close()
        if not keep:
            remove(folder)


def remove(folder: Path) -> None:
    """Remove an installation that has been stopped."""
    pointer = folder / "cluster-home"
    if pointer.exists():
        shutil.rmtree(pointer.read_text("utf-8").strip())
    shutil.rmtree(folder)
