"""Passkeys: adding, signing in with one alone or as the second step, proving with one."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.access.authenticator import Passkey
from tests.access.factors import sign_in
from tests.access.test_enrolling import CODE
from tests.access.test_second_step import kinds, verbs
from tests.clients import account_of, signed_in, stranger
from tests.school import School, found, give_accounts
from truongso.access import passkeys
from truongso.access.models import Account, Factor, Session
from truongso.access.passkeys import HANDLE
from truongso.foundation import clock

HOME, ADD, MAKE = (
    "/tai-khoan/xac-thuc/",
    "/tai-khoan/xac-thuc/khoa/them/",
    "/tai-khoan/xac-thuc/khoa/",
)
ASK, IN = "/dang-nhap/khoa/", "/dang-nhap/khoa/vao/"


@pytest.fixture(autouse=True)
def known_as(settings: Any) -> None:
    settings.PUBLIC_URL = "http://localhost:8000"


@pytest.fixture
def lan(school: School) -> str:
    give_accounts(school, "Lan")
    return school.username("Lan")


def add(browser: Client, key: Passkey, name: str = "Máy ở nhà") -> Any:
    answer = key.make(browser.post(MAKE).json())
    return browser.post(ADD, {"name": name, "passkey": answer})


@pytest.fixture
def key(school: School, lan: str) -> Passkey:
    """Lan's passkey, added just now."""
    made = Passkey()
    assert add(signed_in(school, "Lan"), made).status_code == 200
    return made


def signed(browser: Client, passkey: Passkey, **bent: Any) -> Any:
    """Sign in with the passkey alone."""
    return browser.post(IN, {"passkey": passkey.sign(browser.post(ASK).json(), **bent)})


def test_adds_several_each_under_a_name(school: School, lan: str) -> None:
    browser = signed_in(school, "Lan")
    first = add(browser, Passkey())
    assert len(CODE.findall(first.content.decode())) == 10
    assert add(browser, Passkey(), "Điện thoại")["Location"] == HOME
    page = browser.get(HOME, headers={"host": "localhost:8000"}).content.decode()
    assert "Máy ở nhà" in page
    assert "Điện thoại" in page
    assert verbs(school) == ["access.passkey_added"] * 2
    assert set(kinds(school)) == {"access.factor_changed"}


def test_asks_for_a_name_and_refuses_the_same_passkey_twice(school: School, lan: str) -> None:
    browser, key = signed_in(school, "Lan"), Passkey()
    assert add(browser, key, "  ").status_code == 422
    assert add(browser, key).status_code == 200
    assert add(browser, key, "Lần nữa").status_code == 422
    assert Factor.objects.filter(school_id=school.id).count() == 1


@pytest.mark.parametrize(
    "bent",
    [{"origin": "http://evil.example"}, {"verified": False}, {"origin": "https://localhost"}],
)
def test_refuses_a_passkey_made_elsewhere_or_without_its_person(
    school: School, lan: str, bent: dict[str, Any]
) -> None:
    assert add(signed_in(school, "Lan"), Passkey(**bent)).status_code == 422
    assert not Factor.objects.filter(school_id=school.id).exists()


def test_a_passkey_made_for_one_session_is_not_taken_in_another(school: School, lan: str) -> None:
    browser, other = signed_in(school, "Lan"), signed_in(school, "Hoa")
    answer = Passkey().make(browser.post(MAKE).json())
    other.cookies["khoa"] = browser.cookies["khoa"].value
    assert other.post(ADD, {"name": "x", "passkey": answer}).status_code == 422


def test_signs_in_without_a_password(key: Passkey, school: School) -> None:
    browser = stranger()
    answer = signed(browser, key)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Nguyễn Ngọc Lan" in browser.get("/").content.decode()
    assert Session.objects.filter(school_id=school.id, factor="passkey").count() == 1
    assert Factor.objects.get(school_id=school.id).counter == key.counter


def test_before_signing_in_nothing_is_told_of_anybody(key: Passkey) -> None:
    options = stranger().post(ASK).json()["publicKey"]
    assert options.keys() == {"challenge", "rpId", "userVerification"}


def test_is_the_second_step_after_the_password(key: Passkey, lan: str, school: School) -> None:
    browser = stranger()
    assert sign_in(browser, lan)["Location"] == "/dang-nhap/buoc-hai/"
    options = browser.post(ASK).json()
    assert len(options["publicKey"]["allowCredentials"]) == 1
    assert browser.post(IN, {"passkey": key.sign(options)}).status_code == 302
    assert browser.get("/tai-khoan/").status_code == 200


