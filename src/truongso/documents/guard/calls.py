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
        " 104 107 108 131 158 186 201 202 204 218 228 229 230 231 60 262 273 318 324 334"
    ),
    "aarch64": (
        "23 24 25 29 57 62 63 64 65 66 67 79 80 93 94 96 98 99 101 113 114 115 123 124 132 134"
        " 135 139 153 160 165 169 172 174 175 176 177 178 179 214 215 216 222 226 233 278 283"
        " 293"
    ),
}
"""Memory, time, reading and writing what is already open, ending: nothing that opens or sends."""

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = 435
ONLY_WITH = {"x86_64": {41: AF_UNIX, 302: 0}, "aarch64": {198: AF_UNIX, 261: 0}}
"""Calls with the one first value they are allowed with: sockets within the machine, own limits."""
DENIED = {
    "x86_64": (
        57,
        58,
        62,
        101,
        129,
        165,
        200,
        234,
        248,
        249,
        250,
        272,
        298,
        308,
        310,
        311,
        321,
        323,
    ),
    "aarch64": (40, 97, 117, 129, 130, 131, 138, 217, 218, 219, 241, 268, 270, 271, 280, 282),
}
DENIED_ANYWHERE = (424, 425, 426, 427, 434, 438, 440)
"""New processes, signals, tracing, others' memory, mounts, namespaces, the kernel's keys, programs
and counters, rings of requests, handles of processes."""


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
    steps = _begin(machine)
    # Without clone3 the C library falls back to clone, whose flags a filter can read.
    steps += [Step(EQUAL, CLONE3, 0, 1), Step(ANSWER, REFUSE | errno.ENOSYS)]
    for number in (*DENIED[machine], *DENIED_ANYWHERE):
        steps += [Step(EQUAL, number, 0, 1), Step(ANSWER, REFUSE | errno.EPERM)]
    for number, value in ONLY_WITH[machine].items():
        steps += _first_value(number, EQUAL, value)
    steps += _first_value(CLONE[machine], ANY_BIT, CLONE_THREAD)
    _install([*steps, Step(ANSWER, ALLOW)])


def _first_value(number: int, test: int, value: int) -> list[Step]:
    """Allow a call only when its first value passes the test."""
    return [
        Step(EQUAL, number, 0, 4),
        Step(LOAD, FIRST_VALUE),
        Step(test, value, 0, 1),
        Step(ANSWER, ALLOW),
        Step(ANSWER, REFUSE | errno.EPERM),
    ]


def _machine() -> str | None:
    """The kind of processor; None where there is no such filter at all (not Linux)."""
    if sys.platform != "linux":
        return None
    machine = platform.machine()
    if machine not in AUDIT:
        raise NoGuard(f"no list of system calls for {machine}")
    return machine


def _begin(machine: str) -> list[Step]:
    return [
        Step(LOAD, ARCHITECTURE),
        Step(EQUAL, AUDIT[machine], 1, 0),
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
