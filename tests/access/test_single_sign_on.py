"""Single sign-on by OpenID Connect: whom it lets in, and everything it does not believe."""

import html
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from tests.access.factors import app_of, shown
from tests.access.provider import ID, SECRET, Provider, others_provider, running
from tests.access.test_second_step import verbs
from tests.clients import stranger
from tests.school import School, found, give_accounts
from truongso.access import single_sign_on
from truongso.access.models import Account, Session
from truongso.access.single_sign_on import ProviderTrouble, provider
from truongso.commands import check
from truongso.config.environment import Oidc
from truongso.foundation import clock

OUT, BACK = "/dang-nhap/mot-lan/", "/dang-nhap/mot-lan/ve/"


def setting(issuer: str, **more: Any) -> Oidc:
    facts: dict[str, Any] = {"match": "username", "claim": "preferred_username", "domains": ()}
    return Oidc(issuer, ID, SECRET, "Đăng nhập của Sở", mfa=False, **(facts | more))


@pytest.fixture
def there(school: School, settings: Any) -> Iterator[Provider]:
    """A provider that names Lan."""
    give_accounts(school, "Lan")
    single_sign_on._described.clear()
    with running() as made:
        made.claims = {"preferred_username": school.username("Lan")}
        settings.OIDC = setting(made.issuer)
        yield made


def way_out(browser: Client, onward: str = "/") -> str:
    """Begin; returns the address that the page leads on to."""
    page = browser.post(OUT, {"tiep": onward})
    assert page.status_code == 200
    led = re.search(r'content="0;url=([^"]+)"', page.content.decode())
    assert led
    return html.unescape(led.group(1))


def there_and_back(browser: Client, there: Provider, onward: str = "/") -> Any:
    back = urlsplit(there.authorize(way_out(browser, onward)))
    return browser.get(f"{back.path}?{back.query}")


def is_out(browser: Client) -> bool:
    return str(browser.get("/").get("Location", "")).startswith("/dang-nhap/")


def test_the_sign_in_page_offers_it_by_its_name(there: Provider) -> None:
    assert "Đăng nhập của Sở" in stranger().get("/dang-nhap/").content.decode()


def test_lets_in_whom_the_provider_names(there: Provider, school: School) -> None:
    browser = stranger()
    answer = there_and_back(browser, there, "/tai-khoan/")
    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/")
    assert "Nguyễn Ngọc Lan" in browser.get("/tai-khoan/").content.decode()
    assert Session.objects.get(school_id=school.id).factor == "sso"
    assert verbs(school) == ["access.signed_in"]


