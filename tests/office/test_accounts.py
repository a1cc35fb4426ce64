"""Accounts from the staff list: opened, handed over, signed for, suspended, withdrawn."""

import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests.clients import account_of, signed_in, stranger
from tests.office.opened import open_for
from tests.school import NOW, School, found
from truongso.access.models import Account, DutyHeld
from truongso.audit.models import JournalEntry
from truongso.documents import papers
from truongso.documents import queries as documents
from truongso.documents.models import Paper
from truongso.foundation import clock
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.notices.models import Notice
from truongso.office.actions import closing, opening

OWN = "hoàng hôn trên biển"


def verbs(school: School) -> list[str]:
    rows = JournalEntry.objects.of(school).order_by("id")
    return [json.loads(row.payload)["verb"] for row in rows]


def test_opens_accounts_with_proposed_names_and_numbered_minutes(led: School) -> None:
    first, second = open_for(led, "Lan", "Dũng")
    assert first.username.startswith("lan.nn")
    assert second.username.startswith("dung.tv")
    assert first.must_change_password
    assert first.must_confirm
    assert not first.has_usable_password()
    assert [(p.number, p.year) for p in Paper.objects.of(led).order_by("number")] == [
        (1, 2026),
        (2, 2026),
    ]
    assert verbs(led) == ["access.account_opened"] * 2


def test_one_person_has_one_account(led: School) -> None:
    open_for(led, "Lan")
    with pytest.raises(RuleBroken) as refused:
        open_for(led, "Lan")
    assert refused.value.violations[0].code == "account.has_one"
    assert Paper.objects.of(led).count() == 1  # a refused act gives its number back


def test_names_are_unique_in_the_whole_installation(led: School) -> None:
    with found() as other:
        for name in ("Sơn", "Nam"):
            account_of(other, name)
        [theirs] = open_for(other, "Lan")
    [ours] = open_for(led, "Lan")
    assert ours.username != theirs.username


def test_a_slip_signs_in_once_until_the_own_password_is_chosen(led: School) -> None:
    [account] = open_for(led, "Lan")
    [slip] = opening.issue_slips(actor=led.actor("Nam"), account_ids=[account.id], now=clock.now())
    browser = walked_in(slip.username, slip.password)
    assert browser.get("/").headers["Location"] == "/tai-khoan/mat-khau/"
    answer = browser.post(
        "/tai-khoan/mat-khau/", {"current": slip.password, "new": OWN, "repeated": OWN}
    )
    assert answer.status_code == 302
    assert browser.get("/").headers["Location"] == "/tai-khoan/ky-nhan/"
    assert browser.get("/ke-hoach/").status_code in (302, 404)
    page = browser.get("/tai-khoan/ky-nhan/").content.decode()
    assert "Không bàn giao hoặc tự ý cho người khác sử dụng" in page
    assert browser.post("/tai-khoan/ky-nhan/", {}).status_code == 422
    assert browser.post("/tai-khoan/ky-nhan/", {"read": "on"}).status_code == 302
    assert browser.get("/").status_code == 200
    paper = documents.latest_paper(led, "account_handover", led.staff["Lan"].id)
    assert paper is not None
    yes = paper.confirmations.of(led).get()
    assert yes.ip
    entry = JournalEntry.objects.of(led).get(verb="access.account_confirmed")
    assert json.loads(entry.payload)["ip"] == yes.ip
    again = stranger().post("/dang-nhap/", {"username": slip.username, "password": slip.password})
    assert again.status_code == 422


