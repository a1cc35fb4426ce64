"""Hints on a sheet: found where something slipped, silent on ordinary classes."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from truongso.rules.anomalies import anomalies, same, shifted, spread

WIDTH, FINAL = 6, 5


def ordinary(seed: int, pupils: int = 40) -> list[list[int | None]]:
    """A class whose pupils are about as good in every column."""
    random = Random(seed)
    able = [random.randint(45, 92) for _ in range(pupils)]
    return [[min(100, max(0, one + random.randint(-8, 8))) for _ in range(WIDTH)] for one in able]


def codes(rows: list[list[int | None]]) -> list[tuple[str, int, int | None]]:
    return [(one.code, one.column, one.row) for one in anomalies(rows, FINAL)]


def test_an_ordinary_class_gives_no_hint() -> None:
    assert [codes(ordinary(seed)) for seed in range(30)] == [[]] * 30


def test_a_column_pasted_a_row_off_is_found_both_ways() -> None:
    for seed in range(20):
        for step in (1, -1):
            rows = ordinary(seed)
            column = [row[2] for row in rows]
            for at, row in enumerate(rows):
                row[2] = column[(at - step) % len(rows)]
            assert shifted(rows, 2) == step, (seed, step)
            assert ("shifted", 2, None) in codes(rows)
            assert all(shifted(rows, at) == 0 for at in (0, 1, 3, 4, 5))


def test_a_slip_in_one_cell_and_a_final_far_off_are_found() -> None:
    rows = ordinary(1)
    rows[3][1], rows[7][FINAL] = 8, 5
    assert codes(rows) == [("out_of_line", 1, 3), ("final_far", FINAL, 7)]


def test_a_hard_test_for_everybody_is_no_hint() -> None:
    rows = ordinary(2)
    for row in rows:
        row[FINAL] = max(0, (row[FINAL] or 0) - 40)
    assert codes(rows) == []


def test_a_column_of_one_mark_is_found_from_ten_pupils_on() -> None:
    rows = ordinary(4)
    for row in rows:
        row[0] = 80
    assert same(rows, 0) == 80
    assert ("equal", 0, None) in codes(rows)
    assert same(rows[:9], 0) is None


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=6, max_size=6)))
def test_whatever_stands_there_is_read(rows: list[list[int | None]]) -> None:
    for one in anomalies(rows, FINAL):
        assert 0 <= one.column < WIDTH
        assert one.row is None or rows[one.row][one.column] is not None


@given(st.lists(st.integers(0, 100), min_size=1))
def test_the_spread_counts_everybody_and_is_in_order(scores: list[int]) -> None:
    found = spread(scores)
    assert found is not None
    assert sum(found.points) == found.count == len(scores)
    five = [found.lowest, found.quarter, found.middle, found.three_quarters, found.highest]
    assert five == sorted(five)
