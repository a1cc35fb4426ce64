"""Two teachers, a lock, a resend, in any order: nothing lost, nothing doubled, the diary true.

Every step is a real act on a real PostgreSQL. A model of plain dictionaries says what must stand.
"""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.gradebook.scenes import NOW, page, pupils, sheet
from tests.school import School
from truongso.foundation.errors import RuleBroken
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import locks, scores
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import MarkChange, SheetLine
from truongso.rules import marks

COLUMNS = ("tx1", "tx2", "gk")
TEXTS = ("8", "7,5", "0", "10", "", "v", "85", "x")


class Model:
    """What must stand in each cell: number and version; which columns are locked; what was sent."""

    def __init__(self, school: School) -> None:
        self.school, self.where = school, page(school, "KHTN")
        self.pupils = pupils(school)[:3]
        self.actors = {who: school.actor(who) for who in ("Dũng", "Hà", "Sơn")}
        self.stands: dict[tuple[UUID, str], tuple[int | None, int]] = {}
        self.seen = {who: {} for who in ("Dũng", "Hà")}  # type: dict[str, dict[Any, int]]
        self.locked: set[str] = set()
        self.sent: list[tuple[str, UUID, list[Cell], Mapping[str, Any]]] = []
        self.changes = 0
        self.step = 0

    def now(self) -> Any:
        self.step += 1
        return NOW + timedelta(seconds=self.step)

    def type(self, rng: random.Random) -> None:
        who = rng.choice(("Dũng", "Hà"))
        chosen = rng.sample([(p.id, c) for p in self.pupils for c in COLUMNS], rng.randint(1, 4))
        cells = [
            Cell(pk, column, rng.choice(TEXTS), self.seen[who].get((pk, column), 0), "Chấm lại")
            for pk, column in chosen
        ]
        batch = new_id()
        answer = self.save(who, batch, cells)
        self.expect(cells, answer)
        self.look(who, answer)
        self.sent.append((who, batch, cells, answer))

    def expect(self, cells: list[Cell], answer: Mapping[str, Any]) -> None:
        refused = {(UUID(r["pupil"]), r["column"]) for r in answer["refused"]}
        conflicts = {(UUID(c["pupil"]), c["column"]): c for c in answer["conflicts"]}
        for cell in cells:
            place = (cell.pupil_id, cell.column)
            code, version = self.stands.get(place, (None, 0))
            typed = marks.typed(cell.text, code, comments=False)
            if typed.problem:
                assert place in refused
            elif typed.code == code:
                assert place not in refused
                assert place not in conflicts
            elif version != cell.version:
                assert conflicts[place]["theirs"] == code
                assert conflicts[place]["version"] == version
            elif cell.column in self.locked:
                assert place in refused
            else:
                assert place not in refused
                self.stands[place] = (typed.code, version + 1)
                self.changes += 1

    def look(self, who: str, answer: Mapping[str, Any]) -> None:
        """The page shows what it was told."""
        keys = ("tx1", "tx2", "tx3", "tx4", "gk", "ck")
        for row in answer["rows"]:
            for key, version in zip(keys, row["versions"], strict=True):
                self.seen[who][UUID(row["id"]), key] = version

    def resend(self, rng: random.Random) -> None:
        if self.sent:
            who, batch, cells, answer = rng.choice(self.sent)
            assert self.save(who, batch, cells) == answer

    def save(self, who: str, batch: UUID, cells: list[Cell]) -> Mapping[str, Any]:
        return scores.save_scores(
            actor=self.actors[who],
            page=self.where,
            batch_id=batch,
            cells=cells,
            source="page",
            now=self.now(),
        )

    def lock(self, rng: random.Random) -> None:
        column = rng.choice(COLUMNS)
        call = {"page": self.where, "keys": [column], "now": self.now()}
        try:
            locks.lock_columns(actor=self.actors["Dũng"], **call)
        except RuleBroken:
            assert column in self.locked
        self.locked.add(column)

    def reopen(self, rng: random.Random) -> None:
        if not self.locked:
            return
        column = rng.choice(sorted(self.locked))
        call = {"page": self.where, "keys": [column], "reason": "Mở lại", "now": self.now()}
        locks.reopen_columns(actor=self.actors["Sơn"], **call)
        self.locked.discard(column)

    def settled(self) -> None:
        """The sheet is what the model says, and so is the diary replayed."""
        if not self.stands:
            return
        rows = SheetLine.objects.of(self.school).filter(sheet=sheet(self.school, self.where))
        keys = ("tx1", "tx2", "tx3", "tx4", "gk", "ck")
        found = {
            (row.pupil_id, key): (code, version)
            for row in rows
            for key, code, version in zip(keys, row.marks, row.versions, strict=True)
            if version
        }
        assert found == self.stands
        replayed: dict[tuple[UUID, str], tuple[int | None, int]] = {}
        for change in MarkChange.objects.of(self.school).order_by("version"):
            place = (change.pupil_id, change.column)
            assert replayed.get(place, (None, 0)) == (change.old, change.version - 1)
            replayed[place] = (change.new, change.version)
        assert replayed == self.stands
        assert MarkChange.objects.of(self.school).count() == self.changes


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_typing_locking_and_resending(school: School, seed: int) -> None:
    rng = random.Random(seed)
    model = Model(school)
    moves = [model.type, model.type, model.type, model.resend, model.lock, model.reopen]
    for _ in range(60):
        rng.choice(moves)(rng)
    model.settled()
