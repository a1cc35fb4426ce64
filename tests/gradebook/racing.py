"""One page of the gradebook, and people who do things to it in the same moment.

Real threads, real acts, a real PostgreSQL. A round lets some start together; afterwards everything
that was told and everything that stands must fit. Used by `test_races` and, for thousands of
rounds, by `tests.drills.interleavings`.
"""

import random
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tests.gradebook.racing_checks import check, stands
from tests.gradebook.racing_moves import ALL, KEYS, TYPED
from tests.gradebook.scenes import NOW, book, page, pupils
from tests.school import LONG_AGO, School
from truongso.foundation.actor import Actor
from truongso.foundation.errors import UserError
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import correction_ends, scores
from truongso.gradebook.actions.corrections import CONSENT, Asked
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import (
    COMMENT_BIT,
    Correction,
    MarkChange,
    SavedBatch,
    SheetLine,
    TermBook,
)
from truongso.rules import marks
from truongso.rules.authority import Duty
from truongso.rules.circular import circular_on
from truongso.rules.columns import columns_for
from truongso.rules.gradebook import COMMENT

TEACHERS = ("Dũng", "Hà")
PEOPLE = (*TEACHERS, "Sơn", "Thu", "Nam")
TEXTS = ("8", "7,5", "0", "10", "", "v", "v0", "85", "x")
MOST_AT_ONCE = 8
Call = Callable[[], Any]


