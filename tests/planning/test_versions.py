"""New versions, withdrawing, deleting a draft: the author's side of the way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.planning.scenes import decide, hand_in, handed_in, offer, submission
from tests.school import NOW, TODAY, School, at, found
from tests.uploads import ready
from truongso.approvals.flow import Note
from truongso.documents.models import StoredFile
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.planning.actions import versions
from truongso.planning.models import Plan, PlanLesson, PlanVersion
from truongso.rules.approval import Move, State


def give(
    school: School, plan: Plan | UUID, seen: int, who: str = "Lan", **more: Any
) -> PlanVersion:
    plan_id = plan.id if isinstance(plan, Plan) else plan
    when = more.pop("now", NOW)
    return versions.hand_in_new_version(
        actor=school.actor(who, when),
        plan_id=plan_id,
        upload_id=more.pop("upload", None) or ready(school, who),
        note=more.pop("note", ""),
        seen_no=seen,
        as_draft=more.pop("as_draft", False),
        now=when,
    )


def returned(school: School) -> Plan:
    plan = handed_in(school)
    decide(school, "Hoa", submission(school, plan), move=Move.SEND_BACK, notes=[Note("Sửa", 2)])
    plan.refresh_from_db()
    return plan


def test_a_sent_back_plan_comes_again_as_version_two(school: School) -> None:
    plan = returned(school)
    version = give(school, plan, seen=1, note="Đã bổ sung sản phẩm")
    plan.refresh_from_db()
    assert (version.no, plan.state, plan.latest_no) == (2, "submitted", 2)
    assert submission(school, plan).version_no == 2
    decide(school, "Hoa", submission(school, plan))
    plan.refresh_from_db()
    assert (plan.state, plan.in_force_no) == ("approved", 2)


def test_lateness_is_that_of_the_first_hand_in(school: School) -> None:
    saturday = TODAY + timedelta(days=3)
    plan = handed_in(school, at=at(saturday))
    decide(
        school,
        "Hoa",
        submission(school, plan),
        move=Move.SEND_BACK,
        notes=[Note("Sửa")],
        at=at(saturday, "20:00:00"),
    )
    tuesday = at(saturday + timedelta(days=3))
    version = give(school, plan, seen=1, now=tuesday)
    plan.refresh_from_db()
    assert (plan.days_late, version.days_late) == (0, 3)


def test_withdrawn_and_handed_in_late_it_is_late(school: School) -> None:
    saturday = TODAY + timedelta(days=3)
    plan = handed_in(school, at=at(saturday))
    lan = school.actor("Lan")
    versions.withdraw(actor=lan, plan_id=plan.id, now=at(saturday, "23:00:00"))
    versions.hand_in_drafts(actor=lan, plan_ids=[plan.id], now=at(saturday + timedelta(days=2)))
    plan.refresh_from_db()
    assert (plan.state, plan.days_late) == ("submitted", 2)


def test_the_approved_version_stays_in_force_while_a_new_one_waits(school: School) -> None:
    plan = handed_in(school)
    decide(school, "Hoa", submission(school, plan))
    give(school, plan, seen=1)
    plan.refresh_from_db()
    assert (plan.state, plan.in_force_no) == ("submitted", 1)
    versions.withdraw(actor=school.actor("Lan"), plan_id=plan.id, now=NOW)
    plan.refresh_from_db()
    assert (plan.state, plan.in_force_no) == ("withdrawn", 1)


def test_not_while_one_waits_nor_over_an_unseen_one_nor_the_same_file(school: School) -> None:
    plan = handed_in(school, content=b"%PDF-1.7 one and the same")
    with pytest.raises(RuleBroken) as refused:
        give(school, plan, seen=1)
    assert refused.value.violations[0].code == "plan.waiting"
    decide(school, "Hoa", submission(school, plan), move=Move.SEND_BACK, notes=[Note("Sửa")])
    with pytest.raises(Stale):
        give(school, plan, seen=0)
    same = ready(school, "Lan", content=b"%PDF-1.7 one and the same")
    with pytest.raises(RuleBroken) as refused:
        give(school, plan, seen=1, upload=same)
    assert refused.value.violations[0].code == "plan.same_file"


@pytest.mark.parametrize("who", ["Hoa", "Dũng", "Sơn"])
def test_only_the_author_changes_or_withdraws_it(school: School, who: str) -> None:
    plan = returned(school)
    with pytest.raises(NotAllowed):
        give(school, plan, seen=1, who=who)
    give(school, plan, seen=1)
    with pytest.raises(NotAllowed):
        versions.withdraw(actor=school.actor(who), plan_id=plan.id, now=NOW)


def test_is_withdrawn_until_somebody_has_decided(school: School) -> None:
    plan = handed_in(school)
    lan = school.actor("Lan")
    versions.withdraw(actor=lan, plan_id=plan.id, now=NOW)
    plan.refresh_from_db()
    assert (plan.state, plan.first_handed_in_at) == ("withdrawn", None)
    versions.hand_in_drafts(actor=lan, plan_ids=[plan.id], now=NOW)
    decide(school, "Hoa", submission(school, plan))
    with pytest.raises(Stale) as told:
        versions.withdraw(actor=lan, plan_id=plan.id, now=NOW)
    assert told.value.violations[0].code == "plan.already_decided"


def test_drafts_are_handed_in_together_and_only_once(school: School) -> None:
    ids = hand_in(
        school,
        "Lan",
        *(offer(school, "Lan", "TOAN", 6, [no]) for no in (13, 14)),
        as_draft=True,
    )
    lan = school.actor("Lan")
    assert versions.hand_in_drafts(actor=lan, plan_ids=ids, now=NOW) == 2
    assert versions.hand_in_drafts(actor=lan, plan_ids=ids, now=NOW) == 0


def test_a_draft_too_far_ahead_stays_a_draft(school: School) -> None:
    ids = hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [30]), as_draft=True)
    with pytest.raises(RuleBroken) as refused:
        versions.hand_in_drafts(actor=school.actor("Lan"), plan_ids=ids, now=NOW)
    assert refused.value.violations[0].code == "plan.too_far_ahead"
    assert Plan.objects.of(school).get().state == State.DRAFT.value


def test_a_draft_is_deleted_with_its_file_and_a_handed_in_plan_never(school: School) -> None:
    [draft] = hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [13]), as_draft=True)
    lan = school.actor("Lan")
    versions.delete_draft(actor=lan, plan_id=draft, now=NOW)
    assert not Plan.objects.of(school).exists()
    assert not PlanLesson.objects.of(school).exists()
    assert not StoredFile.objects.of(school).exists()
    plan = handed_in(school)
    versions.withdraw(actor=lan, plan_id=plan.id, now=NOW)
    with pytest.raises(RuleBroken):
        versions.delete_draft(actor=lan, plan_id=plan.id, now=NOW)


def test_another_schools_plan_does_not_exist(school: School) -> None:
    plan = handed_in(school)
    with found() as other:
        stranger = other.actor("Lan")
        for attempt in (versions.withdraw, versions.delete_draft):
            with pytest.raises(Missing):
                attempt(actor=stranger, plan_id=plan.id, now=NOW)


def test_the_same_upload_sent_again_gets_the_first_answer(school: School) -> None:
    plan = returned(school)
    upload = ready(school, "Lan")
    first = give(school, plan, seen=1, upload=upload)
    assert give(school, plan, seen=1, upload=upload) == first
    assert PlanVersion.objects.of(school).filter(plan=plan).count() == 2
    with pytest.raises(Stale):
        give(school, plan, seen=1, upload=upload, as_draft=True)
