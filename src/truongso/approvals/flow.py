"""The hatch of the approvals: hand in, decide, send back, withdraw, undo.

Called inside the act of a room above, which has found its paper, locked it and asked the gate. Each
function moves one submission by the table of moves in `rules.approval`; whoever comes second is
told what happened (Stale), and nothing is decided that was not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truongso.approvals.models import Decision, Opening, Remark, Submission, Undoing
from truongso.foundation.actor import Actor
from truongso.foundation.days import local
from truongso.foundation.errors import Missing, RuleBroken, Stale
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import InSchool
from truongso.rules import approval
from truongso.rules.approval import Move, State
from truongso.rules.authority import Held
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class Paper:
    """What is handed in: what the inbox shows of it, and to whom it belongs."""

    kind: str
    subject_id: UUID
    version_no: int
    title: str
    detail: str
    url: str
    author_id: UUID
    author_is_head: bool
    department_id: UUID | None
    group_id: UUID | None
    file_id: UUID
    week_no: int | None = None
    urgent_on: date | None = None
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A remark before it is kept: its text and the page it is bound to (None: the whole file)."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A yes or no before it is kept."""

    move: Move
    notes: Sequence[Note] = ()
    reference: str = ""
    batch_id: UUID | None = None


def submit(actor: Actor, paper: Paper, *, at: datetime) -> Submission:
    """Hand in a version for approval. One of a paper waits at a time, by constraint."""
    return Submission.objects.create(
        school_id=actor.school_id,
        kind=paper.kind,
        subject_id=paper.subject_id,
        version_no=paper.version_no,
        title=paper.title,
        detail=paper.detail,
        url=paper.url,
        author_id=paper.author_id,
        author_is_head=paper.author_is_head,
        department_id=paper.department_id,
        group_id=paper.group_id,
        week_no=paper.week_no,
        urgent_on=paper.urgent_on,
        days_late=paper.days_late,
        file_id=paper.file_id,
        state=State.SUBMITTED.value,
        submitted_at=at,
    )


def submit_again(submission: Submission, *, at: datetime, days_late: int) -> None:
    """Hand in once more the very version that was withdrawn."""
    submission.state = State.SUBMITTED.value
    submission.submitted_at, submission.closed_at = at, None
    submission.days_late = days_late
    submission.save(update_fields=["state", "submitted_at", "closed_at", "days_late"])


def locked(owner: InSchool, submission_id: UUID) -> Submission:
    """Return a submission, locked until the end of the act. Raises Missing."""
    rows = Submission.objects.of(owner).select_for_update(of=("self",))
    if found := rows.filter(pk=submission_id).first():
        return found
    raise Missing


def require_waiting(submission: Submission, *, latest_no: int) -> None:
    """Raise Stale, telling what happened, unless this version still waits for a decision.

    `latest_no`: the number of the paper's newest version.
    """
    if submission.state == State.SUBMITTED.value:
        return
    raise Stale(what_happened(submission, latest_no=latest_no))


def what_happened(submission: Submission, *, latest_no: int) -> Violation:
    """Return why a submission no longer waits: decided, withdrawn, or a newer version came."""
    params: dict[str, object] = {"title": submission.title, "no": latest_no}
    if submission.version_no < latest_no:
        return Violation("plan.newer_version", "", params)
    if decision := decision_in_force(submission):
        what = "duyệt" if decision.outcome == State.APPROVED.value else "trả lại"
        by = decision.by.full_name
        return Violation(
            "plan.already_decided", "", {"by": by, "what": what, "at": local(decision.at)}
        )
    if submission.state == State.WITHDRAWN.value:
        return Violation("plan.withdrawn", "", params)
    return Violation("plan.not_submitted", "", params | {"state": submission.state})


def decide(
    actor: Actor, duty: Held, submission: Submission, verdict: Verdict, *, at: datetime
) -> Decision:
    """Keep a decision on a locked, waiting submission, under the duty the gate returned.

    The author is told when the seconds for undoing are over.
    """
    state = _moved(submission, verdict.move)
    loan = duty.loan
    decision = Decision.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        submission=submission,
        outcome=state.value,
        by_id=actor.person,
        duty=duty.duty.value,
        behalf_id=loan.giver_id if loan else None,
        behalf_duty=loan.giver_duty.value if loan else "",
        delegation_id=loan.id if loan else None,
        at=at,
        told_at=at + approval.UNDO_WITHIN,
        opened_first=Opening.objects.of(actor)
        .filter(submission=submission, by_id=actor.person)
        .exists(),
        reference=verdict.reference,
        batch_id=verdict.batch_id or new_id(),
    )
    Remark.objects.bulk_create(
        Remark(
            id=new_id(),
            school_id=actor.school_id,
            submission=submission,
            decision=decision,
            page=note.page,
            text=note.text,
            by_id=actor.person,
            at=at,
        )
        for note in verdict.notes
    )
    _close(submission, state, at)
    return decision


def withdraw(submission: Submission, *, at: datetime) -> None:
    """Take back a submission that nobody has decided."""
    _close(submission, _moved(submission, Move.WITHDRAW), at)


def undo(actor: Actor, submission: Submission, *, at: datetime) -> Decision:
    """Undo the decision on a locked submission: by its maker, within the few seconds.

    Raises RuleBroken.
    """
    decision = decision_in_force(submission)
    if decision is None or decision.by_id != actor.staff_id:
        raise RuleBroken(Violation("plan.undo_not_yours"))
    if not approval.may_undo(decision.at, at):
        seconds = int(approval.UNDO_WITHIN.total_seconds())
        raise RuleBroken(Violation("plan.undo_too_late", "", {"seconds": seconds}))
    submission.state = _moved(submission, Move.UNDO).value
    submission.closed_at = None
    submission.save(update_fields=["state", "closed_at"])
    Undoing.objects.create(id=new_id(), school_id=actor.school_id, decision=decision, at=at)
    return decision


def decision_in_force(submission: Submission) -> Decision | None:
    """Return the decision on a submission that has not been undone; None when there is none."""
    if submission.state not in (State.APPROVED.value, State.RETURNED.value):
        return None
    rows = Decision.objects.of(submission).filter(submission=submission, undoings__isnull=True)
    return rows.select_related("by", "behalf").order_by("-at").first()


def opened(actor: Actor, submission: Submission, *, at: datetime) -> bool:
    """Note that the actor has opened the file to read it; True when it was the first time."""
    row = Opening(
        id=new_id(), school_id=actor.school_id, submission=submission, by_id=actor.person, at=at
    )
    known = Opening.objects.of(actor).filter(submission=submission, by_id=actor.person).exists()
    if not known:
        Opening.objects.bulk_create([row], ignore_conflicts=True)
    return not known


def _moved(submission: Submission, move: Move) -> State:
    state = approval.next_state(State(submission.state), move)
    if state is None:
        raise Stale(what_happened(submission, latest_no=submission.version_no))
    return state


def _close(submission: Submission, state: State, at: datetime) -> None:
    submission.state, submission.closed_at = state.value, at
    submission.save(update_fields=["state", "closed_at"])
