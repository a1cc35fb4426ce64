"""How long a session lives, what ends it, and the list of signed-in devices."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.clients import account_of, signed_in
from tests.school import School
from truongso.access.devices import called
from truongso.access.jobs import tidy
from truongso.access.models import Account, DutyHeld, Session, SignInTry
from truongso.access.sessions import key_hash, school_in
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.foundation.ids import new_id

SECOND = timedelta(seconds=1)
IDLE = timedelta(seconds=django_settings.SESSION_IDLE_SECONDS)
LONGEST = timedelta(seconds=django_settings.SESSION_LONGEST_SECONDS)
DEVICES = "/tai-khoan/thiet-bi/"
END = "/tai-khoan/thiet-bi/dang-xuat/"
SLACK = 20 * SECOND


def row_of(browser: Client) -> Session:
    return Session.objects.get(
        key_hash=key_hash(browser.cookies[django_settings.SESSION_COOKIE].value)
    )


@pytest.mark.parametrize(
    ("seen", "begun", "status"),
    [
        (timedelta(0), timedelta(0), 200),
        (IDLE - SLACK, IDLE, 200),
        (IDLE, IDLE, 302),
        (timedelta(0), LONGEST - SLACK, 200),
        (timedelta(0), LONGEST, 302),
    ],
)
def test_ends_when_idle_and_when_old(
    school: School, seen: timedelta, begun: timedelta, status: int
) -> None:
    now = clock.now()
    browser = signed_in(school, "Lan", at=now - begun)
    Session.objects.filter(pk=row_of(browser).pk).update(seen_at=now - seen)
    assert browser.get("/").status_code == status


def test_clock_set_back_does_not_lengthen_a_session(school: School) -> None:
    ahead = clock.now() + timedelta(hours=1)
    browser = signed_in(school, "Lan", at=ahead - LONGEST)
    assert row_of(browser).expires_at == ahead
    assert browser.get("/").status_code == 302  # idle since long before


def test_use_is_noted_at_most_every_few_minutes(school: School) -> None:
    now = clock.now()
    browser = signed_in(school, "Lan", at=now - timedelta(minutes=4))
    browser.get("/")
    assert row_of(browser).seen_at < now - timedelta(minutes=3)
    Session.objects.filter(pk=row_of(browser).pk).update(seen_at=now - timedelta(minutes=6))
    browser.get("/")
    assert row_of(browser).seen_at >= now - timedelta(minutes=1)


def test_is_dead_at_once_when_the_account_is_withdrawn(school: School) -> None:
    browser = signed_in(school, "Lan")
    assert browser.get("/").status_code == 200
    Account.objects.filter(pk=account_of(school, "Lan").pk).update(is_active=False)
    assert browser.get("/").status_code == 302


def test_duty_ended_meanwhile_is_gone_with_the_next_page(school: School) -> None:
    browser = signed_in(school, "Hoa")
    assert "Tổ trưởng chuyên môn" in browser.get("/").content.decode()
    DutyHeld.objects.filter(staff=school.staff["Hoa"], duty="department_head").update(
        until=clock.now()
    )
    assert "Tổ trưởng chuyên môn" not in browser.get("/").content.decode()


@pytest.mark.parametrize(
    ("key", "school_id"),
    [
        ("12." + "a" * 43, 12),
        ("012." + "a" * 43, None),
        ("-1." + "a" * 43, None),
        ("9223372036854775808." + "a" * 43, None),
        ("12." + "a" * 42, None),
        ("12." + "a" * 43 + "\n", None),
        ("१२." + "a" * 43, None),
        ("12;DROP", None),
        ("", None),
    ],
)
def test_reads_the_school_only_from_a_key_of_our_form(key: str, school_id: int | None) -> None:
    assert school_in(key) == school_id


def test_key_with_another_school_finds_nothing(school: School) -> None:
    browser = signed_in(school, "Lan")
    secret = browser.cookies[django_settings.SESSION_COOKIE].value.split(".")[1]
    browser.cookies[django_settings.SESSION_COOKIE] = f"{school.id + 1}.{secret}"
    assert browser.get("/").status_code == 302


def test_lists_the_devices_and_marks_this_one(school: School) -> None:
    browser = signed_in(school, "Lan")
    signed_in(school, "Lan", at=clock.now() - timedelta(hours=2))
    signed_in(school, "Lan", at=clock.now() - IDLE)
    signed_in(school, "Hoa")
    page = browser.get(DEVICES).content.decode()
    assert page.count("Thiết bị này") == 1
    assert page.count("Đăng xuất thiết bị này") == 1
    assert "2 giờ trước" in page


def test_signs_another_device_out(school: School) -> None:
    browser, other = signed_in(school, "Lan"), signed_in(school, "Lan")
    answer = browser.post(END, {"device": row_of(other).key_hash[:24]})
    assert answer["Location"] == DEVICES
    assert other.get("/").status_code == 302
    assert browser.get("/").status_code == 200
    assert JournalEntry.objects.get(school_id=school.id).verb == "access.device_signed_out"


def test_signs_every_other_device_out(school: School) -> None:
    browser = signed_in(school, "Lan")
    others = [signed_in(school, "Lan"), signed_in(school, "Lan")]
    browser.post(END, {"all": "1"})
    assert [other.get("/").status_code for other in others] == [302, 302]
    assert "Đã đăng xuất 2 thiết bị khác." in browser.get(DEVICES).content.decode()
    assert JournalEntry.objects.get(school_id=school.id).verb == "access.devices_signed_out"


@pytest.mark.parametrize("device", ["", "0" * 24, "%", "_"])
def test_device_that_is_not_there_is_missing(school: School, device: str) -> None:
    assert signed_in(school, "Lan").post(END, {"device": device}).status_code == 404
    assert Session.objects.filter(school_id=school.id).count() == 1


def test_nobody_signs_a_colleague_out(school: School) -> None:
    hers = signed_in(school, "Hoa")
    answer = signed_in(school, "Lan").post(END, {"device": row_of(hers).key_hash[:24]})
    assert answer.status_code == 404
    assert hers.get("/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "browser", "system", "is_phone"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge",
            "Windows",
            False,
        ),
        (
            "Mozilla/5.0 (Linux; Android 13) Chrome/124.0 Mobile Safari/537.36",
            "Chrome",
            "Android",
            True,
        ),
        (
            "Mozilla/5.0 (Windows NT 6.1) coc_coc_browser/109.0 Chrome/103.0",
            "Cốc Cốc",
            "Windows",
            False,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) CriOS/126",
            "Chrome",
            "iPhone",
            True,
        ),
        ("curl/8", "", "", False),
    ],
)
def test_calls_a_device_by_its_browser_and_system(
    agent: str, browser: str, system: str, is_phone: bool
) -> None:
    found = called(agent)
    assert (found.browser, found.system, found.is_phone) == (browser, system, is_phone)


def test_night_takes_away_what_is_over(school: School) -> None:
    now = clock.now()
    alive = signed_in(school, "Lan", at=now)
    signed_in(school, "Lan", at=now - IDLE)
    old = SignInTry.objects.create(
        id=new_id(), name_hash="n", place_hash="p", at=now - timedelta(days=2)
    )
    tidy(0)
    assert list(Session.objects.filter(school_id=school.id)) == [row_of(alive)]
    assert not SignInTry.objects.filter(pk=old.pk).exists()
