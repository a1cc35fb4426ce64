"""What was typed or sent stays: the session ends, the network goes, the page is read again."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pikepdf
import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import Sit
from tests.browser.files import lesson_file
from tests.browser.scenes import real_plan
from tests.browser.screen import Screen
from tests.documents.making import pdf_file
from tests.planning.scenes import submission
from tests.school import PASSWORD, School
from truongso.access.models import Session
from truongso.approvals.models import Remark
from truongso.planning.models import Plan

pytestmark = pytest.mark.browser
TYPED = "Phần vận dụng cần có một bài toán thực tế ở địa phương."
PLACE = "Chọn tệp, hoặc kéo thả tệp vào đây"
LOST = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
SIDE, PIECE = 1200, 1024 * 1024


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A file of several megabytes, as a scanner makes them."""

    def fill(pdf: pikepdf.Pdf) -> None:
        picture = pdf.make_stream(
            Random(7).randbytes(SIDE * SIDE * 3),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=SIDE,
            Height=SIDE,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(P1=picture)

    path = tmp_path / "Bài 13.pdf"
    path.write_bytes(pdf_file(fill))
    return path


def sign_in_on_the_spot(screen: Screen) -> None:
    """Sign in again in the dialog that stands over the page; first with a wrong password."""
    dialog = screen.page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    screen.looks_well()
    for password in ("không phải mật khẩu", PASSWORD):
        dialog.get_by_label("Mật khẩu").fill(password)
        dialog.get_by_role("button", name="Đăng nhập và tiếp tục").click()
        if password != PASSWORD:
            expect(dialog.get_by_role("alert")).to_contain_text("không đúng")
    expect(dialog).to_be_hidden()
    screen.expected("401", "403", "422")


def test_a_remark_survives_the_end_of_the_session(
    sit: Sit, school: School, passwords: Callable[..., None]
) -> None:
    passwords("Hoa")
    plan = real_plan(school, 13)
    hoa = sit("Hoa")
    hoa.open(submission(school, plan).url)
    expect(hoa.drawn_page(1)).to_be_visible()
    hoa.page.get_by_label("Nhận xét cho trang 1").fill(TYPED)
    Session.objects.filter(school_id=school.id).delete()

    hoa.press("button", "Trả lại")
    sign_in_on_the_spot(hoa)
    expect(hoa.page.get_by_text("Vừa trả lại 1 kế hoạch.")).to_be_visible()
    [remark] = Remark.objects.of(school)
    assert (remark.text, remark.page) == (TYPED, 1)


def test_files_are_handed_in_after_the_end_of_the_session(
    sit: Sit, school: School, passwords: Callable[..., None]
) -> None:
    passwords("Lan")
    lan = sit("Lan")
    lan.open("/ke-hoach/")
    lan.hand.give(lan.page, lan.page.get_by_label(PLACE), [lesson_file("Bài 13.pdf", 13)])
    expect(lan.page.get_by_role("button", name="Nộp 1 kế hoạch")).to_be_enabled()
    Session.objects.filter(school_id=school.id).delete()

    lan.press("button", "Nộp 1 kế hoạch")
    sign_in_on_the_spot(lan)
    expect(lan.page.locator("#toasts")).to_contain_text("Đã nộp 1 kế hoạch bài dạy.")
    assert Plan.objects.of(school).get().state == "submitted"


def test_a_remark_stands_there_again_after_a_reload(sit: Sit, school: School) -> None:
    plan = real_plan(school, 13)
    hoa = sit("Hoa")
    hoa.open(submission(school, plan).url)
    expect(hoa.drawn_page(1)).to_be_visible()
    hoa.press("button", "Trang sau")
    hoa.page.get_by_label("Nhận xét cho trang 2").fill(TYPED)
    hoa.page.reload()
    expect(hoa.page.get_by_label("Nhận xét cho trang 2")).to_have_value(TYPED)


def test_what_was_chosen_for_a_file_stands_there_again_after_a_reload(
    sit: Sit, school: School
) -> None:
    lan = sit("Lan")
    lan.open("/ke-hoach/")
    lan.hand.give(lan.page, lan.page.get_by_label(PLACE), [lesson_file("giáo án.pdf", 13)])
    chosen = lan.page.get_by_label("Bài dạy", exact=True)
    lan.hand.choose(chosen, "Toán 6 · Bài 14. Nội dung TOAN 6")
    lan.page.get_by_label("6B").uncheck()
    value = chosen.input_value()
    lan.page.reload()
    expect(chosen).to_have_value(value)
    expect(lan.page.get_by_label("6A")).to_be_checked()
    expect(lan.page.get_by_label("6B")).not_to_be_checked()


def test_an_upload_goes_on_where_the_network_left_it(sit: Sit, school: School, scan: Path) -> None:
    lan = sit("Lan")
    offsets = _offsets(lan.page)
    lan.open("/ke-hoach/")
    _lose_the_network_at(lan.page, piece=3)
    lan.hand.give(lan.page, lan.page.get_by_label(PLACE), [scan])
    row = lan.page.locator(".file")
    expect(row).to_contain_text("Mất kết nối ở")
    lan.looks_well()
    lan.expected(*LOST)
    sent_before = len(offsets)
    lan.page.context.set_offline(False)
    expect(row).to_have_attribute("data-state", "ready")
    assert offsets[sent_before] >= 2 * PIECE


def test_an_upload_goes_on_when_its_file_is_chosen_again_in_a_new_tab(
    sit: Sit, school: School, scan: Path
) -> None:
    lan = sit("Lan")
    lan.open("/ke-hoach/")
    _lose_the_network_at(lan.page, piece=3)
    place, row = lan.page.get_by_label(PLACE), lan.page.locator(".file")
    lan.hand.give(lan.page, place, [scan])
    expect(row).to_contain_text("Mất kết nối ở")
    lan.expected(*LOST)
    lan.reopen()
    lan.page.context.set_offline(False)
    offsets = _offsets(lan.page)
    lan.open("/ke-hoach/")
    place, row = lan.page.get_by_label(PLACE), lan.page.locator(".file")
    expect(row).to_contain_text("Hãy chọn lại đúng tệp này để tải tiếp.")
    lan.hand.give(lan.page, place, [scan])
    expect(row).to_have_attribute("data-state", "ready")
    assert offsets[0] >= 2 * PIECE


def _offsets(page: Page) -> list[int]:
    """From where each piece of an upload is sent, as they are sent."""
    found: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PATCH":
            found.append(int(request.headers["upload-offset"]))

    page.on("request", note)
    return found


def _lose_the_network_at(page: Page, *, piece: int) -> None:
    """Lose the network when the piece with this number is about to be sent."""
    sent = 0

    def lose(route: Route) -> None:
        nonlocal sent
        sent += route.request.method == "PATCH"
        if sent != piece:
            route.continue_()
            return
        sent += 1
        page.context.set_offline(True)
        route.abort("internetdisconnected")

    page.route("**/tep/tai-len/*", lose)
