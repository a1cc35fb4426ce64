"""Deciding on plans: approve or send back, one or many; undo within a few seconds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.approvals import flow
from truongso.approvals.models import Decision, Submission
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, Stale, raise_if_broken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.planning.models import Plan
from truongso.planning.queries import plans as queries
from truongso.planning.queries import review as review_queries
from truongso.roster import years
from truongso.rules.approval import Move, State
from truongso.rules.authority import Held
from truongso.rules.policy import kinds_on
from truongso.rules.verdict import Violation

VERBS = {Move.APPROVE: "planning.plan_approved", Move.SEND_BACK: "planning.plan_returned"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A yes or no to some submissions. `reference`: number and date of the level above's paper."""

    submission_ids: tuple[UUID, ...]
    move: Move
    notes: tuple[flow.Note, ...] = ()
    reference: str = ""


@dataclass(slots=True)
class Outcome:
    """What became of a choice: decided, and passed over with the reason why."""

    batch_id: UUID
    decided: list[UUID] = field(default_factory=list)
    passed_over: list[Violation] = field(default_factory=list)


@act
def decide(*, actor: Actor, batch_id: UUID, choice: Choice, now: datetime) -> Outcome:
    """Approve (duyệt) or send back (trả lại) submissions, under the actor's own or a lent duty.

    Those that no longer wait are passed over and told why; when that leaves none, Stale is raised.
    A refusal of one (no duty, own paper) refuses all. The same `batch_id` again changes nothing.
    The author is told when the seconds for undoing are over. `now` is aware.
    Raises Missing, NotAllowed, RuleBroken, Stale.
    """
    one_at_a_time("decide", actor.school_id, batch_id)
    if earlier := review_queries.decided_in(actor, batch_id):
        return Outcome(batch_id, [pk for pk, undone in earlier.items() if not undone])
    pairs = _found(actor, choice.submission_ids)
    years.require_open(actor, *(plan.year_id for _, plan in pairs))

    duties = {
        submission.id: _duty(actor, submission, now)
        for submission, _ in pairs
        if submission.state == State.SUBMITTED.value
    }

    raise_if_broken(_checked(actor, choice, pairs, now))

    outcome = Outcome(batch_id)
    for submission, plan in pairs:
        try:
            flow.require_waiting(submission, latest_no=plan.latest_no)
        except Stale as stale:
            outcome.passed_over += stale.violations
            continue
        duty = duties[submission.id]
        verdict = flow.Verdict(choice.move, choice.notes, choice.reference, batch_id)
        decision = flow.decide(actor, duty, submission, verdict, at=now)
        _move(plan, decision, now)
        _tell_author(actor, plan, decision)
        outcome.decided.append(submission.id)

        deed = _deed(choice, plan, submission, decision)
        journal.record(actor, duty, deed, at=now)
    if not outcome.decided:
        raise Stale(*outcome.passed_over)
    return outcome


@act
def undo(*, actor: Actor, batch_id: UUID, now: datetime) -> int:
    """Undo a decision just made, with all that was decided by the same click.

    Returns how many; asked again, the same. Only its maker may, within the few seconds before the
    author is told. Raises Missing, NotAllowed, RuleBroken, Stale.
    """
    one_at_a_time("decide", actor.school_id, batch_id)
    decided = review_queries.decided_in(actor, batch_id)
    ids = [pk for pk, undone in decided.items() if not undone]
    if not decided:
        raise Missing
    if not ids:
        return len(decided)
    pairs = _found(actor, ids)
    years.require_open(actor, *(plan.year_id for _, plan in pairs))

    duties = {submission.id: _duty(actor, submission, now) for submission, _ in pairs}

    for submission, plan in pairs:
        if plan.latest_no != submission.version_no:
            raise Stale(flow.what_happened(submission, latest_no=plan.latest_no))
        decision = flow.undo(actor, submission, at=now)

        plan.state, plan.state_at = State.SUBMITTED.value, submission.submitted_at
        plan.in_force_no = review_queries.approved_before(actor, plan.id, submission.version_no)
        plan.save(update_fields=["state", "state_at", "in_force_no"])
        post.take_back(actor, about=f"decision:{decision.id}", now=now)

        changes = [("state", decision.outcome, State.SUBMITTED.value)]
        facts = {"title": plan.title, "version": submission.version_no}
        deed = Deed("planning.decision_undone", f"plan:{plan.id}", changes, facts=facts)
        journal.record(actor, duties[submission.id], deed, at=now)
    return len(ids)


