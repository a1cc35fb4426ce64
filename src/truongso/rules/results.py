"""Which level of learning a pupil has in a term or a year, and which condition decided it.

Tenths in, a level out. Only counts decide: how many scores lie below a level's floor, how many
reach its high mark, how many comment subjects failed; so a judgement is remembered by its counts.
Pure.
Source: Circular 22/2021/TT-BGDĐT, articles 9.2 and 9.3; rule book 1.6.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from truongso.rules.circular import AdjustmentMode, Circular, Level, Rung
from truongso.rules.scores import shown
from truongso.rules.verdict import Reason


class Judged(NamedTuple):
    """A level of learning: before and after the clause of one subject.

    `other` is the level under the other reading of the clause. `by` says what kind of subject the
    clause left out: "score", "comment", or "" where it was not applied.
    """

    level: Level
    base: Level
    other: Level
    by: str = ""

    @property
    def adjusted(self) -> bool:
        """Tell whether the clause of one subject raised the level."""
        return self.level is not self.base

    @property
    def doubtful(self) -> bool:
        """Tell whether the two readings of the clause differ, so that the principal must look."""
        return self.level is not self.other


def judge(scores: Sequence[int], failed: int, *, circular: Circular) -> Judged | None:
    """Return the level of learning (kết quả học tập) from all scores and failed comment subjects.

    None where fewer subjects are scored than a level counts: the circular defines none then.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> judge([85] * 7 + [34], 0, circular=circular_on(date(2026, 9, 7))).level
    <Level.DAT: 1>
    """
    if len(scores) < circular.least_subjects:
        return None
    ordered = sorted(scores)
    size = len(ordered)
    best, middle, least = circular.rungs
    return _judged(
        size,
        failed,
        bisect_left(ordered, best.floor),
        bisect_left(ordered, middle.floor),
        bisect_left(ordered, least.floor),
        size - bisect_left(ordered, best.high),
        size - bisect_left(ordered, middle.high),
        size - bisect_left(ordered, least.high),
        circular,
    )


@lru_cache(maxsize=1 << 16)
def _judged(
    size: int,
    failed: int,
    below_best: int,
    below_middle: int,
    below_least: int,
    high_best: int,
    high_middle: int,
    high_least: int,
    circular: Circular,
) -> Judged:
    seen = tuple(
        zip(
            circular.rungs,
            (below_best, below_middle, below_least),
            (high_best, high_middle, high_least),
            strict=True,
        )
    )
    base = next((r.level for r, below, high in seen if _holds(r, below, high, failed)), Level(0))
    exclude, replace = (
        _raised(seen, size, failed, base, circular, mode) for mode in AdjustmentMode
    )
    chosen, other = (
        (exclude, replace) if circular.adjustment is AdjustmentMode.EXCLUDE else (replace, exclude)
    )
    return Judged(Level(base + bool(chosen)), base, Level(base + bool(other)), chosen)


def _holds(rung: Rung, below: int, high: int, failed: int) -> bool:
    return below == 0 and high >= rung.count and failed <= rung.failed


def _raised(
    seen: Sequence[tuple[Rung, int, int]],
    size: int,
    failed: int,
    base: Level,
    circular: Circular,
    mode: AdjustmentMode,
) -> str:
    """The kind of the one subject that alone keeps the level down by enough; "" if there is none.

    Leaving out a score helps where it is the only one below the floor. Taking it as a good one
    helps the count, too, by one.
    """
    more = 1 if mode is AdjustmentMode.REPLACE else 0
    for rung, below, high in seen:
        if rung.level < circular.adjusted_from or rung.level - base < circular.adjusted_gap:
            continue
        if failed and _holds(rung, below, high, failed - 1):
            return "comment"
        if below == 1 and _holds(rung, 0, high + more, failed):
            return "score"
        if more and below == 0 and high < size and _holds(rung, 0, high + more, failed):
            return "score"
    return ""


def one_subject(scores: Mapping[str, int], failed: Sequence[str], judged: Judged) -> str:
    """Return the code of the subject that the clause left out; "" where it was not applied."""
    if judged.by == "comment":
        return failed[0]
    return min(scores, key=scores.__getitem__) if judged.by else ""


def why_not_higher(
    scores: Mapping[str, int],
    failed: Sequence[str],
    judged: Judged,
    *,
    at: str,
    circular: Circular,
) -> Iterator[Reason]:
    """Yield which conditions of the level above the base are not met; nothing for the best level.

    Subjects stand by their codes, joined by commas.
    """
    above = [rung for rung in circular.rungs if rung.level > judged.base]
    if not above:
        return
    rung = above[-1]
    level = rung.level.label
    if low := [code for code, score in scores.items() if score < rung.floor]:
        floor = {"level": level, "floor": shown(rung.floor), "subjects": ", ".join(low)}
        yield Reason("learning.below_floor", at, floor)
    have = sum(1 for score in scores.values() if score >= rung.high)
    if have < rung.count:
        high = {"level": level, "high": shown(rung.high), "have": have, "need": rung.count}
        yield Reason("learning.too_few_high", at, high)
    if len(failed) > rung.failed:
        facts = {"level": level, "subjects": ", ".join(failed)}
        yield Reason("learning.comments_failed", at, facts)
