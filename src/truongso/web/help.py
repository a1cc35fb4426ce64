"""The help of a page as its layout shows it: the text, the guide, and what a request would tell."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.http import HttpRequest

from truongso.foundation.errors import UserError
from truongso.support import guide, state
from truongso.support.help import Help, help_of
from truongso.support.views.guide import address_of


@dataclass(frozen=True, slots=True)
class GuideLink:
    """Where the guide tells more."""

    url: str
    text: str


class PageHelp:
    """The help of one page. Asks the database nothing: a refused request has it too.

    `here` is the address of the page, or of the one that a refused form stood on.
    """

    def __init__(self, request: HttpRequest, here: str) -> None:
        self.request = request
        self.here = here

    @cached_property
    def route(self) -> str:
        """The page's name: of this address, else of the page the form stood on."""
        match = self.request.resolver_match
        name = match.url_name if match else ""
        return name if name and help_of(name) else state.route_of(urlsplit(self.here).path)

    @cached_property
    def text(self) -> Help | None:
        """What the page says of itself; None where it has nothing to say."""
        return help_of(self.route)

    @cached_property
    def guide(self) -> GuideLink | None:
        """The section of the guide, if it has one."""
        link = guide.link_of(self.text.guide) if self.text else None
        return GuideLink(f"{address_of(link.page)}#{link.anchor}", link.text) if link else None

    @cached_property
    def path(self) -> str:
        """The page's address as a request would tell it."""
        return state.clean_path(self.here)

    @cached_property
    def browser(self) -> str:
        """The browser as a request would tell it."""
        return state.browser_words(self.request.headers.get("User-Agent", ""))

    @cached_property
    def problem(self) -> tuple[str, str]:
        """Code of what this page refused, and its sentence without values; "" and "" if nothing."""
        shown = getattr(self.request, "shown_refusal", None)
        error: UserError | None = getattr(self.request, "refused", shown)
        code = error.violations[0].code if error and error.violations else ""
        return code, state.sentence_of(code)
