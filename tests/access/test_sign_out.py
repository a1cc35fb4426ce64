"""Signing out: the session ends on the server, and the browser forgets."""

from django.conf import settings as django_settings

from tests.clients import signed_in
from tests.school import School
from truongso.audit.models import JournalEntry

SIGN_IN = "/dang-nhap/"


def test_sign_out_ends_the_session_on_the_server(school: School) -> None:
    browser = signed_in(school, "Lan")
    key = browser.cookies[django_settings.SESSION_COOKIE].value
    answer = browser.post("/dang-xuat/")
    assert answer["Location"] == SIGN_IN
    assert answer["Clear-Site-Data"] == '"storage"'
    assert answer.cookies[django_settings.SESSION_COOKIE]["max-age"] == 0
    browser.cookies[django_settings.SESSION_COOKIE] = key
    assert browser.get("/").status_code == 302
    assert JournalEntry.objects.get(school_id=school.id).verb == "access.signed_out"


def test_sign_out_needs_a_post(school: School) -> None:
    assert signed_in(school, "Lan").get("/dang-xuat/").status_code == 405


def test_sign_out_twice_is_no_trouble(school: School) -> None:
    browser = signed_in(school, "Lan")
    browser.post("/dang-xuat/")
    assert browser.post("/dang-xuat/")["Location"] == SIGN_IN
