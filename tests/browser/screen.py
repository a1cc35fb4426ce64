"""Somebody's screen: the page, the hand he works with, and everything that went wrong."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from tests.browser.hands import Mouse

GRAVE = ("serious", "critical")
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
TOO_WIDE = """width => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > width + 1)
  .map(one => one.outerHTML.slice(0, 120))"""


class Screen:
    """One browser window of one person."""

    def __init__(self, page: Page, hand: Mouse) -> None:
        self.hand = hand
        self.troubles: list[str] = []
        self._watch(page)

    def _watch(self, page: Page) -> None:
        self.page = page
        self.width = (page.viewport_size or {"width": 0})["width"]
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("response", self._response)

    def reopen(self) -> None:
        """Close the tab, whatever is under way in it, and open an empty one."""
        context = self.page.context
        self.page.close()
        self._watch(context.new_page())

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.request.method} {response.url}: {response.status}")

    @property
    def on_a_phone(self) -> bool:
        """Tell whether the menu lies under the thumb."""
        return self.width < 1024

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def go(self, entry: str) -> None:
        """Go to a page by the menu."""
        if self.on_a_phone:
            self.hand.press(self.page.locator("[data-opens=more]").filter(visible=True).last)
            menu = self.page.locator("#more")
        else:
            menu = self.page.locator(".side")
        with self.page.expect_navigation():
            self.hand.press(menu.get_by_role("link", name=entry))

    def press(self, role: Any, name: str) -> None:
        """Press what has this role and this name."""
        self.hand.press(self.seen(role, name))

    def seen(self, role: Any, name: str) -> Locator:
        """What one sees of this role and name."""
        return self.page.get_by_role(role, name=name, exact=True).filter(visible=True)

    def drawn_page(self, no: int) -> Locator:
        """A page of the file that is read, once it is drawn with its text."""
        place = self.page.locator(f".viewer__page[data-page='{no}']")
        return place.filter(has=self.page.locator("canvas + .textLayer"))

    def expected(self, *words: str) -> None:
        """Strike out the troubles that a test has made itself: those with one of these words."""
        self.troubles = [one for one in self.troubles if not any(word in one for word in words)]

    def looks_well(self) -> None:
        """Check what is on the screen: no grave fault for axe, nothing wider than it."""
        found = Axe().run(self.page, options=ONLY_VIOLATIONS).response["violations"]
        grave = [
            f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
            for fault in found
            if fault["impact"] in GRAVE
        ]
        assert not grave, f"{self.page.url}: {grave}"
        wide = self.page.evaluate("document.documentElement.scrollWidth") > self.width
        assert not wide, f"{self.page.url}: {self.page.evaluate(TOO_WIDE, self.width)}"
