"""Somebody before his browser, whose presses, fields, files and pages are counted."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 20_000
Camera = Callable[[Page, str], None]


@dataclass
class Count:
    """What somebody had to do."""

    presses: int = 0
    fields: int = 0
    files: int = 0
    pages: int = 0

    def __str__(self) -> str:
        return f"{self.presses} bấm, {self.fields} ô, {self.files} tệp, {self.pages} trang"

    def plus(self, other: "Count") -> "Count":
        """Both together."""
        return Count(self.presses + other.presses, self.fields + other.fields,
                     self.files + other.files, self.pages + other.pages)  # fmt: skip


@dataclass
class Person:
    """Somebody before his browser, counting what he does."""

    page: Page
    camera: Camera
    count: Count = field(default_factory=Count)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("framenavigated", self._turned)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("response", self._answered)

    def _turned(self, frame: object) -> None:
        if frame is self.page.main_frame:
            self.count.pages += 1

    def _answered(self, response: object) -> None:
        status, url = getattr(response, "status", 0), getattr(response, "url", "")
        if status >= 400:
            self.troubles.append(f"{url}: {status}")

    def press(self, role: str, name: str | re.Pattern[str]) -> None:
        """Press the first such thing that is seen."""
        exact = isinstance(name, str)
        found = self.page.get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type]
        self.press_on(found.filter(visible=True).first)

    def press_on(self, target: Locator) -> None:
        """Press this."""
        target.click()
        self.count.presses += 1

    def fill(self, label: str, text: str) -> None:
        """Fill a field."""
        self.page.get_by_label(label, exact=False).filter(visible=True).first.fill(text)
        self.count.fields += 1

    def sees(self, text: str) -> None:
        """Wait until a text is seen."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible(
            timeout=PATIENCE_MS
        )

    def shows(self, name: str) -> None:
        """Take a picture of the page."""
        self.camera(self.page, name)
