"""Which passwords are good enough, how they are kept, and changing one's own."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.clients import signed_in
from tests.school import PASSWORD, School, give_accounts
from truongso.access.models import Account, Session
from truongso.access.passwords import as_typed, check
from truongso.audit.models import JournalEntry

ABOUT = ("lan.thcs", "Nguyễn Ngọc Lan", "Trường THCS Bình Minh")
URL = "/tai-khoan/mat-khau/"
NEW = "con cò bay lả"


def codes(password: str) -> set[str]:
    return {violation.code for violation in check(password, about=ABOUT)}


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("con cò bay lả", set()),
        ("correct horse battery", set()),
        ("Đường dài ngựa chạy", set()),
        ("x7#kQ2!m9z", set()),
        ("ngắn", {"password.too_short"}),
        ("d\u00e0y m\u01b0\u1eddi", {"password.too_short"}),
        ("a" * 12, {"password.too_common"}),
        ("1234567890", {"password.too_common"}),
        ("qwertyuiop", {"password.too_common"}),
        ("QwertyUiop", {"password.too_common"}),
        ("nguyenngoclan9", {"password.like_account"}),
        ("Nguyễn Ngọc Lan 2026", {"password.like_account"}),
        ("truongthcsbinhminh", {"password.like_account"}),
        ("lan.thcs-mat-khau", {"password.like_account"}),
        ("bà " * 60, {"password.too_long"}),
    ],
)
def test_says_everything_that_is_wrong_with_a_password(password: str, wrong: set[str]) -> None:
    assert codes(password) == wrong


def test_counts_letters_the_same_however_the_keyboard_writes_them() -> None:
    composed, decomposed = "mười lá b", "mu\u031bo\u031b\u0300i la\u0301 b"
    assert as_typed(composed) == as_typed(decomposed)
    assert codes(composed) == codes(decomposed) == {"password.too_short"}


@given(st.text(max_size=200))
def test_never_fails_whatever_is_typed(password: str) -> None:
    assert all(violation.code.startswith("password.") for violation in check(password, about=ABOUT))


@pytest.fixture
def browser(school: School) -> Client:
    give_accounts(school, "Lan")
    return signed_in(school, "Lan")


def change(browser: Client, current: str = PASSWORD, new: str = NEW, repeated: str = "") -> Any:
    fields = {"current": current, "new": new, "repeated": repeated or new}
    return browser.post(URL, fields)


def account(school: School) -> Account:
    return Account.objects.get(username=school.username("Lan"))


def test_changes_the_password_and_ends_the_other_sessions(browser: Client, school: School) -> None:
    elsewhere = signed_in(school, "Lan")
    answer = change(browser)
    assert answer["Location"] == "/tai-khoan/"
    assert account(school).check_password(NEW)
    assert elsewhere.get("/").status_code == 302
    page = browser.get("/tai-khoan/").content.decode()
    assert "Đã đổi mật khẩu. Đã đăng xuất 1 thiết bị khác." in page
    entry = JournalEntry.objects.get(school_id=school.id)
    assert entry.verb == "access.password_changed"
    assert NEW not in entry.payload


def test_keeps_passwords_with_argon2id(browser: Client, school: School) -> None:
    change(browser)
    encoded = account(school).password
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert not identify_hasher(encoded).must_update(encoded)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": "sai"}, "Mật khẩu hiện tại không đúng"),
        ({"new": "ngắn"}, "ít nhất 10 ký tự"),
        ({"new": PASSWORD}, "phải khác mật khẩu hiện tại"),
        ({"repeated": "con cò bay lạ"}, "không giống nhau"),
        ({"new": "Nguyễn Ngọc Lan"}, "không được chứa tên đăng nhập"),
        ({"new": "Trường THCS Bình Minh"}, "không được chứa tên đăng nhập"),
    ],
)
def test_refuses_beside_the_field(
    browser: Client, school: School, fields: dict[str, str], sentence: str
) -> None:
    answer = change(browser, **fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert account(school).check_password(PASSWORD)


def test_keeps_wrong_guesses_at_the_current_password_and_slows_them(
    browser: Client, school: School
) -> None:
    told = [change(browser, current=f"sai {number}").status_code for number in range(11)]
    assert told == [422] * 10 + [429]
    assert change(browser).status_code == 429
    kept = JournalEntry.objects.filter(school_id=school.id, verb="access.password_refused")
    assert kept.count() == 10
    assert account(school).check_password(PASSWORD)


def test_first_own_password_opens_the_rest(browser: Client, school: School) -> None:
    Account.objects.filter(username=school.username("Lan")).update(must_change_password=True)
    assert change(browser)["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert not account(school).must_change_password


def test_the_session_that_asks_goes_on(browser: Client, school: School) -> None:
    key = browser.cookies[django_settings.SESSION_COOKIE].value
    change(browser)
    assert browser.cookies[django_settings.SESSION_COOKIE].value == key
    assert Session.objects.filter(school_id=school.id).count() == 1
