"""A correction in a real browser, on a desk and on a phone: from the request to the minutes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.browser.files import lesson_file
from tests.browser.hands import Finger, Mouse
from tests.browser.screen import Screen
from tests.documents.test_pictures import photograph
from tests.gradebook.correcting import locked
from tests.gradebook.scenes import line, pupils
from tests.school import School
from truongso.gradebook.models import Correction
from truongso.roster.models import Pupil

pytestmark = pytest.mark.browser


def ask(lan: Screen, school: School, first: Pupil) -> None:
    """Fill the form in for a pupil's tx1 and send it."""
    sheet = f"/so-diem/{school.classes['6A'].id}/TOAN/1/"
    lan.open(sheet)
    if (columns := lan.page.get_by_label("Cột đang nhập")).is_visible():
        lan.hand.choose(columns, "TX1 – Thường xuyên 1")
    lan.press("button", "Xin sửa điểm")
    expect(lan.page.get_by_text("đang là “8”")).to_be_visible()
    lan.hand.write(lan.page.get_by_label("Sửa thành"), "9")
    lan.hand.write(lan.page.get_by_label("Lí do sửa"), "Cộng nhầm điểm câu 3")
    paper = {"name": "bai.jpg", "mimeType": "image/jpeg", "buffer": photograph(turned=6)}
    files = [lesson_file("so-diem-ca-nhan.pdf", 13), paper]
    lan.hand.give(lan.page, lan.page.locator("#evidence-drop"), files)
    kinds = lan.page.get_by_label("Tệp này là")
    expect(lan.page.get_by_text(re.compile("Đã kiểm tra, sẵn sàng gửi"))).to_have_count(2)
    lan.press("button", "Gửi đề nghị")
    said = lan.page.get_by_text("Hãy chọn tệp này là loại minh chứng nào.")
    expect(said.filter(visible=True)).to_have_count(2)
    lan.looks_well()
    lan.hand.choose(kinds.nth(0), "Trang sổ điểm cá nhân")
    lan.hand.choose(kinds.nth(1), "Bài kiểm tra của học sinh")
    lan.press("button", "Gửi đề nghị")
    expect(lan.page.get_by_role("heading", level=1)).to_have_text("Đề nghị sửa điểm số 1")
    lan.looks_well()


def answer(screen: Screen, button: str, yes: str, then: str) -> None:
    """Open the case from the list, press a button of it, say yes, and see what it then says."""
    screen.open("/so-diem/de-nghi/")
    screen.looks_well()
    screen.press("link", "Đề nghị số 1")
    screen.press("button", button)
    screen.hand.press(screen.page.locator("dialog[open]").get_by_role("button", name=yes))
    expect(screen.page.locator("#told")).to_have_text(then)
    screen.looks_well()


@pytest.mark.parametrize("hand", [Mouse(), Finger()], ids=["desk", "phone"])
def test_a_whole_case(sit: Sit, school: School, hand: Mouse) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    lan, boss, admin = (sit(who, hand) for who in ("Lan", "Sơn", "Nam"))
    ask(lan, school, first)
    answer(boss, "Đồng ý, mở các ô này", "Đồng ý", "Đã đồng ý; các ô được đề nghị đã mở.")
    lan.open(f"/so-diem/{school.classes['6A'].id}/TOAN/1/")
    expect(lan.page.get_by_text("theo đề nghị của Nguyễn Ngọc Lan")).to_be_visible()
    lan.press("button", "Xem ô này")
    expect(lan.page.get_by_text("Gõ 9 như đã được đồng ý").filter(visible=True)).to_be_visible()
    lan.looks_well()
    changed = "Đã sửa điểm, khóa lại và lập biên bản."
    answer(lan, "Sửa thành điểm đã đồng ý", "Sửa điểm", changed)
    assert (line(school, first).marks[0], line(school, first).locks) == (90, 1)
    for screen in (lan, boss, admin):
        answer(screen, "Xác nhận biên bản", "Xác nhận", "Đã xác nhận biên bản.")
    expect(admin.page.get_by_text("Đã xong: biên bản có đủ ba người xác nhận.")).to_be_visible()
    assert Correction.objects.of(school).get().state == "closed"

    for screen in (lan, boss):
        screen.open("/so-diem/nhat-ky/")
        expect(screen.page.get_by_text("Theo đề nghị số 1").filter(visible=True)).to_be_visible()
        screen.looks_well()
    boss.open("/so-diem/nhat-ky/in/")
    boss.looks_well()
