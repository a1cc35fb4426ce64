"""The table of locks (`lock_table`) tried whole: lock × duty × subject × kind × state × door."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from unittest import mock

import pytest
from django.db import transaction

from tests.gradebook.lock_doors import DOORS, NOT_FOR_SYSTEM
from tests.gradebook.lock_table import (
    FORMS,
    LOCKED,
    PEOPLE,
    REFUSED,
    WRITERS,
    Scene,
    becomes,
    expected,
    scene,
)
from tests.gradebook.scenes import NOW
from tests.school import School
from truongso.foundation import clock
from truongso.foundation.tenancy import acting_in


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def tries() -> Iterator[tuple[str, str, str, str]]:
    """Door, duty, who holds it, subject."""
    for door in DOORS:
        for duty, people in PEOPLE.items():
            if duty == "system" and door in NOT_FOR_SYSTEM:
                continue
            for subject in FORMS:
                who = people if isinstance(people, str) else people.get(subject)
                if who is not None:
                    yield door, duty, who, subject


@pytest.mark.parametrize("lock", LOCKED)
def test_what_comes_of_every_cell(school: School, lock: str) -> None:
    made = scene(school, lock)
    tried, saved = 0, 0
    for door, duty, who, subject in tries():
        before = made.stands(subject)
        writes = duty in WRITERS and lock != "closed year"
        with taken_back(school) if writes else nullcontext():
            came = DOORS[door](made, who, subject)
            after = made.stands(subject)
        wanted = {at: expected(door, lock, duty, subject, at[1], at[0]) for at in before}
        assert came == wanted, (lock, door, duty, subject)
        for (state, key), code in came.items():
            stands = becomes(subject, key, state) if code == "saved" else before[state, key]
            assert after[state, key] == stands, (lock, door, duty, subject, state, key)
        tried, saved = tried + len(came), saved + list(came.values()).count("saved")
    assert tried == count(made)
    assert bool(saved) == (lock in ("nothing", "exempt"))


@contextmanager
def taken_back(school: School) -> Iterator[None]:
    """A transaction that leaves nothing. Whoever is not allowed writes a line of the journal, and
    does that outside of it.
    """
    with acting_in(school.id):
        yield
        transaction.set_rollback(True)


def count(made: Scene) -> int:
    """So many cells are tried under each lock."""
    return sum(len(made.cells(subject)) for _, _, _, subject in tries())


def test_the_table_has_every_lock_and_thousands_of_cells(school: School) -> None:
    assert REFUSED.keys() == LOCKED.keys()
    assert count(scene(school, "nothing")) * len(LOCKED) > 10_000
