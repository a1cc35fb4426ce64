"""Hands for one and the same work: a mouse, a finger on a phone, a keyboard and nothing else."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator, Page

MOST_TRIES = 20
STOPS_BETWEEN = """target => {
  const here = document.activeElement ?? document.body;
  if (here === target) return 0;
  const follows = (one, other) =>
    Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const [first, last, way] =
    here === document.body || follows(here, target) ? [here, target, 1] : [target, here, -1];
  const stops = document.querySelectorAll("a[href], button, input, select, textarea, [tabindex]");
  const between = [...stops].filter(
    (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()
      && (first === document.body || follows(first, one)) && follows(one, last));
  return way * (between.length + 1);
}"""
PAST_THE_MENU = """target => document.activeElement === document.body
  && target.closest("main") !== null && document.querySelector(".skip") !== null"""
AT_THE_SKIP_LINK = "() => document.activeElement.matches('.skip')"
TYPING = """() => document.activeElement.matches(
  "textarea, select, input:not([type=checkbox], [type=radio], [type=button])")"""


class Mouse:
    """Clicks."""

    by_key = False

    def press(self, target: Locator) -> None:
        """Press a button or a link."""
        target.click()

    def tick(self, box: Locator) -> None:
        """Tick a box."""
        self.press(box)
        assert box.is_checked()

    def write(self, field: Locator, text: str) -> None:
        """Write into a field, over what stands in it."""
        self.press(field)
        field.fill(text)

    def write_day(self, field: Locator, day: str) -> None:
        """Write a day (yyyy-mm-dd)."""
        self.write(field, day)

    def choose(self, field: Locator, label: str) -> None:
        """Choose from a list."""
        field.select_option(label=label)

    def give(self, page: Page, opener: Locator, files: Sequence[Any]) -> None:
        """Choose files in the window that a press opens."""
        with page.expect_file_chooser() as chooser:
            self.press(opener)
        chooser.value.set_files(files)


class Finger(Mouse):
    """Taps."""

    def press(self, target: Locator) -> None:
        """Press a button or a link."""
        target.tap()


class Keys(Mouse):
    """Tabs, and presses the keys that the page names; touches nothing else."""

    by_key = True

    def press(self, target: Locator) -> None:
        """Press a button or a link: by its own key, or with Enter once it has the focus."""
        keyboard = target.page.keyboard
        key = (target.get_attribute("data-key") or "").split(" ")[0]
        if key and not target.page.evaluate(TYPING):
            keyboard.press(key)
            return
        self.reach(target)
        keyboard.press("Enter")

    def tick(self, box: Locator) -> None:
        """Tick a box."""
        self.reach(box)
        box.page.keyboard.press("Space")
        assert box.is_checked()

    def write(self, field: Locator, text: str) -> None:
        """Write into a field, over what stands in it."""
        self.reach(field)
        field.page.keyboard.press("Control+a")
        field.page.keyboard.type(text)

    def write_day(self, field: Locator, day: str) -> None:
        """Write a day (yyyy-mm-dd), in the order in which the browser asks for its parts."""
        self.reach(field)
        year, month, date = day.split("-")
        field.page.keyboard.type(f"{month}{date}{year}")
        assert field.input_value() == day

    def choose(self, field: Locator, label: str) -> None:
        """Choose from a list: the arrows lead from line to line."""
        self.reach(field)
        lines = field.evaluate("list => [...list.options].map(line => line.label)")
        steps = lines.index(label) - field.evaluate("list => list.selectedIndex")
        for _ in range(abs(steps)):
            field.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert field.evaluate("list => list.selectedOptions[0].label") == label

    def reach(self, target: Locator) -> None:
        """Tab until the target has the focus, past the menu where there is one; fail when tabbing
        does not lead there.
        """
        target.wait_for()
        keyboard = target.page.keyboard
        if target.evaluate(PAST_THE_MENU):
            keyboard.press("Tab")
            # After a reload a browser may go on from where the focus was, not from the top.
            if target.page.evaluate(AT_THE_SKIP_LINK):
                keyboard.press("Enter")
        for _ in range(MOST_TRIES):
            stops = target.evaluate(STOPS_BETWEEN)
            if stops == 0:
                return
            for _ in range(abs(stops)):
                keyboard.press("Tab" if stops > 0 else "Shift+Tab")
        raise AssertionError(f"no way to {target} by the keyboard")
