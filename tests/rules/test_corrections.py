"""A case's moves, each in each state; the last day; what counts as a cell that needs no case."""

from datetime import date, timedelta
from itertools import product

import pytest

from truongso.rules.columns import Kind
from truongso.rules.corrections import (
    MOST_CELLS,
    Asking,
    Evidence,
    Move,
    Role,
    State,
    Wish,
    check_asking,
    check_day,
    check_move,
    check_witness,
    is_free,
)
from truongso.rules.diary import Edit, Explained, explained, step, summary
from truongso.rules.gradebook import TermDays

FINALS = date(2026, 12, 22)
DAYS = TermDays({}, finals_from=FINALS)
LAST = FINALS - timedelta(days=7)
ALLOWED = {
    "asked": "withdraw refuse consent lapse",
    "open": "change finish lapse",
    "minuted": "confirm close",
}


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_each_move_in_each_state(state: State, move: Move) -> None:
    may = move.value in ALLOWED.get(state.value, "").split()
    assert [v.code for v in check_move(state, move)] == ([] if may else ["correction.not_now"])


@pytest.mark.parametrize("offset", range(-3, 4))
@pytest.mark.parametrize("wrongly", [True, False])
def test_the_last_day_is_a_week_before_the_final_tests(offset: int, wrongly: bool) -> None:
    late = bool(list(check_day(DAYS, LAST + timedelta(days=offset), entered_wrongly=wrongly)))
    assert late is (offset > 0 and not wrongly)
    assert not list(check_day(TermDays({}), LAST + timedelta(days=offset), entered_wrongly=False))


def asked(**other: object) -> list[str]:
    told = {
        "reason": "Cộng nhầm điểm câu 3",
        "entered_wrongly": False,
        "wishes": [Wish("An, TX1", 80, 90)],
        "evidence": list(Evidence),
    }
    asking = Asking(**(told | other))  # type: ignore[arg-type]
    return [violation.code for violation in check_asking(asking, DAYS, LAST)]


def test_what_asking_demands() -> None:
    assert asked() == []
    assert asked(wishes=[]) == ["correction.no_cells"]
    assert asked(wishes=[Wish("An", 80, 80)]) == ["correction.same_mark"]
    assert asked(wishes=[Wish("An", 80, 90, free=True)]) == ["correction.not_needed"]
    assert asked(wishes=[Wish("An", 80, 90, taken=True)]) == ["correction.cell_taken"]
    many = [Wish(str(no), 80, 90) for no in range(MOST_CELLS + 1)]
    assert asked(wishes=many) == ["correction.too_many_cells"]
    assert asked(evidence=[]) == ["correction.no_page", "correction.no_test"]
    assert asked(evidence=list(Evidence) * 11) == ["correction.too_many_files"]
    assert asked(reason=" Nhầm  ") == ["correction.reason_short"]


@pytest.mark.parametrize(
    ("kind", "day", "locked", "held", "free"),
    [
        (Kind.REGULAR, LAST, False, True, True),
        (Kind.REGULAR, LAST, True, True, False),
        (Kind.REGULAR, FINALS, False, True, False),
        (Kind.REGULAR, FINALS, False, False, True),
        (Kind.FINAL, FINALS, False, True, True),
    ],
)
def test_a_cell_that_needs_no_case(
    kind: Kind, day: date, locked: bool, held: bool, free: bool
) -> None:
    assert is_free(kind, DAYS, day, locked=locked, held=held) is free
    assert not is_free(kind, TermDays({}, locked=True), day, locked=locked, held=held)


def test_each_role_is_confirmed_once_by_a_person_of_its_own() -> None:
    def codes(role: Role | None, *confirmed: tuple[Role, bool]) -> list[str]:
        return [violation.code for violation in check_witness(role, confirmed)]

    assert codes(Role.ADMIN, (Role.LEADER, False), (Role.REQUESTER, False)) == []
    assert codes(None) == ["correction.no_witness"]
    assert codes(Role.ADMIN, (Role.ADMIN, False)) == ["correction.role_confirmed"]
    assert codes(Role.ADMIN, (Role.REQUESTER, True)) == ["correction.confirmed_already"]


def test_a_month_of_edits() -> None:
    assert explained("Cộng nhầm", by_case=True, later=True) is Explained.CASE
    assert explained("", by_case=False, later=True) is Explained.LATER
    assert explained("Cộng nhầm", by_case=False, later=False) is Explained.REASON
    assert step(300, 450) is None
    assert step(700, 50) == 50
    lines = [Edit(80, new, Explained.NOT, after_lock=False) for new in (81, 82, 70, None)]
    found = summary(lines)
    assert (found.edits, found.up, found.down, found.mean) == (4, 2, 1, -2)
    assert summary([]).mean is None
    assert summary([Edit(80, 85, Explained.NOT, True), Edit(80, 80, Explained.NOT, True)]).mean == 3
