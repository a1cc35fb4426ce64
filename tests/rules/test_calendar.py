"""Teaching weeks are laid around the days without teaching."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.rules.calendar import (
    Break,
    TeachingWeek,
    check_weeks,
    is_taught,
    lay_weeks,
    week_of,
    weeks_begun,
)

START = date(2026, 9, 7)
TET = Break(date(2027, 2, 1), date(2027, 2, 14))
DAYS = st.dates(date(2025, 8, 1), date(2028, 8, 1))
BREAKS = st.lists(
    st.builds(lambda day, n: Break(day, day + timedelta(days=n)), DAYS, st.integers(0, 20)),
    max_size=6,
)


def test_has_18_and_17_weeks() -> None:
    weeks = lay_weeks(START)
    assert [week.no for week in weeks] == list(range(1, 36))
    assert [week.term for week in weeks] == [1] * 18 + [2] * 17


def test_passes_over_the_weeks_of_tet() -> None:
    weeks = {week.no: week for week in lay_weeks(START, [TET])}
    assert weeks[21].monday == date(2027, 1, 25)
    assert weeks[22].monday == date(2027, 2, 15)
    assert weeks[22].saturday == date(2027, 2, 20)


@pytest.mark.parametrize(
    ("first", "last", "taught"),
    [
        (date(2027, 2, 1), date(2027, 2, 6), False),  # Monday to Saturday
        (date(2027, 2, 1), date(2027, 2, 5), True),  # Saturday is taught
        (date(2027, 2, 2), date(2027, 2, 7), True),  # Monday is taught
    ],
)
def test_a_week_is_taught_when_one_day_of_it_is(first: date, last: date, taught: bool) -> None:
    assert is_taught(date(2027, 2, 1), [Break(first, last)]) is taught


def test_two_breaks_together_can_take_a_week() -> None:
    halves = [Break(date(2027, 2, 1), date(2027, 2, 3)), Break(date(2027, 2, 4), date(2027, 2, 7))]
    assert not is_taught(date(2027, 2, 1), halves)


@pytest.mark.parametrize(
    ("day", "begun", "inside"),
    [
        (date(2026, 9, 6), 0, None),
        (date(2026, 9, 7), 1, 1),
        (date(2026, 9, 13), 1, 1),  # Sunday still belongs to the week
        (date(2026, 9, 14), 2, 2),
        (date(2027, 2, 5), 21, None),  # Tết: the school still stands in week 21
        (date(2027, 2, 15), 22, 22),
    ],
)
def test_where_a_day_stands(day: date, begun: int, inside: int | None) -> None:
    weeks = lay_weeks(START, [TET])
    found = week_of(weeks, day)
    assert (weeks_begun(weeks, day), found.no if found else None) == (begun, inside)


def test_names_what_is_wrong_with_weeks_moved_by_hand() -> None:
    weeks = [
        TeachingWeek(1, 1, date(2026, 9, 7)),
        TeachingWeek(3, 2, date(2026, 9, 8)),
        TeachingWeek(3, 1, date(2026, 9, 21)),
    ]
    assert [violation.code for violation in check_weeks(weeks)] == [
        "calendar.week_number",
        "calendar.not_a_monday",
        "calendar.weeks_overlap",
        "calendar.term_goes_back",
    ]


@given(DAYS, BREAKS)
def test_every_year_has_35_mondays_in_order_and_holds(start: date, breaks: list[Break]) -> None:
    weeks = lay_weeks(start, breaks)
    assert len(weeks) == 35
    assert not list(check_weeks(weeks))
    assert all(is_taught(week.monday, breaks) for week in weeks)
    for before, after in pairwise(weeks):
        between = before.monday + timedelta(days=7)
        while between < after.monday:
            assert not is_taught(between, breaks)
            between += timedelta(days=7)
