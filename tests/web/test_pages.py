"""Every answer, whole or refused: its headers, its words, and what it costs."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import DataError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in, stranger
from tests.school import School
from truongso.foundation import clock
from truongso.foundation.errors import RuleBroken
from truongso.rules.authority import Duty
from truongso.rules.verdict import Violation
from truongso.web import views

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


@pytest.fixture
def browser(database: str) -> Client:
    return stranger()


@pytest.fixture
def lan(school: School) -> Client:
    return signed_in(school, "Lan")


def break_home(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(_request: HttpRequest) -> HttpResponse:
        raise error

    monkeypatch.setattr(views, "_cards", broken)


@pytest.mark.parametrize(
    ("method", "address", "more", "status"),
    [
        ("get", "/dang-nhap/", {}, 200),
        ("get", "/", {}, 302),
        ("get", "/suc-khoe", {}, 200),
        ("get", "/khong-co-trang-nay/", {}, 404),
        ("get", "/dang-nhap/", {"HTTP_HOST": "evil.example"}, 400),
        ("get", "/dang-nhap", {}, 301),
        ("post", "/tai-khoan/mat-khau/", {}, 401),
        ("delete", "/dang-nhap/", {}, 405),
        ("get", "/%2e%2e/%00", {}, 404),
    ],
)
def test_every_answer_carries_the_safe_headers(
    browser: Client, method: str, address: str, more: dict[str, str], status: int
) -> None:
    answer = getattr(browser, method)(address, **more)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_bug_answers_safely_and_tells_nothing(
    lan: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_home(monkeypatch, RuntimeError("secret detail"))
    answer = lan.get("/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Dữ liệu chưa bị thay đổi" in page
    assert "secret" not in page
    assert "Traceback" not in page
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_bug_answers_scripts_in_their_form(lan: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    break_home(monkeypatch, RuntimeError("secret detail"))
    as_data = lan.get("/", headers={"Accept": "application/json"})
    assert as_data.json()["problems"][0]["code"] == "core.failed"
    as_part = lan.get("/", headers={"HX-Request": "true"})
    assert as_part.status_code == 500
    assert as_part["HX-Retarget"] == "#problems"
    assert "<html" not in as_part.content.decode()


def test_wrong_host_is_refused_in_words(browser: Client) -> None:
    answer = browser.get("/dang-nhap/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "tên máy chủ" in answer.content.decode()
    assert "evil.example" not in answer.content.decode()


def test_unknown_address_says_what_to_do_next_without_asking_the_database(lan: Client) -> None:
    lan.get("/")
    with CaptureQueriesContext(connection) as asked:
        answer = lan.get("/khong-co/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Không tìm thấy" in page
    assert "Về trang chủ" in page
    assert not [query for query in asked if "roster_org" in query["sql"]]


def test_refusal_is_rendered_in_a_broken_transaction(
    lan: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            try:
                cursor.execute("SELECT 1/0")
            except DataError:
                raise RuleBroken(Violation("core.stale")) from None
        raise AssertionError

    monkeypatch.setattr(views, "_cards", broken)
    answer = lan.get("/")
    assert answer.status_code == 422
    assert "vừa được người khác thay đổi" in answer.content.decode()


def test_form_without_token_is_refused_with_a_sentence(school: School) -> None:
    browser = signed_in(school, "Lan", client=Client(enforce_csrf_checks=True))
    answer = browser.post("/dang-xuat/")
    assert answer.status_code == 403
    assert answer["X-Form-Expired"] == "1"
    assert "nội dung đã gõ vẫn còn" in answer.content.decode()
    assert browser.get("/").status_code == 200


def token_in(page: str) -> str:
    facts = page.split('id="page">')[1].split("</script>", maxsplit=1)[0]
    token: str = json.loads(facts)["csrf"]
    return token


def test_token_of_the_page_lets_a_form_through_and_dies_with_the_session(school: School) -> None:
    browser = signed_in(school, "Lan", client=Client(enforce_csrf_checks=True))
    token = token_in(browser.get("/").content.decode())
    old = browser.cookies["csrf"].value
    fields = {"language": "vi", "csrfmiddlewaretoken": token}
    assert browser.post("/ngon-ngu/", fields).status_code == 302
    assert browser.post("/dang-xuat/", {"csrfmiddlewaretoken": token}).status_code == 302
    assert browser.cookies["csrf"].value != old
    again = signed_in(school, "Lan", client=browser)
    assert again.post("/ngon-ngu/", fields).status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil"])
def test_form_from_another_site_is_refused(school: School, origin: str) -> None:
    browser = signed_in(school, "Lan", client=Client(enforce_csrf_checks=True))
    token = token_in(browser.get("/").content.decode())
    answer = browser.post("/dang-xuat/", {"csrfmiddlewaretoken": token}, HTTP_ORIGIN=origin)
    assert answer.status_code == 403


def test_unsigned_request_is_answered_as_it_was_asked(browser: Client) -> None:
    as_data = browser.get("/", headers={"Accept": "application/json"})
    assert (as_data.status_code, as_data.json()["problems"][0]["code"]) == (401, "core.sign_in")
    as_part = browser.get("/", headers={"HX-Request": "true"})
    assert (as_part.status_code, as_part["HX-Retarget"]) == (401, "#problems")


def test_refused_form_leads_back_to_its_page_through_the_sign_in(browser: Client) -> None:
    came = {"HTTP_REFERER": "http://testserver/ke-hoach/7/?trang=2"}
    page = browser.post("/tai-khoan/mat-khau/", **came).content.decode()
    assert "Thầy/Cô cần đăng nhập" in page
    assert "/dang-nhap/?tiep=%2Fke-hoach%2F7%2F%3Ftrang%3D2" in page
    assert "data-refused" in page


def test_home_asks_little_of_the_database(lan: Client, django_assert_max_num_queries: Any) -> None:
    lan.get("/")
    with django_assert_max_num_queries(14) as asked:  # two of them for the first steps
        assert lan.get("/").status_code == 200
    assert sum("roster_org" in query["sql"] for query in asked) == 1


def test_health_says_ok_only_when_the_database_answers(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.get("/suc-khoe").content == b"ok"
    monkeypatch.setattr(views, "database_answers", lambda: False)
    assert browser.get("/suc-khoe").status_code == 503


def test_page_carries_nothing_inline(lan: Client) -> None:
    for address in ("/", "/tai-khoan/", "/tai-khoan/mat-khau/", "/tai-khoan/thiet-bi/"):
        page = lan.get(address).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        inline = [part for part in page.split("<script")[1:] if " src=" not in part.split(">")[0]]
        assert all('type="application/json"' in part for part in inline)


def test_names_are_shown_as_text(school: School) -> None:
    person = school.staff["Lan"]
    person.full_name = "<script>alert(1)</script> \"' Lan"
    person.save(update_fields=["full_name"])
    page = signed_in(school, "Lan").get("/tai-khoan/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_language_is_chosen_and_kept_with_the_account(school: School, lan: Client) -> None:
    answer = lan.post("/ngon-ngu/", {"language": "en", "tiep": "/tai-khoan/"})
    assert answer["Location"] == "/tai-khoan/"
    page = lan.get("/tai-khoan/")
    assert page["Content-Language"] == "en"
    assert '<html lang="en">' in page.content.decode()
    assert lan.post("/ngon-ngu/", {"language": "xx"}).status_code == 422


def test_account_page_says_own_and_lent_duties(school: School) -> None:
    now = clock.now()
    lent = ("Hoa", Duty.DEPARTMENT_HEAD, "Minh", "planning.approve:lesson_plan")
    school.delegate(*lent, since=now - timedelta(days=1), until=now + timedelta(days=1))
    page = signed_in(school, "Minh").get("/tai-khoan/").content.decode()
    assert "Tổ phó chuyên môn" in page
    assert "Tổ Khoa học tự nhiên" in page
    assert "Thay mặt Đặng Quỳnh Hoa (Tổ trưởng chuyên môn)" in page


def test_wrong_method_is_refused_in_words(lan: Client) -> None:
    answer = lan.get("/dang-xuat/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Không dùng được cách gửi này" in answer.content.decode()
    assert lan.get("/").status_code == 200


def test_upload_where_no_file_is_asked_for_is_refused(browser: Client) -> None:
    file = BytesIO(b"x" * 100)
    file.name = "a.pdf"
    assert browser.post("/dang-nhap/", {"username": "x", "password": file}).status_code == 400
    assert browser.post("/dang-nhap/", {"username": "x" * 3_000_000}).status_code == 400
