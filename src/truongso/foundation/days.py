"""Moments and days on the school's own clock. Pure conversion; what time it is says `clock`."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SCHOOL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local(moment: datetime) -> datetime:
    """Return the aware moment on the school's clock (+07:00)."""
    return moment.astimezone(SCHOOL_ZONE)


def local_day(moment: datetime) -> date:
    """Return the calendar day of the aware moment on the school's clock."""
    return moment.astimezone(SCHOOL_ZONE).date()


def day_begins(day: date) -> datetime:
    """Return the first moment of a day on the school's clock."""
    return datetime.combine(day, time.min, SCHOOL_ZONE)


def day_ends(day: date) -> datetime:
    """Return the moment at which a day on the school's clock is over (the next one's first)."""
    return day_begins(day + timedelta(days=1))
