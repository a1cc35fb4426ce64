"""A closed year is still read: what waited waits no more, and who taught from a plan sees it."""

from datetime import date

import pytest

from tests.office.rollover_scene import fill_classes, opened
from tests.planning.scenes import hand_in, handed_in, offer
from tests.school import NOW, School
from truongso.approvals.queries import waiting_for
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.planning.models import LateLeave
from truongso.planning.queries import page
from truongso.planning.queries import review as review_queries
from truongso.roster.models import SchoolYear


def test_what_waited_waits_no_more_and_is_still_read(school: School) -> None:
    pupils = fill_classes(school)
    plan = handed_in(school, 13)
    hoa, lan = school.actor("Hoa"), school.actor("Lan")
    assert waiting_for(hoa, now=NOW).count() == 1
    LateLeave.objects.create(
        school_id=school.id,
        author=school.staff["Lan"],
        lesson=school.lesson("TOAN", 6, 1),
        department=school.departments["TN"],
        reason="Ốm",
        asked_at=NOW,
    )
    assert len(review_queries.leaves_waiting(hoa, NOW)) == 1
    opened(school, pupils)
    later = NOW.replace(year=2027)
    assert waiting_for(hoa, now=later).count() == 0
    assert review_queries.leaves_waiting(hoa, later) == []
    with acting_in(school.id):
        shown = page.plan_page(lan, plan.id, later)
        assert page.readable(hoa, plan.id, later) == plan
    assert shown.plan == plan
    assert not any((shown.may_add_version, shown.may_withdraw, shown.may_hand_in))


def test_colleagues_who_taught_from_a_plan_still_read_it(school: School) -> None:
    pupils = fill_classes(school)
    offered = offer(school, "Dũng", "KHTN", 6, [13])
    [plan_id] = hand_in(school, "Dũng", offered)
    opened(school, pupils)
    later = NOW.replace(year=2027)
    with acting_in(school.id):
        assert page.readable(school.actor("Hà", later), plan_id, later).id == plan_id


def test_lessons_of_a_year_that_is_not_open_yet_take_no_plans(school: School) -> None:
    offered = offer(school, "Lan", "TOAN", 6, [13])
    SchoolYear.objects.of(school).update(state="draft")
    other = SchoolYear.objects.create(
        school_id=school.id,
        code="2025-2026",
        starts_on=date(2025, 8, 29),
        ends_on=date(2026, 5, 31),
    )
    assert other.state == "open"
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, "Lan", offered)
    assert [violation.code for violation in refused.value.violations] == ["year.not_open"]