def test_anothers_passkey_is_no_second_step(key: Passkey, school: School) -> None:
    give_accounts(school, "Hoa")
    hers = Passkey()
    add(signed_in(school, "Hoa"), hers)
    browser = stranger()
    sign_in(browser, school.username("Lan"))
    answer = browser.post(IN, {"passkey": hers.sign(browser.post(ASK).json())})
    assert answer.status_code == 422
    assert browser.get("/")["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "http://evil.example"},
        {"host": "evil.example"},
        {"verified": False},
        {"counter": -1},
        {"id": b"x" * 16},
        {"key": Passkey().key},
        {"handle": b""},
        {"handle": b"short"},
        {"handle": HANDLE.pack(7, uuid4().bytes)},
        {"handle": HANDLE.pack(-(2**63), b"\0" * 16)},
    ],
)
def test_refuses_alike_whatever_is_wrong(key: Passkey, bent: dict[str, Any]) -> None:
    if bent.get("counter") == -1:
        bent = {"counter": Factor.objects.get(mark=passkeys._mark(key.id)).counter - 1}
    answer = signed(stranger(), key, **bent)
    assert answer.status_code == 422
    assert "Không đăng nhập được bằng khóa truy cập này" in answer.content.decode()


def test_a_withdrawn_account_is_refused_with_the_same_words(key: Passkey, lan: str) -> None:
    Account.objects.filter(username=lan).update(is_active=False)
    answer = signed(stranger(), key)
    assert "Không đăng nhập được bằng khóa truy cập này" in answer.content.decode()


def test_a_question_is_answered_once_by_the_browser_it_was_put_to(key: Passkey) -> None:
    browser, other = stranger(), stranger()
    answer = key.sign(browser.post(ASK).json())
    assert other.post(IN, {"passkey": answer}).status_code == 422
    kept = browser.cookies["khoa"].value
    assert browser.post(IN, {"passkey": answer}).status_code == 302
    browser.cookies["khoa"] = kept
    assert browser.post(IN, {"passkey": answer}).status_code == 422


def test_a_question_is_no_good_after_ten_minutes(
    key: Passkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = stranger()
    answer = key.sign(browser.post(ASK).json())
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert browser.post(IN, {"passkey": answer}).status_code == 422


@pytest.fixture
def other(database: str) -> Iterator[School]:
    with found() as made:
        yield made


def test_a_handle_of_another_school_finds_nobody(key: Passkey, other: School) -> None:
    stolen = HANDLE.pack(other.id, account_of(other, "Lan").id.bytes)
    assert signed(stranger(), key, handle=stolen).status_code == 422


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"rawId": 5}',
        json.dumps({"rawId": "AA", "response": {}}),
        "[" * 9000,
    ],
)
def test_refuses_what_is_no_answer(school: School, answer: str) -> None:
    browser = stranger()
    browser.post(ASK)
    assert browser.post(IN, {"passkey": answer}).status_code == 422


def test_proves_again_with_a_passkey(key: Passkey, school: School) -> None:
    browser = signed_in(school, "Lan", at=clock.now() - timedelta(hours=1))
    assert browser.post(f"{HOME}ma-du-phong/").status_code == 403
    answer = key.sign(browser.post("/xac-nhan/khoa/").json())
    done = browser.post(f"{HOME}ma-du-phong/", {"passkey_proof": answer})
    assert len(CODE.findall(done.content.decode())) == 10
    again = signed_in(school, "Lan", at=clock.now() - timedelta(hours=1))
    again.cookies["khoa"] = browser.cookies["khoa"].value
    assert again.post(f"{HOME}ma-du-phong/", {"passkey_proof": answer}).status_code == 403


@pytest.mark.parametrize(
    ("public", "host", "origin"),
    [
        ("http://127.0.0.1:8213", "localhost", "http://localhost:8213"),
        ("https://so.truong.example", "so.truong.example", "https://so.truong.example"),
        ("https://so.truong.example:8443", "so.truong.example", "https://so.truong.example:8443"),
    ],
)
def test_belongs_to_the_public_address(settings: Any, public: str, host: str, origin: str) -> None:
    settings.PUBLIC_URL = public
    assert passkeys.address() == (host, origin)
    assert passkeys.work_at(origin.partition("://")[2])
    assert not passkeys.work_at("127.0.0.1:8213")
