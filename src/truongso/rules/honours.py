"""Which title a pupil earns at the end of the year.

No title for a term, no third title; re-assessment and summer training earn none. Pure.
Source: Circular 22/2021/TT-BGDĐT, article 15; rule book 1.9.
"""

from collections.abc import Iterable
from enum import StrEnum

from truongso.rules.circular import Circular, Level


class Honour(StrEnum):
    """The titles of a year."""

    XUAT_SAC = "xuat_sac"
    """Học sinh Xuất sắc."""
    GIOI = "gioi"
    """Học sinh Giỏi."""


def honour(
    conduct: Level | None,
    learning: Level | None,
    scores: Iterable[int | None],
    *,
    circular: Circular,
) -> Honour | None:
    """Return the title from the year's own conduct, learning and averages (before any summer).

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> honour(Level.TOT, Level.TOT, [90] * 6 + [65] * 2, circular=circular_on(date(2026, 9, 7)))
    <Honour.XUAT_SAC: 'xuat_sac'>
    """
    if conduct is not Level.TOT or learning is not Level.TOT:
        return None
    best = [score for score in scores if score is not None and score >= circular.honour_score]
    return Honour.XUAT_SAC if len(best) >= circular.honour_count else Honour.GIOI
