"""The guarded process: reads a file from standard input, says what it found as one JSON line.

Called as `python -m truongso.documents.inspection <suffix> '<limits as JSON>'`. Exit 70: a wall
could not be laid, nothing was read. Exit 72: we asked for what the walls forbid (our own mistake).
What the file does to this process (too long, too much memory, a crash) is told by how it ends.
"""

import codecs
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from truongso.documents.guard import calls
from truongso.documents.guard.limits import Limits, NoGuard
from truongso.documents.inspection.kinds import kind_of
from truongso.documents.inspection.report import Refused, Report

NOT_GUARDED = 70
TOO_HEAVY = 71
FORBIDDEN = 72
TABLES = (".xlsx", ".xls", ".csv")
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


def main() -> int:
    """Read, lay the walls, inspect, answer."""
    _, suffix, limits = sys.argv
    try:
        Limits(**json.loads(limits)).lay()
        data = sys.stdin.buffer.read()
        inspect = _inspector(suffix)
        preload()
        calls.only_think()
    except (NoGuard, OSError) as error:
        sys.stderr.write(str(error))
        return NOT_GUARDED
    try:
        json.dump(asdict(_inspected(data, suffix, inspect)), sys.stdout)
        sys.stdout.flush()
    except (PermissionError, ImportError) as error:
        sys.stderr.write(repr(error))
        return FORBIDDEN
    except (MemoryError, OSError):  # OSError: more of an answer than may be written
        return TOO_HEAVY
    return 0


def preload() -> None:
    """Load what would be a file to open later, which is impossible behind the walls."""
    for letters in LETTERS:
        codecs.lookup(letters)


def _inspected(data: bytes, suffix: str, inspect: Callable[[bytes, Report], None]) -> Report:
    report = Report()
    try:
        if suffix not in TABLES:
            report.kind = kind_of(data, suffix)
        inspect(data, report)
    except Refused as refused:
        report.refuse(refused.finding.code, **refused.finding.params)
    except (MemoryError, PermissionError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001  (whatever a parser throws is the file's fault)
        report.refuse("file.damaged", detail=type(error).__name__)
    if report.problems:
        report.text = ""
    return report


def _inspector(suffix: str) -> Callable[[bytes, Report], None]:
    """Load only what this kind needs, before the walls stand."""
    if suffix == ".pdf":
        from truongso.documents.inspection.pdf import inspect_pdf

        return inspect_pdf
    if suffix == ".docx":
        from truongso.documents.inspection.word import inspect_word

        return inspect_word
    if suffix in TABLES:
        from truongso.documents.inspection.tables import inspect_table

        return lambda data, report: inspect_table(data, suffix, report)
    from truongso.documents.inspection.old_word import inspect_old_word

    return inspect_old_word


if __name__ == "__main__":
    sys.exit(main())
