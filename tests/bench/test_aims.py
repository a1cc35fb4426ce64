"""The table that says whether the gradebook keeps its aims. No figure is ever a test."""

import pytest

from bench.aims import (
    BARE_SQL,
    HEAD,
    SAME_BYTES,
    Aim,
    above,
    markdown,
    of_pass,
    verdict,
)
from bench.report import PROGRAM, Samples
from bench.results import row


def samples(arm: str, *times: list[float], what: str = "sheet", statements: int = 6) -> Samples:
    return Samples(what, arm, 50, statements, 2048, times, (), [12.4] * len(times))


SHEET = [
    samples(PROGRAM, [30.0, 33.0, 31.0], [62.0]),
    samples(BARE_SQL, [9.0], [20.0]),
    samples(SAME_BYTES, [1.0], [2.0]),
]


def test_an_aim_is_measured_by_both_floors_of_the_same_round() -> None:
    assert above(SHEET[0], SHEET[1:]) == pytest.approx((31 / 10 + 62 / 22) / 2)


def test_a_row_names_the_floors_their_ratios_and_whether_the_aim_is_kept() -> None:
    head, sides, row = markdown(SHEET)
    assert {line.count("|") for line in (head, sides, row)} == {len(HEAD) + 1}
    assert row.startswith("| sheet | 50 | 6 | 32.0 | 12 | 14.5 (× 3.3) | 1.5 (× 31.0) | 3.0 |")
    assert row.endswith("| ≤ × 3: kept; ≤ 6 SQL: kept |")


def test_what_has_no_aim_and_no_floor_has_empty_cells() -> None:
    assert markdown([samples(PROGRAM, [30.0], what="board")])[2].endswith("| 12 |  |  |  |  |")


def test_a_broken_aim_is_said() -> None:
    assert verdict(Aim(times=3, statements=6), 3.1, 7, None) == "≤ × 3: NOT kept; ≤ 6 SQL: NOT kept"
    assert verdict(Aim(cpu=1000), None, 7, 999) == "≤ 1000 ms of CPU: kept"
    assert verdict(Aim(cpu=1000), None, 7, None) == ""


def test_a_million_pupils_stand_beside_a_vectorised_pass() -> None:
    assert "| Polars 1000 |  | 2.00 | ≤ × 3: kept |" in of_pass(10**6, 2.0, 1.0, 90)
    assert of_pass(10**6, 4.0, 1.0, 90).endswith("NOT kept |")
    assert "not installed" in of_pass(10**6, 2.0, None, 90)
    assert of_pass(10**6, 2.0, None, 90).count("|") == len(HEAD) + 1


def test_the_row_of_a_million_is_read_from_what_the_program_prints() -> None:
    assert row(1000).startswith("| 1,000 pupils, at most ")
