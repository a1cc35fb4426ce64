"""The office lays the year: holidays move the weeks that have not begun."""

from datetime import date
from typing import Any

import pytest

from tests.planning.scenes import hand_in, offer
from tests.school import NOW, School, at, found
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.office.actions.calendar import Holiday, add_holiday, move_week, remove_holiday
from truongso.office.actions.settings import set_rule
from truongso.planning.models import PlanVersion
from truongso.roster import queries as roster
from truongso.roster.models import Break, SchoolSetting, TeachingWeek

STORM = Holiday("Nghỉ bão", date(2026, 10, 19), date(2026, 10, 24))


def mondays(school: School) -> dict[int, date]:
    rows = TeachingWeek.objects.of(school).order_by("no")
    return dict(rows.values_list("no", "monday"))


def test_a_whole_week_off_moves_the_weeks_after_it(school: School) -> None:
    before = mondays(school)
    add_holiday(actor=school.actor("Thu"), holiday=STORM, now=NOW)
    after = mondays(school)
    assert {no: after[no] for no in range(1, 7)} == {no: before[no] for no in range(1, 7)}
    assert (after[7], after[8]) == (date(2026, 10, 26), date(2026, 11, 2))
    assert after[21] == date(2027, 2, 15)  # Tết is passed over by a week sooner
    assert sorted(after) == list(range(1, 36))


def test_a_few_days_off_move_nothing(school: School) -> None:
    before = mondays(school)
    some_days = Holiday("Nghỉ lễ", date(2026, 11, 19), date(2026, 11, 21))
    add_holiday(actor=school.actor("Thu"), holiday=some_days, now=NOW)
    assert mondays(school) == before


def test_taking_it_away_moves_them_back(school: School) -> None:
    before = mondays(school)
    row = add_holiday(actor=school.actor("Thu"), holiday=STORM, now=NOW)
    remove_holiday(actor=school.actor("Sơn"), holiday_id=row.id, now=NOW)
    assert mondays(school) == before


def test_the_deadline_moves_with_the_week(school: School) -> None:
    add_holiday(actor=school.actor("Thu"), holiday=STORM, now=NOW)
    hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [13]), at=at(date(2026, 10, 24)))
    version = PlanVersion.objects.of(school).get()
    assert (version.due_on, version.days_late) == (date(2026, 10, 24), 0)


def test_a_week_is_moved_by_hand_and_those_after_it_follow(school: School) -> None:
    moved = move_week(actor=school.actor("Nam"), no=10, monday=date(2026, 11, 16), now=NOW)
    after = mondays(school)
    assert (after[9], after[10], after[11]) == (
        date(2026, 11, 2),
        date(2026, 11, 16),
        date(2026, 11, 23),
    )
    assert moved == 26


@pytest.mark.parametrize(
    ("no", "monday", "code"),
    [
        (6, date(2026, 10, 19), "calendar.work_in_week"),
        (10, date(2026, 11, 4), "calendar.weeks_overlap"),
        (10, date(2026, 9, 7), "calendar.weeks_overlap"),
    ],
)
def test_a_week_that_has_begun_or_does_not_fit_stays(
    school: School, no: int, monday: date, code: str
) -> None:
    before = mondays(school)
    with pytest.raises(RuleBroken) as refused:
        move_week(actor=school.actor("Thu"), no=no, monday=monday, now=NOW)
    assert code in [violation.code for violation in refused.value.violations]
    assert mondays(school) == before


def test_a_holiday_does_not_end_before_it_begins(school: School) -> None:
    with pytest.raises(RuleBroken):
        add_holiday(
            actor=school.actor("Thu"),
            holiday=Holiday("Ngược", date(2026, 11, 2), date(2026, 11, 1)),
            now=NOW,
        )


@pytest.mark.parametrize("who", ["Hoa", "Minh", "Lan", "Vân"])
def test_others_do_not_lay_the_year(school: School, who: str) -> None:
    with pytest.raises(NotAllowed):
        add_holiday(actor=school.actor(who), holiday=STORM, now=NOW)


def test_another_schools_holiday_does_not_exist(school: School) -> None:
    row = add_holiday(actor=school.actor("Thu"), holiday=STORM, now=NOW)
    with found() as other, pytest.raises(Missing):
        remove_holiday(actor=other.actor("Thu"), holiday_id=row.id, now=NOW)
    assert Break.objects.of(school).filter(pk=row.pk).exists()


def set_as(school: School, who: str, key: str, value: Any) -> bool:
    return set_rule(actor=school.actor(who), key=key, value=value, now=NOW)


def test_the_principal_decides_and_the_decision_before_is_kept(school: School) -> None:
    assert set_as(school, "Sơn", "late_policy", "leave")
    assert not set_as(school, "Sơn", "late_policy", "leave")
    assert set_as(school, "Sơn", "late_policy", "mark")
    assert roster.policy(school, NOW.date()).values["late_policy"] == "mark"
    assert SchoolSetting.objects.of(school).count() == 2


@pytest.mark.parametrize(
    ("key", "value"), [("late_policy", "never"), ("weeks_ahead", 9), ("max_file_mb", 0)]
)
def test_refuses_a_value_a_rule_cannot_have(school: School, key: str, value: Any) -> None:
    with pytest.raises(RuleBroken):
        set_as(school, "Sơn", key, value)


@pytest.mark.parametrize("who", ["Thu", "Hoa", "Nam", "Lan"])
def test_only_the_principal_decides(school: School, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_as(school, who, "weeks_ahead", 3)
    with pytest.raises(Missing):
        set_as(school, "Sơn", "no_such_rule", 1)
