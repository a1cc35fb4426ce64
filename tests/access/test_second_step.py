"""The second step of a sign-in: codes of the app, recovery codes, who is led through setting up."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from tests.access.factors import app_of, shown, sign_in
from tests.clients import account_of, stranger
from tests.school import PASSWORD, School, give_accounts
from truongso.access import proofs, recovery, seals, throttle, totp
from truongso.access.models import Factor, RecoveryCode, Session, Ticket
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in
from truongso.notices.models import Notice

URL = "/dang-nhap/buoc-hai/"
STEP = timedelta(seconds=totp.SECONDS)


@pytest.fixture
def lan(school: School) -> str:
    give_accounts(school, "Lan")
    return school.username("Lan")


@pytest.fixture
def secret(school: School, lan: str) -> str:
    """Lan has an authenticator app."""
    return app_of(school, "Lan", at=clock.now() - timedelta(days=3))[1]


@pytest.fixture
def half_way(lan: str, secret: str) -> Client:
    """A browser in which Lan's password was given."""
    browser = stranger()
    assert sign_in(browser, lan)["Location"] == URL
    return browser


def verbs(school: School) -> list[str]:
    rows = JournalEntry.objects.filter(school_id=school.id).order_by("at", "id")
    return list(rows.values_list("verb", flat=True))


def kinds(school: School) -> list[str]:
    return list(Notice.objects.of(school).values_list("kind", flat=True))


def test_password_alone_does_not_let_in(half_way: Client, school: School) -> None:
    assert not Session.objects.filter(school_id=school.id).exists()
    assert half_way.get("/")["Location"].startswith("/dang-nhap/")
    assert django_settings.SESSION_COOKIE not in half_way.cookies


def test_the_code_lets_in_and_says_so(half_way: Client, secret: str, school: School) -> None:
    answer = half_way.post(URL, {"code": shown(secret, clock.now())})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    row = Session.objects.get(school_id=school.id)
    assert (row.factor, row.must_enrol) == ("totp", False)
    assert verbs(school) == ["access.signed_in"]
    assert not Ticket.objects.filter(facts__contains=account_of(school, "Lan").id.hex).exists()


def test_goes_on_to_the_page_that_was_asked_for(lan: str, secret: str) -> None:
    browser = stranger()
    answer = browser.post("/dang-nhap/?tiep=/tai-khoan/", {"username": lan, "password": PASSWORD})
    assert answer["Location"] == f"{URL}?tiep=%2Ftai-khoan%2F"
    done = browser.post(answer["Location"], {"code": shown(secret, clock.now())})
    assert done["Location"] == "/tai-khoan/"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_takes_a_code_one_step_off(half_way: Client, secret: str, steps: int) -> None:
    assert half_way.post(URL, {"code": shown(secret, clock.now(), steps=steps)}).status_code == 302


@pytest.mark.parametrize("steps", [-3, 3])
def test_refuses_a_code_further_off(
    half_way: Client, secret: str, school: School, steps: int
) -> None:
    answer = half_way.post(URL, {"code": shown(secret, clock.now(), steps=steps)})
    assert answer.status_code == 422
    assert "Mã không đúng" in answer.content.decode()
    assert verbs(school) == ["access.code_failed"]


def test_refuses_a_code_that_was_used(half_way: Client, lan: str, secret: str) -> None:
    code = shown(secret, clock.now())
    assert half_way.post(URL, {"code": code}).status_code == 302
    again = stranger()
    sign_in(again, lan)
    assert again.post(URL, {"code": code}).status_code == 422


def test_of_two_who_use_a_code_at_once_one_gets_in(school: School, lan: str, secret: str) -> None:
    account, now = account_of(school, "Lan"), clock.now()
    code, found, gate = shown(secret, now), [], threading.Barrier(6)

    def spend() -> None:
        gate.wait()
        with acting_in(school.id):
            found.append(proofs.spend_code(account, code, at=now))
        connection.close()

    threads = [threading.Thread(target=spend) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, found)) == ["None"] * 5 + ["totp"]


