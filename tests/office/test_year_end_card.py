"""In the last four weeks of a year the home page leads those who prepare it to the next one."""

from datetime import date
from unittest import mock

import pytest

from tests.clients import signed_in
from tests.school import School, at
from truongso.foundation import clock


@pytest.mark.parametrize(
    ("name", "day", "shown"),
    [
        ("Sơn", date(2027, 5, 3), False),
        ("Sơn", date(2027, 5, 4), True),
        ("Nam", date(2027, 5, 31), True),
        ("Thu", date(2027, 6, 20), True),
        ("Lan", date(2027, 5, 20), False),
        ("Vân", date(2027, 5, 20), False),
    ],
)
def test_the_card_shows_in_the_last_weeks(
    school: School, name: str, day: date, shown: bool
) -> None:
    with mock.patch.object(clock, "now", return_value=at(day)):
        home = signed_in(school, name, at=at(day)).get("/").content.decode()
    assert ("31/05" in home and "Năm học 2026-2027" in home) == shown


def test_the_timetable_of_a_closed_year_is_reached_by_its_name(school: School) -> None:
    with mock.patch.object(clock, "now", return_value=at(date(2027, 5, 20))):
        browser = signed_in(school, "Lan", at=at(date(2027, 5, 20)))
        assert browser.get("/thoi-khoa-bieu/?nam=2026-2027").status_code == 200
        assert browser.get("/thoi-khoa-bieu/?nam=1999-2000").status_code == 404
