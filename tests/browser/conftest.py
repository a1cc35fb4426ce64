"""What every browser test stands on: a house with servers, a Chromium, people at their screens."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connections
from playwright.sync_api import Browser, expect, sync_playwright

from tests import databases
from tests.browser.hands import Finger, Keys, Mouse
from tests.browser.house import House
from tests.browser.screen import Screen
from tests.clients import account_of, signed_in
from tests.environment import ROOT
from tests.school import PASSWORD, School

PATIENCE_MS = 90_000
DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Sit = Callable[..., Screen]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One installation for all browser tests of this worker."""
    house = House(tmp_path_factory.mktemp("house") / "installation")
    try:
        house.open()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of this file's tests.

    Playwright keeps an event loop running in this thread, so it ends with the file: others' tests
    must not find it. Django is told that we may use the database beside it.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium on this machine")
    if not (ROOT / "src/truongso/web/static/built/manifest.json").exists():
        pytest.skip("the front end has not been built")
    expect.set_options(timeout=PATIENCE_MS)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIETLY))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def database(chromium: Browser, house: House, django_db_blocker: Any) -> Iterator[str]:
    """The house's database, files and clock, for as long as this file's tests run."""
    before = settings.DATABASES["default"]["NAME"]
    connections.close_all()
    databases.use(house.database)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "FILES_DIR", house.files)
        patch.setattr(settings, "CLOCK_SHIFT", house.clock_shift)
        yield house.database
        connections.close_all()
    databases.use(before)


@pytest.fixture(autouse=True)
def files_dir(database: str, house: House) -> Path:
    """The tests' own acts keep files where the servers find them."""
    return house.files


@contextmanager
def seats(chromium: Browser, house: House, school: School) -> Iterator[Sit]:
    """Set somebody before a screen, signed in (or not yet); in the end nothing has gone wrong."""
    screens: list[Screen] = []

    def sit(name: str, hand: Mouse | None = None, *, signed: bool = True) -> Screen:
        hand = hand or Mouse()
        context = chromium.new_context(
            base_url=house.address, locale="vi-VN", **(PHONE if isinstance(hand, Finger) else DESK)
        )
        context.set_default_timeout(PATIENCE_MS)
        if signed:
            key = signed_in(school, name).cookies[settings.SESSION_COOKIE]
            context.add_cookies([{"name": key.key, "value": key.value, "url": house.address}])
        screens.append(Screen(context.new_page(), hand))
        return screens[-1]

    yield sit
    troubles = [trouble for screen in screens for trouble in screen.troubles]
    for screen in screens:
        screen.page.context.close()
    assert troubles == []


@pytest.fixture
def sit(chromium: Browser, house: House, school: School) -> Iterator[Sit]:
    """Seats in this test's own school."""
    with seats(chromium, house, school) as sit:
        yield sit


@pytest.fixture(scope="session")
def hashed() -> str:
    """The common password as the database keeps it: hashed once, because that is slow."""
    return make_password(PASSWORD)


@pytest.fixture
def passwords(school: School, hashed: str) -> Callable[..., None]:
    """Give people accounts with the common password."""

    def give(*names: str) -> None:
        for name in names:
            account = account_of(school, name)
            account.password = hashed
            account.save()

    return give


@pytest.fixture(params=[Mouse, Finger, Keys], ids=["mouse", "finger", "keys"])
def hand(request: pytest.FixtureRequest) -> Mouse:
    """Each hand in turn: a mouse on a desk, a finger on a phone, a keyboard alone on a desk."""
    made: Mouse = request.param()
    return made
