"""What on a sheet looks like a slip and should be looked at before locking.

Hints, never refusals: a mark may well be out of line. Whole numbers and fractions only. Pure.
Source: docs/decisions/results.md (the school's own judgement; no regulation names thresholds).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from statistics import median

OUT_OF_LINE = 35
"""Tenths a mark may lie from the pupil's others, beyond what the whole column does."""
FINAL_FAR = 35
"""Tenths a final mark may lie from the mean of the pupil's marks before it."""
LEAST_OTHERS = 3
LEAST_PUPILS = 10
LEAST_SHIFTED = 12
LOOSE, TIGHT = Fraction(3, 10), Fraction(7, 10)
"""Correlations: a column below the first where it stands and above the second one row off."""
PARTS = lcm(*range(1, 17))
"""Every number of columns a sheet may have divides it."""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """What looks wrong: a code, the column (its place), the pupil's row, and facts of a sentence.

    `row` None: the whole column.
    """

    code: str
    column: int
    row: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)


Marks = Sequence[Sequence[int | None]]


def anomalies(rows: Marks, final: int) -> Iterator[Anomaly]:
    """Yield what looks wrong on a sheet of scores, columns before cells.

    `rows`: a pupil's marks in tenths in the order of the columns; `final`: the place of the final.
    Source: docs/decisions/results.md.

    >>> sheet = [[80, 80, 70 + at, 80] for at in range(11)] + [[80, 80, 10, 80]]
    >>> [(one.code, one.column, one.row) for one in anomalies(sheet, final=3)]
    [('equal', 0, None), ('equal', 1, None), ('equal', 3, None), ('out_of_line', 2, 11)]
    """
    width = max((len(row) for row in rows), default=0)
    for column in range(width):
        if (score := same(rows, column)) is not None:
            yield Anomaly("equal", column, params={"score": score})
        elif step := shifted(rows, column):
            yield Anomaly("shifted", column, params={"step": step})
    for column in range(width):
        yield from _cells(rows, column, final)


def same(rows: Marks, column: int) -> int | None:
    """Return the mark that a whole column holds, if ten pupils or more have it and none another.

    Source: docs/decisions/results.md.

    >>> same([[80]] * 10, 0), same([[80]] * 9, 0), same([[80]] * 9 + [[75]], 0)
    (80, None, None)
    """
    found = [row[column] for row in rows if row[column] is not None]
    return found[0] if len(found) >= LEAST_PUPILS and len(set(found)) == 1 else None


def shifted(rows: Marks, column: int) -> int:
    """Return by how many rows a column seems to have slipped: 1 down, -1 up, 0 not at all.

    Where it stands it has little to do with the pupils' other marks; one row off it has much.
    Source: docs/decisions/results.md.

    >>> others = [40, 95, 55, 80, 30, 70, 60, 90, 45, 85, 50, 75, 35]
    >>> slipped = [50, *others[:-1]]
    >>> shifted([[x, x, y] for x, y in zip(others, slipped, strict=True)], 2)
    1
    """
    typed = [row[column] for row in rows]
    others = [_mean([m for at, m in enumerate(row) if at != column]) for row in rows]
    if correlates(typed, others, at_least=LOOSE):
        return 0
    if correlates(typed[1:], others[:-1], at_least=TIGHT):
        return 1
    return -1 if correlates(typed[:-1], others[1:], at_least=TIGHT) else 0


def correlates(
    left: Sequence[int | Fraction | None],
    right: Sequence[int | Fraction | None],
    *,
    at_least: Fraction,
) -> bool:
    """Tell whether two rows of numbers go together at least as closely as a correlation says.

    Pairs with a gap are left out; too few pairs, or all alike, go together not at all. Compared
    squared, so that no root is drawn.
    Source: docs/decisions/results.md.

    >>> correlates(range(12), [2 * n for n in range(12)], at_least=Fraction(1))
    True
    """
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a is not None and b is not None]
    size = len(pairs)
    if size < LEAST_SHIFTED - 1:
        return False
    one, two = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    together = size * sum(a * b for a, b in pairs) - one * two
    alone = size * sum(a * a for a, _ in pairs) - one * one
    other = size * sum(b * b for _, b in pairs) - two * two
    if together <= 0 or not alone or not other:
        return False
    return together * together >= at_least * at_least * alone * other


def _cells(rows: Marks, column: int, final: int) -> Iterator[Anomaly]:
    """Marks far from the pupil's others, less what the column as a whole is harder or easier."""
    apart: dict[int, Fraction] = {}
    for at, row in enumerate(rows):
        mark = row[column]
        others = [m for place, m in enumerate(row) if place != column and m is not None]
        if mark is not None and len(others) >= LEAST_OTHERS:
            apart[at] = mark - Fraction(sum(others), len(others))
    usual = median(apart.values()) if len(apart) >= LEAST_PUPILS else Fraction(0)
    code, most = ("final_far", FINAL_FAR) if column == final else ("out_of_line", OUT_OF_LINE)
    for at, distance in apart.items():
        if abs(distance - usual) > most:
            mark = rows[at][column] or 0
            around = mark - distance
            tenths = (2 * around.numerator + around.denominator) // (2 * around.denominator)
            yield Anomaly(code, column, at, {"score": mark, "others": tenths})


def _mean(marks: Sequence[int | None]) -> int | None:
    """The mean in parts so small that it is a whole number: what goes together, goes so too."""
    known = [mark for mark in marks if mark is not None]
    return sum(known) * (PARTS // len(known)) if known else None


@dataclass(frozen=True, slots=True)
class Spread:
    """How scores lie: five numbers in tenths, and how many lie in each whole point 0 … 10."""

    count: int
    lowest: int
    quarter: int
    middle: int
    three_quarters: int
    highest: int
    points: tuple[int, ...]


def spread(scores: Sequence[int]) -> Spread | None:
    """Return how scores lie; None where there are none.

    A score of 7,0 to 7,9 stands under 7. Quartiles are scores that are there.
    Source: docs/decisions/results.md.

    >>> found = spread([50, 65, 70, 80, 100])
    >>> found.middle, found.points[5:8], found.points[10]
    (70, (1, 1, 1), 1)
    """
    if not scores:
        return None
    ordered = sorted(scores)
    last = len(ordered) - 1
    points = [0] * 11
    for score in ordered:
        points[score // 10] += 1
    return Spread(
        len(ordered),
        ordered[0],
        ordered[last // 4],
        ordered[last // 2],
        ordered[last * 3 // 4],
        ordered[-1],
        tuple(points),
    )
