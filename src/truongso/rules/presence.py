"""Which results of a term a school must have for a pupil who came or left in the middle of it.

The circular does not say; this is our reading, on the strict side: nothing is asked less of a pupil
because he came late (docs/decisions/assessment.md). Pure.
Source: Circular 22/2021/TT-BGDĐT, articles 6, 7; rule book 12, point 12 (no rule found).
"""

from datetime import date
from enum import StrEnum


class Asked(StrEnum):
    """What is asked of a pupil in a term."""

    ALL = "all"
    """Every column: marks brought from the old school, own ones, and make-ups within the term."""
    BROUGHT = "brought"
    """Nothing here: the averages and levels of the term come with the papers of the old school."""
    NOTHING = "nothing"
    """The pupil left before the term ended; the new school judges the term."""


def asked_of(*, came_on: date, left_on: date | None, term_ends_on: date) -> Asked:
    """Return what is asked of a pupil in a term; `left_on` is the first day he is gone.

    Whoever came after its last day brings it; whoever left on or before its last day owes nothing;
    of everybody else all columns are asked, whenever in the term he came.

    >>> end = date(2027, 1, 10)
    >>> asked_of(came_on=date(2026, 12, 1), left_on=None, term_ends_on=end).value
    'all'
    """
    if came_on > term_ends_on:
        return Asked.BROUGHT
    if left_on is not None and left_on <= term_ends_on:
        return Asked.NOTHING
    return Asked.ALL
