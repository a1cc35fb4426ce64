"""Has a file inspected in a guarded process and returns the verdict; never reads it here.

The process has no network, no files but the one it is given, little memory and time. Whatever the
file does to it, the answer is a verdict; only what is our own fault is an error.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import truongso
from truongso.documents.guard.limits import Limits
from truongso.rules.verdict import Violation

SOURCE = Path(truongso.__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
LIMITS = Limits(cpu_seconds=20, memory=1024 * MEGABYTE, file_bytes=16 * MEGABYTE)
WALL_SECONDS = 60
TOO_HEAVY_EXIT = 71
TOO_HEAVY_SIGNALS = {-signal.SIGXCPU, -signal.SIGXFSZ}
CRASHES = {-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE}


class InspectorFailed(RuntimeError):
    """The inspection could not be done: the machine's fault, not the file's. Try again later."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is in a file: "pdf", "docx" or "doc", its pages (None when unknown), why it is refused
    (empty: it is not), remarks, and its text ("" when there is none).
    """

    kind: str
    pages: int | None = None
    problems: tuple[Violation, ...] = ()
    notes: tuple[Violation, ...] = ()
    text: str = ""


def inspect(file: IO[bytes], suffix: str) -> Verdict:
    """Return the verdict on a real file (with a handle), named by its suffix (".pdf" …).

    Raises InspectorFailed.
    """
    file.seek(0)
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        command = [*python("truongso.documents.inspection"), suffix, json.dumps(asdict(LIMITS))]
        process = subprocess.Popen(
            command, stdin=file, stdout=answer, stderr=complaints, env=surroundings()
        )
        try:
            status = process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            return Verdict("", problems=(Violation("file.too_heavy"),))
        finally:
            process.kill()
            process.wait()
        if status == 0:
            answer.seek(0)
            return _verdict(json.loads(answer.read()))
        if status == TOO_HEAVY_EXIT or status in TOO_HEAVY_SIGNALS:
            return Verdict("", problems=(Violation("file.too_heavy"),))
        if status in CRASHES:
            return Verdict("", problems=(Violation("file.damaged"),))
        complaints.seek(0)
        raise InspectorFailed(f"exit {status}: {complaints.read(500).decode(errors='replace')}")


def python(module: str) -> list[str]:
    """Return the command that runs one of our modules, without what the user installed."""
    return [sys.executable, "-P", "-s", "-m", module]


def surroundings(**more: str) -> dict[str, str]:
    """Return an environment that carries nothing of ours but where the program lies."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(SOURCE),
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


def _verdict(answer: Mapping[str, Any]) -> Verdict:
    return Verdict(
        answer["kind"],
        answer["pages"],
        _violations(answer["problems"]),
        _violations(answer["notes"]),
        answer["text"],
    )


def _violations(found: Iterable[Mapping[str, Any]]) -> tuple[Violation, ...]:
    return tuple(Violation(one["code"], "", one["params"]) for one in found)
