"""The board on paper: the numbers, who and when; nothing that one could only press."""

from io import BytesIO

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.planning.scenes import decide, hand_in, offer, submission
from tests.school import School

pytestmark = pytest.mark.browser
A4_LANDSCAPE = (842, 595)  # points


def test_board_prints_its_numbers_and_nothing_to_press(sit: Sit, school: School) -> None:
    offers = [offer(school, "Lan", "TOAN", 6, [no]) for no in (13, 14)]
    first, _second = hand_in(school, "Lan", *offers)
    decide(school, "Hoa", submission(school, first))
    son = sit("Sơn")
    son.open("/bang-tuan/?tu=6&den=8")
    son.page.emulate_media(media="print")
    expect(son.page.get_by_text("In lúc")).to_be_visible()
    for gone in (".side", ".bottom", ".filters", ".head__actions"):
        expect(son.page.locator(gone)).to_be_hidden()

    paper = pypdfium2.PdfDocument(BytesIO(son.page.pdf(prefer_css_page_size=True)))
    assert {tuple(map(round, page.get_size())) for page in paper} == {A4_LANDSCAPE}
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in paper]
    paper.close()
    for words in ("phải nộp", "Nguyễn Ngọc Lan", "2/2", "chờ duyệt 1"):
        assert words in pages[0]
    whole = "".join(pages).replace(" ", "")  # spaces are not kept on every page
    assert whole.count("Toàntrường") == 1
    assert "Đăngxuất" not in whole


def test_the_button_prints(sit: Sit, school: School) -> None:
    son = sit("Sơn")
    son.page.add_init_script("window.print = () => { window.printed = true; }")
    son.open("/bang-tuan/")
    son.press("button", "In")
    assert son.page.evaluate("window.printed")
