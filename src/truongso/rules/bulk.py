"""The results of very many pupils at once: the answers of `assessment.assess`, column by column.

A subject is a column of pairs (term 1, term 2). Only counts decide a level, so a table says what a
pair adds to the counts of both terms and of the year, packed into one machine word; what a sum of
words means is judged once and remembered. No step runs program text for each pupil. Pure; shown
equal to `assess` by a property test.
Source: Circular 22/2021/TT-BGDĐT, articles 8 to 15; docs/decisions/results.md.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from truongso.rules.averages import year_average
from truongso.rules.circular import Circular, Level
from truongso.rules.conduct import year_conduct
from truongso.rules.honours import Honour, honour
from truongso.rules.promotion import Decision, decide, may_retest
from truongso.rules.results import judge

MOST_SUBJECTS = 15
"""A count has four bits."""
FIELDS = 4
"""So many thresholds have a count of their own in sixteen bits."""
NONE, NOT_COUNTED = 255, 65535
FAILED_1, FAILED_2, MISSING_1, MISSING_2 = 1, 1 << 4, 1 << 8, 1 << 12


class Columns(NamedTuple):
    """Pupils in columns, all of one length. Unsigned numbers of sixteen bits (array code "H").

    `scored`: a column a subject, `pair(first, second)` of the term averages in tenths.
    `commented`: a column a subject, what a pupil's two results add: `FAILED_1`, `FAILED_2`,
    `MISSING_1`, `MISSING_2`. `conduct`: `pair(first, second)` of levels. `absent`: half days,
    `NOT_COUNTED` while they are not counted.
    """

    scored: "Sequence[array[int]]"
    commented: "Sequence[array[int]]"
    conduct: "array[int]"
    absent: "array[int]"


class YearOutcome(NamedTuple):
    """What a year comes to before any summer; None where something is missing."""

    learning: Level | None
    conduct: Level | None
    decision: Decision
    honour: Honour | None


Outcome = tuple[Level | None, Level | None, YearOutcome]
"""Learning in term 1 and in term 2, and the year."""


def pair(first: int | None, second: int | None) -> int:
    """Return two small numbers of a pupil as one cell of a column.

    Source: docs/decisions/results.md.

    >>> pair(80, None) == 80 << 8 | NONE
    True
    """
    return (NONE if first is None else first) << 8 | (NONE if second is None else second)


def outcomes(columns: Columns, *, circular: Circular) -> Iterator[Outcome]:
    """Yield the results of pupils who have no results of a summer and no individual plan.

    In their order; equal results of a year are one object. Raises ValueError: more subjects or
    thresholds than fit into a word.
    Source: Circular 22/2021/TT-BGDĐT, articles 8 to 15.
    """
    size = len(columns.scored)
    if max(size, len(columns.commented)) > MOST_SUBJECTS or len(_steps(circular)) > FIELDS:
        raise ValueError(f"at most {MOST_SUBJECTS} subjects of a kind, {FIELDS} thresholds")
    table = _table(circular)
    scores = zip(*(map(table.__getitem__, column) for column in columns.scored), strict=True)
    words = array("Q", map(sum, scores))
    halves = memoryview(words).cast("B").cast("H")
    order = range(4) if sys.byteorder == "little" else range(3, -1, -1)
    first, second, year, rest = (array("H", halves[at::4].tolist()) for at in order)
    said = array("H", map(sum, zip(*columns.commented, strict=True)))
    said = said or array("H", bytes(2 * len(words)))
    one, two, whole, found = _remembered(size, circular)
    summed = map(whole.__getitem__, zip(year, rest, said, strict=True))
    return zip(
        map(one.__getitem__, zip(first, rest, said, strict=True)),
        map(two.__getitem__, zip(second, rest, said, strict=True)),
        map(found.__getitem__, zip(summed, columns.conduct, columns.absent, strict=True)),
        strict=True,
    )


@lru_cache(maxsize=8)
def _remembered(size: int, circular: Circular) -> "tuple[_Term, _Term, _Year, _Found]":
    """What was judged before, kept from one chunk of pupils to the next."""
    year = _Year(size, circular)
    return _Term(size, 0, circular), _Term(size, 1, circular), year, _Found(circular)


def _steps(circular: Circular) -> list[int]:
    """Every score at which a level turns, lowest first."""
    return sorted({end for rung in circular.rungs for end in (rung.floor, rung.high)})


@lru_cache(maxsize=8)
def _table(circular: Circular) -> list[int]:
    """What each pair of averages adds: the counts of term 1, term 2 and the year, sixteen bits
    each; then how many year averages earn a title, and how many are missing in each term.
    """
    steps = _steps(circular)
    bits = [1 << 4 * bisect_right(steps, score) >> 4 for score in range(101)]
    table = [0] * (1 << 16)
    values = (*range(101), NONE)
    for first in values:
        for second in values:
            one, two = (None if score == NONE else score for score in (first, second))
            year = year_average(one, two, circular=circular)
            table[first << 8 | second] = (
                (bits[one] if one is not None else 0)
                | (bits[two] if two is not None else 0) << 16
                | (bits[year] if year is not None else 0) << 32
                | (year is not None and year >= circular.honour_score) << 48
                | (one is None) << 52
                | (two is None) << 56
            )
    return table


def _scores(counts: int, size: int, circular: Circular) -> list[int]:
    """Scores that have these counts, one for each subject: the lowest of their steps."""
    steps = _steps(circular)
    held = [counts >> 4 * at & 15 for at in range(len(steps))]
    found = [score for score, count in zip(steps, held, strict=True) for _ in range(count)]
    return [0] * (size - len(found)) + found


class _Term(dict[tuple[int, int, int], Level | None]):
    """The level of a term from its counts."""

    def __init__(self, size: int, term: int, circular: Circular) -> None:
        super().__init__()
        self.size, self.term, self.circular = size, term, circular

    def __missing__(self, key: tuple[int, int, int]) -> Level | None:
        counts, rest, said = key
        missing = rest >> 4 + 4 * self.term & 15 or said >> 8 + 4 * self.term & 15
        failed = said >> 4 * self.term & 15
        scores = _scores(counts, self.size, self.circular)
        judged = None if missing else judge(scores, failed, circular=self.circular)
        self[key] = judged.level if judged else None
        return self[key]


COMPLETE, OUTSTANDING, TITLED = 8, 16, 32


class _Year(dict[tuple[int, int, int], int]):
    """What the subjects of a year come to, as one number: the level and one (0 for none),
    whether all are there, whether some would be assessed again, whether there are enough for the
    best title.
    """

    def __init__(self, size: int, circular: Circular) -> None:
        super().__init__()
        self.size, self.circular = size, circular

    def __missing__(self, key: tuple[int, int, int]) -> int:
        counts, rest, said = key
        failed = said >> 4 & 15
        scores = _scores(counts, self.size, self.circular)
        complete = not (rest >> 4 or said >> 12)
        judged = judge(scores, failed, circular=self.circular) if complete else None
        again = bool(failed) or any(s < self.circular.retest_below for s in scores)
        titled = (rest & 15) >= self.circular.honour_count
        level = judged.level + 1 if judged else 0
        self[key] = level | complete * COMPLETE | again * OUTSTANDING | titled * TITLED
        return self[key]


class _Found(dict[tuple[int, int, int], YearOutcome]):
    """The year from what the subjects come to, conduct and absences."""

    def __init__(self, circular: Circular) -> None:
        super().__init__()
        self.circular = circular

    def __missing__(self, key: tuple[int, int, int]) -> YearOutcome:
        summed, pairs, half_days = key
        terms = (None if at == NONE else Level(at) for at in (pairs >> 8, pairs & 255))
        conduct = year_conduct(*terms, circular=self.circular)
        learning = Level((summed & 7) - 1) if summed & 7 else None
        absent = None if half_days == NOT_COUNTED else half_days
        again = may_retest(conduct, learning, circular=self.circular)
        decision = decide(
            conduct=conduct,
            summer=None,
            learning=learning,
            retested=None,
            outstanding=again and bool(summed & OUTSTANDING),
            absent=absent,
            circular=self.circular,
        )
        known = conduct is not None and absent is not None and summed & COMPLETE
        if known and decision is Decision.INCOMPLETE:
            decision = Decision.PRINCIPAL
        best = [self.circular.honour_score] * (self.circular.honour_count if summed & TITLED else 0)
        title = honour(conduct, learning, best, circular=self.circular)
        self[key] = YearOutcome(learning, conduct, decision, title)
        return self[key]
