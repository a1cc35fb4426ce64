"""The pictures of the guide, taken of a running demo school.

    PORT=8123 DATA_DIR=/tmp/demo make demo
    python -m tools.pictures http://127.0.0.1:8123 /tmp/demo [name …]

Every scene of `tools/scenes.py` is taken twice, as on a desk and as on a phone, in Vietnamese,
signed in as somebody who holds the duty. Names of scenes take only these again; `--png` writes PNG
into DATA_DIR/pictures instead, for looking at. Best on a demo school that was loaded today: its
story ends on that day.
"""

import base64
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    StorageState,
    sync_playwright,
)

from tools import scenes_school
from tools.scenes import SCENES as SCHOOL_WEEK
from tools.scenes import Scene

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "guide" / "pictures"
SCENES = (*SCHOOL_WEEK, *scenes_school.SCENES)
ACCOUNTS = "demo-accounts.txt"
QUALITY = 60
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--lang=vi",
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What a scene is seen on; `suffix` ends the picture's name."""

    suffix: str
    width: int
    height: int
    scale: float
    touch: bool


DESK = Screen("may-tinh", 1366, 860, 1, touch=False)
PHONE = Screen("dien-thoai", 390, 780, 1.5, touch=True)


class Trouble(RuntimeError):
    """A picture cannot be taken; the text says why."""


def passwords(data_dir: Path) -> dict[str, str]:
    """Return the passwords of the demo accounts by user name; under "" that of everybody else."""
    lines = (data_dir / ACCOUNTS).read_text("utf-8").splitlines()[1:]
    cells = [re.split(r" {2,}", line.strip()) for line in lines]
    known = {words[1]: words[2] for words in cells if len(words) == 3}
    if not known:
        raise Trouble(f"no accounts in {data_dir / ACCOUNTS}")
    return known | {"": next(iter(known.values()))}


@dataclass
class Studio:
    """A browser before the school, with the people who have signed in."""

    browser: Browser
    address: str
    passwords: dict[str, str]
    sessions: dict[str, StorageState] = field(default_factory=dict)

    @contextmanager
    def opened(self, screen: Screen, login: str) -> Iterator[Page]:
        """A page of a new browser in which this person is signed in; nobody when empty."""
        context = self.browser.new_context(
            viewport={"width": screen.width, "height": screen.height},
            is_mobile=screen.touch,
            has_touch=screen.touch,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
            base_url=self.address,
            storage_state=self.sessions.get(login),
        )
        try:
            if login and login not in self.sessions:
                self._sign_in(context, login)
                self.sessions[login] = context.storage_state()
            yield context.new_page()
        finally:
            context.close()

    def _sign_in(self, context: BrowserContext, login: str) -> None:
        page = context.new_page()
        page.goto("/dang-nhap/")
        page.fill("[name=username]", login)
        page.fill("[name=password]", self.passwords.get(login, self.passwords[""]))
        page.click("button[type=submit].button--main")
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        page.close()


def take(studio: Studio, scene: Scene, screen: Screen, folder: Path, kind: str = "webp") -> Path:
    """Take one picture, of the first whose page has what is needed; returns where it lies."""
    for login in scene.logins or ("",):
        with studio.opened(screen, login) as page:
            if height := scene.height[screen is PHONE]:
                page.set_viewport_size({"width": screen.width, "height": height})
            page.goto(scene.path)
            for act in scene.acts:
                act(page)
            if scene.needs and not page.locator(scene.needs).count():
                continue
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready")
            if scene.at:
                lead(page, scene.at)
            page.wait_for_timeout(250)
            path = folder / f"{scene.name}-{screen.suffix}.{kind}"
            path.write_bytes(picture(page, screen, kind))
            for act in scene.tidying:
                act(page)
            return path
    raise Trouble(f"{scene.name}: nobody's page has {scene.needs}")


def lead(page: Page, selector: str) -> None:
    """Bring something under the eye, a little below the top of the page."""
    page.locator(selector).first.evaluate(
        "e => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - 84)"
    )


def picture(page: Page, screen: Screen, kind: str) -> bytes:
    """Return what the page shows now; Playwright itself does not know WebP."""
    link = page.context.new_cdp_session(page)
    left, top, width, height = page.evaluate(
        "() => [window.scrollX, window.scrollY, window.innerWidth, window.innerHeight]"
    )
    seen = {"x": left, "y": top, "width": width, "height": height, "scale": screen.scale}
    asked = {"format": kind, "clip": seen} | ({"quality": QUALITY} if kind == "webp" else {})
    return base64.b64decode(link.send("Page.captureScreenshot", asked)["data"])


def screens(scene: Scene) -> list[Screen]:
    """Return what a scene is seen on."""
    return [s for s in (DESK, PHONE) if scene.on in ("both", "desk" if s is DESK else "phone")]


def main(words: list[str]) -> int:
    """Take the pictures that are named, or all."""
    kind = "png" if "--png" in words else "webp"
    address, data_dir, *names = [word for word in words if word != "--png"] or ["", ""]
    if not address:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(data_dir, "pictures") if kind == "png" else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=list(ARGUMENTS),
            env={**os.environ, "LANGUAGE": "vi"},
        )
        studio = Studio(browser, address, passwords(Path(data_dir)))
        for scene in (scene for scene in SCENES if not names or scene.name in names):
            for screen in screens(scene):
                try:
                    path = take(studio, scene, screen, folder, kind)
                except (Trouble, Error) as error:
                    failed += 1
                    print(f"{scene.name}-{screen.suffix}: {error}", file=sys.stderr, flush=True)
                else:
                    print(f"{path.name}  {path.stat().st_size // 1024} KB", flush=True)
        browser.close()
    return 1 if failed else 0


def names_of_all() -> set[str]:
    """Return the names of all pictures."""
    return {f"{scene.name}-{screen.suffix}.webp" for scene in SCENES for screen in screens(scene)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
