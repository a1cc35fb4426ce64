"""Remarks for the school report on a phone: phrases, a time without a network, nothing lost."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.browser.hands import Finger
from tests.browser.sheets import full_class
from tests.school import LONG_AGO, School
from truongso.access.models import DutyHeld
from truongso.records.models import HomeroomRemark
from truongso.rules.authority import Duty
from truongso.rules.school_report import phrases

pytestmark = pytest.mark.browser


def test_forty_five_remarks_on_a_phone_without_a_network_in_between(
    sit: Sit, school: School
) -> None:
    pupils = full_class(school)
    DutyHeld.objects.create(
        school_id=school.id,
        staff=school.staff["Lan"],
        duty=Duty.HOMEROOM_TEACHER.value,
        school_class=school.classes["6A"],
        since=LONG_AGO,
    )
    lan = sit("Lan", Finger())
    lan.open(f"/so-diem/hoc-ba/{school.classes['6A'].id}/")
    fields = lan.page.locator(".phone__row textarea")
    expect(fields).to_have_count(len(pupils))
    lan.looks_well()
    for no in range(len(pupils)):
        if no == 15:
            lan.page.context.set_offline(True)
        if no == 30:
            expect(lan.page.locator("#sheet-status")).to_contain_text("đang chờ mạng")
            lan.page.context.set_offline(False)
        fields.nth(no).tap()
        if no % 3:
            lan.page.locator(".phrases__one").nth(no % 8).tap()
        else:
            fields.nth(no).fill(f"Ngoan, chăm học, mục {no}.")
        fields.nth(no).press("Enter")
    expect(lan.page.locator("#sheet-status")).to_have_attribute("data-tone", "saved")
    expect(lan.page.locator("#missing-count")).to_have_text("Không còn thiếu ô nào")
    lan.looks_well()
    if place := os.environ.get("PICTURES"):
        lan.page.screenshot(path=f"{place}/remarks-phone.png")
        lan.page.set_viewport_size({"width": 1366, "height": 768})
        lan.page.screenshot(path=f"{place}/remarks-desk.png")
        lan.open(f"/hoc-ba/lop/{school.classes['6A'].id}/")
        lan.page.screenshot(path=f"{place}/class-desk.png")
        lan.page.set_viewport_size({"width": 390, "height": 844})
        lan.page.screenshot(path=f"{place}/class-phone.png")
        lan.looks_well()
    lan.expected("ERR_INTERNET_DISCONNECTED")
    texts = dict(HomeroomRemark.objects.of(school).values_list("pupil_id", "text"))
    assert [texts[pupil.id] for pupil in pupils][::3] == [
        f"Ngoan, chăm học, mục {no}." for no in range(0, len(pupils), 3)
    ]
    assert phrases()[1] in texts.values()
    assert "" not in texts.values()
