"""How pupils come and go: what follows what, in the order of the days, and what is taken back."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.rules import moves
from truongso.rules.moves import Asked, Move, check_entry, check_move, check_undo, status_of

TODAY = date(2026, 10, 14)
AWAY = Asked("moved_away", TODAY, other_school="THCS Hoa Sen", papers="Đơn số 5", grade=7)


def move(status: str, on: date = date(2026, 9, 10), corrects: UUID | None = None) -> Move:
    return Move(uuid4(), status, on, corrects)


def codes(asked: Asked, *before: Move, has_class: bool = True) -> list[str]:
    found = check_move(asked, before, has_class=has_class, today=TODAY)
    return [violation.code for violation in found]


def test_a_pupil_moves_away_with_papers_and_a_school() -> None:
    assert codes(AWAY) == []
    assert codes(replace(AWAY, other_school="", papers="")) == [
        "move.school_missing",
        "move.papers_missing",
    ]


@pytest.mark.parametrize(
    ("now", "status", "may"),
    [
        ("studying", "on_leave", True),
        ("studying", "studying", False),
        ("on_leave", "studying", True),
        ("on_leave", "completed", False),
        ("moved_away", "studying", True),
        ("moved_away", "dropped_out", False),
        ("dropped_out", "studying", True),
        ("completed", "studying", False),
        ("completed", "moved_away", False),
    ],
)
def test_what_may_follow_what(now: str, status: str, *, may: bool) -> None:
    asked = replace(AWAY, status=status, reason="Ốm", to_class=True, grade=9)
    assert ("move.cannot_follow" not in codes(asked, move(now))) is may


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 9, 9), "move.before_the_last"),
        (date(2026, 9, 10), ""),
        (TODAY, ""),
        (TODAY + timedelta(days=1), "move.in_the_future"),
    ],
)
def test_moves_follow_one_another_and_do_not_lie_ahead(on: date, code: str) -> None:
    assert codes(replace(AWAY, on=on), move("studying")) == ([code] if code else [])


def test_who_comes_back_needs_a_class_unless_he_kept_his() -> None:
    back = Asked("studying", TODAY)
    assert codes(back, move("moved_away"), has_class=False) == ["move.class_missing"]
    assert codes(replace(back, to_class=True), move("moved_away"), has_class=False) == []
    assert codes(back, move("on_leave"), has_class=True) == []


def test_leave_and_leaving_need_a_reason_and_only_grade_nine_completes() -> None:
    assert codes(Asked("on_leave", TODAY)) == ["move.reason_missing"]
    assert codes(Asked("dropped_out", TODAY)) == ["move.reason_missing"]
    assert codes(Asked("completed", TODAY, grade=8)) == ["move.not_last_grade"]
    assert codes(Asked("completed", TODAY, grade=9)) == []


def test_entry_from_another_school_brings_papers() -> None:
    asked = Asked("studying", TODAY, to_class=True)
    assert not list(check_entry(asked, transferred=False, today=TODAY))
    found = [v.code for v in check_entry(asked, transferred=True, today=TODAY)]
    assert found == ["move.school_missing", "move.papers_missing"]
    nowhere = replace(asked, to_class=False)
    assert [v.code for v in check_entry(nowhere, transferred=False, today=TODAY)] == [
        "move.class_missing"
    ]


def test_only_the_last_standing_move_is_taken_back_and_with_a_reason() -> None:
    entry, leave = move("studying"), move("on_leave")
    assert not list(check_undo(leave.id, [entry, leave], "Ghi nhầm"))
    assert [v.code for v in check_undo(entry.id, [entry, leave], "x")] == ["move.not_the_last"]
    assert [v.code for v in check_undo(entry.id, [entry], "x")] == ["move.not_the_last"]
    assert [v.code for v in check_undo(leave.id, [entry, leave], "")] == ["move.reason_missing"]
    corrected = [entry, leave, move("studying", corrects=leave.id)]
    assert status_of(corrected) == "studying"
    assert [v.code for v in check_undo(leave.id, corrected, "x")] == ["move.not_the_last"]


STATUSES = st.sampled_from(list(moves.MAY_FOLLOW))


@given(st.lists(STATUSES, max_size=12))
def test_taking_back_all_moves_ends_where_it_began(statuses: list[str]) -> None:
    taken: list[Move] = [move("studying")]
    for status in statuses:
        if status in moves.MAY_FOLLOW[status_of(taken)]:
            taken.append(move(status))
    while (last := moves.undoable(taken)) is not None:
        rest = [one for one in moves.standing(taken) if one.id != last.id]
        taken.append(move(status_of(rest), corrects=last.id))
        assert status_of(taken) == status_of(rest)
    assert status_of(taken) == "studying"
    assert len(moves.standing(taken)) == 1
