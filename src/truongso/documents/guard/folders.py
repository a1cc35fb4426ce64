"""Which folders a guarded process may see (Landlock, Linux 5.13 and later).

Where the kernel has it not, the other walls stand alone; `available` says so to `truongso check`.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from truongso.documents.guard.limits import NoGuard

CREATE, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION, BENEATH = 1, 1
RUN, WRITE, READ, LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
MAKE_SOCKET, TRUNCATE, DEVICE = 1 << 9, 1 << 14, 1 << 15
OF_A_FILE = RUN | WRITE | READ | TRUNCATE | DEVICE
NETWORK_VERSION, SCOPE_VERSION = 4, 6


def available() -> int:
    """Return the version of the kernel's folder walls; 0 when it has none."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(CREATE, None, 0, ASK_VERSION))


def see_only(*, read: Iterable[Path], write: Iterable[Path], sockets: Iterable[Path] = ()) -> None:
    """Let this process see only these folders and files; no wall where the kernel has none.

    In `sockets` it may make local sockets and nothing else. TCP is refused too and, on newer
    kernels, abstract sockets and signals to other processes. Raises NoGuard.
    """
    version = available()
    if not version:
        return
    handled = _handled(version)
    ruleset = struct.pack("=Q", handled)
    if version >= NETWORK_VERSION:
        ruleset += struct.pack("=Q", 0b11)
    if version >= SCOPE_VERSION:
        ruleset += struct.pack("=Q", 0b11)
    rules = _call(CREATE, ruleset, len(ruleset), 0)
    if rules < 0:
        raise NoGuard("no folder walls")
    for path in read:
        _open_up(rules, path, handled & (RUN | READ | LIST))
    for path in write:
        _open_up(rules, path, handled & ~RUN)
    for path in sockets:
        _open_up(rules, path, handled & MAKE_SOCKET)
    if _call(RESTRICT_SELF, rules, 0) < 0:
        raise NoGuard("the folder walls were refused")
    os.close(rules)


def _handled(version: int) -> int:
    """Every right this version of the kernel knows: 13 at first, then one more each time."""
    rights = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    return (1 << rights) - 1


def _open_up(rules: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError):
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not path.is_dir():
                rights &= OF_A_FILE
            if _call(ADD_RULE, rules, BENEATH, struct.pack("=Qi", rights, handle), 0) < 0:
                raise NoGuard(f"no rule for {path.name}")
        finally:
            os.close(handle)


def _call(number: int, *values: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    answer: int = libc.syscall(number, *values)
    return answer
