"""An installation for measuring: the drills' rig with as many schools as wanted, no little school.

The job worker does not run while pages are measured: its upkeep of many schools would fall on one
of the two only.
"""

import json
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psycopg

from tests.drills.rig import VERBS, WEDNESDAY, Rig, remove, soon
from tests.processes import children_of, free_port

WEB_WORKERS = 2
"""As many as the program starts by default."""
WAYS = ("kept", "pool", "new")


class Installation(Rig):
    """A rig whose schools are copies, served by the program's own settings and bench's files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, workers=WEB_WORKERS)
        self.environment["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        self.same_bytes = folder / "same-bytes"
        self.same_bytes.mkdir()
        self.ports = {"kept": self.port}

    def lay(self, size: int) -> str:
        """Lay a static file of so many bytes; returns its address. Before the web server starts."""
        name = f"{size}.bin"
        (self.same_bytes / name).write_bytes(os.urandom(size))
        return f"/{name}"

    def serve(self) -> None:
        """Start the web server and wait until it answers."""
        self._start("web", VERBS["web"])
        soon(self.answers, "the web server does not answer")

    def serve_otherwise(self, way: str) -> int:
        """Start another web server that gets its connections in another way; returns its port."""
        port = self.ports.setdefault(way, free_port())
        usual = self.environment
        self.environment = {**usual, "BENCH_CONNECTIONS": way, "PORT": str(port)}
        self._start(f"web-{way}", VERBS["web"])
        self.environment = usual
        soon(lambda: _answers(port), f"the web server with connections “{way}” does not answer")
        return port

    def cpu(self) -> float:
        """CPU time that web server and database have used so far, in seconds.

        It tells what a page costs also on a machine where others run, which times by the clock do
        not.
        """
        postmaster = self.postmaster()
        assert postmaster is not None
        webs = (name for name in self.processes if name.startswith("web"))
        workers = [pid for name in webs for pid in children_of(self.processes[name].pid)]
        return sum(map(_cpu_of, [*workers, *children_of(postmaster)]))

    def link(self, role: str, **options: Any) -> psycopg.Connection[Any]:
        """A connection as one of the roles; `postgres` is the superuser."""
        facts = json.loads((self.folder / "cluster.json").read_text("utf-8"))
        return psycopg.connect(
            host=facts["sockets"],
            dbname=facts["database"],
            user=role,
            password=facts["passwords"][role],
            **options,
        )


def _cpu_of(pid: int) -> float:
    """CPU time of a process with all its threads, in seconds; 0 when it has just ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _answers(port: int) -> bool:
    link = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/suc-khoe")
        return link.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        link.close()


@contextmanager
def installed() -> Iterator[Installation]:
    """An installation in a fresh folder, stopped and removed at the end."""
    folder = Path(tempfile.gettempdir()) / f"bench-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o755)
    made = Installation(folder)
    try:
        yield made
    finally:
        made.close()
        remove(folder)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], check=False, capture_output=True, text=True
    )
    return {
        "cores": os.cpu_count(),
        "load": [round(load, 1) for load in os.getloadavg()],
        "commit": commit.stdout.strip(),
        "clock": WEDNESDAY.isoformat(),
    }