@act
def open_for_review(*, actor: Actor, submission_id: UUID, now: datetime) -> None:
    """Note that a reviewer opened the file of what waits for his decision.

    Raises Missing, NotAllowed, RuleBroken.
    """
    [(submission, plan)] = _found(actor, [submission_id])
    years.require_open(actor, plan.year_id)
    duty = _duty(actor, submission, now)

    if flow.opened(actor, submission, at=now):
        deed = Deed("planning.plan_opened", f"plan:{submission.subject_id}")
        journal.record(actor, duty, deed, at=now)


def _found(actor: Actor, ids: Sequence[UUID]) -> list[tuple[Submission, Plan]]:
    """The submissions with their plans, plans locked first and both in the order of the plans."""
    subjects = review_queries.subjects_of(actor, ids)
    plans: Mapping[UUID, Plan] = queries.locked_plans(actor, list(subjects.values()))
    order = sorted(ids, key=lambda pk: subjects[pk])
    return [(flow.locked(actor, pk), plans[subjects[pk]]) for pk in order]


def _duty(actor: Actor, submission: Submission, now: datetime) -> Held:
    return gate.require(actor, f"planning.approve:{submission.kind}", submission, at=now)


def _checked(
    actor: Actor, choice: Choice, pairs: Sequence[tuple[Submission, Plan]], now: datetime
) -> Iterator[Violation]:
    """Whether the choice is complete: remarks when sending back, pages that exist, a reference."""
    if not pairs:
        yield Violation("plan.nothing_chosen")
    if choice.move is Move.SEND_BACK and not any(note.text.strip() for note in choice.notes):
        yield Violation("plan.remark_needed", "notes")
    paged = [note for note in choice.notes if note.page is not None]
    files = shelf.facts(actor, [submission.file_id for submission, _ in pairs]) if paged else {}
    for submission, _ in pairs:
        pages = files[submission.file_id].readable_pages if paged else None
        for note in paged:
            if note.page is not None and pages is not None and not 1 <= note.page <= pages:
                params = {"page": note.page, "pages": pages}
                yield Violation("plan.page_unknown", "notes", params)
    kinds = kinds_on(local_day(now))
    for submission, _ in pairs:
        kind = kinds.get(submission.kind)
        external = kind is not None and kind.external and choice.move is Move.APPROVE
        if external and not choice.reference.strip():
            yield Violation("plan.reference_needed", "reference")


def _move(plan: Plan, decision: Decision, now: datetime) -> None:
    plan.state, plan.state_at = decision.outcome, now
    if decision.outcome == State.APPROVED.value:
        plan.in_force_no = plan.latest_no
    plan.save(update_fields=["state", "state_at", "in_force_no"])


def _deed(choice: Choice, plan: Plan, submission: Submission, decision: Decision) -> Deed:
    return Deed(
        VERBS[choice.move],
        f"plan:{plan.id}",
        [("state", State.SUBMITTED.value, decision.outcome)],
        reason="\n".join(note.text for note in choice.notes),
        facts={
            "title": plan.title,
            "version": submission.version_no,
            "opened_first": decision.opened_first,
            "reference": choice.reference,
        },
    )


def _tell_author(actor: Actor, plan: Plan, decision: Decision) -> None:
    word = "đã được duyệt" if decision.outcome == State.APPROVED.value else "được trả lại để sửa"
    message = post.Message(
        kind=f"plan.{decision.outcome}",
        text=f"“{plan.title}” {word} ({actor.name}).",
        url=reverse("plan", args=[plan.id]),
        about=f"decision:{decision.id}",
    )
    post.tell(actor, [plan.author_id], message, shows_at=decision.told_at)