def test_a_sign_in_that_was_left_too_long_begins_again(
    half_way: Client, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = half_way.post(URL, {"code": shown(secret, later)})
    assert answer["Location"] == "/dang-nhap/"


def test_an_account_withdrawn_meanwhile_is_not_let_in(
    half_way: Client, secret: str, school: School
) -> None:
    account = account_of(school, "Lan")
    account.is_active = False
    account.save()
    assert half_way.post(URL, {"code": shown(secret, clock.now())})["Location"] == "/dang-nhap/"


def test_warns_the_owner_of_wrong_codes_from_a_strange_device(
    half_way: Client, school: School
) -> None:
    for _ in range(3):
        half_way.post(URL, {"code": "000000"})
    assert kinds(school) == ["access.code_failed"]


def test_guessing_codes_is_slowed_down(half_way: Client, secret: str) -> None:
    answers = [half_way.post(URL, {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert half_way.post(URL, {"code": shown(secret, clock.now())}).status_code == 429


def test_whoever_knows_the_password_cannot_lock_the_owner_out(
    school: School, lan: str, secret: str
) -> None:
    """From many places, as often as he likes: the owner's own device has its own allowance."""
    owner = stranger()
    sign_in(owner, lan)
    owner.post(URL, {"code": shown(secret, clock.now(), steps=-1)})
    owner.post("/dang-xuat/")
    account = account_of(school, "Lan").id.hex
    for number in range(200):
        throttle.SignInTry.objects.create(
            id=new_id(),
            name_hash=throttle.keyed("code", account),
            place_hash=throttle.keyed("place", f"10.9.9.{number}"),
            at=clock.now(),
        )
    attacker = stranger()
    sign_in(attacker, lan)
    assert attacker.post(URL, {"code": "000000"}).status_code == 429
    assert sign_in(owner, lan)["Location"] == URL
    assert owner.post(URL, {"code": shown(secret, clock.now(), steps=1)}).status_code == 302


def test_the_dialog_sends_password_and_code_together(lan: str, secret: str) -> None:
    browser, headers = stranger(), {"Accept": "application/json"}
    said = {"username": lan, "password": PASSWORD}
    first = browser.post("/dang-nhap/", said, content_type="application/json", headers=headers)
    assert first.json()["problems"][0]["code"] == "sign_in.code_needed"
    said["code"] = shown(secret, clock.now())
    done = browser.post("/dang-nhap/", said, content_type="application/json", headers=headers)
    assert done.status_code == 200
    assert browser.get("/tai-khoan/").status_code == 200


def test_a_wrong_password_with_a_right_code_says_no_more(lan: str, secret: str) -> None:
    said = {"username": lan, "password": "sai mật khẩu", "code": shown(secret, clock.now())}
    answer = stranger().post("/dang-nhap/", said, headers={"Accept": "application/json"})
    assert answer.json()["problems"][0]["code"] == "sign_in.refused"


def codes_of(school: School, name: str) -> list[str]:
    account, codes = account_of(school, name), recovery.new_codes()
    for code in codes:
        RecoveryCode.objects.create(
            school_id=school.id,
            account=account,
            mark=recovery.mark_of(code),
            code_hash=recovery.kept(code),
        )
    return codes


def test_a_recovery_code_lets_in_once(half_way: Client, lan: str, school: School) -> None:
    code = codes_of(school, "Lan")[3]
    assert half_way.post(URL, {"code": f" {code.upper()} "}).status_code == 302
    assert Session.objects.get(school_id=school.id).factor == "recovery"
    assert "access.recovery_used" in kinds(school)
    again = stranger()
    sign_in(again, lan)
    assert again.post(URL, {"code": code}).status_code == 422


def test_recovery_codes_are_kept_only_hashed(school: School, lan: str) -> None:
    codes = codes_of(school, "Lan")
    kept = str(list(RecoveryCode.objects.values_list()))
    assert len(set(codes)) == recovery.COUNT
    assert not any(code[5:] in kept or code[5:].replace("-", "") in kept for code in codes)


def test_the_secret_is_sealed_and_bound_to_its_owner(school: School, secret: str) -> None:
    row = Factor.objects.get(school_id=school.id)
    owner = proofs.whose(account_of(school, "Lan"))
    assert secret not in row.secret
    assert seals.opened(row.secret, owner) == secret.encode()
    assert seals.opened(row.secret, f"{school.id}:another") is None


def test_a_changed_key_of_the_installation_opens_no_secret(
    half_way: Client, secret: str, settings: Any
) -> None:
    code = shown(secret, clock.now())
    settings.SECRET_KEY = "another"
    assert half_way.post(URL, {"code": code}).status_code == 422


def test_goes_by_the_true_time_where_the_clock_is_shifted(settings: Any) -> None:
    moment = datetime.fromisoformat("2026-10-14T09:00:00+07:00")
    settings.CLOCK_SHIFT = 3600
    shifted = totp.step_at(moment)
    settings.CLOCK_SHIFT = 0
    assert shifted == totp.step_at(moment) - 120


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\x00" * 6, "-" * 40]
)
def test_refuses_what_is_no_code(half_way: Client, typed: str) -> None:
    assert half_way.post(URL, {"code": typed}).status_code == 422


def test_tells_of_a_new_device_but_not_of_the_first(school: School, lan: str) -> None:
    first = stranger()
    sign_in(first, lan)
    sign_in(first, lan)
    assert kinds(school) == []
    sign_in(stranger(), lan)
    assert kinds(school) == ["access.new_device"]
