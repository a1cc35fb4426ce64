"""The guarded process: reads a file from standard input, says what it found as one JSON line.

Called as `python -m truongso.documents.inspection <suffix> '<limits as JSON>'`. Exit 70: a wall
could not be laid, nothing was read. Exit 72: we asked for what the walls forbid (our own mistake).
What the file does to this process (too long, too much memory, a crash) is told by how it ends.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from truongso.documents.inspection.guarded import as_asked, refusal
from truongso.documents.inspection.kinds import kind_of
from truongso.documents.inspection.report import Report

TABLES = (".xlsx", ".xls", ".csv")


def load(suffix: str) -> Callable[[bytes], None]:
    """Return what inspects a file named by its suffix, with all that it needs."""
    inspect = _inspector(suffix)
    return lambda data: json.dump(asdict(_inspected(data, suffix, inspect)), sys.stdout)


def _inspected(data: bytes, suffix: str, inspect: Callable[[bytes, Report], None]) -> Report:
    report = Report()

    def look() -> None:
        if suffix not in TABLES:
            report.kind = kind_of(data, suffix)
        inspect(data, report)

    if why := refusal(look):
        report.refuse(why["code"], **why["params"])
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
    sys.exit(as_asked(load))
