"""Which duties may be given, worked case by case."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from truongso.rules.authority import Duty
from truongso.rules.duties import (
    Giving,
    Span,
    act_to_give,
    check_emergency,
    check_giving,
    duties_of_kind,
)

NOW = datetime(2026, 10, 14, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
LAN, HA = UUID(int=1), UUID(int=2)
TN, XH = UUID(int=10), UUID(int=11)


def codes(span: Span, *others: Span, **more: Any) -> list[str]:
    return [one.code for one in check_giving(Giving(span=span, now=NOW, **more), others)]


def head(who: UUID, since: datetime, until: datetime | None = None, over: UUID = TN) -> Span:
    return Span(who, Duty.DEPARTMENT_HEAD, over, since, until)


def test_is_given_from_now_on_or_later_never_before() -> None:
    assert codes(head(LAN, NOW)) == []
    assert codes(head(LAN, NOW + WEEK, NOW + 2 * WEEK)) == []
    assert codes(head(LAN, NOW - timedelta(seconds=1))) == ["duty.back_dated"]
    assert codes(head(LAN, NOW + WEEK, NOW + WEEK)) == ["duty.ends_before_it_begins"]


@pytest.mark.parametrize(
    ("mine", "theirs", "refused"),
    [
        ((NOW, None), (NOW - WEEK, None), True),
        ((NOW, None), (NOW - WEEK, NOW), False),  # ends are exclusive: one follows the other
        ((NOW, NOW + WEEK), (NOW + WEEK, None), False),
        ((NOW, NOW + WEEK + timedelta(seconds=1)), (NOW + WEEK, None), True),
        ((NOW, None), (NOW + WEEK, NOW + 2 * WEEK), True),
    ],
)
def test_two_do_not_head_one_department_at_the_same_time(
    mine: tuple[Any, Any], theirs: tuple[Any, Any], refused: bool
) -> None:
    found = codes(head(LAN, *mine), head(HA, *theirs))
    assert found == (["duty.has_holder"] if refused else [])
    assert codes(head(LAN, *mine), head(HA, *theirs, over=XH)) == []


@pytest.mark.parametrize(
    ("duty", "refused"),
    [
        (Duty.PRINCIPAL, True),
        (Duty.DEPARTMENT_HEAD, True),
        (Duty.GROUP_LEADER, True),
        (Duty.HOMEROOM_TEACHER, True),
        (Duty.VICE_PRINCIPAL, False),
        (Duty.DEPARTMENT_DEPUTY, False),
        (Duty.TEACHER, False),
        (Duty.CLERK, False),
        (Duty.IT_ADMIN, False),
    ],
)
def test_which_duties_have_one_holder_at_a_time(duty: Duty, refused: bool) -> None:
    found = codes(Span(LAN, duty, TN, NOW), Span(HA, duty, TN, NOW - WEEK))
    assert found == (["duty.has_holder"] if refused else [])


def test_nobody_holds_the_same_duty_twice() -> None:
    twice = Span(LAN, Duty.CLERK, None, NOW)
    assert codes(twice, Span(LAN, Duty.CLERK, None, NOW - WEEK)) == ["duty.held_already"]


@pytest.mark.parametrize(
    "deciding",
    [Duty.PRINCIPAL, Duty.VICE_PRINCIPAL, Duty.DEPARTMENT_HEAD, Duty.DEPARTMENT_DEPUTY],
)
def test_accounts_and_deciding_are_never_in_one_hand(deciding: Duty) -> None:
    admin, other = Span(LAN, Duty.IT_ADMIN, None, NOW), Span(LAN, deciding, TN, NOW)
    assert codes(admin, other) == ["duty.separate"]
    assert codes(other, admin) == ["duty.separate"]
    assert codes(admin, Span(HA, deciding, TN, NOW)) == []


def test_only_who_works_here_and_belongs_there() -> None:
    assert codes(head(LAN, NOW), works=False) == ["duty.not_working"]
    assert codes(head(LAN, NOW), member=False) == ["duty.wrong_department"]
    assert codes(Span(LAN, Duty.WARD_OFFICER, None, NOW)) == ["duty.not_here"]
    assert codes(Span(LAN, Duty.WARD_OFFICER, None, NOW), kind="ward") == []
    assert codes(Span(LAN, Duty.SYSTEM, None, NOW)) == ["duty.not_here"]
    assert Duty.SYSTEM not in duties_of_kind("school")


def test_leading_duties_are_the_principals_to_give_but_the_very_first() -> None:
    for duty in (Duty.PRINCIPAL, Duty.VICE_PRINCIPAL, Duty.IT_ADMIN):
        assert act_to_give(duty) == "access.give_leading_duty"
    assert act_to_give(Duty.DEPARTMENT_HEAD) == "access.give_duty"
    assert act_to_give(Duty.PRINCIPAL, founding=True) == "access.give_duty"
    assert act_to_give(Duty.IT_ADMIN, founding=True) == "access.give_leading_duty"


@pytest.mark.parametrize(
    ("reason", "hours", "expected"),
    [
        ("Quản trị viên nằm viện, cần cấp tài khoản", 72, []),
        ("Quản trị viên nằm viện, cần cấp tài khoản", 1, []),
        ("Quản trị viên nằm viện, cần cấp tài khoản", 73, ["duty.emergency_too_long"]),
        ("Quản trị viên nằm viện, cần cấp tài khoản", 0, ["duty.emergency_too_long"]),
        ("gấp", 5, ["duty.reason_too_short"]),
        (" " * 40, 5, ["duty.reason_too_short"]),
    ],
)
def test_an_emergency_admin_has_at_most_three_days_and_a_reason(
    reason: str, hours: int, expected: list[str]
) -> None:
    found = check_emergency(reason, NOW, NOW + timedelta(hours=hours))
    assert [one.code for one in found] == expected
