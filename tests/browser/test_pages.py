"""Every page on a desk and on a phone: no grave fault for axe, no wider than the screen, no
complaint in the console (a breach of the content policy is one).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Sit, seats
from tests.browser.hands import Finger, Mouse
from tests.browser.house import House
from tests.browser.scenes import furnished
from tests.browser.screen import Screen
from tests.school import found

pytestmark = pytest.mark.browser

PAGES = {
    "home": ["Sơn", "Thu", "Hoa", "Minh", "Lan", "Khánh", "Mai", "Vân", "Nam"],
    "my plans": ["Lan", "Hà"],
    "inbox": ["Hoa", "Minh", "Sơn"],
    "inbox by teacher": ["Hoa"],
    "board": ["Sơn", "Hoa", "Lan"],
    "board of many weeks": ["Sơn"],
    "board cell": ["Sơn"],
    "education plans": ["Sơn", "Hoa", "Lan"],
    "uploaders": ["Hoa"],
    "delegations": ["Hoa", "Minh", "Nam"],
    "group leaders": ["Hoa"],
    "rights": ["Sơn"],
    "account": ["Minh"],
    "devices": ["Lan"],
    "password": ["Lan"],
    "notices": ["Lan"],
    "year": ["Thu", "Lan"],
    "school rules": ["Sơn"],
    "staff": ["Sơn"],
    "classes": ["Lan"],
    "timetable": ["Lan"],
    "programmes": ["Lan"],
    "programme": ["Lan"],
    "journal": ["Sơn", "Lan"],
    "journal, to print": ["Sơn"],
    "compare": ["Hoa"],
    "pupils": ["Vân"],
    "new pupil": ["Vân"],
    "pupil": ["Vân", "Mai"],
    "edit pupil": ["Vân"],
    "class list": ["Lan", "Sơn"],
    "assignments": ["Sơn"],
    "departments": ["Vân"],
    "staff profile": ["Lan", "Nam"],
    "data checks": ["Nam"],
    "personal data": ["Lan"],
    "retention schedule": ["Lan", "Sơn"],
    "removal proposals": ["Sơn", "Nam"],
    "removal proposal": ["Sơn", "Nam"],
    "my exports": ["Vân"],
    "imports": ["Nam"],
    "import of pupils": ["Nam"],
    "an import": ["Nam"],
    "duties": ["Sơn", "Nam"],
    "accounts": ["Nam"],
    "an account": ["Nam"],
    "minutes": ["Nam"],
    "why": ["Lan", "Sơn"],
    "factors": ["Lan"],
    "year results": ["Sơn"],
    "roll-over": ["Sơn"],
}
PATHS = {
    "home": "/",
    "my plans": "/ke-hoach/",
    "inbox": "/duyet/",
    "inbox by teacher": "/duyet/?nhom=nguoi",
    "board": "/bang-tuan/",
    "board of many weeks": "/bang-tuan/?tu=1&den=12",
    "board cell": "/bang-tuan/{lan}/7/",
    "education plans": "/ke-hoach-giao-duc/",
    "uploaders": "/phan-cong-nop/",
    "delegations": "/uy-quyen/",
    "group leaders": "/nhom-truong/",
    "rights": "/phan-quyen/",
    "account": "/tai-khoan/",
    "devices": "/tai-khoan/thiet-bi/",
    "password": "/tai-khoan/mat-khau/",
    "notices": "/thong-bao/",
    "year": "/nam-hoc/",
    "school rules": "/quy-dinh/",
    "staff": "/can-bo/",
    "classes": "/lop/",
    "timetable": "/thoi-khoa-bieu/",
    "programmes": "/phan-phoi-chuong-trinh/",
    "programme": "/phan-phoi-chuong-trinh/{programme}/",
    "journal": "/nhat-ky/",
    "journal, to print": "/nhat-ky/in/",
    "compare": "/ke-hoach/{mended}/so-sanh/?cu=1&moi=2",
    "pupils": "/hoc-sinh/",
    "new pupil": "/hoc-sinh/moi/",
    "pupil": "/hoc-sinh/{pupil}/",
    "edit pupil": "/hoc-sinh/{pupil}/sua/",
    "class list": "/lop/{class}/",
    "assignments": "/phan-cong/",
    "departments": "/to-chuyen-mon/",
    "staff profile": "/can-bo/{lan}/",
    "data checks": "/kiem-tra-du-lieu/",
    "personal data": "/du-lieu-ca-nhan/",
    "retention schedule": "/luu-giu/",
    "removal proposals": "/de-xuat-xoa/",
    "removal proposal": "/de-xuat-xoa/{proposal}/",
    "my exports": "/lan-xuat-cua-toi/",
    "imports": "/nhap-du-lieu/",
    "import of pupils": "/nhap-du-lieu/pupils/",
    "an import": "/nhap-du-lieu/lan/{import}/",
    "duties": "/nhiem-vu/",
    "accounts": "/tai-khoan-truong/",
    "an account": "/tai-khoan-truong/nguoi/{lan}/",
    "minutes": "/bien-ban/",
    "why": "/vi-sao/",
    "factors": "/tai-khoan/xac-thuc/",
    "year results": "/ket-qua-nam-hoc/",
    "roll-over": "/chuyen-nam-hoc/",
}
MOST_DIALOGS = 3
READ = [
    ("/ke-hoach/{returned}/", "Lan"),
    ("/ke-hoach/{mended}/", "Lan"),
    ("/ke-hoach/{mended}/", "Sơn"),
    ("/duyet/{mended}/2/", "Hoa"),
    ("/duyet/{mended}/2/", "Minh"),
]


@dataclass
class Town:
    """The furnished school and the screens in it: each person's is used again, because the pages
    are only read.
    """

    things: dict[str, Any]
    sit: Sit
    screens: dict[tuple[str, type[Mouse]], Screen] = field(default_factory=dict)

    def screen(self, who: str, hand: Mouse) -> Screen:
        """The person's screen of this width."""
        key = (who, type(hand))
        if key not in self.screens:
            self.screens[key] = self.sit(who, hand)
        return self.screens[key]


