"""Results in a real browser: conduct typed by keyboard, results read; on a phone too."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.browser.hands import Finger, Mouse
from tests.gradebook.results_scene import taught_by_lan, worked
from tests.gradebook.scenes import page as sheet
from tests.gradebook.scenes import pupils
from tests.school import School
from truongso.gradebook.models import Conduct
from truongso.rules.circular import Level

pytestmark = pytest.mark.browser


def pictured(screen: object, name: str) -> None:
    """Keep a picture where one is asked for."""
    if folder := os.environ.get("PICTURES"):
        path = Path(folder) / f"{name}.png"
        screen.page.screenshot(path=path, full_page=True)  # type: ignore[attr-defined]


def test_from_marks_to_results(school: School, sit: Sit) -> None:
    known = [pupil for pupil in pupils(school) if pupil.status == "studying"]
    taught_by_lan(school)
    worked(school, known[0])
    room = f"/ket-qua/{school.classes['6A'].id}/"

    lan = sit("Lan", Mouse())
    for term in (1, 2):
        lan.open(f"{room}ren-luyen/{term}/")
        first = lan.page.get_by_role("radiogroup", name=known[0].full_name)
        first.get_by_label("Chưa có").focus()
        lan.page.keyboard.press("ArrowRight")  # round to the first: Tốt
        lan.page.keyboard.press("Tab")
        lan.page.keyboard.type("1")
        pictured(lan, f"conduct-{term}")
        lan.looks_well()
        lan.press("button", "Lưu rèn luyện của lớp")
        expect(lan.page.get_by_text("Đã lưu rèn luyện của 1 học sinh")).to_be_visible()
    rows = Conduct.objects.of(school).filter(pupil=known[0])
    assert {(row.level, row.absent) for row in rows} == {(Level.TOT, 1)}

    lan.open(f"{room}?ki=ca-nam")
    expect(lan.page.get_by_text("Học sinh Giỏi").first).to_be_visible()
    lan.page.get_by_text("Xem").first.click()
    pictured(lan, "class")
    lan.looks_well()

    boss = sit("Sơn", Mouse())
    pages = {
        "closing": "/ket-qua/chot/?ki=1",
        "lists": "/ket-qua/danh-sach/",
        "statistics": "/ket-qua/thong-ke/?ki=ca-nam",
        "modes": f"{room}che-do/",
        "check": f"/so-diem/{sheet(school).class_id}/TOAN/1/kiem-tra/",
        "classes": "/ket-qua/",
    }
    for name, path in pages.items():
        boss.open(path)
        pictured(boss, name)
        boss.looks_well()
    phone = sit("Sơn", Finger())
    for name, path in (pages | {"conduct": f"{room}ren-luyen/1/", "class": room}).items():
        phone.open(path)
        pictured(phone, f"phone-{name}")
        phone.looks_well()
