"""The gradebook's sheet in Chromium: typing, pasting, filling, two people on one cell."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.browser.hands import Finger
from tests.browser.sheets import (
    cell,
    changes,
    column_of,
    copy_in_excel,
    full_class,
    opened,
    saved,
    type_on_keyboard,
    type_on_keypad,
)
from tests.school import School
from truongso.gradebook.models import MarkChange, SheetLine

pytestmark = pytest.mark.browser
TEXTS = ("8", "8.5", "7", "10", "6.5", "9.2", "5", "4.5", "0")
CODES = (80, 85, 70, 100, 65, 92, 50, 45, 0)
FORTY_FIVE = 45


def test_forty_five_scores_on_the_keypad(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    lan.looks_well()
    cell(lan.page, "TX1", pupils[0]).click()
    type_on_keypad(lan.page, "".join(f"{text}\r" for text in TEXTS * 5))
    saved(lan.page)
    assert column_of(school, pupils, 0) == list(CODES * 5)
    assert changes(school) == FORTY_FIVE
    expect(cell(lan.page, "TX1", pupils[1])).to_have_value("8,5")
    expect(lan.page.locator("#missing-count")).to_have_text("Còn thiếu 225 ô")
    lan.looks_well()


def test_forty_five_scores_on_a_phone(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan", Finger())
    opened(lan, school)
    pad = lan.page.locator(".pad")
    lan.looks_well()
    for text in TEXTS * 5:
        if text == "10":
            pad.get_by_text("10", exact=True).tap()
            continue
        for sign in text.replace(".", ","):
            pad.get_by_text(sign, exact=True).tap()
        if len(text) == 1:
            pad.get_by_text("Tiếp", exact=True).tap()
    saved(lan.page)
    lan.looks_well()
    assert column_of(school, pupils, 0) == list(CODES * 5)
    assert set(MarkChange.objects.of(school).values_list("source", flat=True)) == {"phone"}


def test_a_block_of_excel(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    rows = [
        [TEXTS[(row + at) % 9].replace(".", "," if at % 2 else ".") for at in range(4)]
        for row in range(FORTY_FIVE)
    ]
    copy_in_excel(lan, rows)
    cell(lan.page, "TX1", pupils[0]).click()
    lan.page.keyboard.press("Control+v")
    saved(lan.page)
    for at in range(4):
        assert column_of(school, pupils, at) == [CODES[(row + at) % 9] for row in range(45)]
    assert changes(school) == 4 * FORTY_FIVE
    assert set(MarkChange.objects.of(school).values_list("source", flat=True)) == {"paste"}


def test_a_block_that_does_not_fit_is_shown_first(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    cell(lan.page, "TX2", pupils[43]).click()
    copy_in_excel(lan, [["85", "7,5"], ["9", "abc"], ["6", "6"]])
    lan.page.keyboard.press("Control+v")
    dialog = lan.page.locator("#paste")
    expect(dialog).to_contain_text("Danh sách chỉ có 45 em: 1 dòng cuối của khối không có chỗ")
    expect(dialog).to_contain_text("2 ô không đọc được thành điểm")
    expect(dialog).to_contain_text("“85”")
    lan.looks_well()
    assert changes(school) == 0
    dialog.get_by_label("Hiểu 1 ô thiếu dấu phẩy").check()
    dialog.get_by_role("button", name="Ghi 4 ô").click()
    expect(lan.page.get_by_text("1 ô chưa được nhận")).to_be_visible()
    saved(lan.page)
    lan.looks_well()
    assert column_of(school, pupils, 1)[43:] == [85, 90]
    assert column_of(school, pupils, 2)[43:] == [75, None]
    expect(cell(lan.page, "TX3", pupils[44])).to_have_value("abc")


def test_a_forgotten_comma_is_offered_and_never_taken_by_itself(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    cell(lan.page, "TX1", pupils[0]).click()
    type_on_keypad(lan.page, "85\r")
    hint = lan.page.locator("#sheet-hint")
    expect(hint).to_contain_text("“85”: ý Thầy/Cô là 8,5?")
    expect(cell(lan.page, "TX1", pupils[1])).to_be_focused()
    lan.looks_well()
    type_on_keypad(lan.page, "7\r")
    saved(lan.page)
    assert column_of(school, pupils, 0)[:2] == [None, 70]
    cell(lan.page, "TX1", pupils[0]).click()
    expect(hint).to_contain_text("Nhận 8,5")
    lan.page.keyboard.press("Enter")
    expect(lan.page.get_by_text("1 ô chưa được nhận")).to_be_hidden()
    expect(cell(lan.page, "TX1", pupils[0])).to_have_value("8,5")
    lan.page.wait_for_timeout(1200)
    saved(lan.page)
    assert column_of(school, pupils, 0)[:2] == [85, 70]


def test_ranges_are_filled_copied_emptied_and_taken_back(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    keys = lan.page.keyboard
    cell(lan.page, "TX1", pupils[0]).click()
    type_on_keyboard(lan.page, "7,5\t8\n")
    for key in ("ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "Control+d"):
        keys.press(key)
    expect(cell(lan.page, "TX2", pupils[2])).to_have_value("8")
    lan.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keys.press("Control+c")
    assert lan.page.evaluate("navigator.clipboard.readText()") == "7,5\t8\r\n7,5\t8\r\n7,5\t8"
    keys.press("Delete")
    expect(cell(lan.page, "TX1", pupils[1])).to_have_value("")
    keys.press("Control+z")
    expect(cell(lan.page, "TX1", pupils[1])).to_have_value("7,5")
    keys.press("Control+z")
    keys.press("Control+y")
    saved(lan.page)
    assert column_of(school, pupils, 1)[:4] == [80, 80, 80, None]


def test_nothing_moves_while_an_input_method_composes(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    field = cell(lan.page, "Nhận xét", pupils[0])
    field.click()
    link = lan.page.context.new_cdp_session(lan.page)
    link.send("Input.imeSetComposition", {"text": "Tiên", "selectionStart": 4, "selectionEnd": 4})
    link.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    expect(field).to_be_focused()
    link.send("Input.insertText", {"text": "Tiến"})
    lan.page.keyboard.type(" bộ rõ.")
    lan.page.keyboard.press("Enter")
    expect(cell(lan.page, "Nhận xét", pupils[1])).to_be_focused()
    saved(lan.page)
    assert SheetLine.objects.of(school).get(pupil=pupils[0]).comment == "Tiến bộ rõ."


def test_two_people_on_one_cell(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    dung, ha = sit("Dũng"), sit("Hà")
    for screen in (dung, ha):
        opened(screen, school, "KHTN")
    for screen, texts in ((dung, "8\t7\t"), (ha, "9\t6\t")):
        cell(screen.page, "TX1", pupils[0]).click()
        type_on_keyboard(screen.page, texts)
        if screen is dung:
            saved(dung.page)
    expect(ha.page.get_by_text("2 ô hai người cùng sửa")).to_be_visible()
    ha.looks_well()
    assert column_of(school, pupils, 0)[0] == 80

    ha.press("button", "Xem và chọn")
    dialog = ha.page.locator("#conflicts")
    expect(dialog).to_contain_text("Của Trần Việt Dũng")
    ha.looks_well()
    dialog.get_by_role("button", name="Giữ của tôi").first.click()
    expect(dialog).to_contain_text("Hãy ghi lí do")
    dialog.get_by_label("Lí do khi giữ giá trị của tôi").fill("Chấm lại")
    dialog.get_by_role("button", name="Giữ của tôi").first.click()
    dialog.get_by_role("button", name="Lấy của Trần Việt Dũng").click()
    expect(dialog).to_be_hidden()
    saved(ha.page)
    assert column_of(school, pupils, 0)[0] == 90
    assert column_of(school, pupils, 1)[0] == 70
    last = MarkChange.objects.of(school).order_by("version").last()
    assert last is not None
    assert (last.old, last.new, last.reason) == (80, 90, "Chấm lại")
    expect(cell(ha.page, "TX2", pupils[0])).to_have_value("7")


def test_only_who_lacks_something_is_shown(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    cell(lan.page, "TX1", pupils[0]).click()
    copy_in_excel(lan, [["8"] * 6] * 44)
    lan.page.keyboard.press("Control+v")
    expect(lan.page.locator("#missing-count")).to_have_text("Còn thiếu 6 ô")
    lan.page.get_by_label("Chỉ hiện em còn thiếu").check()
    expect(cell(lan.page, "TX1", pupils[44])).to_be_visible()
    expect(cell(lan.page, "TX1", pupils[0])).to_be_hidden()
    saved(lan.page)


def test_columns_are_locked_by_their_teacher(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    cell(lan.page, "TX1", pupils[0]).click()
    copy_in_excel(lan, [["8"]] * FORTY_FIVE)
    lan.page.keyboard.press("Control+v")
    saved(lan.page)
    lan.press("button", "Khóa cột")
    dialog = lan.page.locator("#locking")
    expect(dialog).to_contain_text("Thường xuyên 2: còn thiếu 45 em")
    lan.looks_well()
    dialog.get_by_role("button", name="Khóa", exact=True).click()
    expect(dialog).to_contain_text("Chưa chọn cột nào.")
    dialog.get_by_label("Thường xuyên 1: đã đủ").check()
    dialog.get_by_role("button", name="Khóa", exact=True).click()
    expect(dialog).to_be_hidden()
    field = cell(lan.page, "TX1", pupils[3])
    expect(field).not_to_be_editable()
    field.click()
    expect(lan.page.locator("#sheet-hint")).to_contain_text("Ô này đã khóa.")
    lan.page.keyboard.type("9")
    lan.page.keyboard.press("Enter")
    expect(field).to_have_value("8")
    lan.looks_well()


def test_who_only_reads_types_nothing_and_is_told_why(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    for screen in (sit("Sơn"), sit("Sơn", Finger())):
        opened(screen, school)
        expect(cell(screen.page, "TX1", pupils[0])).not_to_be_editable()
        expect(screen.page.get_by_text("chỉ giáo viên dạy môn").first).to_be_visible()
        screen.looks_well()
