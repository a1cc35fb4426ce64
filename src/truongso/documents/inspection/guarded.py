"""How every guarded process goes: limits, the file, loading, the walls, the answer, its end."""

import codecs
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from truongso.documents.guard import calls
from truongso.documents.guard.limits import Limits, NoGuard
from truongso.documents.inspection.report import Refused

NOT_GUARDED = 70
TOO_HEAVY = 71
FORBIDDEN = 72
LETTERS = (
    "ascii",
    "cp437",
    "cp1252",
    "cp1258",
    "latin-1",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-8-sig",
)


def behind_walls(
    limits: Mapping[str, Any],
    load: Callable[[], Callable[[bytes], None]],
    *,
    too_heavy: tuple[type[Exception], ...] = (MemoryError, OSError),
) -> int:
    """Answer on standard output to the file on standard input; returns the exit status.

    `load` loads all that the answer needs and returns the function that writes it: behind the walls
    nothing can be opened any more. `too_heavy`: what the answer may end with by the file's own
    fault (OSError: more of an answer than may be written).
    """
    try:
        Limits(**limits).lay()
        data = sys.stdin.buffer.read()
        answer = load()
        _preload()
        calls.only_think()
    except (NoGuard, OSError) as error:
        sys.stderr.write(str(error))
        return NOT_GUARDED
    try:
        answer(data)
        sys.stdout.flush()
    except (PermissionError, ImportError) as error:
        sys.stderr.write(repr(error))
        return FORBIDDEN
    except too_heavy:
        return TOO_HEAVY
    return 0


def as_asked(load: Callable[[str], Callable[[bytes], None]], **how: Any) -> int:
    """Be the program `<module> <suffix> '<limits as JSON>'`; `load` is told the suffix."""
    _, suffix, limits = sys.argv
    return behind_walls(json.loads(limits), lambda: load(suffix), **how)


def refusal(make: Callable[[], None]) -> dict[str, Any]:
    """Return why a file is refused while something is made of it ({}: it is not).

    Raises what is not the file's fault: MemoryError, PermissionError, ImportError.
    """
    try:
        make()
    except Refused as refused:
        return {"code": refused.finding.code, "params": refused.finding.params}
    except (MemoryError, PermissionError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001  (whatever a parser throws is the file's fault)
        return {"code": "file.damaged", "params": {"detail": type(error).__name__}}
    return {}


def _preload() -> None:
    """Load what would be a file to open later, which is impossible behind the walls."""
    for letters in LETTERS:
        codecs.lookup(letters)
