"""At once, on PostgreSQL with threads: teachers, locks, resends. Nothing lost, nothing doubled.

`python -m tests.drills.interleavings --rounds 5000` plays many more rounds.
"""

import random
from collections.abc import Iterator

import pytest

from tests.gradebook.racing import Batch, Race, Racers, racers
from tests.gradebook.racing_moves import MOVES, any_moves
from tests.school import School
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import RuleBroken
from truongso.foundation.ids import new_id
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import MarkChange, Sheet, SheetLine
from truongso.roster.models import Pupil

ROUNDS = 8


@pytest.fixture(scope="module")
def running() -> Iterator[Racers]:
    with racers() as made:
        yield made


@pytest.fixture
def race(school: School, running: Racers) -> Race:
    return Race(school, running, random.Random(1))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_any_moves_while_two_teachers_type(school: School, running: Racers, seed: int) -> None:
    game = Race(school, running, random.Random(seed))
    for _ in range(12):
        game.round(any_moves(game))
    assert game.answers


def test_a_batch_sent_five_times_at_once_is_done_once(race: Race) -> None:
    batch = race.typed("Dũng")
    told = race.racers.at_once([race.saving(batch) for _ in range(5)])
    assert all(answer == told[0] for answer in told)
    race.answers[batch.id] = told[0]
    race.settled()
    assert JournalEntry.objects.of(race.school).filter(
        verb="gradebook.scores_saved"
    ).count() == bool(told[0]["saved"])


def test_two_first_values_for_one_cell_are_one_and_a_conflict(race: Race) -> None:
    for number, pupil in enumerate(race.pupils):
        batches = [
            Batch(who, new_id(), [Cell(pupil, "gk", text, 0)])
            for who, text in (("Dũng", "8"), ("Hà", "9"))
        ]
        told = race.racers.at_once([race.saving(one) for one in batches])
        assert sorted(answer["saved"] for answer in told) == [0, 1]
        [conflict] = [one for answer in told for one in answer["conflicts"]]
        assert conflict["version"] == 1
        assert conflict["theirs_by"]
        assert MarkChange.objects.of(race.school).count() == number + 1


@pytest.mark.parametrize("move", [name for name in MOVES if name.startswith("lock")])
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_lock_while_the_first_marks_come_holds_for_every_line(
    race: Race, move: str, round_: int
) -> None:
    race.random.seed(round_)
    race.round([move])
    sheet = Sheet.objects.of(race.school).first()
    newcomer = Pupil.objects.of(race.school).filter(code="HS004").get()
    if sheet is not None and sheet.locks & 1:
        answer = race.send("Hà", Cell(newcomer.id, "tx1", "8", 0))
        assert [one["code"] for one in answer["refused"]] == ["gradebook.cell_locked"]
    assert race.answers


def test_a_column_locked_twice_at_once_is_locked_once(race: Race) -> None:
    race.random.seed(3)
    came = []
    for _ in range(4):
        state = race.random.getstate()
        first = MOVES["lock_column"](race)
        race.random.setstate(state)
        came = race.racers.at_once([first, MOVES["lock_column"](race)])
        if [isinstance(one, RuleBroken) for one in came].count(True) == 1:
            break
    assert [isinstance(one, RuleBroken) for one in came].count(True) == 1
    assert not SheetLine.objects.of(race.school).exists()


@pytest.mark.parametrize("move", ["lock_by_date", "lock_term", "lock_column"])
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_line_that_is_made_while_its_page_is_locked_is_locked(
    race: Race, move: str, round_: int
) -> None:
    first, *others = race.pupils
    race.send("Dũng", Cell(first, "gk", "8", 0))
    race.random.seed(round_)
    newcomers = [Cell(pupil, "gk", "7", 0) for pupil in others]
    race.meet([Batch("Hà", new_id(), newcomers)], [move])
    assert len(race.answers) == 2


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_column_opened_while_the_term_is_locked_stays_locked(race: Race, round_: int) -> None:
    race.random.seed(round_)
    race.send("Dũng", *(Cell(pupil, "gk", "8", 0) for pupil in race.pupils))
    for move in ("lock_term", "open_term"):
        race.meet([], ["lock_column", "lock_column"])
        race.meet([], [move, "open_column", "open_column", "open_column"])
