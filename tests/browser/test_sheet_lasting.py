"""What was typed into the sheet arrives, once: the network goes, the browser is killed, the session
ends, an answer is lost, two tabs are open, another person sits at the same computer.
"""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import QUIETLY, Sit
from tests.browser.house import House
from tests.browser.screen import Screen
from tests.browser.sheets import address, cell, changes, column_of, full_class, opened, saved
from tests.browser.test_losing_nothing import LOST, sign_in_on_the_spot
from tests.clients import signed_in
from tests.school import PASSWORD, School
from truongso.access.models import Session
from truongso.gradebook.models import SavedBatch

pytestmark = pytest.mark.browser
STATUS = "#sheet-status"


def type_down(page: Page, texts: str) -> None:
    """Type marks one under another."""
    page.keyboard.type("\n".join(texts.split()) + "\n")


def test_the_network_goes_in_the_middle_and_the_page_is_read_again(
    sit: Sit, school: School
) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    cell(lan.page, "TX1", pupils[0]).click()
    type_down(lan.page, "8 7,5 9")
    saved(lan.page)
    lan.page.context.set_offline(True)
    type_down(lan.page, "6 5 10")
    expect(lan.page.locator(STATUS)).to_contain_text("3 ô đang chờ mạng – đã giữ trong máy này")
    lan.looks_well()
    lan.expected(*LOST)
    lan.reopen()
    lan.page.context.set_offline(False)
    opened(lan, school)
    saved(lan.page)
    assert column_of(school, pupils, 0)[:7] == [80, 75, 90, 60, 50, 100, None]
    assert changes(school) == 6


