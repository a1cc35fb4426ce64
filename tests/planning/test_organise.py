"""A head names who hands in for shared subjects and answers who may be late."""

from datetime import timedelta
from typing import Any

import pytest

from tests.planning.scenes import hand_in, handed_in, offer
from tests.school import NOW, TODAY, School, at, found
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.notices.models import Notice
from truongso.planning.actions import organise
from truongso.planning.models import LateLeave, UploaderDesignation
from truongso.roster.models import SchoolSetting


def name(school: School, who: str = "Hà", by: str = "Hoa", **changes: Any) -> UploaderDesignation:
    values: dict[str, Any] = {"subject": "KHTN", "grade": 6} | changes
    return organise.designate_uploader(
        actor=school.actor(by), staff_id=school.staff[who].id, now=NOW, **values
    )


def test_names_another_and_the_one_before_may_no_longer(school: School) -> None:
    name(school, "Hà")
    hand_in(school, "Hà", offer(school, "Hà", "KHTN", 6, [13]))
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, "Dũng", offer(school, "Dũng", "KHTN", 6, [14]))
    assert refused.value.violations[0].code == "plan.not_the_uploader"
    assert Notice.objects.of(school).get(kind="plan.designated").to_id == school.staff["Hà"].id
    open_rows = UploaderDesignation.objects.of(school).filter(until__isnull=True)
    assert [row.staff_id for row in open_rows] == [school.staff["Hà"].id]


def test_naming_the_same_one_again_changes_nothing(school: School) -> None:
    before = UploaderDesignation.objects.of(school).get()
    assert name(school, "Dũng").id == before.id
    assert UploaderDesignation.objects.of(school).count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"subject": "TOAN"}, "plan.not_integrated"),
        ({"subject": "XYZ"}, "core.unknown_choice"),
        ({"who": "Lan"}, "plan.uploader_not_teaching"),
        ({"grade": 7}, "plan.uploader_not_teaching"),
    ],
)
def test_names_only_a_teacher_of_the_shared_subject(
    school: School, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        name(school, **changes)
    assert refused.value.violations[0].code == code


@pytest.mark.parametrize("by", ["Bình", "Minh", "Lan", "Sơn", "Nam"])
def test_only_the_head_of_the_department_names(school: School, by: str) -> None:
    with pytest.raises(NotAllowed):
        name(school, by=by)


@pytest.fixture
def strict(school: School) -> School:
    """A school where late plans need the head's leave."""
    SchoolSetting.objects.create(
        school_id=school.id,
        key="late_policy",
        value="leave",
        valid_from=TODAY,
        decided_at=NOW,
        decided_by=school.staff["Sơn"],
    )
    return school


def ask(school: School, no: int = 11, who: str = "Lan", reason: str = "Con ốm") -> LateLeave:
    return organise.ask_to_be_late(
        actor=school.actor(who), lesson_id=school.lesson("TOAN", 6, no).id, reason=reason, now=NOW
    )


def answer(school: School, leave: LateLeave, by: str = "Hoa", *, granted: bool = True) -> None:
    organise.answer_late_leave(
        actor=school.actor(by), leave_id=leave.id, granted=granted, answer="Được", now=NOW
    )


def test_with_the_heads_leave_a_late_plan_is_taken_and_marked(strict: School) -> None:
    leave = ask(strict)
    with pytest.raises(RuleBroken):
        handed_in(strict, 11)
    answer(strict, leave)
    assert Notice.objects.of(strict).get(kind="plan.late_leave").to_id == strict.staff["Lan"].id
    assert handed_in(strict, 11).days_late == 4


def test_without_leave_it_stays_refused(strict: School) -> None:
    answer(strict, ask(strict), granted=False)
    with pytest.raises(RuleBroken):
        handed_in(strict, 11)


def test_asks_once_with_a_reason_and_only_when_late(strict: School) -> None:
    for no, reason, code in (
        (13, "Con ốm", "plan.leave_not_needed"),
        (11, "  ", "core.required"),
    ):
        with pytest.raises(RuleBroken) as refused:
            ask(strict, no, reason=reason)
        assert refused.value.violations[0].code == code
    ask(strict)
    with pytest.raises(RuleBroken) as refused:
        ask(strict)
    assert refused.value.violations[0].code == "plan.leave_asked"


def test_the_second_answer_is_told_of_the_first(strict: School) -> None:
    leave = ask(strict)
    answer(strict, leave)
    with pytest.raises(Stale) as told:
        answer(strict, leave, granted=False)
    assert told.value.violations[0].params["by"] == "Đặng Quỳnh Hoa"
    leave.refresh_from_db()
    assert leave.granted is True


@pytest.mark.parametrize("by", ["Lan", "Minh", "Bình", "Sơn"])
def test_others_do_not_answer_a_teachers_request(strict: School, by: str) -> None:
    with pytest.raises(NotAllowed):
        answer(strict, ask(strict), by)


def test_a_heads_request_is_answered_by_the_leadership(strict: School) -> None:
    lesson = strict.lesson("TOAN", 7, 11)
    leave = organise.ask_to_be_late(
        actor=strict.actor("Hoa"), lesson_id=lesson.id, reason="Họp", now=NOW
    )
    with pytest.raises(NotAllowed):
        answer(strict, leave, "Hoa")
    answer(strict, leave, "Thu")


def test_another_schools_request_does_not_exist(strict: School) -> None:
    leave = ask(strict)
    with found() as other, pytest.raises(Missing):
        answer(other, leave)


def test_a_week_later_the_lateness_grows(strict: School) -> None:
    answer(strict, ask(strict))
    assert handed_in(strict, 11, at=at(TODAY + timedelta(days=7))).days_late == 11


def test_nobody_asks_to_be_late_with_a_lesson_he_does_not_teach(school: School) -> None:
    with pytest.raises(RuleBroken) as refused:
        organise.ask_to_be_late(
            actor=school.actor("Dũng"),
            lesson_id=school.lesson("TOAN", 6, 2).id,
            reason="Ốm",
            now=NOW,
        )
    assert refused.value.violations[0].code == "plan.not_your_lesson"
    assert not LateLeave.objects.of(school).exists()
