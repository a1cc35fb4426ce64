"""Which calendar days a teaching week covers.

A teaching week (tuần thực dạy) is numbered 1 to 35 and is not a calendar week: weeks in which the
school does not teach at all (Tết, floods) are passed over. Pure: the caller passes the day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truongso.rules.verdict import Violation

TERM_WEEKS = (18, 17)
"""Teaching weeks of term 1 and term 2. Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.5
(35 weeks); yearly frame of the ministry, 2026-2027: Decision 2308/QĐ-BGDĐT of 6 Aug 2026."""

WEEK = timedelta(days=7)
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


@dataclass(frozen=True, slots=True)
class Break:
    """Days without teaching, both ends included (nghỉ lễ, nghỉ Tết, nghỉ bão)."""

    first: date
    last: date
    name: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether the day is free."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class TeachingWeek:
    """A teaching week: its number in the year, its term (1 or 2) and its Monday."""

    no: int
    term: int
    monday: date

    @property
    def saturday(self) -> date:
        """The last day on which classes may be taught."""
        return self.monday + timedelta(days=SATURDAY)

    @property
    def sunday(self) -> date:
        """The last day of the calendar week."""
        return self.monday + timedelta(days=SUNDAY)


def lay_weeks(
    start: date, breaks: Sequence[Break] = (), term_weeks: Sequence[int] = TERM_WEEKS
) -> list[TeachingWeek]:
    """Return the teaching weeks of a year, from the week of `start` on, in order.

    A calendar week counts as taught when at least one day from Monday to Saturday is not in a
    break; otherwise it is passed over, so the weeks around Tết keep their own Monday and Saturday.
    Source: Decision 20/QĐ-THCS, section II.5; rule book 2.4 (not calendar weeks).

    >>> tet = Break(date(2027, 2, 1), date(2027, 2, 14))
    >>> weeks = lay_weeks(date(2027, 1, 25), [tet], (2,))
    >>> [(w.no, w.monday.isoformat()) for w in weeks]
    [(1, '2027-01-25'), (2, '2027-02-15')]
    """
    weeks: list[TeachingWeek] = []
    monday = start - timedelta(days=start.weekday())
    for term, count in enumerate(term_weeks, start=1):
        laid = 0
        while laid < count:
            if is_taught(monday, breaks):
                laid += 1
                weeks.append(TeachingWeek(len(weeks) + 1, term, monday))
            monday += WEEK
    return weeks


def is_taught(monday: date, breaks: Sequence[Break]) -> bool:
    """Tell whether any day from this Monday to its Saturday is outside every break.

    Source: Decision 20/QĐ-THCS, section II.5 ("35 tuần thực dạy"); rule book 2.4.
    """
    days = (monday + timedelta(days=n) for n in range(SATURDAY + 1))
    return any(not any(b.covers(day) for b in breaks) for day in days)


def week_of(weeks: Sequence[TeachingWeek], day: date) -> TeachingWeek | None:
    """Return the teaching week whose Monday to Sunday holds the day; None in a gap."""
    return next((week for week in weeks if week.monday <= day <= week.sunday), None)


def weeks_begun(weeks: Sequence[TeachingWeek], day: date) -> int:
    """Return the number of the last week whose Monday has come; 0 before the year starts.

    In a gap this is the week before the gap: during Tết the school still stands in that week.
    Source: Decision 20/QĐ-THCS, section II.2, as read in rule book 4.1 and open point 10.
    """
    return max((week.no for week in weeks if week.monday <= day), default=0)


def check_weeks(weeks: Sequence[TeachingWeek]) -> Iterator[Violation]:
    """Yield what is wrong with weeks that a person has moved by hand; nothing when they hold.

    Numbers run 1, 2, 3 …; each week begins on a Monday, after the one before; terms do not go back.
    Source: Decision 20/QĐ-THCS, section II.5; rule book 2.4.
    """
    for place, week in enumerate(weeks):
        at = f"week:{week.no}"
        if week.no != place + 1:
            yield Violation("calendar.week_number", at, {"week": week.no, "expected": place + 1})
        if week.monday.weekday() != MONDAY:
            yield Violation("calendar.not_a_monday", at, {"week": week.no, "day": week.monday})
        if place and week.monday < weeks[place - 1].monday + WEEK:
            yield Violation("calendar.weeks_overlap", at, {"week": week.no, "day": week.monday})
        if place and week.term < weeks[place - 1].term:
            yield Violation("calendar.term_goes_back", at, {"week": week.no})