def walked_in(username: str, password: str) -> Client:
    browser = stranger()
    answer = browser.post("/dang-nhap/", {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return browser


def test_nothing_readable_of_a_slip_is_kept(led: School) -> None:
    [account] = open_for(led, "Lan")
    [slip] = opening.issue_slips(actor=led.actor("Nam"), account_ids=[account.id], now=NOW)
    with connection.cursor() as cursor:
        for table in ("access_account", "audit_journalentry", "notices_notice", "documents_paper"):
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{slip.password}%"]
            )
            assert cursor.fetchone() == (0,), table


def test_a_slip_that_is_too_old_lets_nobody_in(led: School) -> None:
    [account] = open_for(led, "Lan")
    long_ago = clock.now() - timedelta(days=15)
    [slip] = opening.issue_slips(actor=led.actor("Nam"), account_ids=[account.id], now=long_ago)
    answer = stranger().post("/dang-nhap/", {"username": slip.username, "password": slip.password})
    assert "quá hạn" in answer.content.decode()


def test_the_confirmation_is_printed_on_the_minutes_from_then_on(led: School) -> None:
    [account] = open_for(led, "Lan")
    paper = documents.papers(led).get()
    before = papers.as_pdf(paper)
    assert before == papers.as_pdf(paper)  # same facts, same bytes
    Account.objects.filter(pk=account.pk).update(must_change_password=False)
    opening.confirm_account(actor=led.actor("Lan"), read=True, now=NOW)
    assert papers.as_pdf(documents.papers(led).get()) != before


def test_the_person_is_told_of_a_new_password_and_his_sessions_end(led: School) -> None:
    lan = signed_in(led, "Lan")
    account = account_of(led, "Lan")
    opening.issue_slips(actor=led.actor("Nam"), account_ids=[account.id], now=clock.now())
    assert lan.get("/").status_code == 302
    told = Notice.objects.of(led).get(kind="access.slip_issued")
    assert told.to_id == led.staff["Lan"].id


def test_printing_for_all_leaves_slips_that_still_let_in(led: School) -> None:
    open_for(led, "Lan", "Dũng")
    nam = signed_in(led, "Nam")
    assert nam.post("/tai-khoan-truong/phieu/", {"all": "1"}).status_code == 200
    hashes = list(Account.objects.filter(must_confirm=True).values_list("password", flat=True))
    assert nam.post("/tai-khoan-truong/phieu/", {"all": "1"}).status_code == 422
    assert hashes == list(
        Account.objects.filter(must_confirm=True).values_list("password", flat=True)
    )
    page = nam.get("/tai-khoan-truong/").content.decode()
    assert "Tất cả đã có phiếu" in page


def test_a_slip_by_mail_goes_to_the_owners_address_and_nowhere_else(led: School) -> None:
    account = account_of(led, "Lan")
    nam = signed_in(led, "Nam")
    answer = nam.post(f"/tai-khoan-truong/{account.id}/gui-thu/")
    assert answer.status_code == 302
    [letter] = mail.outbox
    assert letter.to == [led.staff["Lan"].email]
    [password] = re.findall(r"(?:[a-z0-9]{4}-){3}[a-z0-9]{4}", str(letter.body))
    assert password not in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(password)


def test_a_letter_that_cannot_be_sent_changes_nothing(
    led: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise OSError("no post office")

    account = account_of(led, "Lan")
    before = account.password
    monkeypatch.setattr(mail.EmailMessage, "send", broken)
    nam = signed_in(led, "Nam")
    assert nam.post(f"/tai-khoan-truong/{account.id}/gui-thu/").status_code == 422
    account.refresh_from_db()
    assert account.password == before


def test_the_principals_lost_password_is_the_vice_principals_with_an_alarm(led: School) -> None:
    son = account_of(led, "Sơn")
    with pytest.raises(NotAllowed):
        opening.issue_slips(actor=led.actor("Nam"), account_ids=[son.id], now=NOW)
    opening.issue_slips(actor=led.actor("Thu"), account_ids=[son.id], now=NOW)
    alarmed = Notice.objects.of(led).filter(kind="access.leader_slip_issued")
    assert {row.to_id for row in alarmed} == {led.staff[name].id for name in ("Thu", "Nam")}


def test_an_admin_does_not_slip_in_while_the_principal_is_locked_out(led: School) -> None:
    """Between the vice-principal's slip and the principal's own password nothing is open."""
    son, thu = account_of(led, "Sơn"), account_of(led, "Thu")
    opening.issue_slips(actor=led.actor("Thu"), account_ids=[son.id], now=NOW)
    for account in (son, thu):
        with pytest.raises(NotAllowed):
            opening.issue_slips(actor=led.actor("Nam"), account_ids=[account.id], now=NOW)
    led_by_nobody = DutyHeld.objects.of(led).filter(duty="principal")
    led_by_nobody.update(until=NOW)
    with pytest.raises(NotAllowed):
        opening.issue_slips(actor=led.actor("Nam"), account_ids=[thu.id], now=NOW)


def test_whoever_begins_hands_the_first_principal_his_account(school: School) -> None:
    account_of(school, "Nam")
    [son] = open_for(school, "Sơn")
    opening.issue_slips(actor=school.actor("Nam"), account_ids=[son.id], now=NOW)
    Account.objects.filter(pk=son.pk).update(must_change_password=False)
    opening.confirm_account(actor=school.actor("Sơn"), read=True, now=NOW)
    with pytest.raises(NotAllowed):
        opening.issue_slips(actor=school.actor("Nam"), account_ids=[son.id], now=NOW)


def test_the_last_admin_stays(led: School) -> None:
    nam = account_of(led, "Nam")
    for act in (
        lambda: closing.suspend_account(
            actor=led.actor("Sơn"), account_id=nam.id, reason="Thử", now=NOW
        ),
        lambda: closing.withdraw_account(
            actor=led.actor("Sơn"),
            account_id=nam.id,
            asked=closing.Withdrawal("leaves"),
            now=NOW,
        ),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.violations[0].code == "account.last_leader"


def test_another_schools_people_and_accounts_do_not_exist(led: School) -> None:
    with found() as other:
        for name in ("Sơn", "Nam"):
            account_of(other, name)
        lan = account_of(other, "Lan")
        theirs = other.staff["Lan"].id
    nam = led.actor("Nam")
    with pytest.raises(Missing):
        opening.open_accounts(actor=nam, staff_ids=[theirs], now=NOW)
    with pytest.raises(Missing):
        opening.issue_slips(actor=nam, account_ids=[lan.id], now=NOW)


@pytest.fixture
def threads() -> Iterator[list[threading.Thread]]:
    made: list[threading.Thread] = []
    yield made
    for thread in made:
        thread.join()


def test_numbers_have_no_gap_and_no_double_under_load(
    led: School, threads: list[threading.Thread]
) -> None:
    names = ["Lan", "Dũng", "Hà", "Quý", "Oanh", "Yến", "Bình", "Hoa", "Minh", "Vân"]
    errors: list[Any] = []

    def one(name: str) -> None:
        try:
            for _ in range(2):  # the second of each is refused and gives its number back
                opening.open_accounts(
                    actor=led.actor("Nam"), staff_ids=[led.staff[name].id], now=NOW
                )
        except RuleBroken:
            pass
        except Exception as error:  # noqa: BLE001  (told below)
            errors.append(error)
        finally:
            connection.close()

    threads += [threading.Thread(target=one, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with acting_in(led.id):
        numbers = sorted(Paper.objects.of(led).values_list("number", flat=True))
    assert numbers == list(range(1, len(names) + 1))
