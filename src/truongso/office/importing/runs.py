"""The two long steps of an import that change nothing: reading the file, comparing its rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

from truongso.documents import tables
from truongso.documents.tables import Sheet
from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import acting_in
from truongso.office.importing import headings, matrix
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.headings import Layout
from truongso.office.importing.registry import TRADES, fingerprint
from truongso.office.importing.rows import Record, Skipped, records
from truongso.office.importing.schema import KINDS, Kind
from truongso.office.models import HeadingChoice, ImportRun

EVERY = 2000


def read_layout(actor: Actor, run: ImportRun) -> dict[str, Any]:
    """Return what the file holds: sheets with headings, and for each heading what it seems to mean.

    Raises Missing, Altered, RuleBroken, InspectorFailed.
    """
    with acting_in(actor.school_id):
        sheets = tables.cells_of(actor, run.file_id)
        remembered = remembered_of(actor, run.kind)
    return layout_of(sheets, KINDS[run.kind], remembered)


def layout_of(sheets: Iterable[Sheet], kind: Kind, remembered: Mapping[str, str]) -> dict[str, Any]:
    """Return where the headings of a file are, as a run keeps it."""
    found: list[Layout] = []
    ignored = []
    for sheet in sheets:
        layout = None if sheet.hidden else _layout(sheet, kind, remembered)
        if layout is None:
            ignored.append(sheet.name)
            continue
        headings.add_samples(layout)
        found.append(layout)
    return {
        "sheets": [{"name": one.sheet.name, "first": one.first, "last": one.last} for one in found],
        "ignored": [name for name in ignored if name],
        "headings": [
            {
                "key": column.key,
                "heading": column.heading[:200],
                "letter": column.letter,
                "field": column.field,
                "code": column.code,
                "samples": column.samples,
            }
            for column in headings.headings_of(found).values()
        ],
    }


def _layout(sheet: Sheet, kind: Kind, remembered: Mapping[str, str]) -> Layout | None:
    if kind.code == "timetable" and (spread := matrix.spread(sheet)) is not None:
        return headings.find_layout(spread, kind, remembered)
    return headings.find_layout(sheet, kind, remembered)


def remembered_of(actor: Actor, kind: str) -> dict[str, str]:
    """Return what headings mean at this school, as somebody chose it before."""
    rows = HeadingChoice.objects.of(actor).filter(kind=kind)
    return dict(rows.values_list("heading", "field"))


def compared(
    actor: Actor, run: ImportRun, tell: Callable[[int, int], None]
) -> tuple[list[Draft], str, dict[str, int]]:
    """Return the drafts of every row, the mark of what they were compared with, what was skipped.

    Raises Missing, Altered, RuleBroken, InspectorFailed.
    """
    kind = KINDS[run.kind]
    with acting_in(actor.school_id):
        mark = fingerprint(actor, run.kind)
        sheets = {sheet.name: sheet for sheet in tables.cells_of(actor, run.file_id)}
        total = sum(len(sheets[one["name"]].rows) for one in run.layout["sheets"])
        skipped = Skipped()
        scene = scene_of(actor, run)
        found = records_of(sheets, kind, run.layout, run.mapping, skipped)
        counted = _counted(found, lambda done: tell(done, total))
        drafts = list(TRADES[run.kind].check(scene, counted))
    return drafts, mark, dict(skipped.counts)


def scene_of(actor: Actor, run: ImportRun) -> Scene:
    """Return for whom and from when the rows of a run count."""
    return Scene(actor, run.year, run.from_day, KINDS[run.kind], run.options)


def records_of(
    sheets: Mapping[str, Sheet],
    kind: Kind,
    layout: Mapping[str, Any],
    mapping: Mapping[str, str],
    skipped: Skipped,
) -> Iterator[Record]:
    """Yield the records of every sheet in which headings were found."""
    for one in layout["sheets"]:
        sheet = sheets[one["name"]]
        spread = matrix.spread(sheet) if kind.code == "timetable" else None
        place = headings.layout_at(spread or sheet, kind, one["first"], one["last"])
        yield from records(place, kind, mapping, skipped)


def _counted(found: Iterable[Record], tell: Callable[[int], None]) -> Iterator[Record]:
    for done, record in enumerate(found, start=1):
        if done % EVERY == 0:
            tell(done)
        yield record


def counts_of(drafts: Iterable[Draft], skipped: Mapping[str, int]) -> dict[str, Any]:
    """Return how many rows are what, and how many were skipped as no records."""
    verdicts = Counter(draft.verdict for draft in drafts)
    doubts = sum(any(doubt for *_, doubt in draft.problems) for draft in drafts)
    return {**verdicts, "remarks": doubts, "skipped": dict(skipped)}


@contextmanager
def progress(school_id: int, run_id: UUID) -> Iterator[Callable[[int, int], None]]:
    """Tell the page how far a job is while its transaction is open, over a connection of its own.

    Leave it before the run's own row is written.
    """
    with ThreadPoolExecutor(1) as pool:

        def tell(done: int, total: int) -> None:
            pool.submit(_tell, school_id, run_id, done, total)

        yield tell
        pool.submit(connection.close)


def _tell(school_id: int, run_id: UUID, done: int, total: int) -> None:
    with acting_in(school_id):
        ImportRun.objects.filter(school_id=school_id, pk=run_id).update(done=done, total=total)
