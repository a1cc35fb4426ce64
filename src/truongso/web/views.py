"""Pages of the porch: home, health, language."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from truongso.access.sessions import failures_to_tell
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, page, public
from truongso.web.menu import menu_of
from truongso.web.queries import database_answers


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the home page: something to do or to look at, and where.

    `count` None shows no number. `tone`: "" as usual, "next" for what to do now, "urgent".
    """

    title: str
    url: str
    icon: str
    text: str = ""
    link: str = ""
    count: int | None = None
    tone: str = ""


@require_GET
def home(request: Request) -> HttpResponse:
    """The home page: cards by what the person may do."""
    context = {"cards": _cards(request), "failures": failures_to_tell(request.session)}
    return page(request, "web/home.html", context)


@public
@require_GET
def health(_request: Request) -> HttpResponse:
    """For balancers: "ok" when this process and its database answer."""
    if database_answers():
        return HttpResponse("ok", content_type="text/plain")
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse("database", content_type="text/plain", status=status)


def _cards(request: Request) -> Sequence[Card]:
    menu = menu_of(request.actor, local_day(request.now))
    return [
        Card(link.title, link.url, link.icon, link.about)
        for link in menu.links
        if link.route != "home"
    ]
