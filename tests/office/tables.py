"""Tables made by code, and an import of one, from its upload to the written rows."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl

from tests.jobs import run_jobs
from tests.school import NOW, School
from tests.uploads import ready
from truongso.foundation.tenancy import acting_in
from truongso.office.actions import imports as acts
from truongso.office.importing import queries
from truongso.office.models import ImportLine, ImportRun


def xlsx(*rows: Sequence[Any], title: str = "Sheet1", merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet with these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def begun(
    school: School, kind: str, content: bytes, *, name: str = "danh-sach.xlsx", who: str = "Nam"
) -> UUID:
    """An import begun by a person, its file read."""
    upload = ready(school, who, name, content=content, purpose="import")
    run = acts.begin(actor=school.actor(who), kind=kind, upload_id=upload, now=NOW)
    run_jobs(school, at=NOW)
    return run.id


def checked(
    school: School,
    kind: str,
    content: bytes,
    *,
    name: str = "danh-sach.xlsx",
    mapping: dict[str, str] | None = None,
    from_day: date | None = None,
    options: dict[str, Any] | None = None,
) -> ImportRun:
    """An import whose rows have been compared, with the columns as they were recognised."""
    run_id = begun(school, kind, content, name=name)
    run = run_of(school, run_id)
    if run.state == ImportRun.State.REFUSED:
        return run
    acts.choose(
        actor=school.actor("Nam"),
        run_id=run_id,
        mapping={**run.mapping, **(mapping or {})},
        from_day=from_day or run.from_day,
        options=options or {},
        now=NOW,
    )
    run_jobs(school, at=NOW)
    return run_of(school, run_id)


def written(school: School, run: ImportRun, *, past_wrong: bool = False) -> ImportRun:
    """The import after it was confirmed and its job has run."""
    acts.confirm(actor=school.actor("Nam"), run_id=run.id, past_wrong=past_wrong, now=NOW)
    run_jobs(school, at=NOW)
    return run_of(school, run.id)


def run_of(school: School, run_id: UUID) -> ImportRun:
    """The run as it is now."""
    with acting_in(school.id):
        return queries.run(school, run_id)


def lines(school: School, run: ImportRun) -> list[ImportLine]:
    """The lines of a run."""
    return list(queries.lines(school, run))


def said(school: School, run: ImportRun) -> list[str]:
    """Every sentence said about the rows, errors only."""
    return [one.text for line in lines(school, run) for one in queries.said(line) if not one.doubt]


def codes(school: School, run: ImportRun) -> list[tuple[int, str, str]]:
    """Row, cell and code of every problem."""
    return [(line.row, at, code) for line in lines(school, run) for code, at, _, _ in line.problems]
