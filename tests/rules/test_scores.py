"""What a typed mark means, and what an average is: the cases the browser passes, too."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.environment import ROOT
from truongso.rules.averages import joined, missing, term_average, term_comment, year_average
from truongso.rules.circular import circular_on
from truongso.rules.columns import (
    EFFECTS,
    Effect,
    MarkState,
    columns_for,
    counted,
    regular_count,
    regular_of,
)
from truongso.rules.scores import Comment, as_typed, objection, parse, parse_comment, plain, shown
from truongso.rules.subjects import GRADES, subjects

CIRCULAR = circular_on(date(2026, 9, 7))
TENTHS = st.integers(0, 100)
GOLDEN = ROOT / "tests" / "golden" / "rules"


def golden(name: str, part: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))[part]
    assert found
    return found


def mark(text: str | None) -> Comment | None:
    return Comment(text) if text else None


@pytest.mark.parametrize("case", golden("typed", "scores"), ids=lambda case: repr(case["text"]))
def test_reads_a_typed_score(case: dict[str, Any]) -> None:
    found = parse(case["text"])
    said = (found.tenths, found.suggestion, found.problem)
    assert said == (case["tenths"], case["suggestion"], case["problem"])


@pytest.mark.parametrize("case", golden("typed", "comments"), ids=lambda case: repr(case["text"]))
def test_reads_a_typed_comment(case: dict[str, Any]) -> None:
    found = parse_comment(case["text"])
    assert (found.mark, found.problem) == (mark(case["mark"]), case["problem"])


@pytest.mark.parametrize("case", golden("averages", "terms"), ids=str)
def test_averages_a_term(case: dict[str, Any]) -> None:
    marks = case["regular"], case["midterm"], case["final"]
    required = case["required"]
    assert term_average(*marks, required=required, circular=CIRCULAR) == case["average"]
    if case["average"] is None and len(case["regular"]) <= required:
        assert missing(*marks, required=required)


@pytest.mark.parametrize("case", golden("averages", "years"), ids=str)
def test_averages_a_year(case: dict[str, Any]) -> None:
    assert year_average(case["first"], case["second"], circular=CIRCULAR) == case["year"]


@pytest.mark.parametrize("case", golden("averages", "comments"), ids=str)
def test_joins_the_comments_of_a_term(case: dict[str, Any]) -> None:
    regular = [mark(text) for text in case["regular"]]
    found = term_comment(
        regular, mark(case["midterm"]), mark(case["final"]), required=case["required"]
    )
    assert found == mark(case["result"])


def test_shows_a_score() -> None:
    for case in golden("typed", "shown"):
        assert (shown(case["tenths"]), plain(case["tenths"])) == (case["shown"], case["plain"])


@given(TENTHS)
def test_reads_back_what_it_shows(tenths: int) -> None:
    for text in (shown(tenths), as_typed(tenths), plain(tenths)):
        assert parse(text).tenths == tenths


@given(st.text() | st.text("0123456789.,-_ e٣８đĐcC", max_size=6))
def test_never_fails_whatever_is_typed(text: str) -> None:
    typed, comment = parse(text), parse_comment(text)
    assert typed.tenths is None or 0 <= typed.tenths <= 100
    assert typed.tenths is None or not typed.problem
    assert typed.suggestion is None or typed.problem
    assert (objection(typed, text) is None) == (not typed.problem)
    assert (objection(comment, text) is None) == (not comment.problem)
    blank = not text.strip(" \t\r\n\u00a0\u202f")
    assert (typed.tenths is None and not typed.problem) == blank


@given(st.lists(TENTHS, min_size=2, max_size=4), TENTHS, TENTHS, st.randoms())
def test_an_average_is_exact_and_between_and_knows_no_order(
    regular: list[int], midterm: int, final: int, dice: Any
) -> None:
    count = len(regular)
    found = term_average(regular, midterm, final, required=count, circular=CIRCULAR)
    exact = Fraction(sum(regular) + 2 * midterm + 3 * final, count + 5)
    assert found == (exact + Fraction(1, 2)).__floor__()
    everything = [*regular, midterm, final]
    assert min(everything) <= found <= max(everything)
    mixed = dice.sample(regular, count)
    assert term_average(mixed, midterm, final, required=count, circular=CIRCULAR) == found
    if count != 3:
        assert found == round(exact), "a half can only come from three regular scores"


@given(TENTHS, TENTHS)
def test_a_year_lies_between_its_terms(first: int, second: int) -> None:
    found = year_average(first, second, circular=CIRCULAR)
    assert found == (Fraction(first + 2 * second, 3) + Fraction(1, 2)).__floor__()
    assert min(first, second) <= found <= max(first, second)


def test_the_number_of_columns_follows_the_periods() -> None:
    counts = {periods: regular_count(periods, CIRCULAR) for periods in (35, 36, 70, 71)}
    assert counts == {35: 2, 36: 3, 70: 3, 71: 4}
    assert [regular_of("CN", grade, CIRCULAR) for grade in GRADES] == [2, 2, 3, 3]
    expected = {"VAN": 4, "TOAN": 4, "NN1": 4, "GDCD": 2, "LSDL": 4, "KHTN": 4, "TIN": 2, "NN2": 4}
    expected |= dict.fromkeys(("GDTC", "NT", "HDTN", "GDDP"), 2)
    assert {code: regular_of(code, 6, CIRCULAR) for code in expected} == expected
    assert regular_of("XXX", 6, CIRCULAR) is None
    with pytest.raises(KeyError):
        columns_for("XXX", 6, CIRCULAR)


def test_the_columns_of_a_subject() -> None:
    labels = {code: [c.label for c in columns_for(code, 6, CIRCULAR)] for code in subjects()}
    assert labels["TOAN"] == ["TX1", "TX2", "TX3", "TX4", "GK", "CK"]
    assert labels["GDTC"] == ["TX1", "TX2", "GK", "CK"]
    assert labels["NT"] == [f"{k} {s}" for k in ("TX", "GK", "CK") for s in ("Âm nhạc", "Mĩ thuật")]


def test_a_column_of_two_strands_needs_both() -> None:
    assert joined([Comment.D, Comment.D]) is Comment.D
    assert joined([Comment.D, Comment.CD]) is Comment.CD
    assert joined([Comment.CD, None]) is None
    assert joined([]) is None


def test_what_a_cell_does_to_an_average() -> None:
    assert EFFECTS.keys() == set(MarkState)
    assert counted(MarkState.VALUE, 85) == counted(MarkState.MAKEUP_DONE, 85) == 85
    assert counted(MarkState.ZERO_BY_RULE, None) == 0
    assert counted(MarkState.EMPTY, None) is counted(MarkState.ABSENT_PENDING, None) is None
    assert EFFECTS[MarkState.EXEMPT] is Effect.LEAVES_OUT
    assert counted(MarkState.EXEMPT, 85) is None


def test_the_circular_has_its_days() -> None:
    with pytest.raises(LookupError):
        circular_on(date(2021, 9, 4))
    first = circular_on(date(2021, 9, 5))
    assert first is circular_on(date(2030, 1, 1))
    assert first is not circular_on(date(2030, 1, 1), adjustment="replace")
