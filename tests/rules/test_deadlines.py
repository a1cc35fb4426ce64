"""Due by the end of Saturday before the teaching week, at most two weeks ahead."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.foundation.days import SCHOOL_ZONE, local_day
from truongso.rules.calendar import Break, lay_weeks
from truongso.rules.deadlines import (
    HandIn,
    LatePolicy,
    check_hand_in,
    days_late,
    furthest_week,
    lesson_plan_due,
)

TET = Break(date(2027, 2, 1), date(2027, 2, 14))
WEEKS = lay_weeks(date(2026, 9, 7), [TET])
WEEK_7 = WEEKS[6]


def codes(week_no: int, day: date, **more: object) -> list[str]:
    plan = HandIn(week_no, day, has_leave=bool(more.pop("has_leave", False)))
    return [violation.code for violation in check_hand_in(plan, WEEKS, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        ("2026-10-17T23:59:59", 0),
        ("2026-10-17T23:59:59.999999", 0),
        ("2026-10-18T00:00:00", 1),
        ("2026-10-18T23:59:59", 1),
        ("2026-10-19T00:00:00", 2),
        ("2026-10-12T08:00:00", 0),
    ],
)
def test_saturday_to_its_last_second_is_on_time(moment: str, late: int) -> None:
    due = lesson_plan_due(WEEK_7)
    assert due == date(2026, 10, 17)
    stamp = datetime.fromisoformat(moment).replace(tzinfo=SCHOOL_ZONE)
    assert days_late(due, local_day(stamp)) == late
    # a server in another zone comes to the same verdict
    assert days_late(due, local_day(stamp.astimezone(ZoneInfo("America/Los_Angeles")))) == late


def test_after_tet_the_saturday_right_before_counts() -> None:
    assert lesson_plan_due(WEEKS[21]) == date(2027, 2, 13)  # a Saturday within the holidays


@pytest.mark.parametrize(
    ("day", "furthest"),
    [
        (date(2026, 8, 20), 2),  # before the year: weeks 1 and 2
        (date(2026, 9, 6), 2),
        (date(2026, 9, 7), 3),
        (date(2026, 10, 14), 8),
        (date(2026, 10, 18), 8),  # Sunday
        (date(2027, 2, 5), 23),  # Tết after week 21
        (date(2027, 2, 15), 24),
    ],
)
def test_two_teaching_weeks_ahead(day: date, furthest: int) -> None:
    assert furthest_week(WEEKS, day) == furthest


def test_exactly_two_weeks_ahead_is_taken_and_one_lesson_more_is_not() -> None:
    wednesday_of_week_6 = date(2026, 10, 14)
    assert codes(8, wednesday_of_week_6) == []
    assert codes(9, wednesday_of_week_6) == ["plan.too_far_ahead"]
    assert codes(9, wednesday_of_week_6, ahead=3) == []


def test_tells_from_when_a_far_lesson_is_taken() -> None:
    [refused] = check_hand_in(HandIn(9, date(2026, 10, 14)), WEEKS)
    assert refused.params["opens"] == WEEKS[6].monday
    assert codes(9, WEEKS[6].monday) == []


def test_a_late_plan_is_taken_and_marked_unless_the_school_wants_leave() -> None:
    sunday = date(2026, 10, 18)
    assert codes(7, sunday) == []
    assert codes(7, sunday, late_policy=LatePolicy.LEAVE) == ["plan.late_needs_leave"]
    assert codes(7, sunday, late_policy=LatePolicy.LEAVE, has_leave=True) == []
    assert codes(7, date(2026, 10, 17), late_policy=LatePolicy.LEAVE) == []


def test_a_lesson_outside_the_year_is_named() -> None:
    assert codes(36, date(2026, 10, 14)) == ["plan.week_unknown"]


@given(st.dates(date(2026, 6, 1), date(2027, 7, 1)), st.integers(1, 35))
def test_the_furthest_week_is_the_last_one_taken(day: date, week_no: int) -> None:
    taken = "plan.too_far_ahead" not in codes(week_no, day)
    assert taken == (week_no <= furthest_week(WEEKS, day))


@given(st.integers(1, 35), st.integers(-40, 40))
def test_lateness_grows_a_day_a_day(week_no: int, days: int) -> None:
    due = lesson_plan_due(WEEKS[week_no - 1])
    assert due.weekday() == 5
    assert due < WEEKS[week_no - 1].monday
    assert days_late(due, due + timedelta(days=days)) == max(days, 0)
