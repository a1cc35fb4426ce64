"""The dry run: what each cell of a sheet would change, decided by the rule that will save it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from truongso.foundation.actor import Actor
from truongso.gradebook.actions.deciding import Cell, Decided, decide
from truongso.gradebook.excel.matching import DOUBTFUL, Match, Matcher, repeated
from truongso.gradebook.excel.rows import UNKNOWN as NO_COLUMN
from truongso.gradebook.excel.shapes import Found, FoundCell, FoundLine, ReadCell, ReadRow, Say
from truongso.gradebook.excel.shifts import shifted
from truongso.gradebook.models import COMMENT_BIT, SheetLine
from truongso.gradebook.queries import lines as line_queries
from truongso.gradebook.queries import score_files as queries
from truongso.gradebook.queries.lines import Standing
from truongso.gradebook.queries.place import Place
from truongso.rules import gradebook as rules
from truongso.rules import marks

LOCKED = {
    "gradebook.cell_locked",
    "gradebook.term_locked",
    "gradebook.not_open_yet",
    "gradebook.window_over",
    "gradebook.other_strand",
    "gradebook.exempt",
    "score.correction_closed",
}
NOT_ASSESSED = {"m", "mien", "miễn", "-", "x"}
"""What stands in the row of a pupil who is not assessed: no mark, and nothing to refuse."""
WEIGHED = "-"
"""A reason for the dry run, in which nobody has given one yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a sheet is compared. `seen`: versions by pupil, the comment's last; empty: those of now.

    `use`: cells ("pupil:column") whose conflict the person has decided for the file.
    """

    rows: Sequence[ReadRow]
    seen: Mapping[str, Sequence[int]]
    blank_erases: bool
    reason: str = WEIGHED
    use: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """The dry run; the cells to save; the versions that were compared with, by pupil."""

    found: Found
    cells: Sequence[Cell]
    seen: Mapping[str, Sequence[int]]
    reason_needed: bool


def compare(actor: Actor, place: Place, asked: Asked, now: datetime) -> Compared:
    """Return what a sheet would change on its page. Reads only: four statements at most."""
    standings = line_queries.standings(actor, place)
    need = any(row["citizen_id"] for row in asked.rows)
    citizen_ids = queries.citizen_ids(actor, [s.pupil.id for s in standings]) if need else {}
    matcher = Matcher(standings, citizen_ids)
    matches = [matcher.match(row) for row in asked.rows]
    twice = repeated(matches)

    lines = {one.pupil.id: _line(actor, place, one) for one in standings}
    now_seen = {str(key): [*line.versions, line.comment_version] for key, line in lines.items()}
    before = {key: list(line.marks) for key, line in lines.items()}
    comments = {key: line.comment for key, line in lines.items()}
    asked_cells = _cells(place, asked, matches, twice, lines, now_seen)
    held = [(c.pupil_id, c.column) for c in asked_cells if c.column != rules.COMMENT]
    written = (
        line_queries.last_written(actor, place.sheet_id, held) if held and place.sheet_id else {}
    )
    decided = decide(actor, place, lines, set(), asked_cells, written, now)

    told = _Told(place, before, comments, decided)
    result = _lines(asked, matches, twice, told)
    here = {match.one.pupil.id for match in matches if match.one}
    found: Found = {
        "lines": [line for line in result if line["cells"] or line["say"]],
        "absent": [
            one.pupil.full_name for one in standings if one.pupil.id not in here and not one.left_on
        ],
        "warnings": shifted(place, standings, before, decided.changed),
        "counts": _counts(asked, result, asked_cells, decided),
        "edits": sum(change.version > 1 for change in decided.changed),
    }
    if sum(s[0] == "score_file.other_name" for m in matches for s in m.say) > 2:
        found["warnings"].append(("score_file.names_shifted", {}))
    good = {(str(c.line.pupil_id), c.column) for c in decided.changed}
    cells = [c for c in asked_cells if (str(c.pupil_id), c.column) in good]
    needed = any(one["code"] == "score.reason_needed" for one in decided.refused)
    return Compared(found, cells, now_seen, needed)


def _line(actor: Actor, place: Place, one: Standing) -> SheetLine:
    """The line to decide on; whoever left the class is closed from the first cell to the last."""
    size = len(place.columns)
    line = one.line or SheetLine(
        school_id=actor.school_id,
        pupil_id=one.pupil.id,
        marks=[None] * size,
        versions=[0] * size,
        locks=place.locks,
    )
    if one.left_on:
        line.locks = (1 << size) - 1 | 1 << COMMENT_BIT
    return line


def _cells(
    place: Place,
    asked: Asked,
    matches: Sequence[Match],
    twice: Collection[UUID],
    lines: Mapping[UUID, SheetLine],
    now_seen: Mapping[str, Sequence[int]],
) -> list[Cell]:
    """The cells to decide: those of one sure pupil, with a text, or blank when blanks erase."""
    found: list[Cell] = []
    for row, match in zip(asked.rows, matches, strict=True):
        if match.one is None or match.one.pupil.id in twice:
            continue
        pupil_id = match.one.pupil.id
        for column, read in row["cells"].items():
            if "say" in read or column.startswith(NO_COLUMN):
                continue
            if not read["text"].strip() and not asked.blank_erases:
                continue
            if lines[pupil_id].exempt and read["text"].strip().lower() in NOT_ASSESSED:
                continue
            at = -1 if column == rules.COMMENT else place.keys[column]
            now_version = now_seen[str(pupil_id)][at]
            version = now_version
            if asked.seen and f"{pupil_id}:{column}" not in asked.use:
                known = asked.seen.get(str(pupil_id), ())
                version = known[at] if len(known) == len(now_seen[str(pupil_id)]) else 0
            found.append(Cell(pupil_id, column, read["text"], version, asked.reason))
    return found


class _Told:
    """What was decided of each cell, by pupil and column."""

    def __init__(
        self,
        place: Place,
        before: Mapping[UUID, Sequence[int | None]],
        comments: Mapping[UUID, str],
        decided: Decided,
    ) -> None:
        self.place, self.before, self.comments = place, before, comments
        self.refused = {(str(o["pupil"]), str(o["column"])): o for o in decided.refused}
        self.conflicts = {(str(o["pupil"]), str(o["column"])): o for o in decided.conflicts}
        self.changed = {(str(o.line.pupil_id), o.column): o for o in decided.changed}

    def old(self, pupil_id: UUID, column: str) -> str:
        """What stands on the server."""
        if column == rules.COMMENT:
            return self.comments[pupil_id]
        at = self.place.keys.get(column)
        return marks.shown(self.before[pupil_id][at]) if at is not None else ""

    def cell(self, pupil_id: UUID, column: str, read: ReadCell) -> FoundCell | None:
        """What is told of a cell; None when it changes nothing."""
        key = (str(pupil_id), column)
        verdict, sentence, by = "", "", ""
        if key in self.changed:
            verdict = "changed" if self.changed[key].version > 1 else "new"
        elif key in self.conflicts:
            verdict, by = "conflict", str(self.conflicts[key]["theirs_by"])
        elif key in self.refused:
            verdict = "locked" if self.refused[key]["code"] in LOCKED else "wrong"
            sentence = _for_a_file(self.refused[key])
        if not verdict:
            return None
        return {
            "pupil": str(pupil_id),
            "column": column,
            "label": self.label(column),
            "at": read["at"],
            "old": self.old(pupil_id, column),
            "new": read["text"].strip()[:200],
            "verdict": verdict,
            "sentence": sentence,
            "by": by,
        }

    def label(self, column: str) -> str:
        """The name of a column as it stands in the book."""
        if column == rules.COMMENT:
            return "Nhận xét"
        at = self.place.keys.get(column)
        return column.lstrip(NO_COLUMN) if at is None else self.place.columns[at].label


def _for_a_file(refused: Mapping[str, Any]) -> str:
    """The sentence of a refused cell; in a file there is no suggestion to press."""
    if refused["code"] != "score.unpointed":
        return str(refused["sentence"])
    params = {"text": str(refused["text"])[:20], "meant": str(refused["suggestion"])}
    return queries.said(("score_file.unpointed", params))


def _lines(
    asked: Asked, matches: Sequence[Match], twice: Collection[UUID], told: _Told
) -> list[FoundLine]:
    found: list[FoundLine] = []
    for row, match in zip(asked.rows, matches, strict=True):
        say, verdict = list(match.say), match.verdict
        cells: list[FoundCell] = []
        if match.one is not None and match.one.pupil.id in twice:
            verdict = DOUBTFUL
            say.append(("score_file.pupil_twice", {"name": match.one.pupil.full_name}))
        elif match.one is not None:
            cells = _told_cells(row, match.one, told)
        name = match.one.pupil.full_name if match.one else row["name"]
        found.append(
            {
                "row": row["row"],
                "at": f"A{row['row']}",
                "name": name,
                "verdict": verdict,
                "say": say if verdict or cells else [],
                "cells": cells,
            }
        )
    return found


def _told_cells(row: ReadRow, one: Standing, told: _Told) -> list[FoundCell]:
    cells: list[FoundCell] = []
    for column, read in row["cells"].items():
        problem = read.get("say") or _no_column(column, read, told.place)
        if problem is None:
            if cell := told.cell(one.pupil.id, column, read):
                cells.append(cell)
            continue
        cells.append(
            {
                "pupil": str(one.pupil.id),
                "column": column,
                "label": told.label(column),
                "at": read["at"],
                "old": told.old(one.pupil.id, column),
                "new": read["text"][:200],
                "verdict": "wrong",
                "sentence": queries.said(problem),
                "by": "",
            }
        )
    return cells


def _no_column(column: str, read: ReadCell, place: Place) -> Say | None:
    """A text in a column the page has not; a blank one says nothing."""
    if not column.startswith(NO_COLUMN) or not read["text"].strip():
        return None
    labels = ", ".join(one.label for one in place.columns)
    return "score_file.no_column", {"column": column[1:], "known": labels}


def _counts(
    asked: Asked, lines: Sequence[FoundLine], cells: Sequence[Cell], decided: Decided
) -> dict[str, int]:
    counts = Counter(cell["verdict"] for line in lines for cell in line["cells"])
    counts.update(line["verdict"] for line in lines if line["verdict"])
    told = len(decided.changed) + len(decided.conflicts) + len(decided.refused)
    counts["same"] = len(cells) - told
    counts["rows"] = len(asked.rows)
    return dict(counts)
