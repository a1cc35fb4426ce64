"""Corrections of marks (sửa điểm) as one case: its states and moves, and what asking demands.

Pure. Asked for by the teacher of the page with evidence; consented to by the principal, or in his
name; done within a set time, then locked again; told in minutes that three people confirm.
Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.7.2; rule book 5.3 to 5.5; how the two paths
of the decision are read: docs/decisions/corrections.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from truongso.rules.columns import Kind
from truongso.rules.gradebook import TermDays, closed
from truongso.rules.verdict import Violation

MOST_CELLS, MOST_FILES = 60, 20
SHORTEST_REASON = 10


class State(StrEnum):
    """How far a case has come."""

    ASKED = "asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OPEN = "open"
    """Consented to: its cells may be changed until a moment."""
    MINUTED = "minuted"
    """Changed and locked again; the minutes wait for their witnesses."""
    CLOSED = "closed"
    LAPSED = "lapsed"
    """Ended by itself, or by its asker, with nothing changed."""


class Move(StrEnum):
    """What is done to a case."""

    WITHDRAW = "withdraw"
    REFUSE = "refuse"
    CONSENT = "consent"
    CHANGE = "change"
    FINISH = "finish"
    LAPSE = "lapse"
    CONFIRM = "confirm"
    CLOSE = "close"


MOVES = {
    (State.ASKED, Move.WITHDRAW): State.WITHDRAWN,
    (State.ASKED, Move.REFUSE): State.REFUSED,
    (State.ASKED, Move.CONSENT): State.OPEN,
    (State.ASKED, Move.LAPSE): State.LAPSED,
    (State.OPEN, Move.CHANGE): State.OPEN,
    (State.OPEN, Move.FINISH): State.MINUTED,
    (State.OPEN, Move.LAPSE): State.LAPSED,
    (State.MINUTED, Move.CONFIRM): State.MINUTED,
    (State.MINUTED, Move.CLOSE): State.CLOSED,
}


class Evidence(StrEnum):
    """What a file shows."""

    GRADEBOOK_PAGE = "page"
    """The page of the teacher's personal gradebook (sổ điểm cá nhân)."""
    TEST_PAPER = "test"
    """The pupil's test paper (bài kiểm tra của học sinh)."""


class Role(StrEnum):
    """Who confirms the minutes."""

    LEADER = "leader"
    ADMIN = "admin"
    REQUESTER = "requester"


def check_move(state: State, move: Move) -> Iterator[Violation]:
    """Yield why a case in a state cannot be moved so; nothing when it can.

    Source: Decision 20/QĐ-THCS, section II.7.2; rule book 5.3.

    >>> [v.code for v in check_move(State.REFUSED, Move.CONSENT)]
    ['correction.not_now']
    """
    if (state, move) not in MOVES:
        yield Violation("correction.not_now")


@dataclass(frozen=True, slots=True)
class Wish:
    """A cell that is asked for. `name`: how a person calls it. `free`: no case is needed, since it
    is neither locked nor past its days. `taken`: another case that has not ended asks for it.
    """

    name: str
    old: int | None
    wanted: int | None
    free: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A case about to be asked for, and the files laid beside it."""

    reason: str
    entered_wrongly: bool
    wishes: Sequence[Wish]
    evidence: Sequence[Evidence]


def check_asking(asking: Asking, days: TermDays, day: date) -> Iterator[Violation]:
    """Yield why a case may not be asked for; nothing when it may.

    The personal gradebook and a test paper are shown; not later than a week before the term's final
    tests, save where data were entered wrongly.
    Source: Decision 20/QĐ-THCS, section II.7.2; rule book 5.3, 5.4.
    """
    if len(asking.reason.strip()) < SHORTEST_REASON:
        yield Violation("correction.reason_short", "reason", {"least": SHORTEST_REASON})
    if not asking.wishes:
        yield Violation("correction.no_cells", "cells")
    if len(asking.wishes) > MOST_CELLS:
        yield Violation("correction.too_many_cells", "cells", {"most": MOST_CELLS})
    yield from check_day(days, day, entered_wrongly=asking.entered_wrongly)
    yield from _check_evidence(asking.evidence)
    for wish in asking.wishes:
        if wish.old == wish.wanted:
            yield Violation("correction.same_mark", "cells", {"cell": wish.name})
        elif wish.taken:
            yield Violation("correction.cell_taken", "cells", {"cell": wish.name})
        elif wish.free:
            yield Violation("correction.not_needed", "cells", {"cell": wish.name})


def check_day(days: TermDays, day: date, *, entered_wrongly: bool) -> Iterator[Violation]:
    """Yield why it is too late for a case, to ask for it or to consent to it.

    Source: Decision 20/QĐ-THCS, section II.7.2 ("chậm nhất 01 tuần trước khi kiểm tra học kỳ").

    >>> days = TermDays({}, finals_from=date(2026, 12, 22))
    >>> [v.code for v in check_day(days, date(2026, 12, 16), entered_wrongly=False)]
    ['correction.too_late']
    >>> list(check_day(days, date(2026, 12, 16), entered_wrongly=True))
    []
    """
    last = days.last_edit_day
    if last and day > last and not entered_wrongly:
        yield Violation("correction.too_late", "entered_wrongly", {"day": last})


def _check_evidence(evidence: Sequence[Evidence]) -> Iterator[Violation]:
    if len(evidence) > MOST_FILES:
        yield Violation("correction.too_many_files", "evidence", {"most": MOST_FILES})
    if Evidence.GRADEBOOK_PAGE not in evidence:
        yield Violation("correction.no_page", "evidence")
    if Evidence.TEST_PAPER not in evidence:
        yield Violation("correction.no_test", "evidence")


def is_free(kind: Kind, days: TermDays, day: date, *, locked: bool, held: bool) -> bool:
    """Tell whether a mark can be written without a case: open, and before the last day of editing.

    Source: rule book 5.2, 5.3.
    """
    if locked or closed(kind.value, days, day):
        return False
    last = days.last_edit_day
    return not (held and last and day > last and kind is not Kind.FINAL)


def opens_until(now: datetime, hours: int) -> datetime:
    """Return until when the cells of a case are open.

    Source: Decision 20/QĐ-THCS, section II.7.2; rule book 5.2 (24 hours unless the school says).
    """
    return now + timedelta(hours=hours)


def check_witness(role: Role | None, confirmed: Sequence[tuple[Role, bool]]) -> Iterator[Violation]:
    """Yield why somebody may not confirm the minutes in a role (None: he has none).

    `confirmed`: the roles confirmed so far, each with whether by himself. Three people, not one
    in three roles.
    Source: Decision 20/QĐ-THCS, section II.7.2 (three sign the minutes); rule book 5.4.

    >>> [v.code for v in check_witness(Role.ADMIN, [(Role.REQUESTER, True)])]
    ['correction.confirmed_already']
    """
    if role is None:
        yield Violation("correction.no_witness")
    elif any(mine for _, mine in confirmed):
        yield Violation("correction.confirmed_already")
    elif role in {done for done, _ in confirmed}:
        yield Violation("correction.role_confirmed")
