"""The timetable laid by hand on a desk and on a phone; a clash is said in words."""

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.browser.hands import Finger, Mouse
from tests.school import NOW, School
from truongso.office.actions.timetables import WeekAsked, begin_version, save_week
from truongso.office.queries import timetables as queries
from truongso.office.queries.timetables import Place, Taught
from truongso.roster.models import TeachingAssignment, TimetableSlot

pytestmark = pytest.mark.browser


def scene(school: School) -> Taught:
    """A timetable in which the maths teacher of 6A is in 6B in the first period of Monday."""
    version = begin_version(actor=school.actor("Nam"), day=date(2026, 9, 7), now=NOW)
    rows = TeachingAssignment.objects.of(school).filter(subject="TOAN", until=None)
    staff_id = rows.get(school_class=school.classes["6A"]).staff_id
    rows.filter(school_class=school.classes["6B"]).update(staff_id=staff_id)
    maths = Taught("TOAN", "", staff_id)
    mark = queries.week_of(school, version, school.classes["6B"]).mark
    cells = {Place(0, False, 1): maths}
    wanted = WeekAsked(version.id, school.classes["6B"].id, cells, mark)
    save_week(actor=school.actor("Nam"), asked=wanted, now=NOW)
    return maths


@pytest.mark.parametrize("hand", [Mouse, Finger], ids=["desk", "phone"])
def test_a_week_is_laid_and_a_clash_is_shown_and_refused(
    school: School, sit: Sit, hand: type[Mouse]
) -> None:
    maths = scene(school)
    screen = sit("Nam", hand())
    screen.open(f"/thoi-khoa-bieu/sua/?lop={school.classes['6A'].id}")
    first = screen.page.get_by_label("Thứ Hai, tiết 1", exact=True).first
    if not first.count():
        first = screen.page.locator("#o-0s1")
    option = first.locator(f"option[value='{maths.key}']")
    expect(option).to_contain_text("⚠")
    first.select_option(maths.key)
    save = screen.page.get_by_role("button", name="Lưu tuần của lớp 6A")
    save.press("Enter")
    expect(screen.page.get_by_text("đã có tiết ở lớp 6B").first).to_be_visible()
    screen.looks_well()
    screen.expected("422")
    screen.open(f"/thoi-khoa-bieu/sua/?lop={school.classes['6A'].id}")
    if folder := os.environ.get("PICTURES"):
        screen.page.screenshot(path=f"{folder}/tkb-{hand.__name__}.png", full_page=True)
    screen.page.locator("#o-0s1").select_option("")
    screen.page.locator("#o-1s2").select_option(maths.key)
    save.press("Enter")
    expect(screen.page.get_by_text("1 tiết thay đổi").first).to_be_visible()
    screen.looks_well()
    slots = TimetableSlot.objects.of(school).filter(school_class=school.classes["6A"])
    assert [(slot.weekday, slot.period) for slot in slots] == [(1, 2)]
