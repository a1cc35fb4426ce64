"""The whole week's work, by mouse on a desk, by finger on a phone, by the keyboard alone."""

from collections.abc import Callable

import pytest

from tests.browser import cycle
from tests.browser.conftest import Sit
from tests.browser.hands import Mouse
from tests.browser.screen import Screen
from tests.school import School
from truongso.approvals.models import Decision, Remark
from truongso.audit.models import JournalEntry

pytestmark = pytest.mark.browser


def test_five_files_become_four_approvals_in_the_heads_name(
    sit: Sit, school: School, passwords: Callable[..., None], hand: Mouse
) -> None:
    passwords("Lan", "Hoa", "Minh", "Sơn")

    def comes(name: str) -> Screen:
        screen = sit(name, hand, signed=False)
        cycle.sign_in(screen, school, name)
        return screen

    lan, hoa = comes("Lan"), comes("Hoa")
    cycle.hand_in_five(lan)
    cycle.send_back(hoa)
    cycle.lend(hoa)
    cycle.hand_in_again(lan, school)
    cycle.approve_four(comes("Minh"))
    cycle.read_the_board(comes("Sơn"))
    _the_database_agrees(school)


def _the_database_agrees(school: School) -> None:
    hoa, minh = (school.staff[name].id for name in ("Hoa", "Minh"))
    entries = JournalEntry.objects.of(school).order_by("at")
    approved = entries.filter(verb="planning.plan_approved")
    assert [(line.actor_id, line.behalf_id) for line in approved] == [(minh, hoa)] * 4
    [returned] = entries.filter(verb="planning.plan_returned")
    assert (returned.actor_id, returned.behalf_id) == (hoa, None)
    [remark] = Remark.objects.of(school)
    assert (remark.page, remark.text) == (2, cycle.REMARK)
    decisions = Decision.objects.of(school).filter(outcome="approved")
    assert {(line.by_id, line.behalf_id) for line in decisions} == {(minh, hoa)}
    assert all(line.delegation_id for line in decisions)