def test_asks_with_pkce_state_and_nonce_each_time_anew(there: Provider) -> None:
    asked = [parse_qs(urlsplit(way_out(stranger())).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["redirect_uri"][0].endswith(BACK)


LIES: list[tuple[str, dict[str, Any]]] = [
    ("nonce", {"nonce": "another"}),
    ("nonce left out", {"nonce": None}),
    ("expired", {"exp": int(time.time()) - 3600}),
    ("no end", {"exp": "soon"}),
    ("not yet", {"iat": int(time.time()) + 3600}),
    ("audience", {"aud": "another"}),
    ("several audiences", {"aud": [ID, "another"]}),
    ("issuer", {"iss": "http://127.0.0.1:1"}),
]


@pytest.mark.parametrize("bent", [bent for _, bent in LIES], ids=[name for name, _ in LIES])
def test_believes_no_token_that_is_bent(there: Provider, bent: dict[str, Any]) -> None:
    there.bent = bent
    browser = stranger()
    assert there_and_back(browser, there).status_code == 422
    assert is_out(browser)


def test_believes_no_token_without_a_signature(there: Provider) -> None:
    there.algorithm = "none"
    browser = stranger()
    assert there_and_back(browser, there).status_code == 422
    assert is_out(browser)


def test_believes_no_token_signed_with_the_public_key_as_a_secret(there: Provider) -> None:
    there.algorithm = "HS256"
    assert there_and_back(stranger(), there).status_code == 422


def test_believes_no_token_of_another_key(there: Provider) -> None:
    there.signer = RSAKey.generate_key(2048, parameters={"kid": "k1"})
    assert there_and_back(stranger(), there).status_code == 422


def test_knows_only_its_own_way_back(there: Provider) -> None:
    """Another browser, another state, the same once more: none goes on."""
    browser, other = stranger(), stranger()
    back = urlsplit(there.authorize(way_out(browser)))
    assert other.get(f"{back.path}?{back.query}").status_code == 422
    assert browser.get(f"{BACK}?code=x&state=another").status_code == 422
    assert browser.get(f"{back.path}?{back.query}").status_code == 422
    assert browser.get(BACK).status_code == 422
    assert is_out(browser)


@pytest.mark.parametrize("name", ["khong-co-ai", "", None, 7, {"$ne": ""}, "%", "lan.%"])
def test_makes_no_account(there: Provider, name: Any) -> None:
    before = Account.objects.count()
    there.claims = {"preferred_username": name}
    answer = there_and_back(stranger(), there)
    assert answer.status_code == 422
    assert "Không có tài khoản nào" in answer.content.decode()
    assert Account.objects.count() == before


def test_refuses_a_withdrawn_account(there: Provider, school: School) -> None:
    Account.objects.filter(school_id=school.id).update(is_active=False)
    assert there_and_back(stranger(), there).status_code == 422


def by_email(settings: Any, there: Provider, school: School, **more: Any) -> str:
    settings.OIDC = setting(there.issuer, match="email", claim="email", **more)
    mail = f"lan@{school.tag}.example"
    school.staff["Lan"].email = mail
    school.staff["Lan"].save()
    return mail


def test_finds_by_the_mail_address_of_the_staff(
    there: Provider, school: School, settings: Any
) -> None:
    mail = by_email(settings, there, school)
    there.claims = {"email": mail.upper(), "email_verified": True}
    assert there_and_back(stranger(), there).status_code == 302
    there.claims["email_verified"] = False
    assert there_and_back(stranger(), there).status_code == 422


def test_an_address_that_two_have_is_nobodys(
    there: Provider, school: School, settings: Any
) -> None:
    there.claims = {"email": by_email(settings, there, school)}
    with found() as other:
        give_accounts(other, "Lan")
        other.staff["Lan"].email = there.claims["email"]
        other.staff["Lan"].save()
        assert there_and_back(stranger(), there).status_code == 422


def test_takes_only_addresses_of_the_domains_named(
    there: Provider, school: School, settings: Any
) -> None:
    mail = by_email(settings, there, school, domains=(f"{school.tag}.example",))
    there.claims = {"email": mail}
    assert there_and_back(stranger(), there).status_code == 302
    by_email(settings, there, school, domains=("so.example",))
    assert there_and_back(stranger(), there).status_code == 422


def test_finds_by_the_staff_code(there: Provider, school: School, settings: Any) -> None:
    settings.OIDC = setting(there.issuer, match="code", claim="staff_code")
    school.staff["Lan"].code = there.claims["staff_code"] = f"GV{school.tag}"
    school.staff["Lan"].save()
    assert there_and_back(stranger(), there).status_code == 302


def test_the_second_factor_of_here_is_still_asked_for(there: Provider, school: School) -> None:
    _row, secret = app_of(school, "Lan", at=clock.now())
    there.claims["amr"] = ["mfa"]
    browser = stranger()
    assert there_and_back(browser, there)["Location"] == "/dang-nhap/buoc-hai/"
    assert is_out(browser)
    code = shown(secret, clock.now())
    assert browser.post("/dang-nhap/buoc-hai/", {"code": code}).status_code == 302


@pytest.mark.parametrize(
    ("amr", "enters"), [(["pwd", "mfa"], True), (["pwd"], False), ("mfa", False)]
)
def test_the_providers_second_factor_counts_only_by_setting(
    there: Provider, school: School, settings: Any, amr: Any, enters: bool
) -> None:
    app_of(school, "Lan", at=clock.now())
    oidc = setting(there.issuer)
    settings.OIDC = Oidc(oidc.issuer, ID, SECRET, "", "username", oidc.claim, (), mfa=True)
    there.claims["amr"] = amr
    there_and_back(browser := stranger(), there)
    assert is_out(browser) is not enters


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "http://127.0.0.1:1"},
        {"jwks_uri": "file:///etc/passwd"},
        {"token_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_goes_to_no_provider_that_describes_itself_wrongly(
    there: Provider, description: dict[str, Any]
) -> None:
    there.description = description
    assert stranger().post(OUT).status_code == 422
    with pytest.raises(ProviderTrouble):
        provider(setting(there.issuer))


def test_says_so_when_the_provider_does_not_answer(school: School, settings: Any) -> None:
    settings.OIDC = setting("http://127.0.0.1:9")
    answer = stranger().post(OUT)
    assert answer.status_code == 422
    assert "hệ thống đăng nhập một lần" in answer.content.decode()


def test_works_with_a_provider_that_others_wrote(school: School, settings: Any) -> None:
    """oidc-provider-mock: discovery, consent, token, keys."""
    give_accounts(school, "Lan")
    mail = school.staff["Lan"].email = f"lan@{school.tag}.example"
    school.staff["Lan"].save()
    with others_provider({"sub": "1", "email": mail}) as issuer:
        settings.OIDC = setting(issuer, match="email", claim="email")
        browser = stranger()
        answer = httpx.post(way_out(browser), data={"sub": "1"})
        back = urlsplit(answer.headers["Location"])
        assert browser.get(f"{back.path}?{back.query}").status_code == 302
        assert not is_out(browser)


def test_check_asks_the_provider_who_it_is(there: Provider, settings: Any) -> None:
    [well] = check.single_sign_on()
    assert (well.todo, there.issuer in well.what) == ("", True)
    there.description = {"issuer": "http://127.0.0.1:1"}
    assert "TRUONGSO_OIDC_ISSUER" in next(check.single_sign_on()).todo
    settings.OIDC = None
    assert "không dùng" in next(check.single_sign_on()).what
