"""An installation that runs, with a provider of single sign-on beside it, and a real Chromium."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.access.provider import others_provider
from tests.browser.conftest import PATIENCE_MS, QUIETLY
from tests.drills.rig import Rig, rigged


@dataclass
class House:
    """The installation: where it answers, and the user names of its people."""

    rig: Rig
    address: str
    usernames: dict[str, str]

    def forget_proofs(self) -> None:
        """Let every proof be too old, as an hour later."""
        with self.rig.superuser() as link:
            link.execute("UPDATE access_session SET proved_at = NULL")


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The installation, in which leaders must have a second factor."""
    with ExitStack() as stack:
        person = {"sub": "hoa", "email": "hoa@truong.example", "name": "Hoa"}
        issuer = stack.enter_context(others_provider(person))
        rig = stack.enter_context(rigged())
        address = f"http://localhost:{rig.port}"
        rig.environment |= {
            "TRUONGSO_PUBLIC_URL": address,
            "TRUONGSO_SECOND_FACTOR": "1",
            "TRUONGSO_OIDC_ISSUER": issuer,
            "TRUONGSO_OIDC_CLIENT_ID": "truong-so",
            "TRUONGSO_OIDC_CLIENT_SECRET": "bi-mat",
            "TRUONGSO_OIDC_MATCH": "email",
            "TRUONGSO_OIDC_NAME": "Đăng nhập bằng tài khoản của Sở",
        }
        rig.prepare()
        usernames = json.loads(rig.run("-m", "tests.signin_browser.founding"))
        rig.start()
        yield House(rig, address, usernames)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of this file's tests; it ends with them, as those of `tests.browser` do."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium on this machine")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(QUIETLY))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, house: House) -> Iterator[Page]:
    """A fresh browser of one person; what its pages complain of fails the test."""
    context = chromium.new_context(
        base_url=house.address, viewport={"width": 1366, "height": 900}, locale="vi-VN"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def shoot(page: Page) -> Callable[[str], None]:
    """Take a picture of the page in two widths, where SIGNIN_PICTURES names a folder."""

    def take(name: str) -> None:
        folder = os.environ.get("SIGNIN_PICTURES")
        if not folder:
            return
        for width in (1366, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1366, "height": 900})

    return take
