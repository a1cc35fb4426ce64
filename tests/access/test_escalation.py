"""The admin tries to raise himself or others: every way is refused, changes nothing, is journalled.

Decree by decree: an admin keeps accounts and gives ordinary duties; leading duties are the
principal's; nobody gives himself anything; nobody takes the principal's account over in silence.
"""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.access.escalation_ways import (
    GIVE,
    WAYS,
    Try,
    account_id,
    giving,
    waking_a_withdrawn_account,
)
from tests.clients import account_of, signed_in
from tests.school import School, found, looking_at
from truongso.access.models import Account, Delegation, DutyHeld, Session
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.foundation.tenancy import acting_in
from truongso.notices.models import Notice
from truongso.office.actions import closing, opening
from truongso.rules.authority import Duty


@pytest.fixture
def led(school: School) -> School:
    """A school in use: principal, vice-principal, admin and Lan have accounts of their own."""
    for name in ("Sơn", "Thu", "Nam", "Lan", "Hoa"):
        account_of(school, name)
    return school


@pytest.fixture
def other() -> Iterator[School]:
    with found() as made:
        for name in ("Sơn", "Nam", "Lan"):
            account_of(made, name)
        yield made


def standing(school: School) -> tuple[object, ...]:
    """Everything that says who may what: duties, delegations, accounts with their hashes."""
    with acting_in(school.id):
        duties = DutyHeld.objects.of(school).order_by("id").values_list()
        loans = Delegation.objects.of(school).order_by("id").values_list()
        hidden = ("last_login",)
        accounts = [
            {key: value for key, value in row.items() if key not in hidden}
            for row in Account.objects.filter(school_id=school.id).order_by("id").values()
        ]
        return list(duties), list(loans), accounts


def refusals(school: School) -> list[dict[str, Any]]:
    with acting_in(school.id):
        rows = JournalEntry.objects.of(school).filter(verb="access.refused").order_by("id")
        return [json.loads(row.payload) for row in rows]


@pytest.mark.parametrize(("way", "status"), WAYS, ids=[way.__name__ for way, _ in WAYS])
def test_is_refused_changes_nothing_and_is_journalled(
    led: School, other: School, way: Try, status: int
) -> None:
    if way is waking_a_withdrawn_account:
        account = account_of(led, "Hoa")
        asked = closing.Withdrawal("leaves")
        closing.withdraw_account(
            actor=led.actor("Nam", clock.now()),
            account_id=account.id,
            asked=asked,
            now=clock.now(),
        )
    nam = signed_in(led, "Nam")
    before, kept = standing(led), len(refusals(led))
    answer = way(led, other, nam)
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert standing(led) == before
    told = refusals(led)
    assert len(told) == kept + 1
    assert told[-1]["actor"] == str(led.staff["Nam"].id)
    assert told[-1]["facts"]["codes"]


def test_fields_that_nobody_asks_for_are_not_taken(led: School) -> None:
    """Opening an account with names, marks and ids of the sender's own choice."""
    nam = signed_in(led, "Nam")
    more = {
        "username": "hieu-truong",
        "password": "x" * 20,
        "is_active": "0",
        "must_confirm": "",
        "must_change_password": "",
        "school_id": "1",
        "duty": "principal",
        "confirmed_at": "2026-01-01",
    }
    answer = nam.post("/tai-khoan-truong/lap/", {"staff": str(led.staff["Hà"].id)} | more)
    assert answer.status_code == 302
    with acting_in(led.id):
        account = Account.objects.get(school_id=led.id, staff=led.staff["Hà"])
        held = DutyHeld.objects.of(led).filter(staff=led.staff["Hà"])
        assert [row.duty for row in held] == ["teacher"]
    assert account.username.startswith("ha.bt")
    assert account.is_active
    assert account.must_confirm
    assert account.must_change_password
    assert not account.has_usable_password()
    assert account.confirmed_at is None


def test_emergency_and_given_fields_of_a_duty_are_not_taken(led: School) -> None:
    nam = signed_in(led, "Nam")
    more = {"emergency": "1", "given_by": str(led.staff["Sơn"].id), "id": str(uuid4())}
    assert nam.post(GIVE, giving(led, "Lan", "clerk") | more).status_code == 302
    with acting_in(led.id):
        row = DutyHeld.objects.of(led).get(staff=led.staff["Lan"], duty="clerk")
    assert not row.emergency
    assert row.given_by_id == led.staff["Nam"].id


