"""Whether a pupil goes up, what is left for the summer, and what has to be re-assessed.

Pure. In grade 9 nobody goes up: whoever would, has completed the programme.
Source: Circular 22/2021/TT-BGDĐT, articles 12 to 14; rule book 1.8.
"""

from enum import StrEnum

from truongso.rules.circular import Circular, Level
from truongso.rules.conduct import after_summer
from truongso.rules.subjects import LAST_GRADE
from truongso.rules.years import Outcome


class Decision(StrEnum):
    """What becomes of a pupil at the end of the year, or of the summer."""

    PROMOTED = "promoted"
    RETEST = "retest"
    """Subjects are assessed again (kiểm tra, đánh giá lại)."""
    SUMMER_CONDUCT = "summer_conduct"
    RETEST_AND_SUMMER_CONDUCT = "retest_and_summer_conduct"
    REPEAT = "repeat"
    INCOMPLETE = "incomplete"
    PRINCIPAL = "principal_decides"
    """A pupil with an individual education plan (article 12.4), or too few subjects for a level."""


def must_retest(average: int, *, circular: Circular) -> bool:
    """Tell whether a scored subject goes on the list when the year's learning has failed.

    Every subject under 5,0, also one between 3,5 and 4,9.
    Source: Circular 22/2021/TT-BGDĐT, article 14.
    """
    return average < circular.retest_below


def may_retest(conduct: Level | None, learning: Level | None, *, circular: Circular) -> bool:
    """Tell whether a pupil is re-assessed at all.

    Learning failed; whoever failed in conduct as well is re-assessed while he trains, unless the
    school reads the article strictly (`both_remedies`, rule book 12, point 3).
    Source: Circular 22/2021/TT-BGDĐT, article 14.
    """
    if learning is not Level.CHUA_DAT or conduct is None:
        return False
    return conduct is not Level.CHUA_DAT or circular.both_remedies


def decide(
    *,
    conduct: Level | None,
    summer: Level | None,
    learning: Level | None,
    retested: Level | None,
    outstanding: bool,
    absent: int | None,
    circular: Circular,
) -> Decision:
    """Return the decision from the year's levels, the summer's results, and the absences.

    `retested`: learning with the results of re-assessment so far, None before the first.
    `outstanding`: some of them are still to come. More than 45 half days of absence have no remedy.
    Whoever reaches Đạt with the results so far goes up; whoever has none left to come repeats.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> rules = circular_on(date(2026, 9, 7))
    >>> given = {"summer": None, "retested": None, "outstanding": False, "circular": rules}
    >>> decide(conduct=Level.KHA, learning=Level.DAT, absent=46, **given).value
    'repeat'
    """
    if absent is not None and absent > circular.most_absent:
        return Decision.REPEAT
    if absent is None or conduct is None or learning is None:
        return Decision.INCOMPLETE
    behaves = after_summer(conduct, summer) is not Level.CHUA_DAT
    learns = (learning if retested is None else retested) is not Level.CHUA_DAT
    if behaves and learns:
        return Decision.PROMOTED
    trains = not behaves and summer is None
    sits = not learns and outstanding
    if (not behaves and not trains) or (not learns and not sits):
        return Decision.REPEAT
    if trains and sits:
        return Decision.RETEST_AND_SUMMER_CONDUCT
    return Decision.SUMMER_CONDUCT if trains else Decision.RETEST


def outcome_of(decision: Decision, grade: int) -> Outcome | None:
    """Return what a decision means for the roll-over; None where a person or data must come first.

    Source: Circular 22/2021/TT-BGDĐT, article 12 (grade 9: the programme is completed).

    >>> outcome_of(Decision.PROMOTED, 9).value, outcome_of(Decision.RETEST, 6).value
    ('completed', 'summer')
    """
    if decision in (Decision.INCOMPLETE, Decision.PRINCIPAL):
        return None
    if decision is Decision.PROMOTED:
        return Outcome.COMPLETED if grade == LAST_GRADE else Outcome.PROMOTED
    return Outcome.RETAINED if decision is Decision.REPEAT else Outcome.SUMMER
