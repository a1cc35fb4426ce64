"""When the demo year takes place: laid around today, so that the school stands in week 4.

Pure. The dates are not those of a real school year; holidays carry plain names for that reason.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from truongso.rules.calendar import WEEK, Break, TeachingWeek, lay_weeks

CURRENT_WEEK = 4
YEAR_BEGINS_IN_MONTH = 8
PREPARATION = 2 * WEEK
"""From the day the staff come back (tựu trường) until the first lesson."""

WEEKS_BEFORE_TET = 20
TET_WEEKS = 2


@dataclass(frozen=True, slots=True)
class DemoYear:
    """The school year: its days (both included), 35 teaching weeks and breaks."""

    code: str
    starts_on: date
    ends_on: date
    weeks: tuple[TeachingWeek, ...]
    breaks: tuple[Break, ...]

    @property
    def first_calendar_year(self) -> int:
        """The calendar year the school year is named by first."""
        return int(self.code[:4])

    def week(self, no: int) -> TeachingWeek:
        """Return a teaching week by its number (1 to 35)."""
        return self.weeks[no - 1]


def lay_year(today: date) -> DemoYear:
    """Return the school year in which today lies in teaching week 4.

    Two short holidays (in weeks 9 and 31) take days but no week; the Tết break of two weeks comes
    after week 20, as in a real year.

    >>> year = lay_year(date(2026, 11, 23))
    >>> year.code, year.week(4).monday.isoformat(), year.week(21).monday.isoformat()
    ('2026-2027', '2026-11-23', '2027-04-05')
    """
    first_monday = today - timedelta(days=today.weekday()) - (CURRENT_WEEK - 1) * WEEK
    breaks = (
        _days_off(first_monday + 8 * WEEK, 1, "Nghỉ lễ học kì I"),
        _days_off(first_monday + WEEKS_BEFORE_TET * WEEK, TET_WEEKS * 7, "Nghỉ Tết Nguyên đán"),
        _days_off(first_monday + (30 + TET_WEEKS) * WEEK, 2, "Nghỉ lễ học kì II"),
    )
    weeks = tuple(lay_weeks(first_monday, breaks))
    begins = today.year if today.month >= YEAR_BEGINS_IN_MONTH else today.year - 1
    return DemoYear(
        f"{begins}-{begins + 1}", first_monday - PREPARATION, weeks[-1].sunday, weeks, breaks
    )


def _days_off(first: date, days: int, name: str) -> Break:
    return Break(first, first + timedelta(days=days - 1), name)
