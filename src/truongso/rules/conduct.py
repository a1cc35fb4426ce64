"""Which conduct (kết quả rèn luyện) a pupil has in the year.

The homeroom teacher decides the level of a term; no points make it. Pure.
Source: Circular 22/2021/TT-BGDĐT, articles 8 and 13; rule book 1.7, 1.8.
"""

from truongso.rules.circular import Circular, Level


def year_conduct(first: Level | None, second: Level | None, *, circular: Circular) -> Level | None:
    """Return the year's conduct from both terms; None as long as one is missing.

    Source: Circular 22/2021/TT-BGDĐT, article 8.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> year_conduct(Level.CHUA_DAT, Level.TOT, circular=circular_on(date(2026, 9, 7)))
    <Level.KHA: 2>
    """
    if first is None or second is None:
        return None
    return circular.conduct[second][first]


def after_summer(year: Level | None, summer: Level | None) -> Level | None:
    """Return the conduct that counts for promotion.

    Training in the summer (rèn luyện trong kì nghỉ hè) is for whoever failed the year; its result,
    approved by the principal, replaces the year's. Of anybody else it changes nothing.
    Source: Circular 22/2021/TT-BGDĐT, article 13.

    >>> after_summer(Level.CHUA_DAT, Level.DAT), after_summer(Level.KHA, Level.CHUA_DAT)
    (<Level.DAT: 1>, <Level.KHA: 2>)
    """
    return summer if year is Level.CHUA_DAT and summer is not None else year
