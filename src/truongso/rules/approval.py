"""The states of what was handed in for approval, and the moves between them.

Pure. One submission (hồ sơ trình duyệt) is one version of a paper on its way; a changed file is a
new version with a submission of its own, while the approved one stays in force.
"""

from datetime import datetime, timedelta
from enum import StrEnum

UNDO_WITHIN = timedelta(seconds=10)
"""How long a decision can be undone by the one who made it, before the author is told."""


class State(StrEnum):
    """Where a paper or one of its versions stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What somebody does with a submission."""

    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"
    UNDO = "undo"


NEXT: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.WITHDRAWN, Move.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Move.APPROVE): State.APPROVED,
    (State.SUBMITTED, Move.SEND_BACK): State.RETURNED,
    (State.SUBMITTED, Move.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Move.UNDO): State.SUBMITTED,
    (State.RETURNED, Move.UNDO): State.SUBMITTED,
}
"""Every legal move. A move that is not here does not exist.
Source: Decision 20/QĐ-THCS, sections II.2-II.4; rule book 4.1."""

DECISIONS = {Move.APPROVE: State.APPROVED, Move.SEND_BACK: State.RETURNED}


def next_state(state: State, move: Move) -> State | None:
    """Return the state after the move; None when the move is not allowed from here.

    Source: the table `NEXT`, with its own.
    """
    return NEXT.get((state, move))


def may_undo(decided_at: datetime, at: datetime) -> bool:
    """Tell whether a decision may still be undone: until its author is told. Times are aware.

    Source: the house's own (docs/decisions/plans.md): what nobody was told of may be corrected.
    """
    return at - decided_at < UNDO_WITHIN


def takes_new_version(state: State) -> bool:
    """Tell whether the author may hand in a new file: not while one waits for a decision.

    Source: Decision 20/QĐ-THCS, section II.2 (approved before taught); rule book 4.1.
    """
    return state is not State.SUBMITTED
