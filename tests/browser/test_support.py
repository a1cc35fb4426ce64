"""Help and support on a desk and on a phone: the panel, the form without network, first steps."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Sit, seats
from tests.browser.hands import Finger, Mouse
from tests.browser.house import House
from tests.school import NOW, School, found
from truongso.support.actions.requests import Asking, PageState, ask, reply
from truongso.support.models import HelpRequest

pytestmark = pytest.mark.browser

ASKING = Asking("Nộp bài tuần 7", "Báo tệp hỏng", PageState("my_plans", "/ke-hoach/", width=390))


@pytest.fixture(scope="module")
def village(chromium: Browser, house: House, database: str) -> Iterator[tuple[School, Sit]]:
    """A school with one request that was answered."""
    with found() as school:
        row = ask(actor=school.actor("Lan"), asking=ASKING, now=NOW)
        reply(actor=school.actor("Nam"), request_id=row.id, text="Thầy cô thử lại.", now=NOW)
        with seats(chromium, house, school) as sit:
            yield school, sit


@pytest.fixture(params=[Mouse, Finger], ids=["desk", "phone"])
def hand(request: pytest.FixtureRequest) -> Mouse:
    """A desk's width, a phone's width."""
    made: Mouse = request.param()
    return made


def test_help_opens_by_keyboard_and_leads_to_the_guide(
    village: tuple[School, Sit], hand: Mouse
) -> None:
    screen = village[1]("Lan", hand)
    screen.open("/ke-hoach/")
    opener = screen.page.locator("[data-opens=help]").filter(visible=True)
    opener.focus()
    screen.page.keyboard.press("Enter")
    panel = screen.page.locator("#help")
    expect(panel.get_by_role("heading", name="Cách làm")).to_be_visible()
    screen.looks_well()
    screen.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    panel.get_by_role("link", name="Hướng dẫn sử dụng").click()
    expect(screen.page.get_by_role("heading", name="Nộp tệp", exact=True)).to_be_visible()
    screen.looks_well()
    assert screen.troubles == []


def test_what_was_typed_outlives_a_lost_network_and_is_sent_once(
    village: tuple[School, Sit], hand: Mouse
) -> None:
    school, sit = village
    screen = sit("Dũng", hand)
    screen.open("/ke-hoach/?x=bi-mat")
    panel = screen.page.locator("#help")
    opener = screen.page.locator("[data-opens=help]").filter(visible=True)
    hand.press(opener)
    panel.get_by_label("Thầy/Cô muốn làm gì?").fill("Ghép bài với tệp")
    panel.get_by_text("Gửi kèm để dễ tìm nguyên nhân").click()
    expect(panel.locator("[data-width]")).to_have_text(str(screen.width))
    screen.looks_well()
    before = HelpRequest.objects.of(school).count()
    screen.page.context.set_offline(True)
    hand.press(panel.get_by_role("button", name="Gửi"))
    expect(panel.locator("[data-trouble]")).to_contain_text("Mất kết nối")
    screen.page.context.set_offline(False)
    screen.troubles.clear()
    screen.page.reload()
    hand.press(opener)
    expect(panel.get_by_label("Thầy/Cô muốn làm gì?")).to_have_value("Ghép bài với tệp")
    hand.press(panel.get_by_role("button", name="Gửi"))
    expect(screen.page.locator("#toasts")).to_contain_text("Đã gửi quản trị viên")
    expect(panel).to_be_hidden()
    assert HelpRequest.objects.of(school).count() == before + 1
    row = HelpRequest.objects.of(school).latest("asked_at", "id")
    assert (row.path, row.width) == ("/ke-hoach/", screen.width)
    screen.page.reload()
    hand.press(opener)
    expect(panel.get_by_label("Thầy/Cô muốn làm gì?")).to_have_value("")
    assert screen.troubles == []


PAGES = [
    ("/ho-tro/", "Nam"),
    ("/ho-tro/gui/", "Lan"),
    ("/ho-tro/cua-toi/", "Lan"),
    ("/ho-tro/cua-toi/", "Hoa"),
    ("/bat-dau/", "Hoa"),
    ("/bat-dau/tien-do/", "Sơn"),
    ("/bat-dau/tien-do/in/", "Sơn"),
    ("/huong-dan/", "Lan"),
]


@pytest.mark.parametrize(("path", "who"), PAGES)
def test_pages_of_support_look_well(
    village: tuple[School, Sit], hand: Mouse, path: str, who: str
) -> None:
    screen = village[1](who, hand)
    screen.open(path)
    expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
    screen.looks_well()
    assert screen.troubles == []


def test_a_request_with_its_replies_looks_well(village: tuple[School, Sit], hand: Mouse) -> None:
    school, sit = village
    row = HelpRequest.objects.of(school).get(asker=school.staff["Lan"])
    screen = sit("Nam", hand)
    screen.open(f"/ho-tro/{row.id}/")
    expect(screen.page.get_by_text("Thầy cô thử lại.")).to_be_visible()
    screen.looks_well()
