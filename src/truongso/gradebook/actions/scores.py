"""Saving the cells a teacher typed: each decided by itself, every change kept in the diary."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation import bulk
from truongso.foundation.actor import Actor
from truongso.foundation.bulk import Rows
from truongso.foundation.days import local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.gradebook.actions import correcting
from truongso.gradebook.actions.deciding import (
    MOST_CELLS,
    Cell,
    Changed,
    Decided,
    decide,
    shown_cell,
)
from truongso.gradebook.models import MarkChange, SavedBatch, Sheet, SheetLine
from truongso.gradebook.queries import lines as line_queries
from truongso.gradebook.queries.place import Page, Place, place, require_taught
from truongso.roster import years
from truongso.rules import gradebook as rules
from truongso.rules import marks
from truongso.rules.verdict import Violation

ENTER = "gradebook.enter_scores"
SOURCES = ("page", "paste", "phone", "excel")
LINE_KEY = ("school_id", "sheet", "pupil")
LINE_CELLS = ("marks", "versions", "average", "comment", "comment_version")
LINE_LOCK = ("locks", "locked_marks")


@act
def save_scores(
    *, actor: Actor, page: Page, batch_id: UUID, cells: Sequence[Cell], source: str, now: datetime
) -> Mapping[str, Any]:
    """Save the cells a subject teacher (giáo viên bộ môn) typed into a page of the gradebook.

    Every cell is decided by itself: what is good is saved, what a rule refuses or what another has
    changed meanwhile is told and stays as it was. Returns what the page is told: how many were
    saved, the lines touched, the refused and the conflicting cells. The same `batch_id` sent again
    changes nothing and gets the first answer. `now` is aware.
    Raises Missing, NotAllowed, RuleBroken (nobody teaches the subject there, the year is closed,
    too many cells).
    """
    one_at_a_time("gradebook.page", actor.school_id, page.class_id, page.subject, page.term)
    found = place(actor, page, local_day(now), batch_id=batch_id)
    duty = gate.require(actor, ENTER, found.whose(), at=now)
    if found.earlier is not None:
        return found.earlier
    years.require_open(actor, found.row.year_id)
    require_taught(found)
    raise_if_broken(_sized(cells))

    decided = _decided(actor, found, cells, now)

    sheet_id = found.sheet_id or _new_sheet(actor, found)
    lines = _lines(sheet_id, decided, found)
    diary = _diary(actor, sheet_id, decided, batch_id, source, now)
    answer = _answer(decided)
    owner = {"school_id": actor.school_id, "by_id": actor.person}
    batch = SavedBatch(id=batch_id, sheet_id=sheet_id, at=now, answer=answer, **owner)
    rows = (*lines, Rows(diary), Rows([batch]))

    if decided.changed:
        facts = {
            "school_class": found.row.name,
            "subject": found.subject.name,
            "term": found.term,
            "count": len(decided.changed),
            "source": source,
        }
        changes = [_told(change) for change in decided.changed]
        reasons = "; ".join(sorted({c.reason for c in decided.changed if c.reason}))
        name = f"sheet:{sheet_id}"
        deed = Deed("gradebook.scores_saved", name, changes, reason=reasons, facts=facts)
        journal.record(actor, duty, deed, at=now, along=rows)
    else:
        bulk.write(*rows)
    correcting.note(actor, duty, found, decided.changed, now)
    return answer


def _sized(cells: Sequence[Cell]) -> list[Violation]:
    if len(cells) <= MOST_CELLS:
        return []
    return [Violation("gradebook.too_many_cells", "", {"most": MOST_CELLS, "count": len(cells)})]


def _decided(actor: Actor, found: Place, cells: Sequence[Cell], now: datetime) -> Decided:
    """Find the lines of the cells, making those that are not there yet, and decide each cell."""
    wanted = {cell.pupil_id for cell in cells}
    columns = {cell.column for cell in cells} - {rules.COMMENT}
    lines = line_queries.lines_to_write(actor, found, wanted, columns)
    made = {}
    if new := wanted - lines.keys():
        # A lock of the whole term may have come while this waited for the year: look again.
        found = place(actor, found.page, found.day)
        inside = line_queries.in_class(actor, found, new)
        made = {pupil_id: _new_line(actor, found, pupil_id) for pupil_id in inside}
    written = line_queries.written_beside(lines.values()) if columns else {}
    return decide(actor, found, {**lines, **made}, set(made), cells, written, now)


def _new_line(actor: Actor, found: Place, pupil_id: UUID) -> SheetLine:
    """A line for a pupil who has none yet; columns that are locked are locked for him too."""
    empty: list[int | None] = [None] * len(found.columns)
    return SheetLine(
        id=new_id(),
        school_id=actor.school_id,
        pupil_id=pupil_id,
        marks=empty,
        versions=[0] * len(found.columns),
        locks=found.locks,
        locked_marks=list(empty),
    )


def _new_sheet(actor: Actor, found: Place) -> UUID:
    sheet = Sheet.objects.create(
        school_id=actor.school_id,
        year_id=found.row.year_id,
        school_class_id=found.row.id,
        subject=found.subject.code,
        term=found.term,
    )
    return sheet.id


def _lines(sheet_id: UUID, decided: Decided, found: Place) -> tuple[Rows, Rows]:
    """The lines that are changed, with their results as they now are; those of a correction apart,
    for they lock again with the same statement.
    """
    touched = {change.line.pupil_id: change.line for change in decided.changed}
    for line in touched.values():
        line.sheet_id = sheet_id
        line.average = marks.result(
            line.marks, found.columns, comments=found.comments, circular=found.circular
        )
    by_case = {change.line.pupil_id for change in decided.changed if change.opened}
    plain = [line for pupil, line in touched.items() if pupil not in by_case]
    opened = [line for pupil, line in touched.items() if pupil in by_case]
    return Rows(plain, LINE_KEY, LINE_CELLS), Rows(opened, LINE_KEY, (*LINE_CELLS, *LINE_LOCK))


def _diary(
    actor: Actor, sheet_id: UUID, decided: Decided, batch_id: UUID, source: str, now: datetime
) -> list[MarkChange]:
    """The diary's lines: every change of a mark. Comments stand in the journal only, as changed."""
    return [
        MarkChange(
            id=new_id(),
            school_id=actor.school_id,
            sheet_id=sheet_id,
            pupil_id=change.line.pupil_id,
            column=change.column,
            old=change.old,
            new=change.new,
            version=change.version,
            by_id=actor.person,
            at=now,
            reason=change.reason,
            source=source,
            ip=actor.ip,
            batch=batch_id,
            correction=change.opened.case_id if change.opened else None,
        )
        for change in decided.changed
        if change.column != rules.COMMENT
    ]


def _told(change: Changed) -> tuple[str, object, object]:
    """A change as the journal tells it."""
    return (f"{change.line.pupil_id}:{change.column}", *change.told)


def _answer(decided: Decided) -> Mapping[str, Any]:
    touched = {change.line.pupil_id: change.line for change in decided.changed}
    touched |= {line.pupil_id: line for line in decided.seen}
    return {
        "saved": len(decided.changed),
        "rows": [shown_cell(line) for line in touched.values()],
        "refused": decided.refused,
        "conflicts": decided.conflicts,
    }
