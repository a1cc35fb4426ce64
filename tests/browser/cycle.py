"""The week's work from file to board, told once and done by any hand.

Lan hands in five lesson plans; Hoa, her head, sends one back and lends Minh her duty; Lan hands in
again; Minh approves four in Hoa's name; Sơn, the principal, reads the board.
"""

import re

from playwright.sync_api import Locator, expect

from tests.browser.files import lesson_file
from tests.browser.screen import Screen
from tests.processes import soon
from tests.school import PASSWORD, School
from truongso.approvals.models import Decision
from truongso.foundation import clock

FILES = [
    lesson_file("KHBD Toán 6 - Bài 13.pdf", 13),
    lesson_file("TOAN6_bai14.docx", 14),
    lesson_file("Toan 6 tiet 29-30.pdf", 15),
    lesson_file("giáo án mới.pdf", 16),
    lesson_file("bản in thứ năm.pdf", 12),
]
UNMATCHED = {"giáo án mới.pdf": 16, "bản in thứ năm.pdf": 12}
REMARK = "Hoạt động 2 chưa nêu sản phẩm học sinh phải nộp."
MENDED = "Sản phẩm: phiếu học tập số 2, học sinh nộp trước cuối tiết."
IN_HER_NAME = "thay mặt Đặng Quỳnh Hoa (Tổ trưởng chuyên môn)"
TALLIES = {
    "Tuần 6": r"1/2\s+thiếu 1\s+muộn 1",
    "Tuần 7": r"2/2\s+đã duyệt",
    "Tuần 8": r"2/2\s+chờ duyệt 1",
}
REMAINING = "Bài 16. Nội dung TOAN 6"


def title(no: int) -> str:
    """The title of a maths lesson of grade 6."""
    return f"Bài {no}. Nội dung TOAN 6"


def sign_in(screen: Screen, school: School, name: str) -> None:
    """Sign in at the door."""
    screen.open("/")
    look(screen)
    screen.hand.write(screen.page.get_by_label("Tên đăng nhập"), school.username(name))
    screen.hand.write(screen.page.get_by_label("Mật khẩu"), PASSWORD)
    screen.press("button", "Đăng nhập")
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("Kính chào")
    look(screen)


def hand_in_five(lan: Screen) -> None:
    """Choose five files at once, confirm what their names say, say the rest, hand in."""
    page = lan.page
    lan.go("Kế hoạch bài dạy")
    look(lan)
    lan.hand.give(page, page.get_by_label("Chọn tệp, hoặc kéo thả tệp vào đây"), FILES)
    rows = page.locator(".file")
    expect(rows).to_have_count(5)
    expect(page.locator(".file[data-state=ready]")).to_have_count(5)
    expect(rows.get_by_text("Khớp theo tên tệp.")).to_have_count(3)
    expect(rows.get_by_text("Tên tệp chưa cho biết bài nào.")).to_have_count(2)
    for name, no in UNMATCHED.items():
        row = rows.filter(has_text=name)
        lan.hand.choose(row.get_by_label("Bài dạy"), f"Toán 6 · {title(no)}")
    look(lan)
    lan.press("button", "Nộp 5 kế hoạch")
    expect(page.locator("#toasts")).to_contain_text("Đã nộp 5 kế hoạch bài dạy.")
    for no in range(12, 17):
        line = page.locator("#owed li").filter(has_text=title(no))
        expect(line).to_contain_text("Chờ duyệt")


def send_back(hoa: Screen) -> None:
    """Read the plan of lesson 13 to its second page, remark on it, send it back."""
    page = hoa.page
    hoa.go("Chờ tôi duyệt")
    expect(page.locator(".inboxrow")).to_have_count(5)
    look(hoa)
    hoa.hand.press(page.locator(".inboxrow__link").filter(has_text=title(13)))
    expect(hoa.drawn_page(1)).to_be_visible()
    hoa.press("button", "Trang sau")
    expect(page.get_by_role("spinbutton", name="Trang")).to_have_value("2")
    expect(hoa.drawn_page(2)).to_be_in_viewport()
    if hoa.on_a_phone:
        hoa.press("button", "Nhận xét")
    remark = page.get_by_label("Nhận xét cho trang 2")
    hoa.hand.write(remark, REMARK)
    look(hoa)
    if hoa.hand.by_key:
        page.keyboard.press("Escape")
    hoa.press("button", "Trả lại")
    expect(page.get_by_text("Vừa trả lại 1 kế hoạch.")).to_be_visible()


def lend(hoa: Screen) -> None:
    """Lend the headship to the deputy for a week."""
    page = hoa.page
    hoa.go("Ủy quyền")
    look(hoa)
    hoa.hand.write_day(page.get_by_label("Đến hết ngày"), "2026-10-20")
    hoa.press("button", "Ủy quyền")
    lent = page.locator("section").filter(has_text="Đã ủy quyền").get_by_role("listitem")
    expect(lent).to_contain_text("Vũ Quang Minh")
    expect(lent).to_contain_text("Đang hiệu lực")
    look(hoa)


