"""The table of locks once more where cases are open (`lock_cases`): by every door, and by the case.

Exactly the cells that were opened, by who asked and into the mark that was consented to.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from unittest import mock

import pytest

from tests.gradebook.lock_cases import (
    COMES,
    DUTIES,
    MINE,
    TwoMarks,
    by_button,
    is_opened,
    locked,
    must_come,
    scene_of_cases,
)
from tests.gradebook.lock_doors import DOORS
from tests.gradebook.lock_table import FORMS, STATES, Scene, becomes
from tests.gradebook.scenes import NOW
from tests.gradebook.test_lock_table import taken_back
from tests.school import School
from truongso.foundation import clock
from truongso.gradebook.models import Correction

TRIED = [(lock, no % 2) for no, lock in enumerate(COMES)]
"""Each lock on one half of the board, in turn."""
ONE_CASE = ("case", "nothing", "TOAN")
UNCHANGED = ("closed year", "left the class", "exempt", "time over")
"""Under these no opened cell can be changed by anybody."""


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def tries(lock: str) -> Iterator[tuple[str, str, str, str]]:
    """Door, duty, who holds it, subject. To whom the page is not given stands before every lock in
    `lock_table`; here he tries the act, open and in a closed year, and the page of one case.
    """
    for door in (*DOORS, "case"):
        everybody = door == "act" and lock in ("nothing", "closed year")
        for duty, people in DUTIES.items():
            for subject in FORMS:
                who = people if isinstance(people, str) else people.get(subject)
                if who is None or (not who and door != "act"):
                    continue
                if duty in MINE or everybody or (door, lock, subject) == ONE_CASE:
                    yield door, duty, who, subject


@pytest.mark.parametrize(("lock", "half"), TRIED)
def test_exactly_what_a_case_has_opened_is_changed(school: School, lock: str, half: int) -> None:
    made = scene_of_cases(school, lock, half)
    saved = 0
    for door, duty, who, subject in tries(lock):
        if door == "case":
            saved += _pressed(made, lock, duty, who, subject, half)
        else:
            turn = [*DOORS].index(door) + [*COMES].index(lock)
            page = TwoMarks(made.school, made.pupils, turn)
            saved += _typed(page, door, lock, duty, who, subject, half)
    assert bool(saved) == (lock not in UNCHANGED)


def _typed(
    made: TwoMarks, door: str, lock: str, duty: str, who: str, subject: str, half: int
) -> int:
    """Type into every cell of a page; returns how many opened ones were changed."""
    before, closed = made.stands(subject), locked(made, subject)
    with taken_back(made.school) if duty in MINE and lock != "closed year" else nullcontext():
        came = DOORS[door](made, who, subject)
        after, closed_after = made.stands(subject), locked(made, subject)
    at = (lock, half, door, duty, subject)
    opened = {one: is_opened(half, subject, one[1], one[0]) for one in before}
    assert closed == {one: not opened[one] for one in closed}, at
    for (state, key), code in came.items():
        same = made.is_same(subject, key, state)
        facts = {"opened": opened[state, key], "same": same}
        wanted = must_come(door, lock, duty, subject, key, state, **facts)
        assert code == wanted, (*at, state, key, facts)
        stands = becomes(subject, key, state) if code == "saved" else before[state, key]
        assert after[state, key] == stands, (*at, state, key)
    assert came.keys() == before.keys()
    assert closed_after == {one: closed[one] or came[one] == "saved" for one in closed}, at
    return sum(opened[one] and code == "saved" for one, code in came.items())


def _pressed(made: Scene, lock: str, duty: str, who: str, subject: str, half: int) -> int:
    """Have the pages of the cases write their marks; returns how many cells were changed."""
    before, changed = made.stands(subject), 0
    for case in Correction.objects.of(made.school).filter(sheet__subject=subject):
        own = case.asked_by_id == made.school.staff[who].id
        with taken_back(made.school) if own and lock != "closed year" else nullcontext():
            by_button(made, who, case)
            after = made.stands(subject)
        for (state, key), stood in before.items():
            opened = is_opened(half, subject, key, state)
            come = must_come("page", lock, duty, subject, key, state, opened=opened, same=True)
            right = own and opened and come == "saved"
            wanted = becomes(subject, key, state) if right else stood
            assert after[state, key] == wanted, (lock, half, duty, subject, state, key)
            changed += right
    return changed


def test_the_table_of_cases_has_thousands_of_cells() -> None:
    assert {lock for lock, _ in TRIED} == COMES.keys()
    assert sum(counted().values()) > 3_000


def counted() -> Counter[str]:
    """So many cells are tried at each door."""
    found: Counter[str] = Counter()
    for lock, _ in TRIED:
        for door, _, _, subject in tries(lock):
            found[door] += len(STATES) * (len(FORMS[subject][1]) + (door != "case"))
    return found
