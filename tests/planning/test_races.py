"""Two at once, on PostgreSQL with threads: one outcome, one journal line, the other side told."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from tests.planning.scenes import handed_in, lend_to_minh, offer, submission
from tests.school import NOW, School
from tests.uploads import ready
from truongso.access.actions.delegations import revoke
from truongso.access.models import Delegation
from truongso.approvals.models import Decision, Submission
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import NotAllowed, RuleBroken, Stale, UserError
from truongso.foundation.ids import new_id
from truongso.planning.actions import lessons, review, versions
from truongso.planning.models import Plan
from truongso.rules.approval import Move, State

ROUNDS = 6


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads that start together; each answer is a value or the error raised."""
    answers: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers[place] = call()
        except Exception as error:  # noqa: BLE001  (handed to the test)
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    unexpected = [a for a in answers if isinstance(a, Exception) and not isinstance(a, UserError)]
    assert not unexpected, unexpected
    return answers


def lines(school: School, *verbs: str) -> list[str]:
    rows = JournalEntry.objects.of(school).filter(verb__in=verbs).order_by("at", "id")
    return list(rows.values_list("verb", flat=True))


def refused(answers: Sequence[Any]) -> list[UserError]:
    return [answer for answer in answers if isinstance(answer, UserError)]


def approve(school: School, who: str, waiting: Submission) -> Callable[[], Any]:
    actor = school.actor(who)
    choice = review.Choice((waiting.id,), Move.APPROVE)
    return lambda: review.decide(actor=actor, batch_id=new_id(), choice=choice, now=NOW)


def test_a_double_submit_makes_one_plan(school: School) -> None:
    lan, batch = school.actor("Lan"), new_id()
    one = offer(school, "Lan", "TOAN", 6, [13])

    def send() -> Any:
        return lessons.hand_in(actor=lan, batch_id=batch, offers=[one], as_draft=False, now=NOW)

    answers = at_once(*[send] * 5)
    assert len(set(answers)) == 1
    assert Plan.objects.of(school).count() == 1
    assert lines(school, "planning.plan_handed_in") == ["planning.plan_handed_in"]


def test_two_tabs_with_the_same_lesson_make_one_plan(school: School) -> None:
    lan = school.actor("Lan")
    offers = [offer(school, "Lan", "TOAN", 6, [13]) for _ in range(3)]
    answers = at_once(
        *[
            lambda one=one: lessons.hand_in(
                actor=lan, batch_id=new_id(), offers=[one], as_draft=False, now=NOW
            )
            for one in offers
        ]
    )
    told = refused(answers)
    assert [error.violations[0].code for error in told] == ["plan.already_there"] * 2
    assert Plan.objects.of(school).count() == 1


