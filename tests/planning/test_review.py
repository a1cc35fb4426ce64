"""A head or deputy decides: approve, send back, one or many; undo; whoever is second is told."""

import json
from datetime import timedelta

import pytest

from tests.planning.scenes import (
    decide,
    hand_in,
    handed_in,
    lend_to_minh,
    offer,
    submission,
)
from tests.school import NOW, School, found
from truongso.approvals.flow import Note
from truongso.approvals.models import Decision, Remark, Submission
from truongso.approvals.queries import waiting_for
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.foundation.ids import new_id
from truongso.notices.models import Notice
from truongso.notices.queries import shown_to
from truongso.planning.actions import review, versions
from truongso.planning.models import Plan
from truongso.rules.approval import UNDO_WITHIN, Move, State

SECONDS = UNDO_WITHIN
IN_TIME = NOW + SECONDS - timedelta(milliseconds=1)


def state(school: School, plan: Plan) -> tuple[str, int | None]:
    plan.refresh_from_db()
    return plan.state, plan.in_force_no


def entry(school: School, verb: str) -> dict[str, object]:
    rows = JournalEntry.objects.of(school).filter(verb=verb).order_by("-at")
    facts: dict[str, object] = json.loads(rows[0].payload)
    return facts


def test_the_head_approves_and_the_author_is_told_after_ten_seconds(school: School) -> None:
    plan = handed_in(school)
    decide(school, "Hoa", submission(school, plan))
    assert state(school, plan) == ("approved", 1)
    lan = school.actor("Lan")
    assert not shown_to(lan, now=NOW + SECONDS - timedelta(milliseconds=1)).exists()
    notice = shown_to(lan, now=NOW + SECONDS).get()
    assert "đã được duyệt" in notice.text
    assert entry(school, "planning.plan_approved")["duty"] == "department_head"


def test_sends_back_with_a_remark_on_a_page(school: School) -> None:
    plan = handed_in(school, pages=3)
    notes = [Note("Hoạt động 2 chưa có sản phẩm", 2), Note("Ghi rõ thời lượng")]
    decide(school, "Hoa", submission(school, plan), move=Move.SEND_BACK, notes=notes)
    assert state(school, plan) == ("returned", None)
    remarks = Remark.objects.of(school).order_by("page")
    assert [(remark.page, remark.by_id) for remark in remarks] == [
        (2, school.staff["Hoa"].id),
        (None, school.staff["Hoa"].id),
    ]


def test_does_not_send_back_without_a_word_or_to_a_page_that_is_not_there(school: School) -> None:
    waiting = submission(school, handed_in(school, pages=3))
    for notes, code in (([], "plan.remark_needed"), ([Note("Sửa", 4)], "plan.page_unknown")):
        with pytest.raises(RuleBroken) as refused:
            decide(school, "Hoa", waiting, move=Move.SEND_BACK, notes=notes)
        assert [violation.code for violation in refused.value.violations] == [code]


def test_a_deputy_approves_many_in_the_heads_name(school: School) -> None:
    lend_to_minh(school)
    ids = hand_in(school, "Lan", *(offer(school, "Lan", "TOAN", 6, [no]) for no in range(11, 15)))
    outcome = decide(school, "Minh", *(submission(school, plan_id) for plan_id in ids))
    assert len(outcome.decided) == 4
    for decision in Decision.objects.of(school):
        assert decision.by_id == school.staff["Minh"].id
        assert decision.behalf_id == school.staff["Hoa"].id
        assert decision.behalf_duty == "department_head"
    facts = entry(school, "planning.plan_approved")
    assert (facts["actor_name"], facts["behalf_name"]) == ("Vũ Quang Minh", "Đặng Quỳnh Hoa")


def test_a_deputy_without_delegation_does_not_decide(school: School) -> None:
    waiting = submission(school, handed_in(school))
    with pytest.raises(NotAllowed):
        decide(school, "Minh", waiting)
    lend_to_minh(school, "planning.approve:teacher_plan")
    with pytest.raises(NotAllowed):
        decide(school, "Minh", waiting)
    assert not Decision.objects.of(school).exists()


@pytest.mark.parametrize("who", ["Lan", "Bình", "Yến", "Sơn", "Thu", "Nam", "Vân", "Dũng"])
def test_others_do_not_decide_on_a_teachers_lesson_plan(school: School, who: str) -> None:
    with pytest.raises(NotAllowed):
        decide(school, who, submission(school, handed_in(school)))


def test_the_heads_own_plan_goes_to_the_leadership(school: School) -> None:
    lend_to_minh(school)
    [plan_id] = hand_in(school, "Hoa", offer(school, "Hoa", "TOAN", 7, [13], ["7A"]))
    waiting = submission(school, plan_id)
    for who in ("Hoa", "Minh"):
        with pytest.raises(NotAllowed):
            decide(school, who, waiting)
    decide(school, "Thu", waiting)
    assert Plan.objects.of(school).get(pk=plan_id).state == State.APPROVED.value


def test_the_second_reviewer_is_told_what_the_first_did(school: School) -> None:
    lend_to_minh(school)
    waiting = submission(school, handed_in(school))
    decide(school, "Hoa", waiting)
    with pytest.raises(Stale) as told:
        decide(school, "Minh", waiting, move=Move.SEND_BACK, notes=[Note("Sửa")])
    [violation] = told.value.violations
    assert violation.code == "plan.already_decided"
    assert violation.params["by"] == "Đặng Quỳnh Hoa"
    assert Decision.objects.of(school).count() == 1


