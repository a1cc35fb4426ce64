"""What becomes of each typed cell: changed, refused by a rule, or in conflict with another's."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from truongso.foundation.actor import Actor
from truongso.foundation.errors import sentence
from truongso.foundation.text import clean_text, has_forbidden
from truongso.gradebook.models import SheetLine
from truongso.gradebook.queries.lines import Written
from truongso.gradebook.queries.place import Place
from truongso.rules import gradebook as rules
from truongso.rules import marks
from truongso.rules.verdict import Violation

MOST_CELLS = 1000
MOST_COMMENT = 500
REASON = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the page sent it: where, the text, the version the teacher saw, why he edits.

    `column` is a key ("tx1", "gk"), or "comment" for the comment of the line.
    """

    pupil_id: UUID
    column: str
    text: str
    version: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that is changed: its line as it will stand, and the cell's numbers before and after.

    `told`: what the journal says of it; of a comment only that it was changed, not its words.
    """

    line: SheetLine
    column: str
    old: int | None
    new: int | None
    version: int
    reason: str
    told: tuple[object, object]


@dataclass(slots=True)
class Decided:
    """All cells of a batch decided. `made`: pupils who had no line yet. `seen`: lines to show."""

    made: AbstractSet[UUID]
    changed: list[Changed] = field(default_factory=list)
    refused: list[Mapping[str, Any]] = field(default_factory=list)
    conflicts: list[Mapping[str, Any]] = field(default_factory=list)
    seen: list[SheetLine] = field(default_factory=list)


def decide(
    actor: Actor,
    place: Place,
    lines: Mapping[UUID, SheetLine],
    made: AbstractSet[UUID],
    cells: Sequence[Cell],
    written: Mapping[tuple[UUID, str], Written],
    now: datetime,
) -> Decided:
    """Decide each cell in turn; the lines then stand as they are to be written.

    `written`: who wrote last in the cells that were written before.
    """
    decided = Decided(made)
    for cell in cells:
        line = lines.get(cell.pupil_id)
        if line is None:
            params = {"school_class": place.row.name}
            _refuse(decided, cell, Violation("gradebook.not_in_class", "", params))
            continue
        decided.seen.append(line)
        last = written.get((cell.pupil_id, cell.column))
        if cell.column == rules.COMMENT:
            _decide_comment(decided, place, line, cell)
        elif cell.column not in place.keys:
            _refuse(decided, cell, Violation("gradebook.no_column", "", {"column": cell.column}))
        else:
            _decide_mark(decided, actor, place, line, cell, last, now)
    return decided


def _decide_mark(
    decided: Decided,
    actor: Actor,
    place: Place,
    line: SheetLine,
    cell: Cell,
    last: Written | None,
    now: datetime,
) -> None:
    at = place.keys[cell.column]
    stands, version = line.marks[at], line.versions[at]
    typed = marks.typed(cell.text, stands, comments=place.comments)
    if typed.refusal:
        _refuse(decided, cell, typed.refusal, typed.suggestion)
        return
    if typed.code == stands:
        return
    column = place.columns[at]
    if refusal := _may_not(actor, place, line, at):
        _refuse(decided, cell, refusal)
        return
    if version != cell.version:
        decided.conflicts.append(_conflict(cell, stands, version, last))
        return
    mine = last.at if last and last.by_id == actor.staff_id else None
    change = rules.Change(
        column.kind,
        held=version > 0,
        locked=bool(line.locks & place.bit(cell.column)),
        reason=cell.reason,
        entered_at=mine,
    )
    if refusal := rules.check_change(change, place.days, now, place.day):
        _refuse(decided, cell, refusal)
        return
    line.marks = [*line.marks[:at], typed.code, *line.marks[at + 1 :]]
    line.versions = [*line.versions[:at], version + 1, *line.versions[at + 1 :]]
    told = (marks.shown(stands) or None, marks.shown(typed.code) or None)
    reason = cell.reason.strip()[:REASON]
    decided.changed.append(
        Changed(line, cell.column, stands, typed.code, version + 1, reason, told)
    )


def _may_not(actor: Actor, place: Place, line: SheetLine, at: int) -> Violation | None:
    """Why this person writes nothing into this pupil's cell, whatever it be."""
    if line.exempt:
        return Violation("gradebook.exempt")
    column = place.columns[at]
    if not place.may_write(actor.staff_id, column):
        return Violation("gradebook.other_strand", "", {"strand": column.strand})
    return None


def _decide_comment(decided: Decided, place: Place, line: SheetLine, cell: Cell) -> None:
    text = clean_text(cell.text)
    if has_forbidden(cell.text):
        _refuse(decided, cell, Violation("score.comment_letter"))
    elif len(text) > MOST_COMMENT:
        _refuse(decided, cell, Violation("score.comment_too_long", "", {"most": MOST_COMMENT}))
    elif text == line.comment:
        return
    elif line.locks & place.bit(rules.COMMENT):
        _refuse(decided, cell, Violation("gradebook.cell_locked"))
    elif found := rules.closed(rules.COMMENT, place.days, place.day):
        _refuse(decided, cell, found)
    elif line.comment_version != cell.version:
        decided.conflicts.append(_conflict(cell, line.comment, line.comment_version, None))
    else:
        line.comment, line.comment_version = text, line.comment_version + 1
        version = line.comment_version
        told = (None, version) if version == 1 else (version - 1, version)
        decided.changed.append(Changed(line, cell.column, None, None, version, "", told))


def _refuse(decided: Decided, cell: Cell, why: Violation, suggestion: str = "") -> None:
    decided.refused.append(
        {
            "pupil": str(cell.pupil_id),
            "column": cell.column,
            "text": cell.text,
            "code": why.code,
            "sentence": sentence(why),
            "suggestion": suggestion,
        }
    )


def _conflict(
    cell: Cell, theirs: object, version: int, last: Written | None
) -> Mapping[str, object]:
    return {
        "pupil": str(cell.pupil_id),
        "column": cell.column,
        "text": cell.text,
        "theirs": theirs,
        "theirs_by": last.by if last else "",
        "theirs_at": last.at.isoformat() if last else "",
        "version": version,
    }


def shown_cell(line: SheetLine) -> Mapping[str, object]:
    """Return a line as the page is told it."""
    return {
        "id": str(line.pupil_id),
        "marks": line.marks,
        "versions": line.versions,
        "locked": line.locks,
        "average": line.average,
        "comment": line.comment,
        "comment_version": line.comment_version,
    }
