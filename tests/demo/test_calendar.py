"""The demo year lies around today."""

from datetime import date, timedelta

import pytest

from truongso.demo.calendar import CURRENT_WEEK, lay_year
from truongso.rules.calendar import check_weeks, week_of

DAYS = [date(2026, 11, 23) + timedelta(days=n) for n in (0, 3, 5, 6, 7, 200, 300)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_today_lies_in_the_current_week(today: date) -> None:
    week = week_of(lay_year(today).weeks, today)
    assert week is not None
    assert week.no == CURRENT_WEEK


def test_there_are_two_terms_of_eighteen_and_seventeen_weeks() -> None:
    year = lay_year(DAYS[0])
    assert not list(check_weeks(year.weeks))
    assert [week.term for week in year.weeks].count(1) == 18
    assert len(year.weeks) == 35
    assert year.starts_on < year.week(1).monday
    assert year.ends_on == year.week(35).sunday


def test_tet_moves_the_weeks_after_it_and_short_holidays_do_not() -> None:
    year = lay_year(DAYS[0])
    gaps = [b.monday - a.monday for a, b in zip(year.weeks, year.weeks[1:], strict=False)]
    assert gaps[19] == timedelta(weeks=3)
    assert set(gaps[:19] + gaps[20:]) == {timedelta(weeks=1)}
    assert len(year.breaks) == 3


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 8, 1), "2026-2027"),
        (date(2026, 12, 31), "2026-2027"),
        (date(2027, 7, 31), "2026-2027"),
    ],
)
def test_the_year_is_named_by_the_school_year_of_today(today: date, code: str) -> None:
    assert lay_year(today).code == code
    assert lay_year(today).first_calendar_year == int(code[:4])