def test_one_upload_goes_into_one_plan(school: School) -> None:
    upload = ready(school, "Lan")
    lan, classes = school.actor("Lan"), (school.classes["6A"].id,)
    wanted = [school.lesson("TOAN", 6, no).id for no in (13, 14)]
    answers = at_once(
        *[
            lambda lesson=lesson: lessons.hand_in(
                actor=lan,
                batch_id=new_id(),
                offers=[lessons.Offer(upload, (lesson,), classes)],
                as_draft=False,
                now=NOW,
            )
            for lesson in wanted
        ]
    )
    assert len(refused(answers)) == 1
    assert Plan.objects.of(school).count() == 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_two_approvers_approve_once(school: School, round_: int) -> None:
    lend_to_minh(school)
    plan = handed_in(school)
    waiting = submission(school, plan)
    answers = at_once(*(approve(school, who, waiting) for who in ("Hoa", "Minh", "Hoa", "Minh")))
    told = refused(answers)
    assert len(told) == 3
    assert all(isinstance(error, Stale) for error in told)
    assert {error.violations[0].code for error in told} == {"plan.already_decided"}
    assert Decision.objects.of(school).count() == 1
    assert lines(school, "planning.plan_approved") == ["planning.plan_approved"]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_withdrawal_during_approval_has_one_outcome(school: School, round_: int) -> None:
    plan = handed_in(school)
    lan = school.actor("Lan")
    answers = at_once(
        approve(school, "Hoa", submission(school, plan)),
        lambda: versions.withdraw(actor=lan, plan_id=plan.id, now=NOW),
    )
    plan.refresh_from_db()
    approved, withdrawn = (not isinstance(answer, UserError) for answer in answers)
    assert approved != withdrawn
    assert plan.state == (State.APPROVED if approved else State.WITHDRAWN).value
    [error] = refused(answers)
    assert isinstance(error, Stale)
    happened = lines(school, "planning.plan_approved", "planning.plan_withdrawn")
    assert happened == ["planning.plan_approved" if approved else "planning.plan_withdrawn"]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_resubmission_during_approval_never_approves_the_unseen(
    school: School, round_: int
) -> None:
    plan = handed_in(school)
    old, lan, upload = submission(school, plan), school.actor("Lan"), ready(school, "Lan")

    def come_again() -> Any:
        versions.withdraw(actor=lan, plan_id=plan.id, now=NOW)
        return versions.hand_in_new_version(
            actor=lan,
            plan_id=plan.id,
            upload_id=upload,
            note="",
            seen_no=1,
            as_draft=False,
            now=NOW,
        )

    answers = at_once(approve(school, "Hoa", old), come_again)
    plan.refresh_from_db()
    [error] = refused(answers)
    assert isinstance(error, Stale)
    if isinstance(answers[0], UserError):
        assert (plan.state, plan.in_force_no, plan.latest_no) == ("submitted", None, 2)
    else:
        assert (plan.state, plan.in_force_no, plan.latest_no) == ("approved", 1, 1)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_revoking_during_approval_is_before_or_after_it(school: School, round_: int) -> None:
    lend_to_minh(school)
    loan = Delegation.objects.of(school).get()
    plan = handed_in(school)
    hoa = school.actor("Hoa")
    answers = at_once(
        approve(school, "Minh", submission(school, plan)),
        lambda: revoke(actor=hoa, delegation_id=loan.id, now=NOW),
    )
    assert not isinstance(answers[1], UserError)
    plan.refresh_from_db()
    if isinstance(answers[0], NotAllowed):
        assert plan.state == State.SUBMITTED.value
        assert lines(school, "planning.plan_approved") == []
    else:
        assert plan.state == State.APPROVED.value
        assert lines(school, "planning.plan_approved") == ["planning.plan_approved"]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_crossing_batches_do_not_block_each_other_for_ever(school: School, round_: int) -> None:
    lend_to_minh(school)
    subs = [submission(school, handed_in(school, no)) for no in range(11, 17)]
    hoa, minh = school.actor("Hoa"), school.actor("Minh")

    def batch(actor: Any, chosen: list[Submission]) -> Callable[[], Any]:
        choice = review.Choice(tuple(sub.id for sub in chosen), Move.APPROVE)
        return lambda: review.decide(actor=actor, batch_id=new_id(), choice=choice, now=NOW)

    at_once(batch(hoa, subs), batch(minh, subs[::-1]))
    assert Decision.objects.of(school).count() == len(subs)
    assert len(lines(school, "planning.plan_approved")) == len(subs)


def test_undo_and_a_second_decision_have_one_order(school: School) -> None:
    lend_to_minh(school)
    plan, batch = handed_in(school), new_id()
    waiting = submission(school, plan)
    hoa = school.actor("Hoa")
    choice = review.Choice((waiting.id,), Move.APPROVE)
    review.decide(actor=hoa, batch_id=batch, choice=choice, now=NOW)
    answers = at_once(
        lambda: review.undo(actor=hoa, batch_id=batch, now=NOW),
        approve(school, "Minh", waiting),
    )
    plan.refresh_from_db()
    second = not isinstance(answers[1], UserError)
    assert answers[0] == 1
    assert plan.state == (State.APPROVED if second else State.SUBMITTED).value


def test_two_new_versions_at_once_leave_one(school: School) -> None:
    plan = handed_in(school)
    lan = school.actor("Lan")
    versions.withdraw(actor=lan, plan_id=plan.id, now=NOW)
    uploads = [ready(school, "Lan") for _ in range(3)]
    answers = at_once(
        *[
            lambda upload=upload: versions.hand_in_new_version(
                actor=lan,
                plan_id=plan.id,
                upload_id=upload,
                note="",
                seen_no=1,
                as_draft=False,
                now=NOW,
            )
            for upload in uploads
        ]
    )
    assert len(refused(answers)) == 2
    assert all(isinstance(error, Stale | RuleBroken) for error in refused(answers))
    plan.refresh_from_db()
    assert plan.latest_no == 2
