"""The schedule of keeping: every line is whole, no day comes too early, decisions are checked."""

from datetime import date, timedelta

import pytest

from truongso.retention.queries.finders import FINDERS
from truongso.retention.removing import REMOVERS
from truongso.roster.models import PupilDetail, StaffDetail
from truongso.rules.retention import (
    Does,
    Line,
    Step,
    check_keeping,
    check_step,
    due_through,
    line,
    schedule,
)

TODAY = date(2026, 10, 14)


def codes(found: object) -> list[str]:
    return [violation.code for violation in found]  # type: ignore[attr-defined]


def test_every_line_that_is_proposed_can_be_found_and_removed_and_no_other() -> None:
    proposed = {one.code for one in schedule() if one.proposed}
    assert proposed == FINDERS.keys() == REMOVERS.keys()


def test_every_line_says_why_and_by_what() -> None:
    assert len({one.code for one in schedule()}) == len(schedule())
    assert all(one.why and one.source and one.counted_from for one in schedule())


def test_what_is_kept_has_no_end_and_what_goes_has_one() -> None:
    for one in schedule():
        timed = one.months is not None or one.days is not None
        assert timed == (one.does is not Does.KEEP), one.code
        assert bool(one.fields) == (one.does is Does.STRIP), one.code


def test_the_journal_and_the_enrolment_register_are_kept_for_ever() -> None:
    for code in ("journal", "register", "decided_plans", "papers"):
        assert line(code).does is Does.KEEP
        with pytest.raises(LookupError):
            due_through(line(code), TODAY)


def test_what_is_taken_out_of_a_profile_leaves_what_the_register_needs() -> None:
    pupil = {field.name for field in PupilDetail._meta.fields}
    assert set(line("pupils_left").fields) <= pupil
    needed = {"citizen_id", "ethnicity", "birthplace", "father_name", "mother_name"}
    assert not needed & set(line("pupils_left").fields)
    assert set(line("staff_left").fields) <= {field.name for field in StaffDetail._meta.fields}


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (date(2026, 10, 14), 12, date(2025, 10, 14)),
        (date(2026, 10, 14), 60, date(2021, 10, 14)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_months_are_counted_on_the_calendar(today: date, months: int, expected: date) -> None:
    assert due_through(_kept(months), today) == expected


def test_nothing_is_due_before_its_months_are_over() -> None:
    """For each day of two years: what began a day after the due day is younger than a month."""
    for number in range(731):
        today = date(2027, 1, 1) + timedelta(days=number)
        began = due_through(_kept(1), today)
        assert (began.year, began.month) == _month_before(today)
        assert began.day <= today.day


def test_keeping_needs_a_day_to_come_and_a_reason() -> None:
    good = "Đang giải quyết khiếu nại"
    assert codes(check_keeping(TODAY + timedelta(days=1), good, today=TODAY)) == []
    assert codes(check_keeping(TODAY, good, today=TODAY)) == ["retention.until_past"]
    assert codes(check_keeping(date(2040, 1, 1), good, today=TODAY)) == ["retention.until_far"]
    assert codes(check_keeping(date(2027, 1, 1), "giữ", today=TODAY)) == ["retention.no_reason"]


@pytest.mark.parametrize("now", Step)
@pytest.mark.parametrize("wanted", [Step.OPEN, Step.APPROVED, Step.KEPT])
def test_only_an_open_proposal_is_decided_and_only_a_decided_one_taken_back(
    now: Step, wanted: Step
) -> None:
    allowed = now is Step.OPEN if wanted is not Step.OPEN else now in (Step.APPROVED, Step.KEPT)
    assert (codes(check_step(now, wanted)) == []) == allowed


def _kept(months: int) -> Line:
    return Line("x", "x", "x", Does.DELETE, "x", "x", months=months)


def _month_before(day: date) -> tuple[int, int]:
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
