"""At what times of day people at a school do their papers."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from truongso.foundation.days import SCHOOL_ZONE, local_day

AUTHOR_HOURS = (
    (time(6, 40), time(7, 5), 1),
    (time(11, 40), time(12, 50), 2),
    (time(15, 30), time(17, 15), 3),
    (time(19, 45), time(22, 50), 6),
)
"""When teachers hand in: from, until, how often."""

REVIEWER_HOURS = (
    (time(9, 0), time(11, 0), 2),
    (time(14, 0), time(16, 30), 2),
    (time(20, 0), time(22, 15), 5),
)
LAST_MINUTE = (time(22, 50), time(23, 58))

Hours = Sequence[tuple[time, time, int]]


def on_day(day: date, dice: Random, hours: Hours = AUTHOR_HOURS) -> datetime:
    """Return a moment of the day within the hours, drawn by their weights."""
    first, last, _ = dice.choices(hours, [weight for _, _, weight in hours])[0]
    return between(datetime.combine(day, first), datetime.combine(day, last), dice)


def last_minute(day: date, dice: Random) -> datetime:
    """Return a moment shortly before the day ends."""
    first, last = (datetime.combine(day, clock) for clock in LAST_MINUTE)
    return between(first, last, dice)


def between(first: datetime, last: datetime, dice: Random) -> datetime:
    """Return a moment between two of the school's clock, to the second."""
    seconds = int((last - first).total_seconds())
    return (first + timedelta(seconds=dice.randrange(max(seconds, 1)))).replace(tzinfo=SCHOOL_ZONE)


def next_after(moment: datetime, wait: timedelta, dice: Random, hours: Hours) -> datetime:
    """Return the first moment within the hours after a wait."""
    ready = moment + wait
    for days in range(3):
        day = local_day(ready) + timedelta(days=days)
        for first, last, _ in hours:
            begins = max(datetime.combine(day, first, SCHOOL_ZONE), ready)
            ends = datetime.combine(day, last, SCHOOL_ZONE)
            if begins < ends:
                return between(begins, ends, dice)
    raise ValueError("no hours on three days")
