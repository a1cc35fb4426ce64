"""Signing in: who gets in, what the others are told, and what is kept of it."""

import json
import runpy
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import check_password
from django.test import Client

from tests.clients import signed_in, stranger
from tests.school import NOW, PASSWORD, School, found, give_accounts
from truongso.access.models import Account, Session, SignInTry
from truongso.access.passwords import SchoolArgon2
from truongso.access.sessions import key_hash
from truongso.access.views.accounts import own_path
from truongso.audit.models import JournalEntry
from truongso.config import settings as source

REFUSED = "Tên đăng nhập hoặc mật khẩu không đúng"
URL = "/dang-nhap/"


@pytest.fixture
def browser() -> Client:
    return stranger()


@pytest.fixture
def lan(school: School) -> str:
    give_accounts(school, "Lan")
    return school.username("Lan")


def sign_in(browser: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    return browser.post(more.pop("url", URL), {"username": username, "password": password}, **more)


def verbs(school: School) -> list[str]:
    entries = JournalEntry.objects.filter(school_id=school.id).order_by("at", "id")
    return [entry.verb for entry in entries]


def test_signs_in_and_goes_home(browser: Client, lan: str, school: School) -> None:
    answer = sign_in(browser, lan)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Nguyễn Ngọc Lan" in browser.get("/").content.decode()
    assert verbs(school) == ["access.signed_in"]


def test_goes_to_the_page_that_was_asked_for(browser: Client, lan: str) -> None:
    asked = browser.get("/tai-khoan/?a=1")
    assert asked["Location"] == "/dang-nhap/?tiep=%2Ftai-khoan%2F%3Fa%3D1"
    assert sign_in(browser, lan, url=asked["Location"])["Location"] == "/tai-khoan/?a=1"


@pytest.mark.parametrize("typed", [" LAN.{tag} ", "Lan .{tag}", "lan.{tag}\u200b", "lân.{tag}"])
def test_takes_the_user_name_as_people_type_it(
    browser: Client, lan: str, school: School, typed: str
) -> None:
    assert sign_in(browser, typed.format(tag=school.tag)).status_code == 302


def test_takes_a_password_typed_with_separate_marks(browser: Client, lan: str) -> None:
    decomposed = "mu\u0300a thu la\u0301 bay"
    assert sign_in(browser, lan, decomposed).status_code == 302


@pytest.mark.parametrize(
    "password", ["sai mật khẩu", "", "x" * 5000, "mùa thu lá bay ", "\x00", "\ud800"]
)
def test_refuses_a_wrong_password(browser: Client, lan: str, school: School, password: str) -> None:
    body = json.dumps({"username": lan, "password": password})
    headers = {"Accept": "application/json"}
    answer = browser.post(URL, body, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "sign_in.refused"
    assert verbs(school) == ["access.sign_in_failed"]


def test_answers_the_same_to_an_unknown_name_and_a_wrong_password(
    browser: Client, lan: str
) -> None:
    wrong = sign_in(browser, lan, "sai mật khẩu")
    unknown = sign_in(browser, "khong-co-ai", "sai mật khẩu")
    assert wrong.status_code == unknown.status_code == 422
    told = [answer.content.decode() for answer in (wrong, unknown)]
    assert all(REFUSED in page for page in told)
    assert len(told[0]) - len(lan) == len(told[1]) - len("khong-co-ai")


def test_hashes_for_an_unknown_name_too(
    browser: Client, lan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    verify = SchoolArgon2.verify

    def counted(self: SchoolArgon2, password: str, encoded: str) -> bool:
        hashed.append(password)
        return verify(self, password, encoded)

    monkeypatch.setattr(SchoolArgon2, "verify", counted)
    sign_in(browser, lan, "sai mật khẩu")
    sign_in(browser, "khong-co-ai", "sai mật khẩu")
    assert hashed == ["sai mật khẩu"] * 2


def test_refuses_a_withdrawn_account(browser: Client, lan: str) -> None:
    Account.objects.filter(username=lan).update(is_active=False, withdrawn_at=NOW)
    assert "đã được nhà trường thu hồi" in sign_in(browser, lan).content.decode()
    assert REFUSED in sign_in(browser, lan, "không phải mật khẩu").content.decode()


def test_writes_no_password_and_no_unknown_name_down(
    browser: Client, lan: str, school: School, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(browser, lan, "bí mật sai")
    sign_in(browser, "nguoi-la-nao-do", "bí mật sai")
    payloads = "".join(JournalEntry.objects.values_list("payload", flat=True))
    kept = payloads + caplog.text + str(list(SignInTry.objects.values_list()))
    assert "bí mật" not in kept
    assert "nguoi-la-nao-do" not in kept
    assert lan not in str(list(SignInTry.objects.values_list()))


def test_keeps_the_session_key_only_as_a_hash(browser: Client, lan: str, school: School) -> None:
    key = sign_in(browser, lan).cookies[django_settings.SESSION_COOKIE].value
    row = Session.objects.get(school_id=school.id)
    assert row.key_hash == key_hash(key)
    assert key.split(".")[1] not in str(list(Session.objects.values_list()))


def test_gives_a_new_key_and_ends_the_old_session(
    browser: Client, lan: str, school: School
) -> None:
    sign_in(browser, lan)
    first = browser.cookies[django_settings.SESSION_COOKIE].value
    sign_in(browser, lan)
    second = browser.cookies[django_settings.SESSION_COOKIE].value
    assert first != second
    assert list(Session.objects.values_list("key_hash", flat=True)) == [key_hash(second)]


def test_takes_no_key_that_an_attacker_set(browser: Client, lan: str, school: School) -> None:
    planted = f"{school.id}.{'A' * 43}"
    browser.cookies[django_settings.SESSION_COOKIE] = planted
    assert sign_in(browser, lan).cookies[django_settings.SESSION_COOKIE].value != planted


def test_signs_in_although_the_cookie_is_of_another_school(
    browser: Client, lan: str, school: School
) -> None:
    with found() as other:
        signed_in(other, "Hoa", client=browser)
        assert sign_in(browser, lan).status_code == 302
        assert not Session.objects.filter(school_id=other.id).exists()
    assert "Nguyễn Ngọc Lan" in browser.get("/").content.decode()


def test_hashes_again_when_the_parameters_have_changed(
    browser: Client, lan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Account.objects.get(username=lan).password
    monkeypatch.setattr(SchoolArgon2, "time_cost", 3)
    assert sign_in(browser, lan).status_code == 302
    after = Account.objects.get(username=lan).password
    assert ",t=2," in before
    assert ",t=3," in after
    assert check_password(PASSWORD, after)


def test_signs_in_for_the_dialog_with_json(browser: Client, lan: str) -> None:
    body = json.dumps({"username": lan, "password": PASSWORD})
    headers = {"Accept": "application/json"}
    answer = browser.post(URL, body, content_type="application/json", headers=headers)
    account = Account.objects.get(username=lan)
    assert answer.json()["account"] == account.id.hex
    state = browser.get("/phien/").json()
    assert state["account"] == account.id.hex


@pytest.mark.parametrize("body", ["[]", "{", '{"username": 1}', '{"username": {"$gt": ""}}'])
def test_refuses_json_of_another_shape(browser: Client, database: str, body: str) -> None:
    headers = {"Accept": "application/json"}
    answer = browser.post(URL, body, content_type="application/json", headers=headers)
    assert answer.status_code == 400


def test_shows_a_signed_in_person_his_home_instead_of_the_form(school: School) -> None:
    browser = signed_in(school, "Lan")
    assert browser.get(URL)["Location"] == "/"


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("/ke-hoach/?tuan=6#a", "/ke-hoach/?tuan=6#a"),
        ("/tài-khoản/", "/tài-khoản/"),
        ("", "/"),
        ("//evil.example/", "/"),
        ("///evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("http:evil.example", "/"),
        ("javascript:alert(1)", "/"),
        (" //evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("/\x00", "/"),
        ("ke-hoach", "/"),
        ("/" + "a" * 3000, "/"),
    ],
)
def test_goes_on_only_to_a_path_of_this_server(asked: str, taken: str) -> None:
    assert own_path(asked) == taken


COOKIES = {"SESSION_COOKIE": "phien", "CSRF_COOKIE_NAME": "csrf", "DEVICE_COOKIE": "thiet-bi"}


def test_sets_cookies_that_scripts_and_other_sites_cannot_use(browser: Client, lan: str) -> None:
    answer = sign_in(browser, lan)
    for name in ("phien", "csrf", "thiet-bi", "ngon-ngu"):
        cookie = answer.cookies[name]
        flags = (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
        assert flags == (True, "Lax", "/", "")
        assert not cookie["secure"]
        assert len(cookie.OutputString()) < 4096


def test_sets_secure_cookies_bound_to_the_host_under_tls(
    browser: Client, lan: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUONGSO_TLS", "1")
    made = runpy.run_path(source.__file__ or "")
    for name, plain in COOKIES.items():
        assert made[name] == f"__Host-{plain}"
        setattr(settings, name, made[name])
    settings.TLS = settings.CSRF_COOKIE_SECURE = made["TLS"]
    answer = sign_in(browser, lan, secure=True)
    for plain in COOKIES.values():
        cookie = answer.cookies[f"__Host-{plain}"]
        assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
        assert not cookie["domain"]
    assert made["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600


def test_sign_in_page_asks_the_database_nothing(
    browser: Client, database: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert browser.get(URL).status_code == 200


def test_tells_the_owner_that_others_failed_at_his_name(browser: Client, lan: str) -> None:
    other = stranger()
    for _ in range(2):
        sign_in(other, lan, "sai mật khẩu")
    sign_in(browser, lan)
    assert "2 lần nhập sai mật khẩu" in browser.get("/").content.decode()


def test_speaks_the_language_of_the_account(browser: Client, lan: str) -> None:
    Account.objects.filter(username=lan).update(language="en")
    assert sign_in(browser, lan).cookies["ngon-ngu"].value == "en"
    assert browser.get("/")["Content-Language"] == "en"


def test_asks_for_an_own_password_first(browser: Client, lan: str) -> None:
    Account.objects.filter(username=lan).update(must_change_password=True)
    sign_in(browser, lan)
    assert browser.get("/")["Location"] == "/tai-khoan/mat-khau/"
    assert browser.get("/tai-khoan/")["Location"] == "/tai-khoan/mat-khau/"
    page = browser.get("/tai-khoan/mat-khau/").content.decode()
    assert "lần đăng nhập đầu tiên" in page
