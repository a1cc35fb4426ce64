"""Compares what teachers were told of their marks with what the installation has kept of them.

Read past every wall when nobody types any more. The words lost, doubled, invented, torn mean what
they mean in `examining`.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from tests.drills.diary import Attempt, Diary
from tests.drills.examining import Report
from truongso.rules import marks
from truongso.rules.circular import circular_on
from truongso.rules.columns import columns_for
from truongso.rules.gradebook import COMMENT, key_of
from truongso.rules.subjects import subjects

LINES = (
    "SELECT l.sheet_id::text, l.pupil_id::text, l.marks, l.versions, l.average, l.comment,"
    " l.comment_version, s.subject, c.grade, y.starts_on FROM gradebook_sheetline l"
    " JOIN gradebook_sheet s ON s.school_id = l.school_id AND s.id = l.sheet_id"
    " JOIN roster_schoolclass c ON c.school_id = s.school_id AND c.id = s.school_class_id"
    " JOIN roster_schoolyear y ON y.school_id = c.school_id AND y.id = c.year_id"
)
CHANGES = (
    'SELECT sheet_id::text, pupil_id::text, "column", old, new, version, batch::text'
    " FROM gradebook_markchange ORDER BY version"
)
BATCHES = "SELECT id::text, sheet_id::text, answer FROM gradebook_savedbatch"
TOLD = "SELECT payload FROM audit_journalentry WHERE verb = 'gradebook.scores_saved'"
Cell = tuple[str, str, str]
"""A sheet, a pupil, a column."""


@dataclass(frozen=True, slots=True)
class Line:
    """A pupil's line, with what its result is reckoned by."""

    marks: list[int | None]
    versions: list[int]
    average: int | None
    comment: str
    comment_version: int
    subject: str
    grade: int
    year: date

    @property
    def keys(self) -> list[str]:
        """The keys of its columns."""
        return [key_of(column) for column in self._columns()]

    def reckoned(self) -> int | None:
        """The result by the rules."""
        comments = subjects()[self.subject].assessed_by == "comments"
        circular = circular_on(self.year)
        return marks.result(self.marks, self._columns(), comments=comments, circular=circular)

    def _columns(self) -> Any:
        return columns_for(self.subject, self.grade, circular_on(self.year))


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the diary: the numbers before and after, the new version, in which batch."""

    old: int | None
    new: int | None
    version: int
    batch: str


@dataclass
class Typed:
    """Everything that is kept of marks."""

    lines: dict[tuple[str, str], Line]
    diary: dict[Cell, list[Change]]
    batches: dict[str, tuple[str, dict[str, Any]]]
    journal: Counter[str]

    def by_batch(self) -> Counter[str]:
        """How many cells the diary has of each batch."""
        return Counter(one.batch for changes in self.diary.values() for one in changes)


def read(link: psycopg.Connection[Any]) -> Typed:
    """Read what is there."""
    diary: dict[Cell, list[Change]] = defaultdict(list)
    for sheet, pupil, column, *rest in link.execute(CHANGES):
        diary[sheet, pupil, column].append(Change(*rest))
    journal = (json.loads(row[0]) for row in link.execute(TOLD))
    return Typed(
        {(row[0], row[1]): Line(*row[2:]) for row in link.execute(LINES)},
        diary,
        {batch: (sheet, answer) for batch, sheet, answer in link.execute(BATCHES)},
        Counter(entry["target"].partition(":")[2] for entry in journal),
    )


def examine(log: Diary, kept: Typed) -> Report:
    """Return what has become of every batch that was typed."""
    report = Report()
    for attempt in log.of("save"):
        there = attempt["batch"] in kept.batches
        missing = list(_missing(attempt, kept)) if there else ["the batch"]
        report.attempts += 1
        report.acked += attempt.acknowledged
        report.unknown += there and not attempt.acknowledged
        report.present += attempt.acknowledged and not missing
        if attempt.acknowledged and missing:
            report.lost.append(f"{attempt['batch']}: {', '.join(missing)}")
    asked = {attempt["batch"] for attempt in log.of("save")}
    report.invented += [f"batch {one}" for one in kept.batches if one not in asked]
    report.dup += doubled(kept)
    report.torn += disagreements(kept)
    return report


def cells_told(log: Diary) -> int:
    """How many cells were acknowledged as saved."""
    return sum(one.answer["saved"] for one in log.of("save") if one.answer)


def _missing(attempt: Attempt, kept: Typed) -> Iterator[str]:
    """What a teacher was told of a batch and is not so."""
    if attempt.answer is None:
        return
    sheet, answer = kept.batches[attempt["batch"]]
    if answer != attempt.answer:
        yield "another answer"
    not_taken = {
        (one["pupil"], one["column"]) for one in (*answer["refused"], *answer["conflicts"])
    }
    rows = {row["id"]: row for row in answer["rows"]}
    for cell in attempt["cells"]:
        place = (sheet, cell["pupil"], cell["column"])
        if place[1:] in not_taken:
            continue
        stands = _comment_stands if cell["column"] == COMMENT else _mark_stands
        if not stands(place, cell["text"], rows[cell["pupil"]], kept):
            yield f"{cell['column']} of {cell['pupil']}"


def _comment_stands(place: Cell, text: str, row: dict[str, Any], kept: Typed) -> bool:
    """A comment stands as it was typed, until a later one took its place."""
    line = kept.lines.get(place[:2])
    now = (line.comment_version, line.comment) if line else (0, "")
    told = (row["comment_version"], row["comment"])
    return told[1] == text and (now[0] > told[0] or now == told)


def _mark_stands(place: Cell, text: str, row: dict[str, Any], kept: Typed) -> bool:
    """A mark stands in the diary as it was told, and on the sheet it or a later one."""
    line, story = kept.lines.get(place[:2]), kept.diary.get(place, [])
    if line is None:
        return not any(row["versions"])
    at = line.keys.index(place[2])
    version, code = row["versions"][at], row["marks"][at]
    if version > len(story) or (version and story[version - 1].new != code):
        return False
    if line.versions[at] < version or (line.versions[at] == version and line.marks[at] != code):
        return False
    return _meant(text, code, story, version, line)


def _meant(text: str, code: int | None, story: list[Change], version: int, line: Line) -> bool:
    """The number that was told is what the typed text means where the one before it stood."""
    comments = subjects()[line.subject].assessed_by == "comments"
    before = story[version - 1].old if version else None
    stood = (before, code)  # changed by this batch, or typed again what stood there already
    return any(marks.typed(text, one, comments=comments).code == code for one in stood)


def doubled(kept: Typed) -> Iterator[str]:
    """Yield what was done more often than once: versions, cells of a batch, journal lines."""
    for cell, story in kept.diary.items():
        versions = [one.version for one in story]
        if versions != list(range(1, len(story) + 1)):
            yield f"{cell}: versions {versions}"
        batches = Counter(one.batch for one in story)
        yield from (f"{cell} twice in {one}" for one, count in batches.items() if count > 1)
    saved = Counter(sheet for sheet, answer in kept.batches.values() if answer["saved"])
    if saved != kept.journal:
        yield f"journal lines by sheet {kept.journal - saved}, batches {saved - kept.journal}"


def disagreements(kept: Typed) -> Iterator[str]:
    """Yield where diary, sheet, batches and results do not say the same."""
    by_batch = kept.by_batch()
    yield from (
        f"changes of {one}, which is no batch" for one in by_batch if one not in kept.batches
    )
    for batch, (_, answer) in kept.batches.items():
        if by_batch[batch] > answer["saved"]:
            yield f"batch {batch}: {by_batch[batch]} changes of {answer['saved']}"
    for (sheet, pupil), line in kept.lines.items():
        for at, key in enumerate(line.keys):
            replayed: int | None = None
            story = kept.diary.get((sheet, pupil, key), [])
            for change in story:
                if change.old != replayed:
                    yield f"{key} of {pupil}: from {change.old}, was {replayed}"
                replayed = change.new
            if (replayed, len(story)) != (line.marks[at], line.versions[at]):
                yield f"{key} of {pupil}: replayed {replayed}, stands {line.marks[at]}"
        if line.average != line.reckoned():
            yield f"result of {pupil}: {line.average}, reckoned {line.reckoned()}"
    lost = {cell[:2] for cell in kept.diary} - kept.lines.keys()
    yield from (f"diary of {one}, who has no line" for one in lost)
