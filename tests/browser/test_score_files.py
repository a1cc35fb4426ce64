"""Marks by a file, on a desk and on a phone: dropped, looked at, confirmed, in the gradebook."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.browser.hands import Mouse
from tests.gradebook import excel_scenes as scenes
from tests.gradebook.scenes import line, pupils, save
from tests.school import School

pytestmark = pytest.mark.browser


def test_a_file_is_dropped_looked_at_and_written(
    sit: Sit, school: School, tmp_path: Path, hand: Mouse
) -> None:
    known = pupils(school)
    save(school, (known[1], "tx1", "8"))
    book = scenes.exported(school)
    cells = {"F7": 7.5, "F8": 9, "F9": 85, "G7": 10}
    file = tmp_path / "bang-diem.xlsx"
    file.write_bytes(scenes.edited(book, cells))

    screen = sit("Lan", hand)
    screen.open("/so-diem/")
    screen.press("link", "Nhập, xuất Excel")
    expect(screen.page.get_by_role("heading", name="Nhập điểm từ Excel")).to_be_visible()
    screen.looks_well()
    screen.open(screen.page.url)  # where the check has left the focus, Tab would begin
    screen.hand.give(
        screen.page, screen.page.get_by_label("Chọn tệp, hoặc kéo thả vào đây"), [file]
    )
    begin = screen.page.get_by_role("button", name="Đọc tệp và xem trước")
    expect(begin).to_be_enabled()
    screen.hand.press(begin)
    expect(screen.page.get_by_text("Xem trước: chưa ghi gì vào sổ điểm")).to_be_visible()
    expect(screen.page.get_by_text("Ô F9, TX1")).to_be_visible()
    screen.looks_well()
    screen.open(screen.page.url)
    with screen.page.expect_download() as told:
        screen.press("link", "Tải tệp có đánh dấu ô lỗi")
    assert told.value.suggested_filename.startswith("Danh sách lỗi")

    screen.hand.write(screen.page.get_by_label("Lí do sửa điểm"), "Chấm lại")
    screen.hand.tick(screen.page.get_by_label("Bỏ qua ô lỗi, chỉ ghi các ô đúng"))
    screen.press("button", "Xác nhận và ghi vào sổ điểm")
    expect(screen.page.get_by_text("Đã ghi xong")).to_be_visible()
    screen.looks_well()
    assert line(school, known[0]).marks[:2] == [75, 100]
    assert line(school, known[1]).marks[0] == 90
