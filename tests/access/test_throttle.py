"""Slowing down guessing, from one place and many, without locking the owner out."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from tests.clients import stranger
from tests.school import NOW, PASSWORD, School, give_accounts
from truongso.access import throttle
from truongso.access.devices import device_in
from truongso.access.models import SignInTry
from truongso.access.throttle import NAME, NAME_AT_PLACE, PLACE, Allowance, Whence
from truongso.foundation import clock
from truongso.foundation.errors import TooMany

MINUTE = timedelta(minutes=1)


def fail(times: int, whence: Whence, at: datetime = NOW) -> None:
    for _ in range(times):
        throttle.enter(whence, at=at)


def waits(whence: Whence, at: datetime = NOW) -> int:
    """How many minutes a try from here is asked to wait."""
    try:
        throttle.check(whence, at=at)
    except TooMany as error:
        return int(str(error.violations[0].params["minutes"]))
    return 0


@pytest.fixture
def name(school: School) -> str:
    """A user name and an address that only this test knows."""
    return school.username("Lan")


def test_waiting_doubles_up_to_the_longest() -> None:
    allowance = Allowance(free=5, within=timedelta(hours=24), longest=timedelta(minutes=15))
    minutes = [allowance.wait(failures) / MINUTE for failures in (4, 5, 6, 7, 8, 9, 10_000)]
    assert minutes == [0, 1, 2, 4, 8, 15, 15]


def test_lets_a_few_failures_pass(name: str) -> None:
    here = Whence.of(name, name, "")
    fail(NAME_AT_PLACE.free - 1, here)
    assert waits(here) == 0


def test_asks_to_wait_after_five_failures_and_says_how_long(name: str) -> None:
    here = Whence.of(name, name, "")
    fail(NAME_AT_PLACE.free, here)
    assert waits(here) == 1
    assert waits(here, NOW + timedelta(seconds=59)) == 1
    assert waits(here, NOW + MINUTE) == 0


def test_being_asked_to_wait_is_no_failure(name: str) -> None:
    here = Whence.of(name, name, "")
    fail(NAME_AT_PLACE.free, here)
    for _ in range(20):
        with pytest.raises(TooMany):
            throttle.enter(here, at=NOW)
    assert SignInTry.objects.filter(name_hash=here.name).count() == NAME_AT_PLACE.free
    assert waits(here) == 1


def test_one_place_cannot_lock_the_owner_out_of_another(name: str) -> None:
    fail(NAME_AT_PLACE.free, Whence.of(name, f"{name}-bad", ""))
    assert waits(Whence.of(name, f"{name}-home", "")) == 0


def test_slows_guessing_at_one_name_from_many_places(name: str) -> None:
    for number in range(NAME.free):
        throttle.enter(Whence.of(name, f"{name}-{number}", ""), at=NOW)
    fresh = Whence.of(name, f"{name}-fresh", "")
    assert waits(fresh) == 1
    for later in range(1, 30):
        throttle.enter(Whence.of(name, f"{name}+{later}", ""), at=NOW + later * 2 * MINUTE)
    assert waits(fresh, NOW + 58 * MINUTE) == NAME.longest / MINUTE


def test_slows_one_place_that_guesses_at_many_names(name: str) -> None:
    for number in range(PLACE.free):
        throttle.enter(Whence.of(f"{name}{number}", name, ""), at=NOW)
    assert waits(Whence.of(f"{name}-next", name, "")) == 1


def test_a_device_that_knows_the_account_has_its_own_allowance(name: str) -> None:
    for number in range(NAME.free + 10):
        at = NOW + number * 2 * MINUTE
        throttle.enter(Whence.of(name, f"{name}-{number}", ""), at=at)
    latest = NOW + (NAME.free + 9) * 2 * MINUTE
    assert waits(Whence.of(name, "anywhere", ""), latest) > 0
    assert waits(Whence.of(name, "anywhere", "device"), latest) == 0


def test_a_right_password_forgets_the_failures_from_here_only(name: str) -> None:
    here, elsewhere = Whence.of(name, name, ""), Whence.of(name, f"{name}-bad", "")
    fail(3, here)
    fail(2, elsewhere)
    assert throttle.failures_elsewhere(name, here, at=NOW) == 2
    throttle.leave(here)
    assert SignInTry.objects.filter(name_hash=here.name).count() == 2


def test_forgets_tries_after_a_day(name: str) -> None:
    here = Whence.of(name, name, "")
    fail(NAME_AT_PLACE.free, here)
    tomorrow = NOW + timedelta(hours=24)
    assert waits(here, tomorrow) == 0
    assert throttle.forget_old(now=tomorrow) >= NAME_AT_PLACE.free
    assert not SignInTry.objects.filter(name_hash=here.name).exists()


def test_page_says_how_long_to_wait_and_lets_nobody_in_meanwhile(school: School) -> None:
    give_accounts(school, "Lan")
    browser = stranger()
    who = {"username": school.username("Lan")}
    for _ in range(NAME_AT_PLACE.free):
        browser.post("/dang-nhap/", {**who, "password": "sai"})
    answer = browser.post("/dang-nhap/", {**who, "password": PASSWORD})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Hãy đợi 1 phút" in answer.content.decode()


def test_known_device_gets_in_while_its_name_is_under_attack(school: School) -> None:
    give_accounts(school, "Lan")
    name = school.username("Lan")
    mine = stranger()
    mine.post("/dang-nhap/", {"username": name, "password": PASSWORD})
    device = mine.cookies[django_settings.DEVICE_COOKIE].value
    for number in range(NAME.free):
        throttle.enter(Whence.of(name, f"{school.tag}-{number}", ""), at=clock.now())
    known, unknown = stranger(), stranger()
    known.cookies[django_settings.DEVICE_COOKIE] = device
    form = {"username": name, "password": PASSWORD}
    told = [browser.post("/dang-nhap/", form).status_code for browser in (unknown, known)]
    assert told == [429, 302]


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "W10:1:2"])
def test_a_forged_device_cookie_helps_nobody(cookie: str) -> None:
    assert not device_in(cookie).knows("lan")
