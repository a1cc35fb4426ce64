"""From an empty database to a running school, through the browser, with messy files."""

import pytest
from playwright.sync_api import Browser

from tests.browser.house import House
from tests.browser.new_school_walk import Walk

pytestmark = pytest.mark.browser
MOST_PRESSES = 140


def test_an_empty_school_runs_after_an_afternoon(chromium: Browser, house: House) -> None:
    said = house.installation.run(
        "school", "create", "--code", "BM", "--name", "Trường THCS Bình Minh",
        "--place", "Hải Phòng", "--username", "nam", "--full-name", "Tạ Hoài Nam",
        TRUONGSO_CLOCK_SHIFT=str(house.clock_shift), TRUONGSO_TRYING_OUT="1",
    )  # fmt: skip
    password = said.split("Mật khẩu dùng một lần: ")[1].split()[0]
    def camera(page, name):
        page.screenshot(path=f"/tmp/y4pics/{name}.png")

    walk = Walk(chromium, house.address, camera, print)
    walk.go("nam", password)
    assert walk.troubles == []
    assert walk.total.presses < MOST_PRESSES
