"""A teacher's own phrases for comments: under a comment, in their dialog, on another computer."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.browser.hands import Finger
from tests.browser.sheets import cell, full_class, opened, saved
from tests.browser.test_losing_nothing import LOST
from tests.school import School
from truongso.gradebook.models import Phrase

pytestmark = pytest.mark.browser


def kept(school: School) -> list[str]:
    return list(Phrase.objects.of(school).order_by("position").values_list("text", flat=True))


def test_phrases_follow_their_teacher(sit: Sit, school: School) -> None:
    pupils = full_class(school)
    lan = sit("Lan")
    opened(lan, school)
    comment = cell(lan.page, "Nhận xét", pupils[0])
    comment.click()
    lan.page.keyboard.type("Tính toán nhanh.")
    lan.page.get_by_role("button", name="Giữ làm mẫu câu của tôi").click()
    lan.page.locator(".phrases").get_by_role("button", name="Mẫu câu của tôi", exact=True).click()
    dialog = lan.page.get_by_role("dialog", name="Mẫu câu của tôi")
    status = dialog.get_by_role("status")
    expect(status).to_have_text("Đã lưu 1 mẫu câu")

    saved(lan.page)
    expect(comment).to_have_value("Tính toán nhanh.")

    lan.page.context.set_offline(True)
    for text in ("Tiến bộ rõ.", "Cần chăm hơn."):
        dialog.get_by_label("Mẫu câu mới").fill(text)
        lan.page.keyboard.press("Enter")
    dialog.get_by_label("Đưa lên: Cần chăm hơn.").click()
    dialog.get_by_label("Mẫu câu 1").fill("Tính nhanh và đúng.")
    lan.page.keyboard.press("Enter")
    dialog.get_by_label("Bỏ mẫu câu “Tiến bộ rõ.”").click()
    dialog.get_by_role("button", name="Hoàn tác").click()
    expect(status).to_have_text("Chưa gửi, đã giữ trong máy này")
    assert kept(school) == ["Tính toán nhanh."]
    lan.page.context.set_offline(False)
    expect(status).to_have_text("Đã lưu 3 mẫu câu")
    assert kept(school) == ["Tính nhanh và đúng.", "Cần chăm hơn.", "Tiến bộ rõ."]
    expect(comment).to_have_value("Tính toán nhanh.")
    lan.looks_well()
    lan.expected(*LOST)

    elsewhere = sit("Lan", Finger())
    opened(elsewhere, school)
    elsewhere.page.get_by_role("button", name="Mẫu câu của tôi").first.click()
    again = elsewhere.page.get_by_role("dialog", name="Mẫu câu của tôi")
    expect(again.get_by_role("listitem")).to_have_count(3)
    expect(again.get_by_label("Mẫu câu 2")).to_have_value("Cần chăm hơn.")
    elsewhere.looks_well()
