"""From an empty database to a running school, through the browser, with messy files."""

import pytest
from playwright.sync_api import Browser

from tests.browser.house import House
from tests.browser.new_school_walk import Walk, founded

pytestmark = pytest.mark.browser
MOST_PRESSES = 95


def test_an_empty_school_runs_after_an_afternoon(chromium: Browser, house: House) -> None:
    walk = Walk(chromium, house.address, lambda _page, _name: None, print)
    walk.go("nam", founded(house))
    assert walk.troubles == []
    assert len(walk.slips) == len(walk.school.staff) - 1
    assert walk.total.presses < MOST_PRESSES
