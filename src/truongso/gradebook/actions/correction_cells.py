"""The cells somebody asks to have corrected: read, and checked against what stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from truongso.foundation.actor import Actor
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.ids import new_id
from truongso.gradebook.models import CorrectionCell, SheetLine
from truongso.gradebook.queries import corrections as queries
from truongso.gradebook.queries import lines as line_queries
from truongso.gradebook.queries.place import Place
from truongso.rules import corrections as rules
from truongso.rules import marks
from truongso.rules.corrections import Evidence, Wish
from truongso.rules.gradebook import title_of
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class WishedCell:
    """A cell somebody wants changed, and the text it shall read."""

    pupil_id: UUID
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as the page sent it; `case_id` is made by the page, so that it is asked for once.

    `evidence`: uploads of one's own, each with what it shows.
    """

    case_id: UUID
    reason: str
    entered_wrongly: bool
    cells: Sequence[WishedCell]
    evidence: Sequence[tuple[UUID, Evidence]]


def read_cells(
    actor: Actor, found: Place, wished: Sequence[WishedCell]
) -> list[tuple[CorrectionCell, Wish]]:
    """Return the cells with what stands in them.

    Raises RuleBroken: not there, or no mark was typed.
    """
    pupil_ids = {cell.pupil_id for cell in wished}
    lines = line_queries.lines_to_write(actor, found, pupil_ids)
    inside = line_queries.in_class(actor, found, pupil_ids)
    pupils = queries.pupils_of(actor, pupil_ids)
    taken = queries.taken(actor, found.sheet_id, [(c.pupil_id, c.column) for c in wished])
    read, problems = [], []
    for cell in wished:
        line = lines.get(cell.pupil_id)
        if problem := _not_there(actor, found, cell, line, inside):
            problems.append(problem)
            continue
        at = found.keys[cell.column]
        stands = line.marks[at] if line else None
        typed = marks.typed(cell.text, stands, comments=found.comments)
        if typed.problem:
            params = {"text": cell.text[:40], "meant": typed.suggestion}
            problems.append(Violation(typed.problem, "cells", params))
            continue
        column = found.columns[at]
        name = f"{pupils[cell.pupil_id].full_name}, {title_of(column)}"
        locked = bool((line.locks if line else found.locks) & found.bit(cell.column))
        held = bool(line and line.versions[at])
        free = rules.is_free(column.kind, found.days, found.day, locked=locked, held=held)
        place_taken = (cell.pupil_id, cell.column) in taken
        row = CorrectionCell(
            id=new_id(),
            school_id=actor.school_id,
            pupil_id=cell.pupil_id,
            column=cell.column,
            mask=found.bit(cell.column),
            was_locked=locked or found.days.locked,
            old=stands,
            wanted=typed.code,
        )
        read.append((row, Wish(name, stands, typed.code, free, place_taken)))
    raise_if_broken(problems)
    return read


def _not_there(
    actor: Actor, found: Place, cell: WishedCell, line: SheetLine | None, inside: set[UUID]
) -> Violation | None:
    if cell.pupil_id not in inside:
        return Violation("gradebook.not_in_class", "cells", {"school_class": found.row.name})
    if cell.column not in found.keys:
        return Violation("gradebook.no_column", "cells", {"column": cell.column})
    if line and line.exempt:
        return Violation("gradebook.exempt", "cells")
    column = found.columns[found.keys[cell.column]]
    if not found.may_write(actor.staff_id, column):
        return Violation("gradebook.other_strand", "cells", {"strand": column.strand})
    return None


def check(
    found: Place, asked: Asked, cells: Sequence[tuple[CorrectionCell, Wish]]
) -> Iterator[Violation]:
    """Yield why a case may not be asked for; nothing when it may."""
    asking = rules.Asking(
        asked.reason,
        asked.entered_wrongly,
        [wish for _, wish in cells],
        [kind for _, kind in asked.evidence],
    )
    return rules.check_asking(asking, found.days, found.day)
