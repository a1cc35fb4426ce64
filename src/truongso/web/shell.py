"""What every page shows around its content: school, person, menu, unread notices.

Made when a template asks for it: a part of a page costs nothing. At most one statement, and none
when the request was refused, because its transaction may be broken.
"""

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language

from truongso.access.words import duties_in_words
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.telling import Told, told
from truongso.support.queries.requests import ASK
from truongso.web.help import PageHelp
from truongso.web.menu import Menu, acts_of, menu_of
from truongso.web.queries import Standing, standing
from truongso.web.script_words import script_words


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the layout's values, under one name so that no page overwrites them."""
    return {"shell": Shell(request)}


class Shell:
    """The layout of one page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor | None = getattr(request, "actor", None)
        self.language = get_language() or settings.LANGUAGE_CODE

    @cached_property
    def standing(self) -> Standing:
        """The school's names and the count of unread notices."""
        if self.actor is None or hasattr(self.request, "refused"):
            return Standing()
        return standing(self.actor, now=self._now)

    @cached_property
    def held_back(self) -> bool:
        """Tell whether nobody is there, or something must be done before all else."""
        first = ("must_change_password", "must_confirm")
        owes = getattr(self.request, "must_enrol", False) or any(map(self._account, first))
        return self.actor is None or owes

    @cached_property
    def menu(self) -> Menu:
        """The menu of the person; empty while he is held back."""
        if self.actor is None or self.held_back:
            return Menu()
        counts = {
            "unread": self.standing.unread,
            "waiting": self.standing.waiting,
            "corrections": self.standing.corrections,
        }
        return menu_of(self.actor, local_day(self._now), path=self.request.path, counts=counts)

    @cached_property
    def finds_people(self) -> bool:
        """Tell whether the person looks for people of the whole school from every page."""
        if self.actor is None or self.held_back:
            return False
        return "roster.edit_pupils" in acts_of(self.actor, local_day(self._now))

    @cached_property
    def help(self) -> PageHelp:
        """The help of the page."""
        return PageHelp(self.request, self.here)

    @cached_property
    def may_ask(self) -> bool:
        """Tell whether the page has the form that asks the school's admin in its panel."""
        if self.actor is None or self.held_back or self.help.route == "ask_for_help":
            return False
        return ASK in acts_of(self.actor, local_day(self._now))

    @cached_property
    def duties(self) -> str:
        """The person's duties in words, own first, then lent."""
        if self.actor is None:
            return ""
        return ", ".join(duties_in_words(self.actor.duties))

    @cached_property
    def page(self) -> dict[str, Any]:
        """What the scripts of the page are told."""
        return {
            "account": self.actor.account_id.hex if self.actor and self.actor.account_id else "",
            "username": self._account("username") or "",
            "csrf": get_token(self.request),
            "urls": {"signIn": reverse("sign_in"), "session": reverse("session_state")},
            "told": settings.TOLD_COOKIE if self.told else "",
            "words": script_words(),
        }

    @cached_property
    def told(self) -> Told | None:
        """What the page before this one has done, to be said once."""
        return told(self.request)

    @property
    def here(self) -> str:
        """The address to come back to: this page, or the page a refused form stood on."""
        if self.request.method == "GET":
            return self.request.get_full_path()
        came = urlsplit(self.request.headers.get("Referer", ""))
        try:
            is_ours = came.netloc == self.request.get_host()
        except DisallowedHost:
            is_ours = False
        if not is_ours or not came.path:
            return "/"
        return f"{came.path}?{came.query}" if came.query else came.path

    @property
    def _now(self) -> Any:
        return self.request.now  # type: ignore[attr-defined]

    def _account(self, name: str) -> Any:
        return getattr(getattr(self.request, "user", None), name, None)
