"""Vietnamese dates, numbers, sizes, names."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.school import NOW
from truongso.web import formats


def test_days_and_moments_stand_on_the_school_clock() -> None:
    late = datetime(2026, 10, 13, 18, 5, tzinfo=UTC)
    assert formats.day(late) == "14/10/2026"
    assert formats.day(date(2026, 10, 14)) == "14/10/2026"
    assert formats.short_day(late) == "14/10"
    assert formats.clock(late) == "01:05"
    assert formats.moment(late) == "01:05, 14/10/2026"
    assert formats.weekday(late) == "Thứ Tư"
    assert formats.weekday(date(2026, 10, 18)) == "Chủ nhật"


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (timedelta(seconds=-20), "vừa xong"),
        (timedelta(minutes=-5), "5 phút trước"),
        (timedelta(hours=-3), "3 giờ trước"),
        (timedelta(hours=-10), "23:00 hôm qua"),
        (timedelta(days=-2), "09:00, 12/10/2026"),
        (timedelta(minutes=90), "1 giờ nữa"),
        (timedelta(minutes=30), "30 phút nữa"),
        (timedelta(days=1), "09:00 ngày mai"),
        (timedelta(days=9), "09:00, 23/10/2026"),
    ],
)
def test_says_how_long_ago(distance: timedelta, said: str) -> None:
    shown = formats.ago(NOW + distance, NOW)
    assert f">{said}</time>" in shown
    assert 'datetime="2026-10-' in shown


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (1234567, None, "1.234.567"),
        (Decimal("8.5"), None, "8,5"),
        (Decimal("8.25"), 1, "8,2"),
        (1234.5, 2, "1.234,50"),
    ],
)
def test_writes_numbers_with_a_decimal_comma(
    value: float | Decimal, places: int | None, shown: str
) -> None:
    assert formats.number(value, places) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (340_000, "332 KB"),
        (1_258_291, "1,2 MB"),
        (20 * 1024 * 1024, "20 MB"),
    ],
)
def test_writes_sizes(count: int, shown: str) -> None:
    assert formats.size(count) == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nguyễn Ngọc Lan", "NL"), ("Đỗ Thanh Bình", "TB"), ("Ánh", "Á"), ("", "")],
)
def test_takes_initials_of_middle_and_given_name(name: str, letters: str) -> None:
    assert formats.initials(name) == letters
