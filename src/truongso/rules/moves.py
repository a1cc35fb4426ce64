"""How a pupil comes and goes: which change of status may follow which, on which day, with what.

Pure. A move (biến động) says what the pupil is from a day on. Moves are dated one after another; a
mistake is not deleted but corrected by a further move.
Source: Circular 15/2026/TT-BGDĐT (charter), transfer, leave and leaving of pupils; rule book 7.3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from truongso.rules.subjects import LAST_GRADE
from truongso.rules.verdict import Violation

STUDYING, ON_LEAVE, MOVED_AWAY = "studying", "on_leave", "moved_away"
DROPPED_OUT, COMPLETED = "dropped_out", "completed"

MAY_FOLLOW: dict[str, tuple[str, ...]] = {
    STUDYING: (ON_LEAVE, MOVED_AWAY, DROPPED_OUT, COMPLETED),
    ON_LEAVE: (STUDYING, MOVED_AWAY, DROPPED_OUT),
    MOVED_AWAY: (STUDYING,),
    DROPPED_OUT: (STUDYING,),
    COMPLETED: (),
}
LEAVING = frozenset({MOVED_AWAY, DROPPED_OUT, COMPLETED})
"""With these the pupil leaves his class on the day."""
NEEDS_REASON = frozenset({ON_LEAVE, DROPPED_OUT})
NEEDS_PAPERS = frozenset({MOVED_AWAY})


@dataclass(frozen=True, slots=True)
class Move:
    """A move as it was recorded; `corrects` is the move it takes back, None for an ordinary one."""

    id: UUID
    status: str
    on: date
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A move about to be recorded; `grade` of the class left, `to_class` when one is chosen."""

    status: str
    on: date
    reason: str = ""
    other_school: str = ""
    papers: str = ""
    to_class: bool = False
    grade: int | None = None


def standing(moves: Sequence[Move]) -> list[Move]:
    """Return the moves that stand: neither corrections nor corrected, in the order recorded."""
    corrected = {move.corrects for move in moves if move.corrects}
    return [move for move in moves if move.corrects is None and move.id not in corrected]


def status_of(moves: Sequence[Move]) -> str:
    """Return what the pupil is after these moves, in the order recorded; studying before any."""
    left = standing(moves)
    return left[-1].status if left else STUDYING


def check_move(
    asked: Asked, moves: Sequence[Move], *, has_class: bool, today: date
) -> Iterator[Violation]:
    """Yield why a move may not be recorded after these; nothing when it may."""
    now_is = status_of(moves)
    if asked.status not in MAY_FOLLOW[now_is]:
        yield Violation("move.cannot_follow", "status", {"status": asked.status, "now": now_is})
        return
    left = standing(moves)
    if left and asked.on < left[-1].on:
        yield Violation("move.before_the_last", "on", {"on": asked.on, "last": left[-1].on})
    if asked.on > today:
        yield Violation("move.in_the_future", "on", {"on": asked.on})
    if asked.status in NEEDS_REASON and not asked.reason:
        yield Violation("move.reason_missing", "reason")
    if asked.status in NEEDS_PAPERS:
        yield from _papers(asked)
    if asked.status == STUDYING and not has_class and not asked.to_class:
        yield Violation("move.class_missing", "school_class")
    if asked.status == COMPLETED and asked.grade != LAST_GRADE:
        yield Violation("move.not_last_grade", "status", {"last": LAST_GRADE})


def check_entry(asked: Asked, *, transferred: bool, today: date) -> Iterator[Violation]:
    """Yield why a new pupil may not enter so; one from another school brings its papers."""
    if asked.on > today:
        yield Violation("move.in_the_future", "on", {"on": asked.on})
    if transferred:
        yield from _papers(asked)
    if not asked.to_class:
        yield Violation("move.class_missing", "school_class")


def undoable(moves: Sequence[Move]) -> Move | None:
    """Return the move that may be taken back: the last that stands, save the pupil's entry."""
    left = standing(moves)
    if not left or (len(left) == 1 and left[0].status == STUDYING):
        return None
    return left[-1]


def check_undo(move_id: UUID, moves: Sequence[Move], reason: str) -> Iterator[Violation]:
    """Yield why a move may not be taken back: only the last that stands, and with a reason."""
    last = undoable(moves)
    if last is None or last.id != move_id:
        yield Violation("move.not_the_last")
    if not reason:
        yield Violation("move.reason_missing", "reason")


def _papers(asked: Asked) -> Iterator[Violation]:
    if not asked.other_school:
        yield Violation("move.school_missing", "other_school")
    if not asked.papers:
        yield Violation("move.papers_missing", "papers")
