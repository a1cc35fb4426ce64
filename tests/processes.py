"""Processes and ports, for tests that start programs."""

import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path

DIES_WITH_US = ("setpriv", "--pdeathsig", "KILL")
PATIENCE_SECONDS = 60.0


def soon(
    happened: Callable[[], bool],
    trouble: str = "it did not happen in time",
    *,
    seconds: float = PATIENCE_SECONDS,
) -> None:
    """Wait until something has happened; fail when it does not."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, trouble
        time.sleep(0.05)


def status_of(port: int, path: str = "/suc-khoe") -> int:
    """The status of an answer; 0 when there is none."""
    link = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", path)
        return link.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        link.close()


def free_port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in told.split()]


def gone(pid: int) -> bool:
    """Tell whether a process has ended (a zombie has)."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return True
