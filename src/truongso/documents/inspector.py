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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import truongso
from truongso.documents.guard.limits import Limits
from truongso.foundation.text import clean_line
from truongso.rules.messages import SENTENCES
from truongso.rules.verdict import Violation

SOURCE = Path(truongso.__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
LIMITS = Limits(cpu_seconds=20, memory=1024 * MEGABYTE, file_bytes=16 * MEGABYTE)
WALL_SECONDS = 60
TOO_HEAVY_EXIT = 71
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


class NoAnswer(Exception):
    """The file made an answer impossible: the code of the sentence that says how."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def inspect(file: IO[bytes], suffix: str) -> Verdict:
    """Return the verdict on a real file (with a handle), named by its suffix (".pdf" …).

    Raises InspectorFailed.
    """
    file.seek(0)
    try:
        return _verdict(asked("inspection", file, suffix, LIMITS, WALL_SECONDS))
    except NoAnswer as why:
        return Verdict("", problems=(Violation(why.code),))


def asked(module: str, file: IO[bytes], suffix: str, limits: Limits, seconds: int) -> bytes:
    """Return what one of our guarded modules says of a file, read from where it stands.

    Raises NoAnswer (the file's fault), InspectorFailed.
    """
    command = [*python(f"truongso.documents.{module}"), suffix, json.dumps(asdict(limits))]
    return answered(command, file, seconds)


def answered(command: Sequence[str], given: IO[bytes] | bytes, seconds: int) -> bytes:
    """Return what a guarded process says of what it is given: a file from where it stands, or
    bytes, which are never written anywhere.

    Raises NoAnswer (the file's fault: "file.too_heavy", "file.damaged"), InspectorFailed.
    """
    piped = given if isinstance(given, bytes) else None
    stdin: IO[bytes] | int = subprocess.PIPE if isinstance(given, bytes) else given
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=answer,
            stderr=complaints,
            env=surroundings(),
        )
        try:
            process.communicate(piped, seconds)
        except subprocess.TimeoutExpired:
            raise NoAnswer("file.too_heavy") from None
        finally:
            process.kill()
            process.wait()
        status = process.returncode
        if status == 0:
            answer.seek(0)
            return answer.read()
        if status in (TOO_HEAVY_EXIT, -signal.SIGXCPU):
            raise NoAnswer("file.too_heavy")
        if status in CRASHES:
            raise NoAnswer("file.damaged")
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


def _verdict(answer: bytes) -> Verdict:
    """Read the answer as one of a process that may have been taken over. Raises InspectorFailed."""
    try:
        told = json.loads(answer)
        return Verdict(
            str(told["kind"]),
            None if told["pages"] is None else int(told["pages"]),
            refusals(told["problems"]),
            refusals(told["notes"]),
            str(told["text"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InspectorFailed(f"no answer: {type(error).__name__}") from None


def refusals(found: Iterable[Mapping[str, Any]]) -> tuple[Violation, ...]:
    """Return what a guarded process found: codes that have a sentence, with short plain values.

    Raises KeyError, TypeError, AttributeError for anything else.
    """
    return tuple(
        Violation(
            _known(one["code"]),
            "",
            {str(name): _plain(value) for name, value in one["params"].items()},
        )
        for one in found
    )


def _known(code: str) -> str:
    if code not in SENTENCES:
        raise KeyError(code)
    return code


def _plain(value: object) -> object:
    return value if isinstance(value, int) else clean_line(str(value))[:200]