@pytest.fixture(scope="module")
def whole_town(chromium: Browser, house: House, database: str) -> Iterator[Town]:
    """One school for all pages."""
    with found() as school:
        things = furnished(school)
        with seats(chromium, house, school) as sit:
            yield Town(things, sit)


@pytest.fixture
def town(whole_town: Town) -> Iterator[Town]:
    """The same town; what goes wrong is told by the test in which it did."""
    yield whole_town
    troubles = [one for screen in whole_town.screens.values() for one in screen.troubles]
    for screen in whole_town.screens.values():
        screen.troubles.clear()
    assert troubles == []


@pytest.fixture(params=[Mouse, Finger], ids=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> Mouse:
    """A desk's width, a phone's width."""
    made: Mouse = request.param()
    return made


@pytest.mark.parametrize(
    ("page", "who"), [(page, who) for page, people in PAGES.items() for who in people]
)
def test_page_looks_well(town: Town, width: Mouse, page: str, who: str) -> None:
    screen = town.screen(who, width)
    screen.open(PATHS[page].format(**town.things))
    expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
    screen.looks_well()


@pytest.mark.parametrize(("path", "who"), READ)
def test_page_with_a_file_looks_well(town: Town, width: Mouse, path: str, who: str) -> None:
    screen = town.screen(who, width)
    screen.open(path.format(**town.things))
    screen.page.locator("#viewer").scroll_into_view_if_needed()
    expect(screen.drawn_page(1)).to_be_visible()
    screen.looks_well()


def test_sign_in_looks_well_also_with_a_complaint(town: Town, width: Mouse) -> None:
    screen = town.sit("Lan", width, signed=False)
    screen.open("/")
    screen.looks_well()
    screen.page.get_by_label("Tên đăng nhập").fill("khong.co")
    screen.page.get_by_label("Mật khẩu").fill("không phải mật khẩu")
    screen.press("button", "Đăng nhập")
    expect(screen.page.get_by_role("alert")).to_contain_text("không đúng")
    screen.looks_well()
    screen.expected("422")


@pytest.mark.parametrize(
    ("path", "status"), [("/khong-co/", "404"), ("/ke-hoach/{mended}/", "403")]
)
def test_refusal_looks_well(town: Town, width: Mouse, path: str, status: str) -> None:
    screen = town.screen("Nam", width)
    screen.open(path.format(**town.things))
    expect(screen.page.get_by_role("link", name="Về trang chủ")).to_be_visible()
    screen.looks_well()
    screen.expected(status)


@pytest.mark.parametrize(("path", "who"), [("/duyet/", "Hoa"), ("/nam-hoc/", "Thu")])
def test_dialogs_look_well(town: Town, width: Mouse, path: str, who: str) -> None:
    screen = town.screen(who, width)
    screen.open(path)
    openers = screen.page.locator("[data-opens]").filter(visible=True)
    names = openers.evaluate_all("all => all.map(one => one.dataset.opens)")
    for name in list(dict.fromkeys(names))[:MOST_DIALOGS]:
        openers.and_(screen.page.locator(f"[data-opens='{name}']")).first.click()
        expect(screen.page.locator(f"#{name}")).to_be_visible()
        screen.looks_well()
        screen.page.keyboard.press("Escape")
        expect(screen.page.locator(f"#{name}")).to_be_hidden()
    assert names