def test_nothing_is_approved_unseen_when_a_new_version_comes(school: School) -> None:
    from tests.uploads import ready

    plan = handed_in(school)
    old = submission(school, plan)
    lan = school.actor("Lan")
    versions.withdraw(actor=lan, plan_id=plan.id, now=NOW)
    versions.hand_in_new_version(
        actor=lan,
        plan_id=plan.id,
        upload_id=ready(school, "Lan"),
        note="",
        seen_no=1,
        as_draft=False,
        now=NOW,
    )
    with pytest.raises(Stale) as told:
        decide(school, "Hoa", old)
    assert told.value.violations[0].code == "plan.newer_version"
    assert state(school, plan) == ("submitted", None)


def test_decides_on_those_that_wait_and_tells_of_the_others(school: School) -> None:
    first, second = handed_in(school, 13), handed_in(school, 14)
    pair = submission(school, first), submission(school, second)
    versions.withdraw(actor=school.actor("Lan"), plan_id=first.id, now=NOW)
    outcome = decide(school, "Hoa", *pair)
    assert outcome.decided == [pair[1].id]
    assert [violation.code for violation in outcome.passed_over] == ["plan.withdrawn"]


def test_the_same_click_twice_decides_once(school: School) -> None:
    waiting, batch = submission(school, handed_in(school)), new_id()
    first = decide(school, "Hoa", waiting, batch_id=batch)
    again = decide(school, "Hoa", waiting, batch_id=batch)
    assert first.decided == again.decided
    assert Decision.objects.of(school).count() == 1
    assert JournalEntry.objects.of(school).filter(verb="planning.plan_approved").count() == 1


def test_is_undone_within_ten_seconds_and_nobody_was_told(school: School) -> None:
    plan, batch = handed_in(school), new_id()
    decide(school, "Hoa", submission(school, plan), batch_id=batch)
    review.undo(actor=school.actor("Hoa"), batch_id=batch, now=IN_TIME)
    assert state(school, plan) == ("submitted", None)
    assert not Notice.objects.of(school).exists()
    assert entry(school, "planning.decision_undone")["changes"] == [
        ["state", "approved", "submitted"]
    ]
    decide(school, "Hoa", submission(school, plan), move=Move.SEND_BACK, notes=[Note("Sửa")])
    assert state(school, plan) == ("returned", None)


def test_undoing_sent_again_gets_the_first_answer(school: School) -> None:
    plan, batch = handed_in(school), new_id()
    waiting = submission(school, plan)
    decide(school, "Hoa", waiting, batch_id=batch)
    hoa = school.actor("Hoa")
    assert [review.undo(actor=hoa, batch_id=batch, now=IN_TIME) for _ in range(2)] == [1, 1]
    assert decide(school, "Hoa", waiting, batch_id=batch).decided == []
    assert state(school, plan) == ("submitted", None)
    with pytest.raises(Missing):
        review.undo(actor=hoa, batch_id=new_id(), now=IN_TIME)


def test_is_not_undone_later_nor_by_another(school: School) -> None:
    lend_to_minh(school)
    batch = new_id()
    decide(school, "Hoa", submission(school, handed_in(school)), batch_id=batch)
    with pytest.raises(RuleBroken) as refused:
        review.undo(actor=school.actor("Hoa"), batch_id=batch, now=NOW + SECONDS)
    assert refused.value.violations[0].code == "plan.undo_too_late"
    with pytest.raises(RuleBroken):
        review.undo(actor=school.actor("Minh"), batch_id=batch, now=NOW)


def test_undoing_brings_back_the_version_that_was_in_force(school: School) -> None:
    from tests.uploads import ready

    plan = handed_in(school)
    decide(school, "Hoa", submission(school, plan))
    lan, later = school.actor("Lan"), NOW + timedelta(hours=1)
    versions.hand_in_new_version(
        actor=lan,
        plan_id=plan.id,
        upload_id=ready(school, "Lan"),
        note="Đổi bài tập",
        seen_no=1,
        as_draft=False,
        now=later,
    )
    assert state(school, plan) == ("submitted", 1)
    batch = new_id()
    decide(school, "Hoa", submission(school, plan), at=later, batch_id=batch)
    assert state(school, plan) == ("approved", 2)
    review.undo(actor=school.actor("Hoa", later), batch_id=batch, now=later)
    assert state(school, plan) == ("submitted", 1)


def test_the_inbox_holds_just_what_the_gate_allows(school: School) -> None:
    lend_to_minh(school)
    hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [13]))
    hand_in(school, "Hoa", offer(school, "Hoa", "TOAN", 7, [13], ["7A"]))
    hand_in(school, "Minh", offer(school, "Minh", "TIN", 6, [7]))
    hand_in(school, "Oanh", offer(school, "Oanh", "VAN", 6, [13]))
    from truongso.access import gate
    from truongso.rules.authority import Right

    every = list(Submission.objects.of(school).filter(state="submitted"))
    for who in school.staff:
        actor = school.actor(who)
        allowed = {
            sub.id
            for sub in every
            if isinstance(gate.may(actor, f"planning.approve:{sub.kind}", sub, at=NOW), Right)
        }
        assert {row.id for row in waiting_for(actor, now=NOW)} == allowed, who
    assert [row.author.full_name for row in waiting_for(school.actor("Minh"), now=NOW)] == [
        "Nguyễn Ngọc Lan"
    ]


def test_another_schools_submission_does_not_exist(school: School) -> None:
    waiting = submission(school, handed_in(school))
    with found() as other, pytest.raises(Missing):
        decide(other, "Hoa", waiting)


def test_decides_in_a_bounded_number_of_statements(
    school: School, django_assert_max_num_queries: object
) -> None:
    waiting = submission(school, handed_in(school))
    hoa = school.actor("Hoa")
    choice = review.Choice((waiting.id,), Move.APPROVE)
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        review.decide(actor=hoa, batch_id=new_id(), choice=choice, now=NOW)