class Racers:
    """Threads with a connection each, kept from round to round."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(MOST_AT_ONCE)

    def at_once(self, calls: Sequence[Call]) -> list[Any]:
        """Let calls start together; each answer is what came, or the user's error that was raised.

        Any other error is raised here.
        """
        start = threading.Barrier(len(calls))

        def run(call: Call) -> Any:
            start.wait(timeout=30)
            try:
                return call()
            except UserError as error:
                return error

        return [one.result(timeout=60) for one in [self.pool.submit(run, call) for call in calls]]

    def close(self) -> None:
        """End the threads and their connections."""
        together = threading.Barrier(MOST_AT_ONCE)

        def hang_up() -> None:
            together.wait(timeout=30)
            connection.close()

        for one in [self.pool.submit(hang_up) for _ in range(MOST_AT_ONCE)]:
            one.result(timeout=60)
        self.pool.shutdown()


@contextmanager
def racers() -> Iterator[Racers]:
    """Threads for races, ended when the block is left."""
    made = Racers()
    try:
        yield made
    finally:
        made.close()


@dataclass(frozen=True)
class Batch:
    """What a teacher sends; the same however often."""

    who: str
    id: UUID
    cells: list[Cell]


@dataclass
class Race:
    """A page with its people. `answers`: what was told of each batch, so far.

    `reopened`: the columns that moves of this round may open (bits). Of cases: what was `asked`
    for, what was `acknowledged`, and which steps succeeded (`done`).
    """

    school: School
    racers: Racers
    random: random.Random
    answers: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)
    sent: list[Batch] = field(default_factory=list)
    moments: int = 0
    moved: list[str] = field(default_factory=list)
    reopened: int = 0
    asked: dict[UUID, tuple[str, Asked]] = field(default_factory=dict)
    acknowledged: set[UUID] = field(default_factory=set)
    done: list[tuple[UUID, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.where = page(self.school, "KHTN")
        self.pupils = [pupil.id for pupil in pupils(self.school)[:3]]
        lend = {"since": LONG_AGO, "until": NOW + timedelta(days=1)}
        self.school.delegate("Sơn", Duty.PRINCIPAL, "Thu", CONSENT, correction_ends.WITNESS, **lend)
        self.actors: dict[str, Actor] = {who: self.school.actor(who) for who in PEOPLE}
        self.typists = TEACHERS
        self.seen: dict[str, dict[tuple[UUID, str], int]] = {who: {} for who in TEACHERS}
        book(self.school, regular=(date(2026, 9, 7), date(2026, 10, 20)))
        self.before = stands(self)

    @property
    def now(self) -> datetime:
        """A moment of its own for every act."""
        self.moments += 1
        return NOW + timedelta(seconds=self.moments)

    def typed(self, who: str) -> Batch:
        """One to four cells as a teacher sees them."""
        chosen = self.random.sample(self.places(), self.random.randint(1, 4))
        cells = [
            Cell(*place, self.random.choice(TEXTS), self.seen[who].get(place, 0), "Chấm lại")
            for place in chosen
        ]
        if self.before.opened and self.random.random() < 0.6:
            wanted = [one for one in self._wanted() if one[:2] not in chosen]
            few = self.random.sample(wanted, min(len(wanted), self.random.randint(1, 3)))
            cells += [Cell(*one) for one in few]
        return Batch(who, new_id(), cells)

    def _wanted(self) -> list[tuple[UUID, str, str, int]]:
        """Cells that cases have opened, the marks that were consented to, their versions now."""
        lines = {line.pupil_id: line for line in self.lines()}
        return [
            (*place, marks.shown(cell.wanted), lines[place[0]].versions[KEYS.index(place[1])])
            for place, cell in self.before.opened.items()
        ]

    def places(self) -> list[tuple[UUID, str]]:
        """The cells that are typed into, by pupil and column."""
        return [(pupil, column) for pupil in self.pupils for column in TYPED]

    def who(self, staff_id: UUID) -> str:
        """The name of a person by his id."""
        return next(who for who, actor in self.actors.items() if actor.staff_id == staff_id)

    def bit(self, key: str) -> int:
        """The bit of a column in a mask of locks."""
        return 1 << (COMMENT_BIT if key == COMMENT else KEYS.index(key))

    def lines(self) -> list[SheetLine]:
        """The lines of the page."""
        return list(SheetLine.objects.of(self.school).filter(sheet__term=1))

    def saving(self, batch: Batch) -> Call:
        """Send a batch."""
        now = self.now
        return lambda: scores.save_scores(
            actor=self.actors[batch.who],
            page=self.where,
            batch_id=batch.id,
            cells=batch.cells,
            source="page",
            now=now,
        )

    def round(self, moves: Sequence[str]) -> list[Any]:
        """Both teachers type, some batches are sent again, and leaders make their moves, all at
        once; returns what came of the moves. What stands then must fit, else AssertionError.
        """
        batches = [self.typed(who) for who in TEACHERS]
        batches += [one for one in batches if self.random.random() < 0.4]
        if self.sent and self.random.random() < 0.3:
            batches.append(self.random.choice(self.sent))
        return self.meet(batches, moves)

    def meet(self, batches: Sequence[Batch], moves: Sequence[str]) -> list[Any]:
        """Send batches and make moves at once; returns what came of the moves."""
        self.moved, self.reopened = list(moves), 0
        saves = [self.saving(one) for one in batches]
        order = [*saves, *(ALL[move](self) for move in moves)]
        places = self.random.sample(range(len(order)), len(order))
        came = dict(zip(places, self.racers.at_once([order[at] for at in places]), strict=True))
        told = [came[at] for at in range(len(order))]
        for batch, answer in zip(batches, told, strict=False):
            self._hear(batch, answer)
        self.acknowledged |= {one.id for one in told if isinstance(one, Correction)}
        self.settled()
        return told[len(batches) :]

    def send(self, who: str, *cells: Cell) -> Mapping[str, Any]:
        """Send one batch alone; returns its answer."""
        batch = Batch(who, new_id(), list(cells))
        self.meet([batch], [])
        return self.answers[batch.id]

    def _hear(self, batch: Batch, answer: Any) -> None:
        assert not isinstance(answer, UserError), answer
        assert self.answers.setdefault(batch.id, answer) == answer, "a batch has two answers"
        if batch not in self.sent:
            self.sent.append(batch)
        for row in answer["rows"]:
            seen = self.seen[batch.who]
            for key, version in zip(KEYS, row["versions"], strict=True):
                seen[UUID(row["id"]), key] = version
            seen[UUID(row["id"]), COMMENT] = row["comment_version"]

    def settled(self) -> None:
        """Sheet, diary, answers, locks, cases and results say the same."""
        lines = {line.pupil_id: line for line in self.lines()}
        self._told_again(lines)
        self._counted(lines)
        circular = circular_on(self.school.year.starts_on)
        columns = columns_for("KHTN", 6, circular)
        for line in lines.values():
            result = marks.result(line.marks, columns, comments=False, circular=circular)
            assert line.average == result
        before, self.before = self.before, stands(self)
        check(self, before, self.before)

    def term_locked(self) -> bool:
        """Tell whether the term is locked."""
        return TermBook.objects.of(self.school).get(term=1).locked_at is not None

    def _told_again(self, lines: Mapping[UUID, SheetLine]) -> None:
        told: dict[tuple[UUID, str], tuple[int | None, int]] = {}
        for change in MarkChange.objects.of(self.school).order_by("version"):
            place = (change.pupil_id, change.column)
            assert told.get(place, (None, 0)) == (change.old, change.version - 1)
            told[place] = (change.new, change.version)
        stands = {
            (pupil, key): (code, version)
            for pupil, line in lines.items()
            for key, code, version in zip(KEYS, line.marks, line.versions, strict=True)
            if version
        }
        assert told == stands, "the diary replayed is not the sheet"

    def _counted(self, lines: Mapping[UUID, SheetLine]) -> None:
        """Every change that was told is there once, and no other."""
        batches = {row.id: row.answer for row in SavedBatch.objects.of(self.school)}
        assert batches == self.answers, "an answer is lost, or nobody heard it"
        saved = sum(answer["saved"] for answer in batches.values())
        changes = list(MarkChange.objects.of(self.school).values_list("batch", flat=True))
        comments = sum(line.comment_version for line in lines.values())
        assert len(changes) + comments == saved, "a change is lost or doubled"
        assert set(changes) <= batches.keys()