def test_the_network_comes_back_by_itself(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    lan.page.context.set_offline(True)
    cell(lan.page, "TX1", pupils[0]).click()
    type_down(lan.page, "8 7")
    expect(lan.page.locator(STATUS)).to_contain_text("2 ô đang chờ mạng")
    lan.page.context.set_offline(False)
    saved(lan.page)
    lan.expected(*LOST)
    assert column_of(school, pupils, 0)[:2] == [80, 70]


def test_an_answer_that_was_lost_changes_nothing_twice(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    lost = 0

    def lose(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost > 2:
            route.continue_()
            return
        route.fetch()
        route.abort("connectionreset")

    lan.page.route("**/luu/", lose)
    cell(lan.page, "TX1", pupils[0]).click()
    type_down(lan.page, "8 7 6")
    saved(lan.page)
    lan.expected("ERR_CONNECTION_RESET")
    assert lost > 2
    assert column_of(school, pupils, 0)[:3] == [80, 70, 60]
    assert changes(school) == 3
    assert SavedBatch.objects.of(school).count() == 1


def test_marks_are_sent_after_the_end_of_the_session(
    sit: Sit, school: School, passwords: Callable[..., None]
) -> None:
    passwords("Lan")
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    cell(lan.page, "TX1", pupils[0]).click()
    Session.objects.filter(school_id=school.id).delete()
    type_down(lan.page, "8 7")
    dialog = lan.page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Hủy").click()
    expect(lan.page.locator(STATUS)).to_contain_text("2 ô được giữ trong máy này")
    lan.press("button", "Đăng nhập lại để gửi")
    sign_in_on_the_spot(lan)
    saved(lan.page)
    assert column_of(school, pupils, 0)[:2] == [80, 70]


def test_a_killed_browser_loses_nothing(
    chromium: Browser,
    house: House,
    school: School,
    passwords: Callable[..., None],
    tmp_path: Path,
) -> None:
    passwords("Lan")
    pupils = full_class(school)
    first = _browser(chromium, house, tmp_path)
    key = signed_in(school, "Lan").cookies[settings.SESSION_COOKIE]
    first.add_cookies([{"name": key.key, "value": key.value, "url": house.address}])
    page = first.pages[0]
    page.goto(address(school))
    cell(page, "TX1", pupils[0]).click()
    type_down(page, "8 7,5")
    saved(page)
    first.set_offline(True)
    type_down(page, "9 6 v")
    expect(page.locator(STATUS)).to_contain_text("3 ô đang chờ mạng")
    page.keyboard.type("5,5")
    page.wait_for_timeout(1200)
    _kill(tmp_path)
    Session.objects.filter(school_id=school.id).delete()

    again = _browser(chromium, house, tmp_path)
    again.clear_cookies()
    page = again.pages[0]
    page.goto(address(school))
    page.get_by_label("Tên đăng nhập").fill(school.username("Lan"))
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto(address(school))
    saved(page)
    again.close()
    assert column_of(school, pupils, 0)[:7] == [80, 75, 90, 60, 300, 55, None]
    assert changes(school) == 6


def test_a_sheet_that_was_opened_opens_without_a_network(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    cell(lan.page, "TX1", pupils[0]).click()
    type_down(lan.page, "8 7")
    saved(lan.page)
    lan.page.wait_for_function(
        "async address => (await (await caches.match(address))?.text())?.includes('[70,')",
        arg=f"{address(school)}du-lieu/",
    )
    lan.page.context.set_offline(True)
    lan.reopen()
    opened(lan, school)
    expect(lan.page.locator(STATUS)).to_contain_text("đang mở bản giữ trong máy này")
    expect(cell(lan.page, "TX1", pupils[1])).to_have_value("7")
    lan.looks_well()
    cell(lan.page, "TX1", pupils[2]).click()
    type_down(lan.page, "6 5")
    expect(lan.page.locator(STATUS)).to_contain_text("2 ô đang chờ mạng")
    lan.page.context.set_offline(False)
    saved(lan.page)
    assert column_of(school, pupils, 0)[:5] == [80, 70, 60, 50, None]
    lan.expected(*LOST)
    lan.press("button", "Đăng xuất")
    expect(lan.page.get_by_label("Tên đăng nhập")).to_be_visible()
    lan.page.wait_for_function(
        "async () => !(await caches.keys()).some(k => k.startsWith('sheet-pages'))"
    )


def test_of_two_tabs_one_sends_and_both_show(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    other = lan.page.context.new_page()
    second = Screen(other, lan.hand)
    opened(second, school)
    cell(other, "TX1", pupils[0]).click()
    type_down(other, "8 7")
    expect(cell(lan.page, "TX1", pupils[1])).to_have_value("7")
    saved(other)
    saved(lan.page)
    assert SavedBatch.objects.of(school).count() == 1
    assert changes(school) == 2
    lan.page.close()
    type_down(other, "6")
    expect(other.locator(STATUS)).to_have_attribute("data-tone", "saved")
    other.wait_for_timeout(1500)
    saved(other)
    assert column_of(school, pupils, 0)[:3] == [80, 70, 60]
    assert second.troubles == []


def test_another_person_at_the_computer_sees_and_sends_nothing_of_it(
    sit: Sit, school: School, house: House
) -> None:
    pupils = full_class(school)
    dung = sit("Dũng")
    opened(dung, school, "KHTN")
    dung.page.context.set_offline(True)
    cell(dung.page, "TX1", pupils[0]).click()
    type_down(dung.page, "8 7")
    expect(dung.page.locator(STATUS)).to_contain_text("2 ô đang chờ mạng")
    dung.expected(*LOST)
    dung.reopen()
    dung.page.context.set_offline(False)
    _sit_down(dung, school, "Hà", house)
    opened(dung, school, "KHTN")
    expect(dung.page.locator("#sheet-leftovers")).to_contain_text(
        "Máy này còn giữ 2 ô của Trần Việt Dũng."
    )
    expect(cell(dung.page, "TX1", pupils[0])).to_have_value("")
    dung.looks_well()
    cell(dung.page, "TX2", pupils[0]).click()
    type_down(dung.page, "5")
    saved(dung.page)
    assert changes(school) == 1
    _sit_down(dung, school, "Dũng", house)
    opened(dung, school, "KHTN")
    saved(dung.page)
    assert column_of(school, pupils, 0)[:2] == [80, 70]


def _sit_down(screen: Screen, school: School, name: str, house: House) -> None:
    """Let somebody else be the one who is signed in."""
    context = screen.page.context
    context.clear_cookies()
    key = signed_in(school, name).cookies[settings.SESSION_COOKIE]
    context.add_cookies([{"name": key.key, "value": key.value, "url": house.address}])


def _browser(chromium: Browser, house: House, folder: Path) -> BrowserContext:
    """A browser of its own with its own folder, so that it can be killed and opened again."""
    return chromium.browser_type.launch_persistent_context(
        str(folder / "browser"),
        executable_path=shutil.which("chromium"),
        args=list(QUIETLY),
        base_url=house.address,
        locale="vi-VN",
        viewport={"width": 1366, "height": 768},
    )


def _kill(folder: Path) -> None:
    """Kill the browser that works in this folder, without a word of farewell."""
    wanted = f"--user-data-dir={folder / 'browser'}".encode()
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if entry.name.isdigit() and wanted in words:
            os.kill(int(entry.name), signal.SIGKILL)
