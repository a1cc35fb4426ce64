"""In which state a school year (năm học) stands, and what may be written into it.

A year is prepared as a draft, opened once, and closed for ever when the next one opens. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from truongso.rules.calendar import MONDAY, Break, TeachingWeek
from truongso.rules.subjects import LAST_GRADE
from truongso.rules.verdict import Violation

PREPARE, OPEN = "roster.prepare_year", "roster.open_year"
JUNE = 6


class YearState(StrEnum):
    """A year is being prepared, is the one the school works in, or is over for ever."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What a year ended with for a pupil (kết quả cuối năm)."""

    PROMOTED = "promoted"
    """Được lên lớp."""
    RETAINED = "retained"
    """Không được lên lớp, ở lại lớp."""
    SUMMER = "summer"
    """Đánh giá lại hoặc rèn luyện trong kì nghỉ hè: not decided yet."""
    COMPLETED = "completed"
    """Hoàn thành chương trình THCS (grade 9)."""


def outcomes_in(grade: int) -> tuple[Outcome, ...]:
    """Return the results that a pupil of a grade can have, the usual one first.

    In grade 9 nobody is promoted: one completes the programme, or repeats the year.
    Source: Circular 22/2021/TT-BGDĐT, articles 12 to 14; rule book 1.8.

    >>> [outcome.value for outcome in outcomes_in(9)]
    ['completed', 'retained', 'summer']
    """
    usual = Outcome.COMPLETED if grade == LAST_GRADE else Outcome.PROMOTED
    return usual, Outcome.RETAINED, Outcome.SUMMER


def check_open(state: str, code: str) -> Iterator[Violation]:
    """Yield why nothing may be written into a year: it is closed, or is not open yet.

    Source: docs/decisions/years.md: the records of a year stay as they were when it ended.

    >>> [found.code for found in check_open("closed", "2025-2026")]
    ['year.closed']
    """
    if state == YearState.CLOSED:
        yield Violation("year.closed", "", {"year": code})
    elif state == YearState.DRAFT:
        yield Violation("year.not_open", "", {"year": code})


@dataclass(frozen=True, slots=True)
class YearDates:
    """The days of a year about to be prepared: from, to, the first Monday, the holidays."""

    starts_on: date
    ends_on: date
    first_monday: date
    breaks: tuple[Break, ...] = ()

    @property
    def code(self) -> str:
        """Its name: the year it starts in and the next one, "2027-2028"."""
        return f"{self.starts_on.year}-{self.starts_on.year + 1}"


def act_to_open(*, first: bool) -> str:
    """Return the act under which a year is opened; `first`: the school has never had one.

    Opening closes the year before for ever, which is the principal's to decide. The first year
    closes nothing: whoever prepares it opens it, so that lists can come in before there is anybody
    else at the school.
    Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.7.1; docs/decisions/years.md.

    >>> act_to_open(first=True)
    'roster.prepare_year'
    """
    return PREPARE if first else OPEN


def first_proposed(day: date) -> YearDates:
    """Return the days proposed for a school's first year: the one that lies around or after a day.

    From 5 September to 31 May, the first Monday from then on, the holidays whose days are fixed.
    Only a proposal. Source: Decision 2308/QĐ-BGDĐT of 6 Aug 2026 (opening day, last day); Labour
    Code 45/2019/QH14, article 112 (New Year, 30 April and 1 May).

    >>> first_proposed(date(2026, 8, 1)).first_monday
    datetime.date(2026, 9, 7)
    """
    begins = day.year if day.month > JUNE else day.year - 1
    start = date(begins, 9, 5)
    breaks = (
        Break(date(begins + 1, 1, 1), date(begins + 1, 1, 1), "Tết Dương lịch"),
        Break(date(begins + 1, 4, 30), date(begins + 1, 5, 1), "30 tháng 4 và 1 tháng 5"),
    )
    monday = start + timedelta(days=(MONDAY - start.weekday()) % 7)
    return YearDates(start, date(begins + 1, 5, 31), monday, breaks)


def check_dates(
    dates: YearDates, weeks: Sequence[TeachingWeek], *, before: date | None
) -> Iterator[Violation]:
    """Yield what is wrong with the days of a new year; `before`: the last day of the old one.

    Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.5 (35 teaching weeks within the year).
    """
    if before is not None and dates.starts_on <= before:
        yield Violation("year.overlaps", "starts_on", {"day": before})
    if dates.first_monday.weekday() != MONDAY:
        params = {"week": 1, "day": dates.first_monday}
        yield Violation("calendar.not_a_monday", "first_monday", params)
    if dates.first_monday < dates.starts_on:
        yield Violation("year.week_before_start", "first_monday", {"day": dates.starts_on})
    for place, free in enumerate(dates.breaks):
        if free.last < free.first:
            yield Violation("calendar.break_backwards", f"last_{place}", {"name": free.name})
    if weeks and weeks[-1].saturday > dates.ends_on:
        yield Violation("year.weeks_too_long", "ends_on", {"day": weeks[-1].saturday})


def check_opening(weeks: Sequence[TeachingWeek], code: str, day: date) -> Iterator[Violation]:
    """Yield why the next year may not be opened on a day: the old one's weeks are not over.

    Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.5 ("35 tuần thực dạy").
    """
    if weeks and day <= weeks[-1].saturday:
        yield Violation("year.still_taught", "", {"year": code, "day": weeks[-1].saturday})


def year_later(day: date, *, weekday: int | None = None) -> date:
    """Return the same day a year later, or the first such weekday from then on; only a proposal.

    >>> year_later(date(2028, 2, 29)), year_later(date(2026, 9, 7), weekday=0)
    (datetime.date(2029, 2, 28), datetime.date(2027, 9, 13))
    """
    try:
        later = day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        later = day.replace(year=day.year + 1, day=day.day - 1)
    return later if weekday is None else later + timedelta(days=(weekday - later.weekday()) % 7)
