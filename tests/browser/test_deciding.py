"""Deciding in a real browser: undoing, two reviewers at once, single keys."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sit
from tests.browser.hands import Keys, Mouse
from tests.browser.scenes import real_plan
from tests.planning.scenes import hand_in, lend_to_minh, offer, submission
from tests.school import LONG_AGO, School
from truongso.approvals.models import Decision
from truongso.audit.models import JournalEntry
from truongso.notices.models import Notice

pytestmark = pytest.mark.browser
LATER = "Nhận xét viết khi người khác đang duyệt."


@pytest.mark.parametrize("hand", [Mouse(), Keys()], ids=["mouse", "keys"])
def test_a_decision_is_undone_before_its_author_is_told(
    sit: Sit, school: School, hand: Mouse
) -> None:
    plan = real_plan(school, 13)
    hoa = sit("Hoa", hand)
    hoa.open(submission(school, plan).url)
    hoa.press("button", "Duyệt")
    expect(hoa.page.get_by_text("Vừa duyệt 1 kế hoạch.")).to_be_visible()
    hoa.hand.press(hoa.page.locator(".undo__button"))
    expect(hoa.page.locator("#told")).to_have_text("Đã hoàn tác: 1 kế hoạch lại chờ duyệt.")
    expect(hoa.page.get_by_role("heading", level=1)).to_have_text(plan.title)
    hoa.looks_well()

    plan.refresh_from_db()
    assert plan.state == "submitted"
    verbs = JournalEntry.objects.of(school).order_by("at").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["planning.plan_approved", "planning.decision_undone"]
    told = Notice.objects.of(school).filter(to=school.staff["Lan"], kind__startswith="plan.")
    assert not told.exists()


def test_the_bar_for_undoing_leaves_when_its_seconds_are_over(sit: Sit, school: School) -> None:
    plan = real_plan(school, 13)
    hoa = sit("Hoa")
    hoa.page.clock.install()
    hoa.open(submission(school, plan).url)
    hoa.press("button", "Duyệt")
    expect(hoa.page.locator(".undo")).to_be_visible()
    hoa.page.clock.run_for(11_000)
    expect(hoa.page.locator(".undo")).to_have_count(0)


def test_the_second_of_two_reviewers_is_told_what_happened(sit: Sit, school: School) -> None:
    plan = real_plan(school, 13)
    lend_to_minh(school, since=LONG_AGO, days=365)
    hoa, minh = sit("Hoa"), sit("Minh")
    for screen in (hoa, minh):
        screen.open(submission(school, plan).url)
        expect(screen.drawn_page(1)).to_be_visible()
    remark = hoa.page.get_by_label("Nhận xét cho trang 1")
    remark.fill(LATER)
    minh.press("button", "Duyệt")
    expect(minh.page.get_by_text("Vừa duyệt 1 kế hoạch.")).to_be_visible()

    hoa.press("button", "Trả lại")
    told = hoa.page.locator("#problems")
    expect(told).to_contain_text("Vũ Quang Minh đã duyệt")
    expect(remark).to_have_value(LATER)
    hoa.looks_well()
    hoa.expected("409")
    [decision] = Decision.objects.of(school)
    assert (decision.outcome, decision.by_id) == ("approved", school.staff["Minh"].id)


def test_single_keys_walk_tick_and_ask(sit: Sit, school: School) -> None:
    offers = [offer(school, "Lan", "TOAN", 6, [no]) for no in (13, 14, 15)]
    hand_in(school, "Lan", *offers)
    hoa = sit("Hoa", Keys())
    keyboard = hoa.page.keyboard
    hoa.open("/duyet/")
    rows = hoa.page.locator(".inboxrow")
    keyboard.press("j")
    keyboard.press("j")
    expect(rows.nth(1).get_by_role("link")).to_be_focused()
    keyboard.press("x")
    expect(rows.nth(1).get_by_role("checkbox")).to_be_checked()
    keyboard.press("k")
    keyboard.press("x")
    expect(hoa.page.locator("#chosen-count")).to_have_text("Đã chọn 2")
    keyboard.press("a")
    expect(hoa.page.get_by_role("button", name="Duyệt 2 kế hoạch")).to_be_focused()
    keyboard.press("Escape")
    expect(hoa.page.locator("#approve-many")).to_be_hidden()
    keyboard.press("?")
    expect(hoa.page.locator("#keys-list")).to_contain_text("Dòng sau")


def test_single_keys_rest_once_they_are_switched_off(sit: Sit, school: School) -> None:
    hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [13]))
    hoa = sit("Hoa", Keys())
    hoa.open("/duyet/")
    hoa.page.keyboard.press("?")
    hoa.page.get_by_label("Dùng phím tắt trên máy này").press("Space")
    hoa.page.keyboard.press("Escape")
    hoa.page.keyboard.press("j")
    expect(hoa.page.locator(".inboxrow__link")).not_to_be_focused()
