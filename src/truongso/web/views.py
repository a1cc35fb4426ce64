"""Pages of the porch: home, health, the worker that opens pages without a network."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from truongso.access.sessions import failures_to_tell
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, page, public
from truongso.web import assets
from truongso.web.cards import Card, cards
from truongso.web.menu import Link, menu_of
from truongso.web.queries import database_answers


@require_GET
def home(request: Request) -> HttpResponse:
    """The home page: cards by what the person may do."""
    context = {
        "cards": _cards(request),
        "groups": _more(request),
        "failures": failures_to_tell(request.session),
    }
    return page(request, "web/home.html", context)


@public
@require_GET
def health(_request: Request) -> HttpResponse:
    """For balancers: "ok" when this process and its database answer."""
    if database_answers():
        return HttpResponse("ok", content_type="text/plain")
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse("database", content_type="text/plain", status=status)


@public
@require_GET
def offline_worker(_request: Request) -> HttpResponse:
    """The script that opens the gradebook without a network; it works under the address it has."""
    answer = HttpResponse(assets.content("pages/offline-worker.ts"), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


def _cards(request: Request) -> Sequence[Card]:
    return cards(request)


def _more(request: Request) -> list[tuple[str, list[Link]]]:
    """What may be looked up from here: the menu without what the cards and the menu's foot say."""
    menu = menu_of(request.actor, local_day(request.now))
    groups = [(name, [link for link in links if link.about]) for name, links in menu.groups]
    return [(name, links) for name, links in groups if links]
