"""A school year rolled over in a real browser: by the IT admin, a homeroom teacher, the principal.

The little school's year is laid a year back, so that it is over when the browsers come.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sit
from tests.browser.hands import Finger, Mouse
from tests.browser.screen import Screen
from tests.office.rollover_scene import fill_classes, in_classes
from tests.school import School
from truongso.roster.models import Break, SchoolYear, TeachingWeek

pytestmark = pytest.mark.browser
YEAR = timedelta(days=364)


def lay_back(school: School) -> None:
    """Let the school's year be the one before."""
    fill_classes(school)
    year = school.year
    year.code, year.starts_on, year.ends_on = (
        "2025-2026",
        year.starts_on - YEAR,
        year.ends_on - YEAR,
    )
    year.save()
    weeks = list(TeachingWeek.objects.of(school).order_by("no"))
    for row in weeks:
        row.monday -= YEAR
    TeachingWeek.objects.bulk_update(weeks, ["monday"])
    for free in Break.objects.of(school):
        free.first, free.last = free.first - YEAR, free.last - YEAR
        free.save()


def enter_results(screen: Screen, class_name: str, others: dict[str, str]) -> None:
    """Enter the results of a class as the page proposes them, but for some pupils."""
    screen.open("/ket-qua-nam-hoc/")
    screen.press("link", f"Lớp {class_name}")
    for name, result in others.items():
        group = screen.page.get_by_role("radiogroup", name=re.compile(f"{name}$"))
        group.get_by_label(result).check()
    screen.looks_well()
    screen.press("button", "Lưu kết quả của lớp")
    expect(screen.page).to_have_url(re.compile("/ket-qua-nam-hoc/$"))


def lay_calendar(screen: Screen) -> None:
    """Lay the next year from the days proposed, with Tết filled in."""
    screen.open("/")
    screen.go("Chuyển năm học")
    screen.looks_well()
    screen.press("link", "Lập lịch năm học mới")
    screen.looks_well()
    screen.page.locator("[name=first_0]").fill("2027-02-01")
    screen.page.locator("[name=last_0]").fill("2027-02-14")
    screen.press("button", "Lập lịch 35 tuần")
    expect(screen.page.get_by_text("2026-2027").first).to_be_visible()


def on_the_phone(sit: Sit, *paths: str) -> None:
    """Look at pages on a phone."""
    phone = sit("Sơn", Finger())
    for path in paths:
        phone.open(path)
        expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
        phone.looks_well()


def told(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def test_a_year_is_prepared_seen_built_undone_and_opened(school: School, sit: Sit) -> None:
    lay_back(school)
    admin, lan, boss = sit("Nam", Mouse()), sit("Lan", Mouse()), sit("Sơn", Mouse())
    lay_calendar(admin)
    on_the_phone(sit, "/chuyen-nam-hoc/", "/chuyen-nam-hoc/lich/", "/chuyen-nam-hoc/lop/")

    enter_results(lan, "6A", {"Bảo": "Ở lại lớp", "Chi": "Đánh giá lại, rèn luyện trong hè"})
    for name in ("6B", "7A", "9A"):
        enter_results(boss, name, {})

    admin.press("link", "Chọn lớp và phân công")
    admin.looks_well()
    admin.press("button", "Lưu và xem trước")
    told(admin.page, "Các em này chưa được xếp vào lớp nào.")
    admin.looks_well()
    on_the_phone(sit, "/chuyen-nam-hoc/xem-truoc/", "/ket-qua-nam-hoc/")
    admin.press("button", "Lập các lớp")
    told(admin.page, "Mọi việc đã sẵn sàng. Hiệu trưởng mở năm học ở trang này.")
    new = SchoolYear.objects.of(school).get(state="draft")
    built = in_classes(school, new)
    assert (built["6A"], built["7A"], built["7B"]) == ({"Bảo"}, {"An", "Dung"}, {"Em", "Giang"})

    admin.press("button", "Hoàn tác việc lập lớp")
    admin.press("button", "Hoàn tác")
    told(admin.page, "Đã hoàn tác")
    assert in_classes(school, new) == {}
    admin.press("link", "Xem trước")
    admin.press("button", "Lập các lớp")
    told(admin.page, "Mọi việc đã sẵn sàng")

    boss.open("/")
    boss.go("Chuyển năm học")
    boss.looks_well()
    boss.page.get_by_label("Nguyễn Thị Chi (6A)").check()
    boss.page.get_by_label(re.compile("Tôi hiểu")).check()
    boss.press("button", "Mở năm học 2026-2027")
    boss.press("button", "Mở năm học")
    expect(boss.page).to_have_url(re.compile("/nam-hoc/$"))
    expect(boss.page.get_by_role("heading", level=1)).to_have_text("Năm học 2026-2027")

    boss.press("link", "2025-2026")
    told(boss.page, "Năm học 2025-2026 đã khép lại: chỉ để xem.")
    boss.looks_well()
    boss.open("/lop/?nam=2025-2026")
    told(boss.page, "Lớp 9A")
    on_the_phone(sit, "/nam-hoc/?nam=2025-2026", "/ket-qua-nam-hoc/?nam=2025-2026")
