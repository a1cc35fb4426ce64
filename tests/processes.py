"""Processes and ports, for tests that start programs."""

import socket
from pathlib import Path


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
