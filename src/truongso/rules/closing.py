"""When the results of a class may be closed (chốt kết quả), opened again, or written at all.

Pure.
Source: Circular 22/2021/TT-BGDĐT, articles 16 to 20; Decision 20/QĐ-THCS, section II.7.2;
docs/decisions/results.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from truongso.rules.circular import Level
from truongso.rules.verdict import Violation

SUMMER = 3
"""The term of conduct after the training in the summer (rèn luyện trong kì nghỉ hè)."""


class Period(IntEnum):
    """What results are of: a term, or the year."""

    FIRST = 1
    SECOND = 2
    YEAR = 3

    @property
    def terms(self) -> tuple[int, ...]:
        """The terms it is made of."""
        return (1, 2) if self is Period.YEAR else (int(self),)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a class before it is closed.

    `unlocked`: subjects with columns that are open. `incomplete`: names of pupils who lack
    something. `closed`: it stands closed already.
    """

    pupils: int
    unlocked: Sequence[str] = ()
    incomplete: Sequence[str] = ()
    closed: bool = False


def check_closing(standing: Standing, period: Period, reason: str) -> Iterator[Violation]:
    """Yield why the results of a class may not be closed; nothing when they may.

    Every sheet is locked first, so that no result changes under the frozen one. Pupils who lack
    something are closed as incomplete only for a reason that is written down. A year closed before
    is closed again with what the summer brought.
    Source: Decision 20/QĐ-THCS, section II.7.2; docs/decisions/results.md.

    >>> [found.code for found in check_closing(Standing(30, ["TOAN"]), Period.FIRST, "")]
    ['results.unlocked']
    """
    if not standing.pupils:
        yield Violation("results.no_pupils")
    if standing.closed and period is not Period.YEAR:
        yield Violation("results.closed_already")
    if standing.unlocked:
        subjects = ", ".join(standing.unlocked)
        yield Violation("results.unlocked", "", {"subjects": subjects})
    if standing.incomplete and not reason.strip():
        names = ", ".join(standing.incomplete[:5])
        facts = {"count": len(standing.incomplete), "names": names}
        yield Violation("results.incomplete", "reason", facts)


def check_conduct(
    term: int, *, locked: bool, closed: bool, year: Level | None = None, name: str = ""
) -> Iterator[Violation]:
    """Yield why conduct of a term may not be entered; `term` 3 is the summer's training.

    `year`: the conduct of the year of the pupil called `name`, asked of the summer only, which is
    for whoever failed it.
    Source: Circular 22/2021/TT-BGDĐT, articles 8, 13; docs/decisions/results.md.

    >>> [found.code for found in check_conduct(1, locked=True, closed=False)]
    ['conduct.term_locked']
    """
    if term not in (1, 2, 3):
        yield Violation("conduct.no_term")
    elif term == SUMMER:
        if year is not Level.CHUA_DAT:
            yield Violation("conduct.summer_not_due", "", {"name": name})
    elif locked:
        yield Violation("conduct.term_locked", "", {"term": term})
    elif closed:
        yield Violation("conduct.closed", "", {"term": term})


def check_reopening(closed: int, reason: str) -> Iterator[Violation]:
    """Yield why the closed results of a class may not be opened again; `closed`: how many stand.

    Source: docs/decisions/results.md.

    >>> [found.code for found in check_reopening(0, "")]
    ['results.not_closed', 'results.reason_for_reopening']
    """
    if not closed:
        yield Violation("results.not_closed")
    if not reason.strip():
        yield Violation("results.reason_for_reopening", "reason")
