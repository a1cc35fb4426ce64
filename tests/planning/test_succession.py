"""A leaver's open work: what a successor may take on goes to him, what stays is listed."""

import json
from datetime import date
from unittest import mock
from uuid import UUID

import pytest

from tests.clients import signed_in
from tests.planning.scenes import decide, hand_in, handed_in, offer, submission
from tests.school import NOW, School, found
from truongso.approvals.flow import Note
from truongso.approvals.models import Submission
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.notices.models import Notice
from truongso.planning.actions.succession import HandedOver, hand_over_work
from truongso.planning.models import Plan, PlanLesson, UploaderDesignation
from truongso.planning.queries.succession import open_work
from truongso.roster.models import TeachingAssignment
from truongso.rules.approval import Move


@pytest.fixture
def scene(school: School) -> School:
    """Hà teaches maths of grade 6, too; Lan has a draft, and a plan that waits."""
    TeachingAssignment.objects.create(
        school_id=school.id,
        staff=school.staff["Hà"],
        school_class=school.classes["6B"],
        subject="TOAN",
        strand="Ôn tập",
        since=date(2026, 8, 29),
    )
    return school


def draft(school: School, no: int) -> UUID:
    [plan] = hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [no]), as_draft=True)
    return plan


def hand_over(
    school: School, *chosen: UUID, by: str = "Hoa", of: str = "Lan", to: str = "Hà"
) -> HandedOver:
    return hand_over_work(
        actor=school.actor(by),
        staff_id=school.staff[of].id,
        successor_id=school.staff[to].id,
        chosen=set(chosen),
        now=NOW,
    )


def test_a_draft_goes_to_the_successor_with_its_lessons(scene: School) -> None:
    mine, waiting = draft(scene, 15), handed_in(scene, 13)
    done = hand_over(scene, mine, waiting.id)
    moved = Plan.objects.of(scene).get(pk=mine)
    assert moved.author_id == scene.staff["Hà"].id
    assert moved.slot.startswith(str(scene.staff["Hà"].id))
    lessons = PlanLesson.objects.of(scene).filter(plan=moved)
    assert {row.author_id for row in lessons} == {scene.staff["Hà"].id}
    assert moved.versions.of(scene).get().made_by_id == scene.staff["Lan"].id
    assert (done.moved, done.left) == ([moved.title], [waiting.title])
    entry = JournalEntry.objects.of(scene).get(verb="planning.work_handed_over")
    assert json.loads(entry.payload)["facts"]["left"] == [waiting.title]
    told = Notice.objects.of(scene).get(kind="plan.handed_over")
    assert told.to_id == scene.staff["Hà"].id


def test_a_plan_sent_back_goes_over_and_the_answer_keeps_its_names(scene: School) -> None:
    plan = handed_in(scene, 13)
    asked = submission(scene, plan)
    decide(scene, "Hoa", asked, move=Move.SEND_BACK, notes=[Note("Bổ sung mục tiêu.")])
    hand_over(scene, plan.id)
    assert Plan.objects.of(scene).get(pk=plan.id).author_id == scene.staff["Hà"].id
    assert Submission.objects.of(scene).get(pk=asked.id).author_id == scene.staff["Lan"].id


def test_the_uploader_role_goes_to_one_who_teaches_the_subject(scene: School) -> None:
    role = UploaderDesignation.objects.of(scene).get()
    hand_over(scene, role.id, of="Dũng", to="Quý")
    now_named = UploaderDesignation.objects.of(scene).get(until__isnull=True)
    assert now_named.staff_id == scene.staff["Quý"].id
    assert (now_named.subject, now_named.grade) == ("KHTN", 6)
    role.refresh_from_db()
    assert role.until is not None


def test_what_the_successor_does_not_teach_or_has_himself_stays(scene: School) -> None:
    mine = draft(scene, 15)
    for to in ("Dũng", "Minh"):
        with pytest.raises(RuleBroken) as refused:
            hand_over(scene, mine, to=to)
        assert refused.value.violations[0].code == "work.nothing_chosen"
    hand_in(scene, "Hà", offer(scene, "Hà", "TOAN", 6, [15], ("6B",)), as_draft=True)
    work = open_work(scene.actor("Hoa"), scene.staff["Lan"], scene.staff["Hà"], NOW)
    assert ["đã có kế hoạch" in line.stays for line in work.plans] == [True]
    assert work.movable == 0


def test_only_what_was_ticked_is_moved(scene: School) -> None:
    first, second = draft(scene, 15), draft(scene, 16)
    hand_over(scene, first)
    assert Plan.objects.of(scene).get(pk=second).author_id == scene.staff["Lan"].id


@pytest.mark.parametrize("who", ["Bình", "Minh", "Dũng", "Nam", "Vân"])
def test_only_the_head_and_the_leadership_hand_over(scene: School, who: str) -> None:
    mine = draft(scene, 15)
    with pytest.raises(NotAllowed):
        hand_over(scene, mine, by=who)


def test_another_schools_people_do_not_exist(scene: School) -> None:
    with found() as other:
        theirs = other.staff["Hà"].id
    with pytest.raises(Missing):
        hand_over_work(
            actor=scene.actor("Hoa"),
            staff_id=scene.staff["Lan"].id,
            successor_id=theirs,
            chosen=set(),
            now=NOW,
        )


def test_nobody_succeeds_himself(scene: School) -> None:
    with pytest.raises(RuleBroken):
        hand_over(scene, draft(scene, 15), to="Lan")


def test_the_page_lists_what_stays_and_why(scene: School) -> None:
    handed_in(scene, 13)
    draft(scene, 15)
    with mock.patch.object(clock, "now", return_value=NOW):
        hoa = signed_in(scene, "Hoa", at=NOW)
        address = f"/viec-do-dang/{scene.staff['Lan'].id}/"
        page = hoa.get(address, {"nguoi-nhan": str(scene.staff["Hà"].id)}).content.decode()
    assert page.count('name="work"') == 1
    assert "Đang chờ duyệt" in page
    assert "Bàn giao cho Bùi Thanh Hà" in page


def test_an_education_plan_goes_over_to_one_who_teaches_the_subject(scene: School) -> None:
    plan = Plan.objects.create(
        school_id=scene.id,
        year=scene.year,
        kind="teacher_plan",
        slot=f"{scene.staff['Lan'].id}:TOAN:6",
        title="Kế hoạch giáo dục của giáo viên – môn Toán – khối 6",
        author=scene.staff["Lan"],
        subject="TOAN",
        grade=6,
        state="draft",
        state_at=NOW,
    )
    with pytest.raises(RuleBroken):
        hand_over(scene, plan.id, to="Dũng")
    hand_over(scene, plan.id)
    plan.refresh_from_db()
    assert plan.author_id == scene.staff["Hà"].id
    assert plan.slot == f"{scene.staff['Hà'].id}:TOAN:6"


def test_an_education_plan_stays_where_the_successor_has_one(scene: School) -> None:
    for name in ("Lan", "Hà"):
        Plan.objects.create(
            school_id=scene.id,
            year=scene.year,
            kind="teacher_plan",
            slot=f"{scene.staff[name].id}:TOAN:6",
            title=name,
            author=scene.staff[name],
            subject="TOAN",
            grade=6,
            state="draft",
            state_at=NOW,
        )
    work = open_work(scene.actor("Hoa"), scene.staff["Lan"], scene.staff["Hà"], NOW)
    assert ["đã có kế hoạch" in line.stays for line in work.plans] == [True]
