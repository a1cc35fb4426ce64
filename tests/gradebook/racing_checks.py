"""What must fit after a round of `racing`: the locks, and the cases with all they left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from truongso.audit.models import JournalEntry
from truongso.documents.models import Paper, PaperConfirmed
from truongso.gradebook.models import (
    EVERYTHING,
    Correction,
    CorrectionCell,
    MarkChange,
    Sheet,
    SheetLine,
    TermBook,
)
from truongso.rules.corrections import State

if TYPE_CHECKING:
    from tests.gradebook.racing import Race

KEYS = ("tx1", "tx2", "tx3", "tx4", "gk", "ck")
Where = tuple[UUID, str]
LIVE, DRAWN_UP = {State.ASKED, State.OPEN}, {State.MINUTED, State.CLOSED}
OVER = {State.REFUSED, State.WITHDRAWN, State.LAPSED, State.CLOSED}
ENDED = {State.MINUTED, State.CLOSED, State.LAPSED}
ANSWERS = {"consent": "correction_consented", "refuse": "correction_refused"}
ANSWERS |= {"withdraw": "correction_withdrawn"}


@dataclass(frozen=True)
class Stands:
    """What stands at a moment. `locked`: the number in each locked cell. `cases` by id."""

    locked: dict[Where, int | None]
    cases: dict[UUID, Correction]
    cells: list[CorrectionCell]

    @property
    def opened(self) -> dict[Where, CorrectionCell]:
        """The cells that may be changed by a case now."""
        return {
            (cell.pupil_id, cell.column): cell
            for cell in self.cells
            if self.cases[cell.correction_id].state == State.OPEN and not cell.changed_at
        }


def stands(race: Race) -> Stands:
    """Look at everything."""
    cases = {case.id: case for case in Correction.objects.of(race.school)}
    return Stands(
        {
            (line.pupil_id, key): line.marks[at]
            for line in race.lines()
            for at, key in enumerate(KEYS)
            if line.locks & 1 << at
        },
        cases,
        list(CorrectionCell.objects.of(race.school)),
    )


def check(race: Race, before: Stands, after: Stands) -> None:
    """Locks hold, each case is in one place of its way, and everything of it is there once."""
    _locks(race, after)
    _nothing_escaped(race, before, after)
    _one_case_a_cell(after)
    changes = _changes(race, after)
    _cases(race, before, after, changes)
    _papers(race, after, changes)


def _locks(race: Race, after: Stands) -> None:
    """A line is locked as its sheet and term are, but for what a case has opened or locked."""
    sheet = Sheet.objects.of(race.school).filter(term=1).first()
    locked = sheet.locks if sheet else 0
    if TermBook.objects.of(race.school).get(term=1).locked_at:
        locked = EVERYTHING
    for line in race.lines():
        opened = _mask(after.opened.values(), line)
        ended = [c for c in after.cells if c.changed_at or after.cases[c.correction_id].open_until]
        assert not line.locks & opened, f"a cell is not open in an open case: {race.moved}"
        assert line.locks | opened == line.locks | opened | locked, f"a lock is lost: {race.moved}"
        more = line.locks & ~locked
        assert not more & ~_mask(ended, line), f"a lock nobody set: {race.moved}"


def _mask(cells: object, line: SheetLine) -> int:
    mask = 0
    for cell in cells:  # type: ignore[attr-defined]
        mask |= cell.mask if cell.pupil_id == line.pupil_id else 0
    return mask


def _nothing_escaped(race: Race, before: Stands, after: Stands) -> None:
    """What was locked is as it was, unless it was reopened, or a case opened and changed it; what a
    case has opened is locked once it ends.
    """
    asked = {
        (cell.pupil_id, cell.column): cell
        for cell in after.cells
        if cell.correction_id not in before.cases or before.cases[cell.correction_id].state in LIVE
    }
    for place, stood in before.locked.items():
        if race.reopened & race.bit(place[1]):
            continue
        if place not in after.opened:
            assert place in after.locked, f"a locked cell is open: {place} {race.moved}"
        if after.locked.get(place, stood) != stood:
            cell = asked.get(place)
            assert cell is not None, f"written though locked: {race.moved}"
            assert cell.changed_at, f"written past its case: {race.moved}"
    changed_before = {cell.id for cell in before.cells if cell.changed_at}
    for cell in after.cells:
        old = before.cases.get(cell.correction_id)
        ended = after.cases[cell.correction_id].state in ENDED
        if (cell.changed_at or ended) and (old is None or old.state in LIVE):
            place = (cell.pupil_id, cell.column)
            was_open = after.cases[cell.correction_id].open_until is not None
            # Once locked again it may have been reopened in a round before this one.
            reopened = race.reopened & cell.mask or (
                cell.id in changed_before and place not in before.locked
            )
            if was_open and place not in after.opened and not reopened:
                assert place in after.locked, f"open after its case: {place} {race.moved}"


def _one_case_a_cell(after: Stands) -> None:
    live = [
        (cell.pupil_id, cell.column)
        for cell in after.cells
        if after.cases[cell.correction_id].state in LIVE
    ]
    assert len(live) == len(set(live)), "two live cases of one cell"


def _changes(race: Race, after: Stands) -> Counter[UUID]:
    """How many changes each case made: one of each cell it says was changed, and no other."""
    rows = MarkChange.objects.of(race.school).exclude(correction=None)
    made = {
        (row.correction, row.pupil_id, row.column): (row.old, row.new, row.by_id) for row in rows
    }
    assert len(made) == len(rows), "a case changed a cell twice"
    told = {
        (cell.correction_id, cell.pupil_id, cell.column): (
            cell.old,
            cell.new,
            after.cases[cell.correction_id].asked_by_id,
        )
        for cell in after.cells
        if cell.changed_at
    }
    assert made == told, "case and diary differ"
    assert all(cell.new == cell.wanted for cell in after.cells if cell.changed_at)
    return Counter(case_id for case_id, _, _ in told)


def _cases(race: Race, before: Stands, after: Stands, changes: Counter[UUID]) -> None:
    assert sorted(case.no for case in after.cases.values()) == [*range(1, len(after.cases) + 1)]
    assert set(after.cases) == race.acknowledged, "a request is lost, or nobody was told"
    deeds = Counter(
        JournalEntry.objects.of(race.school)
        .filter(verb__startswith="gradebook.correction_")
        .values_list("target", "verb")
    )
    done = Counter(race.done)
    for case in after.cases.values():
        old = before.cases.get(case.id)
        state = State(case.state)
        if old is not None and old.state in OVER:
            assert state == old.state, "a case that had ended moved"
        answers = [name for name in ANSWERS if done[case.id, name]]
        assert len(answers) <= 1, f"answered twice: {answers}"
        assert all(done[case.id, name] <= 1 for name in (*ANSWERS, "finish"))
        assert (state is State.REFUSED) == (answers == ["refuse"])
        assert (state is State.WITHDRAWN) == (answers == ["withdraw"])
        assert (case.open_until is not None) == (answers == ["consent"])
        assert (state in DRAWN_UP) == (case.paper_id is not None)
        if state in DRAWN_UP:
            assert changes[case.id]
        elif state is not State.OPEN:
            assert not changes[case.id]
        told = {verb: deeds[f"correction:{case.id}", f"gradebook.{verb}"] for verb in VERBS}
        assert told == {
            "correction_asked": 1,
            "correction_consented": done[case.id, "consent"],
            "correction_refused": done[case.id, "refuse"],
            "correction_withdrawn": done[case.id, "withdraw"],
            "correction_finished": int(state in DRAWN_UP),
            "correction_lapsed": int(state is State.LAPSED),
            "correction_confirmed": done[case.id, "confirm"],
        }, told
        left = [c for c in after.cells if c.correction_id == case.id and not c.changed_at]
        assert state is not State.OPEN or left, "open with nothing left to change"


VERBS = (
    "correction_asked",
    "correction_consented",
    "correction_refused",
    "correction_withdrawn",
    "correction_finished",
    "correction_lapsed",
    "correction_confirmed",
)


def _papers(race: Race, after: Stands, changes: Counter[UUID]) -> None:
    """Minutes exist once for each case that changed something, and say how much it changed."""
    papers = {row.id: row for row in Paper.objects.of(race.school)}
    of = {case.paper_id: case for case in after.cases.values() if case.paper_id}
    assert papers.keys() == of.keys(), "minutes without a case"
    assert sorted(row.number for row in papers.values()) == [*range(1, len(papers) + 1)]
    said = list(PaperConfirmed.objects.of(race.school).values_list("paper_id", "role", "by_id"))
    for paper_id, case in of.items():
        assert len(papers[paper_id].facts["cells"]) == changes[case.id]
        roles = [role for paper, role, _ in said if paper == paper_id]
        people = {by for paper, _, by in said if paper == paper_id}
        assert len({*roles}) == len(roles) == len(people)
        assert (case.state == State.CLOSED) == (len(roles) == 3)
