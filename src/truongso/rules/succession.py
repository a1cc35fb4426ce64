"""What of a leaver's open work his successor may take on.

Pure. Source: Decision 20/QĐ-THCS of 21 Aug 2025, sections II.2 (who hands in) and II.7.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from truongso.rules.approval import State
from truongso.rules.verdict import Violation

HANDED_ON = ("lesson_plan", "extra_lesson_plan", "teacher_plan")
OPEN = (State.DRAFT, State.RETURNED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Handing:
    """A plan about to change hands: its kind and state, and what is known of the successor.

    `teaches`: he teaches its subject in its grade (its extra class). `has_own`: he has a plan of
    his own for one of its lessons, or in its place when it is an education plan.
    """

    kind: str
    state: State
    teaches: bool
    has_own: bool = False


def check_handing(plan: Handing) -> Iterator[Violation]:
    """Yield why a plan stays with its author; nothing when the successor may take it on.

    What waits for a decision or is decided keeps the name of whoever answered for it.
    Source: Decision 20/QĐ-THCS, section II.2 (a teacher hands in what he teaches).
    """
    if plan.kind not in HANDED_ON:
        yield Violation("work.not_a_lesson_plan")
    elif plan.state not in OPEN:
        yield Violation("work.waits_for_decision")
    elif not plan.teaches:
        yield Violation("work.not_teaching")
    elif plan.has_own:
        yield Violation("work.has_own_plan")
