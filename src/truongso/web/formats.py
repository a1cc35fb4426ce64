"""How values stand on a page: Vietnamese dates and numbers, sizes, names.

Moments are aware and shown on the school's clock; pure, what time it is comes with the request.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from markupsafe import Markup

from truongso.foundation.days import local, local_day

KILO = 1024


def day(value: date) -> str:
    """Return a day or the day of a moment as dd/mm/yyyy."""
    return f"{_day(value):%d/%m/%Y}"


def short_day(value: date) -> str:
    """Return a day as dd/mm, where the year is plain from the page."""
    return f"{_day(value):%d/%m}"


def clock(value: datetime) -> str:
    """Return the time of day of a moment as HH:MM."""
    return f"{local(value):%H:%M}"


def moment(value: datetime) -> str:
    """Return a moment as "HH:MM, dd/mm/yyyy"."""
    return f"{local(value):%H:%M, %d/%m/%Y}"


def weekday(value: date) -> str:
    """Return the name of the weekday: Thứ Hai … Chủ nhật."""
    return weekday_no(_day(value).weekday())


def weekday_no(number: int) -> str:
    """Return the name of a weekday by its number, 0 for Monday."""
    return _weekdays()[number]


def within(value: date) -> str:
    """Return the name of the weekday inside a sentence: thứ Hai … Chủ nhật; in English Monday …"""
    return weekday(value).replace("Thứ", "thứ")


def ago(value: datetime, now: datetime) -> Markup:
    """Return how long ago a moment was, or how far ahead it is, as a <time> with the exact one.

    Beyond yesterday and tomorrow the date says more than a count of days.
    """
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        local(value).isoformat(timespec="seconds"), moment(value), _distance(value, now)
    )


def number(value: Decimal | float, places: int | None = None) -> str:
    """Return a number with decimal comma and dots between thousands: 1.234,5."""
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))


def size(count: int) -> str:
    """Return a number of bytes as B, KB or MB, at most one decimal."""
    if count < KILO:
        return f"{count} B"
    if count < KILO * KILO:
        return f"{number(round(count / KILO))} KB"
    megabytes = round(count / KILO / KILO, 1)
    return f"{number(megabytes, 0 if megabytes.is_integer() else 1)} MB"


def initials(name: str) -> str:
    """Return two letters for a person: of the middle and the given name (Nguyễn Ngọc Lan → NL)."""
    return "".join(word[0] for word in name.split()[-2:]).upper()


def _distance(value: datetime, now: datetime) -> str:
    days = (local_day(value) - local_day(now)).days
    if days in (-1, 1):
        template = _("%(clock)s hôm qua") if days < 0 else _("%(clock)s ngày mai")
        return template % {"clock": clock(value)}
    if days:
        return moment(value)
    minutes = round(abs(value - now) / timedelta(minutes=1))
    if not minutes:
        return _("vừa xong") if value <= now else _("ngay bây giờ")
    if minutes < 60:
        template = _("%(count)s phút trước") if value < now else _("%(count)s phút nữa")
        return template % {"count": minutes}
    template = _("%(count)s giờ trước") if value < now else _("%(count)s giờ nữa")
    return template % {"count": minutes // 60}


def _day(value: date) -> date:
    return local_day(value) if isinstance(value, datetime) else value


def _weekdays() -> tuple[str, ...]:
    return (
        _("Thứ Hai"),
        _("Thứ Ba"),
        _("Thứ Tư"),
        _("Thứ Năm"),
        _("Thứ Sáu"),
        _("Thứ Bảy"),
        _("Chủ nhật"),
    )
