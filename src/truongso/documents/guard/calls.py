"""Which system calls a guarded process may make (seccomp filters, Linux on x86-64 and ARM64).

`only_think`: for parsers that have read their input: no files, no network, no processes.
`stay_home`: for a converter: files as its folders allow, sockets within the machine only (by name
in its own folders), no further processes, no reaching into others.
"""

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from truongso.documents.guard.limits import NoGuard, tell_kernel

PR_SET_SECCOMP = 22
FILTER_MODE = 2

LOAD, EQUAL, AT_LEAST, ANY_BIT, ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_VALUE = 0, 4, 16
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
AF_UNIX = 1
CLONE_THREAD = 0x00010000
X32_CALLS = 0x40000000

THINKING = {
    "x86_64": (
        "0 1 3 5 8 9 10 11 12 13 14 15 16 17 19 20 24 25 28 32 33 35 39 63 72 96 97 98 99 100 102"
        " 104 107 108 131 158 186 201 202 204 218 228 229 230 231 60 262 273 302 318 324 334"
    ),
    "aarch64": (
        "23 24 25 29 57 62 63 64 65 66 67 79 80 93 94 96 98 99 101 113 114 115 122 123 124 132 134"
        " 135 139 153 160 165 169 172 174 175 176 177 178 179 214 215 216 222 226 233 261 278 283"
        " 293"
    ),
}
"""Memory, time, reading and writing what is already open, ending: nothing that opens or sends."""

HOMELY = {
    "x86_64": (0xC000003E, 41, 56, 435, (57, 58, 101, 310, 311, 272, 308, 165, 321, 298, 248, 249)),
    "aarch64": (0xC00000B7, 198, 220, 435, (117, 270, 271, 97, 268, 40, 280, 241, 217, 218)),
}
"""Audit number, socket, clone, clone3, and: new processes, tracing, other processes' memory, new
namespaces, mounts, kernel programs, performance counters, the kernel's key ring."""
SAME_EVERYWHERE = (425, 426, 427, 438, 440, 282)  # io_uring, pidfd_getfd, process_madvise
USERFAULTFD = {"x86_64": 323, "aarch64": 282}


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of a filter: on a match skip `then` instructions, else `otherwise`."""

    code: int
    value: int
    then: int = 0
    otherwise: int = 0


def only_think() -> None:
    """Refuse every system call but those of computing. Raises NoGuard."""
    machine = _machine()
    if machine is None:
        return
    allowed = [int(number) for number in THINKING[machine].split()]
    steps = _begin(machine)
    for number in allowed:
        steps += [Step(EQUAL, number, 0, 1), Step(ANSWER, ALLOW)]
    _install([*steps, Step(ANSWER, REFUSE | errno.EPERM)])


def stay_home() -> None:
    """Refuse sockets that leave the machine, new processes and reaching into others.

    Raises NoGuard.
    """
    machine = _machine()
    if machine is None:
        return
    _, socket, clone, clone3, denied = HOMELY[machine]
    steps = _begin(machine)
    # Without clone3 the C library falls back to clone, whose flags a filter can read.
    steps += [Step(EQUAL, clone3, 0, 1), Step(ANSWER, REFUSE | errno.ENOSYS)]
    for number in {*denied, *SAME_EVERYWHERE, USERFAULTFD[machine]}:
        steps += [Step(EQUAL, number, 0, 1), Step(ANSWER, REFUSE | errno.EPERM)]
    steps += [
        Step(EQUAL, socket, 0, 4),
        Step(LOAD, FIRST_VALUE),
        Step(EQUAL, AF_UNIX, 1, 0),
        Step(ANSWER, REFUSE | errno.EPERM),
        Step(ANSWER, ALLOW),
        Step(EQUAL, clone, 0, 3),
        Step(LOAD, FIRST_VALUE),
        Step(ANY_BIT, CLONE_THREAD, 1, 0),
        Step(ANSWER, REFUSE | errno.EPERM),
    ]
    _install([*steps, Step(ANSWER, ALLOW)])


def _machine() -> str | None:
    """The kind of processor; None where there is no such filter at all (not Linux)."""
    if sys.platform != "linux":
        return None
    machine = platform.machine()
    if machine not in HOMELY:
        raise NoGuard(f"no list of system calls for {machine}")
    return machine


def _begin(machine: str) -> list[Step]:
    audit = HOMELY[machine][0]
    return [
        Step(LOAD, ARCHITECTURE),
        Step(EQUAL, audit, 1, 0),
        Step(ANSWER, KILL),
        Step(LOAD, NUMBER),
        Step(AT_LEAST, X32_CALLS, 0, 1),
        Step(ANSWER, REFUSE | errno.EPERM),
    ]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _install(steps: Iterable[Step]) -> None:
    code = b"".join(
        struct.pack("=HBBI", step.code, step.then, step.otherwise, step.value) for step in steps
    )
    program = _Program(len(code) // 8, code)
    tell_kernel(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(program))
