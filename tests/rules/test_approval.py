"""The moves of a submission: only those in the table exist."""

from datetime import UTC, datetime, timedelta

from truongso.rules.approval import NEXT, Move, State, may_undo, next_state, takes_new_version

AT = datetime(2026, 10, 14, 2, 0, tzinfo=UTC)


def test_every_pair_is_in_the_table_or_refused() -> None:
    allowed = {
        (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
        (State.WITHDRAWN, Move.SUBMIT): State.SUBMITTED,
        (State.SUBMITTED, Move.APPROVE): State.APPROVED,
        (State.SUBMITTED, Move.SEND_BACK): State.RETURNED,
        (State.SUBMITTED, Move.WITHDRAW): State.WITHDRAWN,
        (State.APPROVED, Move.UNDO): State.SUBMITTED,
        (State.RETURNED, Move.UNDO): State.SUBMITTED,
    }
    assert {(s, m): next_state(s, m) for s in State for m in Move if next_state(s, m)} == allowed
    assert allowed == NEXT


def test_a_decision_can_be_undone_for_ten_seconds() -> None:
    assert may_undo(AT, AT)
    assert may_undo(AT, AT + timedelta(seconds=9, milliseconds=999))
    assert not may_undo(AT, AT + timedelta(seconds=10))


def test_a_new_version_is_taken_unless_one_waits() -> None:
    assert [state for state in State if not takes_new_version(state)] == [State.SUBMITTED]
