"""Accounts suspended, and withdrawn with everything that hangs on them."""

import json
from datetime import timedelta

import pytest

from tests.clients import account_of, signed_in
from tests.office.opened import open_for
from tests.school import NOW, School
from truongso.access.models import Delegation, DutyHeld, Session
from truongso.audit.models import JournalEntry
from truongso.documents import papers
from truongso.documents import queries as documents
from truongso.foundation import clock
from truongso.foundation.errors import RuleBroken
from truongso.notices.actions import make_feed
from truongso.notices.models import CalendarFeed
from truongso.office.actions import closing, opening
from truongso.rules.authority import Duty


def test_a_suspended_account_is_out_at_once_and_comes_back(led: School) -> None:
    lan = signed_in(led, "Lan")
    account = account_of(led, "Lan")
    assert lan.get("/").status_code == 200
    closing.suspend_account(
        actor=led.actor("Nam"), account_id=account.id, reason="Mất điện thoại", now=clock.now()
    )
    assert lan.get("/").status_code == 302
    closing.lift_suspension(actor=led.actor("Nam"), account_id=account.id, now=clock.now())
    assert signed_in(led, "Lan").get("/").status_code == 200


def test_withdrawing_ends_session_duties_delegations_and_calendar_in_one_request(
    led: School,
) -> None:
    minh = signed_in(led, "Minh")
    account = account_of(led, "Minh")
    act = "planning.approve:lesson_plan"
    now = clock.now()
    led.delegate(
        "Hoa",
        Duty.DEPARTMENT_HEAD,
        "Minh",
        act,
        since=now + timedelta(days=1),
        until=now + timedelta(days=9),
    )
    make_feed(actor=led.actor("Minh"), now=now)
    assert minh.get("/").status_code == 200
    nam = signed_in(led, "Nam")
    answer = nam.post(
        f"/tai-khoan-truong/{account.id}/thu-hoi/", {"reason": "transfer", "note": "QĐ 15"}
    )
    assert answer.status_code == 302
    assert minh.get("/").status_code == 302
    assert not Session.objects.filter(account=account).exists()
    assert not CalendarFeed.objects.of(led).exists()
    assert Delegation.objects.of(led).get().revoked_at is not None
    held = DutyHeld.objects.of(led).filter(staff=led.staff["Minh"])
    assert held.exists()
    assert all(row.until is not None for row in held)
    paper = documents.papers(led).get(kind="account_withdrawal")
    assert paper.number == 1
    assert "Ủy quyền của Đặng Quỳnh Hoa cho Vũ Quang Minh" in paper.facts["ended"]
    assert papers.as_pdf(paper).startswith(b"%PDF")
    page = nam.get(answer["Location"]).content.decode()
    for shown in ("Đã thu hồi", "Nhiệm vụ đã kết thúc", f"/bien-ban/{paper.id}.pdf"):
        assert shown in page
    entry = JournalEntry.objects.of(led).get(verb="access.account_withdrawn")
    assert json.loads(entry.payload)["reason"] == "Chuyển công tác: QĐ 15"


def test_a_withdrawn_account_never_comes_back_and_its_name_stays_taken(led: School) -> None:
    [old] = open_for(led, "Lan")
    nam = led.actor("Nam")
    asked = closing.Withdrawal("leaves")
    closing.withdraw_account(actor=nam, account_id=old.id, asked=asked, now=NOW)
    for again in (
        lambda: closing.lift_suspension(actor=nam, account_id=old.id, now=NOW),
        lambda: opening.issue_slips(actor=nam, account_ids=[old.id], now=NOW),
        lambda: closing.withdraw_account(actor=nam, account_id=old.id, asked=asked, now=NOW),
    ):
        with pytest.raises(RuleBroken) as refused:
            again()
        assert refused.value.violations[0].code == "account.withdrawn"
    [new] = open_for(led, "Lan")
    assert new.username != old.username
