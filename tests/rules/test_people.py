"""What a person's record must say before it is kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.rules.people import (
    PUPIL_AGES,
    age_on,
    check_born,
    check_class,
    check_name,
    check_work,
)

DAY = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("born_on", "right"),
    [
        (date(2016, 10, 14), True),
        (date(2016, 10, 15), False),
        (date(2005, 10, 15), True),
        (date(2005, 10, 14), False),
        (date(2027, 1, 1), False),
    ],
)
def test_a_pupil_is_ten_to_twenty(born_on: date, *, right: bool) -> None:
    assert (not list(check_born(born_on, DAY, PUPIL_AGES))) is right


@given(st.dates(max_value=DAY), st.integers(0, 4000))
def test_nobody_grows_younger(born_on: date, days: int) -> None:
    later = DAY + timedelta(days=days)
    assert age_on(born_on, later) >= age_on(born_on, DAY) >= 0


@pytest.mark.parametrize(("name", "right"), [("Đỗ An", True), ("An", False), ("Đỗ An 2", False)])
def test_a_name_is_whole(name: str, *, right: bool) -> None:
    assert (not list(check_name(name))) is right


def test_nobody_leaves_before_he_came() -> None:
    assert not list(check_work(DAY, None))
    assert not list(check_work(DAY, DAY + timedelta(days=1)))
    assert [v.code for v in check_work(DAY, DAY)] == ["person.leaves_before_coming"]


@pytest.mark.parametrize(
    ("name", "grade", "extra", "code"),
    [
        ("6A", 6, False, ""),
        ("7A", 6, False, "class.name_without_grade"),
        ("Toán 9 nâng cao", 9, True, ""),
        ("5A", 5, False, "class.unknown_grade"),
    ],
)
def test_a_class_is_named_by_its_grade(name: str, grade: int, code: str, *, extra: bool) -> None:
    found = [violation.code for violation in check_class(name, grade, extra=extra)]
    assert found == ([code] if code else [])
