"""Education plans of school, department and teacher go their chains, one of a kind in a place."""

from typing import Any

import pytest

from tests.planning.scenes import decide, submission
from tests.school import NOW, School
from tests.uploads import ready
from truongso.access.models import DutyHeld
from truongso.approvals.models import Decision
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.foundation.ids import new_id
from truongso.planning.actions.education import EducationPlan, hand_in_education_plan
from truongso.planning.models import Plan
from truongso.roster.models import Staff, SubjectGroup
from truongso.rules.authority import Duty


def hand_in(school: School, who: str, kind: str, **asked: Any) -> Plan:
    plan = EducationPlan(kind=kind, upload_id=ready(school, who), **asked)
    return hand_in_education_plan(
        actor=school.actor(who), batch_id=new_id(), asked=plan, as_draft=False, now=NOW
    )


def test_a_teachers_plan_goes_to_the_head(school: School) -> None:
    plan = hand_in(school, "Lan", "teacher_plan", subject="TOAN", grade=6)
    assert plan.title == "Kế hoạch giáo dục của giáo viên (Phụ lục III) – môn Toán – khối 6"
    decide(school, "Hoa", submission(school, plan))
    plan.refresh_from_db()
    assert (plan.state, plan.in_force_no) == ("approved", 1)


@pytest.mark.parametrize("who", ["Sơn", "Thu"])
def test_the_leadership_may_approve_a_teachers_plan_too(school: School, who: str) -> None:
    plan = hand_in(school, "Lan", "teacher_plan", subject="TOAN", grade=6)
    decide(school, who, submission(school, plan))


def test_a_departments_plan_goes_to_the_leadership(school: School) -> None:
    plan = hand_in(school, "Hoa", "teaching_plan", subject="TOAN", grade=6)
    for who in ("Hoa", "Minh", "Lan", "Bình"):
        with pytest.raises(NotAllowed):
            decide(school, who, submission(school, plan))
    decide(school, "Thu", submission(school, plan))


def test_a_group_leader_hands_in_for_his_group_and_nobody_elses(school: School) -> None:
    group = SubjectGroup.objects.create(
        school_id=school.id, department=school.departments["TN"], name="Nhóm Toán"
    )
    Staff.objects.filter(pk=school.staff["Lan"].pk).update(group=group)
    with pytest.raises(NotAllowed):
        hand_in(school, "Lan", "activity_plan", grade=6)
    DutyHeld.objects.create(
        school_id=school.id,
        staff=school.staff["Lan"],
        duty=Duty.GROUP_LEADER.value,
        group=group,
        since=NOW,
    )
    plan = hand_in(school, "Lan", "activity_plan", grade=6)
    assert plan.department_id == school.departments["TN"].id


def test_the_schools_plan_is_approved_from_outside_with_a_reference(school: School) -> None:
    plan = hand_in(school, "Thu", "school_plan")
    waiting = submission(school, plan)
    with pytest.raises(NotAllowed):
        decide(school, "Thu", waiting)
    with pytest.raises(RuleBroken) as refused:
        decide(school, "Vân", waiting)
    assert refused.value.violations[0].code == "plan.reference_needed"
    decide(school, "Vân", waiting, reference="Số 12/TB-UBND ngày 20/9/2026")
    assert Decision.objects.of(school).get().reference == "Số 12/TB-UBND ngày 20/9/2026"


def test_there_is_one_in_a_place(school: School) -> None:
    hand_in(school, "Lan", "teacher_plan", subject="TOAN", grade=6)
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, "Lan", "teacher_plan", subject="TOAN", grade=6)
    assert refused.value.violations[0].code == "plan.slot_taken"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"subject": "TOAN"}, "core.required"),
        ({"grade": 6}, "core.required"),
        ({"subject": "VAN", "grade": 6}, "plan.not_your_lesson"),
    ],
)
def test_names_what_is_missing(school: School, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, "Lan", "teacher_plan", **asked)
    assert refused.value.violations[0].code == code


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("Lan", "teaching_plan"),
        ("Lan", "school_plan"),
        ("Hoa", "school_plan"),
        ("Nam", "teacher_plan"),
        ("Vân", "school_plan"),
    ],
)
def test_refuses_whose_duty_it_is_not(school: School, who: str, kind: str) -> None:
    with pytest.raises(NotAllowed):
        hand_in(school, who, kind, subject="TOAN", grade=6)


def test_a_head_does_not_hand_in_for_the_other_department(school: School) -> None:
    other = school.departments["XH"].id
    with pytest.raises(NotAllowed):
        hand_in(school, "Hoa", "teaching_plan", subject="VAN", grade=6, department_id=other)


@pytest.mark.parametrize("kind", ["lesson_plan", "no_such_kind"])
def test_a_kind_that_is_none_does_not_exist(school: School, kind: str) -> None:
    with pytest.raises(Missing):
        hand_in(school, "Lan", kind, subject="TOAN", grade=6)


def test_sent_twice_it_is_made_once(school: School) -> None:
    batch, upload = new_id(), ready(school, "Lan")
    asked = EducationPlan(kind="teacher_plan", upload_id=upload, subject="TOAN", grade=6)
    made = {
        hand_in_education_plan(
            actor=school.actor("Lan"), batch_id=batch, asked=asked, as_draft=False, now=NOW
        ).id
        for _ in range(2)
    }
    assert len(made) == 1
