"""In which teaching week each lesson of a programme begins and ends.

A lesson programme (phân phối chương trình, PPCT) is the numbered list of lessons of a subject in a
grade, each with its periods (tiết). Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from truongso.rules.verdict import Violation

YEAR_WEEKS = 35


@dataclass(frozen=True, slots=True)
class Span:
    """The teaching weeks that a lesson touches, both ends included."""

    first_week: int
    last_week: int


def periods_by_week(year_periods: int, weeks: int = YEAR_WEEKS) -> list[int]:
    """Return how many periods each teaching week holds when the year's total is spread evenly.

    Week n holds floor(total × n / weeks) − floor(total × (n − 1) / weeks), so halves alternate:
    52 periods a year are 1, 1 or 2 a week and 26 + 26 a term.
    Source: general programme 2018 (Circular 32/2018/TT-BGDĐT) for the totals; the even spread is
    the school's default (rule book 2.2), a timetable may say otherwise.

    >>> periods_by_week(140)[:3], periods_by_week(52)[:6], sum(periods_by_week(52)[:18])
    ([4, 4, 4], [1, 1, 2, 1, 2, 1], 26)
    """
    reached = [year_periods * n // weeks for n in range(weeks + 1)]
    return [after - before for before, after in pairwise(reached)]


def lay_lessons(lesson_periods: Sequence[int], by_week: Sequence[int]) -> list[Span]:
    """Return for each lesson, in order, the weeks it touches when taught at the weekly pace.

    Lessons that no longer fit into the year stay in the last week (the check names them).
    Source: dispatch 5512/BGDĐT-GDTrH of 18 Dec 2020, appendix I part II.1 (the list is in order).

    >>> [(span.first_week, span.last_week) for span in lay_lessons([2, 4, 1], [4, 4])]
    [(1, 1), (1, 2), (2, 2)]
    """
    week_of_period = [week for week, count in enumerate(by_week, start=1) for _ in range(count)]
    last_week = len(by_week)
    spans, taught = [], 0
    for periods in lesson_periods:
        touched = week_of_period[taught : taught + max(periods, 1)] or [last_week]
        spans.append(Span(touched[0], touched[-1]))
        taught += periods
    return spans


def check(lesson_periods: Sequence[int], *, year_periods: int) -> Iterator[Violation]:
    """Yield what is wrong with a programme: a lesson without periods, a wrong yearly total.

    Source: dispatch 5512/BGDĐT-GDTrH of 18 Dec 2020, appendix I part II.1; Circular 32/2018.
    """
    for number, periods in enumerate(lesson_periods, start=1):
        if periods < 1:
            yield Violation("programme.no_periods", f"lesson:{number}", {"lesson": number})
    total = sum(lesson_periods)
    if total != year_periods:
        yield Violation("programme.wrong_total", "", {"total": total, "expected": year_periods})