def test_a_request_sent_again_gives_nothing_twice(led: School) -> None:
    nam = signed_in(led, "Nam")
    asked = giving(led, "Lan", "clerk")
    assert [nam.post(GIVE, asked).status_code for _ in range(3)] == [302, 422, 422]
    with acting_in(led.id):
        assert DutyHeld.objects.of(led).filter(duty="clerk", staff=led.staff["Lan"]).count() == 1


def test_two_requests_at_once_do_not_make_two_heads(led: School) -> None:
    over = str(led.departments["TN"].id)
    with acting_in(led.id):
        DutyHeld.objects.of(led).filter(duty="department_head").update(until=clock.now())
    answers: list[int] = []

    def one(who: str) -> None:
        try:
            browser = signed_in(led, "Nam")
            asked = giving(led, who, "department_head", over=over)
            answers.append(browser.post(GIVE, asked).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[who]) for who in ("Lan", "Dũng", "Hà", "Quý")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 422, 422, 422]


def test_two_leaders_at_once_do_not_leave_the_school_without_admin(led: School) -> None:
    """Sơn ends both admins' duties in two requests at the same moment: one stays."""
    with acting_in(led.id):
        lan = DutyHeld.objects.create(
            school_id=led.id,
            staff=led.staff["Lan"],
            duty="it_admin",
            since=clock.now() - timedelta(days=1),
        )
    duties = [led.duties["Nam", Duty.IT_ADMIN].id, lan.id]
    answers: list[int] = []

    def one(duty_id: object) -> None:
        try:
            son = signed_in(led, "Sơn")
            answers.append(son.post(f"/nhiem-vu/{duty_id}/ket-thuc/").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[duty_id]) for duty_id in duties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 422]


def test_an_admin_who_was_ended_meanwhile_gives_nothing(led: School) -> None:
    """His page is open and his request on its way: the gate asks the database again."""
    actor = led.actor("Nam", clock.now())
    with acting_in(led.id):
        DutyHeld.objects.of(led).filter(duty="it_admin").update(until=clock.now())
    with pytest.raises(Exception, match=r"authority\.duty_ended"):
        opening.open_accounts(actor=actor, staff_ids=[led.staff["Hà"].id], now=clock.now())


def test_a_password_reissued_for_a_teacher_is_never_silent(led: School) -> None:
    """What an admin can do with ordinary accounts he cannot hide: sessions end, owner is told."""
    lan = signed_in(led, "Lan")
    nam = signed_in(led, "Nam")
    answer = nam.post("/tai-khoan-truong/phieu/", {"account": account_id(led, "Lan")})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert lan.get("/").status_code == 302
    with acting_in(led.id):
        assert Notice.objects.of(led).filter(to=led.staff["Lan"]).exists()
        assert JournalEntry.objects.of(led).filter(verb="access.slip_issued").exists()
        assert not Session.objects.filter(account__staff=led.staff["Lan"]).exists()


def test_a_leading_duty_needs_an_account_that_its_owner_has_signed_for(led: School) -> None:
    """An admin who still has the slip of a new teacher would be signed in as vice-principal."""
    nam = signed_in(led, "Nam")
    assert nam.post("/tai-khoan-truong/lap/", {"staff": str(led.staff["Hà"].id)}).status_code == 302
    son = signed_in(led, "Sơn")
    answer = son.post(GIVE, giving(led, "Hà", "vice_principal"))
    assert answer.status_code == 422
    assert "chưa ký nhận tài khoản" in answer.content.decode()


def test_nobody_else_comes_near_accounts_and_duties(led: School, other: School) -> None:
    """A teacher tries what an admin may: 403, journalled."""
    lan = signed_in(led, "Lan")
    before = standing(led)
    for address, form in (
        (GIVE, giving(led, "Hà", "clerk")),
        ("/tai-khoan-truong/lap/", {"staff": str(led.staff["Hà"].id)}),
        ("/tai-khoan-truong/lap/", {"all": "1"}),
        ("/tai-khoan-truong/phieu/", {"all": "1"}),
        ("/tai-khoan-truong/phieu/", {"account": account_id(led, "Hoa")}),
    ):
        assert lan.post(address, form).status_code == 403, address
    assert standing(led) == before
    assert len(refusals(led)) == 5
    with looking_at(other.id):
        assert refusals(other) == []
