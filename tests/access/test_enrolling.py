"""Setting a second factor up, being made to, taking it away, and resetting a lost one."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.access.factors import app_of, shown, sign_in
from tests.access.test_second_step import kinds, verbs
from tests.clients import account_of, signed_in, stranger
from tests.school import NOW, PASSWORD, School, found, give_accounts
from truongso.access.actions.resets import reset_factor
from truongso.access.models import Factor, RecoveryCode, Session
from truongso.access.queries import factors as queries
from truongso.foundation import clock
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.notices.jobs import mail as send_mail
from truongso.office.actions.settings import set_rule

HOME = "/tai-khoan/xac-thuc/"
SECRET = re.compile(r'class="typed">([A-Z2-7 ]+)<')
CODE = re.compile(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>")


def begin_app(browser: Client) -> str:
    """Begin to set an app up; returns the secret as the page shows it for typing."""
    assert browser.post(f"{HOME}ung-dung/moi/")["Location"] == f"{HOME}ung-dung/"
    page = browser.get(f"{HOME}ung-dung/").content.decode()
    assert "data:image/svg+xml" in page
    found = SECRET.search(page)
    assert found
    return found.group(1).replace(" ", "")


def enrol(browser: Client) -> tuple[str, list[str]]:
    """Set an app up; returns its secret and the recovery codes shown."""
    secret = begin_app(browser)
    code = shown(secret, clock.now())
    page = browser.post(f"{HOME}ung-dung/xac-nhan/", {"code": f"{code[:3]} {code[3:]}"})
    assert page.status_code == 200
    return secret, CODE.findall(page.content.decode())


def test_sets_an_app_up_and_shows_ten_codes_once(school: School) -> None:
    browser, other = signed_in(school, "Lan"), signed_in(school, "Lan")
    _secret, codes = enrol(browser)
    assert len(set(codes)) == 10
    assert other.get("/")["Location"].startswith("/dang-nhap/")
    assert browser.get(HOME).status_code == 200
    assert codes[0] not in browser.get(HOME).content.decode()
    assert verbs(school) == ["access.app_enrolled"]
    assert kinds(school) == ["access.factor_changed"]
    again = browser.post(f"{HOME}ung-dung/xac-nhan/", {"code": "123456"})
    assert again["Location"] == HOME


def test_refuses_a_first_code_that_is_wrong_and_keeps_the_picture(school: School) -> None:
    browser = signed_in(school, "Lan")
    secret = begin_app(browser)
    answer = browser.post(f"{HOME}ung-dung/xac-nhan/", {"code": "000000"})
    assert answer.status_code == 422
    assert secret[:4] in answer.content.decode()
    assert not Factor.objects.filter(school_id=school.id).exists()


def test_the_first_code_is_spent_by_setting_up(school: School) -> None:
    give_accounts(school, "Lan")
    secret, _codes = enrol(signed_in(school, "Lan"))
    browser = stranger()
    sign_in(browser, school.username("Lan"))
    code = shown(secret, clock.now())
    assert browser.post("/dang-nhap/buoc-hai/", {"code": code}).status_code == 422


def test_another_session_cannot_finish_what_one_began(school: School) -> None:
    browser, other = signed_in(school, "Lan"), signed_in(school, "Hoa")
    begin_app(browser)
    other.cookies["buoc"] = browser.cookies["buoc"].value
    assert other.get(f"{HOME}ung-dung/")["Location"] == HOME


def test_a_new_set_of_codes_ends_the_old(school: School) -> None:
    browser = signed_in(school, "Lan")
    _secret, old = enrol(browser)
    page = browser.post(f"{HOME}ma-du-phong/")
    new = CODE.findall(page.content.decode())
    assert len(new) == 10
    assert not set(new) & set(old)
    assert RecoveryCode.objects.filter(school_id=school.id).count() == 10


def test_takes_a_factor_away_with_its_codes(school: School) -> None:
    browser = signed_in(school, "Lan")
    enrol(browser)
    row = Factor.objects.get(school_id=school.id)
    assert browser.post(f"{HOME}{row.id}/bo/")["Location"] == HOME
    assert not Factor.objects.filter(school_id=school.id).exists()
    assert not RecoveryCode.objects.filter(school_id=school.id).exists()


def test_a_colleagues_factor_is_as_one_that_is_not_there(school: School) -> None:
    row, _secret = app_of(school, "Hoa", at=NOW)
    assert signed_in(school, "Lan").post(f"{HOME}{row.id}/bo/").status_code == 404


def require(school: School, value: str) -> None:
    set_rule(actor=school.actor("Sơn"), key="second_factor", value=value, now=clock.now())


@pytest.fixture
def really(settings: Any) -> None:
    """An installation that is not tried out."""
    settings.SECOND_FACTOR = True


@pytest.mark.parametrize(("name", "led"), [("Sơn", True), ("Nam", True), ("Lan", False)])
def test_leaders_and_admins_are_led_through_setting_up(
    school: School, really: None, name: str, led: bool
) -> None:
    give_accounts(school, name)
    browser = stranger()
    sign_in(browser, school.username(name))
    for url in ("/", "/tai-khoan/", "/quy-dinh/"):
        answer = browser.get(url)
        assert (answer.get("Location") == HOME) is led, url
    if led:
        assert "yêu cầu xác thực hai bước" in browser.get(HOME).content.decode()
        enrol(browser)
        assert browser.get("/").status_code == 200


def test_nobody_is_made_to_while_the_program_is_tried_out(school: School) -> None:
    give_accounts(school, "Sơn")
    browser = stranger()
    sign_in(browser, school.username("Sơn"))
    assert browser.get("/").status_code == 200


def test_what_the_school_decides_counts_also_when_tried_out(school: School) -> None:
    require(school, "everybody")
    give_accounts(school, "Lan")
    browser = stranger()
    sign_in(browser, school.username("Lan"))
    assert browser.get("/")["Location"] == HOME


def test_the_own_password_comes_before_the_second_factor(school: School, really: None) -> None:
    give_accounts(school, "Sơn")
    account = account_of(school, "Sơn")
    account.must_change_password = True
    account.save()
    browser = stranger()
    sign_in(browser, school.username("Sơn"))
    assert browser.get(HOME)["Location"] == "/tai-khoan/mat-khau/"
    new = "một câu thật khó đoán"
    asked = {"current": PASSWORD, "new": new, "repeated": new}
    assert browser.post("/tai-khoan/mat-khau/", asked)["Location"] == "/"
    assert browser.get("/")["Location"] == HOME


def test_the_last_required_factor_stays(school: School, really: None) -> None:
    browser = signed_in(school, "Sơn")
    enrol(browser)
    row = Factor.objects.get(school_id=school.id)
    assert browser.post(f"{HOME}{row.id}/bo/").status_code == 422
    assert Factor.objects.filter(school_id=school.id).exists()


def test_resets_with_a_reason_and_tells_the_person(school: School) -> None:
    row, _secret = app_of(school, "Lan", at=NOW)
    browser = signed_in(school, "Lan")
    acts = {"actor": school.actor("Nam"), "account_id": row.account_id, "now": NOW}
    with pytest.raises(RuleBroken):
        reset_factor(reason="", **acts)
    assert reset_factor(reason="Mất điện thoại", **acts) == "Nguyễn Ngọc Lan"
    assert queries.of_account(account_of(school, "Lan")) == []
    assert not Session.objects.filter(school_id=school.id, account_id=row.account_id).exists()
    assert browser.get("/")["Location"].startswith("/dang-nhap/")
    assert verbs(school)[-1] == "access.factor_reset"
    assert kinds(school) == ["access.factor_reset"]
    with pytest.raises(RuleBroken):
        reset_factor(reason="Mất điện thoại", **acts)


WHO_RESETS_WHOM = [
    ("Nam", "Lan", True),
    ("Nam", "Hoa", True),
    ("Nam", "Thu", False),
    ("Nam", "Sơn", False),
    ("Nam", "Nam", False),
    ("Sơn", "Thu", True),
    ("Sơn", "Nam", True),
    ("Sơn", "Lan", True),
    ("Sơn", "Sơn", False),
    ("Thu", "Sơn", True),
    ("Thu", "Lan", False),
    ("Thu", "Thu", False),
    ("Hoa", "Lan", False),
    ("Lan", "Hoa", False),
]


@pytest.mark.parametrize(("who", "whom", "allowed"), WHO_RESETS_WHOM)
def test_who_may_reset_whose(school: School, who: str, whom: str, allowed: bool) -> None:
    row, _secret = app_of(school, whom, at=NOW)
    asked = {"account_id": row.account_id, "reason": "Mất điện thoại", "now": NOW}
    if allowed:
        reset_factor(actor=school.actor(who), **asked)
        return
    with pytest.raises(NotAllowed):
        reset_factor(actor=school.actor(who), **asked)
    assert Factor.objects.filter(pk=row.pk).exists()


def test_another_schools_account_is_missing(school: School) -> None:
    with found() as other:
        row, _secret = app_of(other, "Lan", at=NOW)
    with pytest.raises(Missing):
        reset_factor(actor=school.actor("Nam"), account_id=row.account_id, reason="Mất", now=NOW)


def test_the_page_says_who_has_one_and_who_lacks_it(school: School, really: None) -> None:
    app_of(school, "Lan", at=NOW)
    for name in ("Sơn", "Nam"):
        account_of(school, name)
    page = signed_in(school, "Nam").get("/xac-thuc/").content.decode()
    assert "2 người bắt buộc phải có nhưng chưa thiết lập" in page
    assert page.count("Đặt lại…") == 1


def test_the_person_is_written_to(school: School) -> None:
    school.staff["Lan"].email = "lan@truong.example"
    school.staff["Lan"].save()
    row, _secret = app_of(school, "Lan", at=NOW)
    reset_factor(actor=school.actor("Nam"), account_id=row.account_id, reason="Mất máy", now=NOW)
    send_mail(actor=system_actor(school.id, "Gửi thư"))
    assert ["Mất máy" in letter.body for letter in mail.outbox] == [True]
