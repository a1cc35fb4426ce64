"""How results are counted for reports: levels, bands of scores, parts of a hundred.

Pure.
Source: Circular 22/2021/TT-BGDĐT, article 9; practice of schools' reports (rule book 6;
docs/decisions/results.md).
"""

from collections.abc import Iterable, Sequence

from truongso.rules.averages import rounded

BANDS = ((80, "≥ 8,0"), (65, "6,5 – 7,9"), (50, "5,0 – 6,4"), (35, "3,5 – 4,9"), (0, "< 3,5"))
"""The lower ends of the bands in tenths, best first, with their names."""


def banded(scores: Iterable[int]) -> tuple[int, ...]:
    """Return how many scores lie in each band, best first.

    Source: docs/decisions/results.md.

    >>> banded([80, 79, 65, 64, 50, 35, 34])
    (1, 2, 2, 1, 1)
    """
    found = [0] * len(BANDS)
    for score in scores:
        found[next(at for at, (least, _) in enumerate(BANDS) if score >= least)] += 1
    return tuple(found)


def per_mille(count: int, whole: int) -> int:
    """Return a part of a whole in tenths of a percent, halves up; 0 of nothing.

    Source: docs/decisions/results.md.

    >>> per_mille(1, 3), per_mille(2, 3), per_mille(0, 0)
    (333, 667, 0)
    """
    return rounded(count * 1000, whole) if whole else 0


def percent(count: int, whole: int) -> str:
    """Return a part of a whole as reports write it: "33,3".

    Source: docs/decisions/results.md.

    >>> percent(1, 3), percent(3, 3)
    ('33,3', '100,0')
    """
    tenths = per_mille(count, whole)
    return f"{tenths // 10},{tenths % 10}"


def total(rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return the sums of columns of numbers.

    Source: docs/decisions/results.md.

    >>> total([(1, 2), (3, 4)])
    (4, 6)
    """
    return tuple(map(sum, zip(*rows, strict=True)))