def hand_in_again(lan: Screen, school: School) -> None:
    """Learn of the remark once it cannot be undone, mend the file, hand it in again."""
    page = lan.page
    once_told(school)
    page.reload()
    expect(page.locator("#returned")).to_contain_text("1 nhận xét")
    look(lan)
    lan.press("link", "Xem nhận xét và nộp bản mới")
    expect(page.locator(".remark")).to_contain_text(REMARK)
    lan.hand.press(page.locator(".remark").get_by_role("link", name="Trang 2"))
    expect(lan.drawn_page(2)).to_be_in_viewport()
    expect(page.get_by_role("spinbutton", name="Trang")).to_have_value("2")
    look(lan)
    opener = page.get_by_label("Chọn tệp, hoặc kéo thả vào đây")
    lan.hand.give(page, opener, [lesson_file("Bài 13, đã sửa.pdf", 13, MENDED)])
    lan.hand.write(page.get_by_label("Đã sửa những gì"), "Đã bổ sung sản phẩm.")
    expect(page.get_by_role("button", name="Nộp bản 2")).to_be_enabled()
    lan.press("button", "Nộp bản 2")
    expect(page.get_by_text("Bản 2 đang chờ duyệt")).to_be_visible()


def approve_four(minh: Screen) -> None:
    """Read what was mended and approve it; then three more at once; one is left waiting."""
    page = minh.page
    minh.go("Chờ tôi duyệt")
    expect(page.get_by_text("đang duyệt thay mặt Đặng Quỳnh Hoa")).to_be_visible()
    expect(page.locator(".inboxrow")).to_have_count(5)
    minh.hand.press(page.locator(".inboxrow__link").filter(has_text=title(13)))
    expect(page.get_by_text(f"quyết định {IN_HER_NAME}")).to_be_visible()
    expect(page.get_by_text("Đã bổ sung sản phẩm.")).to_be_visible()
    minh.press("link", "So sánh với bản 1")
    expect(page.get_by_text(MENDED)).to_be_visible()
    look(minh)
    page.go_back()
    minh.press("button", "Duyệt")
    expect(page.get_by_text("Vừa duyệt 1 kế hoạch.")).to_be_visible()

    minh.go("Chờ tôi duyệt")
    expect(page.locator(".inboxrow")).to_have_count(4)
    for no in (12, 14, 15):
        row = page.locator(".inboxrow").filter(has_text=title(no))
        minh.hand.tick(row.get_by_role("checkbox"))
    minh.press("button", "Duyệt các mục đã chọn")
    expect(page.locator("#approve-many")).to_be_visible()
    look(minh)
    minh.press("button", "Duyệt 3 kế hoạch")
    expect(page.get_by_text("Vừa duyệt 3 kế hoạch.")).to_be_visible()
    expect(page.locator(".inboxrow")).to_have_count(1)
    expect(page.locator(".inboxrow")).to_contain_text(REMAINING)


def read_the_board(son: Screen) -> None:
    """The board says the same: five of six handed in, four approved, one waiting, one late."""
    page = son.page
    son.go("Bảng tuần")
    expect(figure(son, "đã duyệt")).to_have_text(re.compile(r"^\s*1\s+đã duyệt"))
    look(son)
    son.hand.choose(page.get_by_label("Đến tuần"), "Tuần 8 (26/10)")
    if son.hand.by_key:  # whoever goes through the lines with arrows says himself when he is there
        son.press("button", "Lọc")
    row = page.get_by_role("row").filter(has_text="Nguyễn Ngọc Lan")
    for label, tally in TALLIES.items():
        cell = row.locator(f"[data-label='{label}']")
        expect(cell).to_have_text(re.compile(rf"^{tally}$"), use_inner_text=True)
    look(son)
    for no, week in ((12, 6), (13, 7), (14, 7), (15, 8)):
        son.open(f"/bang-tuan/?tu={week}&den={week}")
        son.hand.press(
            page.get_by_role("row").filter(has_text="Nguyễn Ngọc Lan").get_by_role("link")
        )
        line = page.get_by_role("listitem").filter(has_text=title(no))
        expect(line).to_contain_text("Đã duyệt")
        son.hand.press(line.get_by_role("link"))
        expect(page.get_by_text(f"Duyệt: Vũ Quang Minh, {IN_HER_NAME}")).to_be_visible()
    look(son)


def figure(screen: Screen, name: str) -> Locator:
    """A number on top of the board."""
    return screen.page.locator(".figure").filter(has_text=name)


def once_told(school: School) -> None:
    """Wait until nothing can be undone any more: then the author is told."""
    told_at = max(Decision.objects.of(school).values_list("told_at", flat=True))
    soon(lambda: clock.now() >= told_at, "the seconds for undoing do not end")


def look(screen: Screen) -> None:
    """Look at the page: by the keyboard one comes by the same pages as with the mouse."""
    if not screen.hand.by_key:
        screen.looks_well()
