"""A closed year is still read: what waited waits no more, and who taught from a plan sees it."""

from tests.office.rollover_scene import fill_classes, opened
from tests.planning.scenes import hand_in, handed_in, offer
from tests.school import NOW, School
from truongso.approvals.queries import waiting_for
from truongso.foundation.tenancy import acting_in
from truongso.planning.models import LateLeave
from truongso.planning.queries import page
from truongso.planning.queries import review as review_queries


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
