"""Requests with an actor, and answers as a page, a part of a page, or data."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from truongso.foundation.actor import Actor
from truongso.foundation.errors import BadRequest
from truongso.rules.verdict import Violation

View = TypeVar("View", bound=Callable[..., HttpResponse])


class Request(HttpRequest):
    """A request that has passed the school's door: it knows who acts, and when.

    `afterwards`: what is still to be written once the request's transaction has ended, even when
    it was rolled back. `must_enrol`: the person has to set a second factor up first.
    """

    actor: Actor
    now: datetime
    afterwards: list[Callable[[], None]]
    must_enrol: bool


def public(view: View) -> View:
    """Open a view to people who have not signed in. Everything else asks for a sign-in."""
    view.public = True  # type: ignore[attr-defined]
    return view


def keeps_refusals(view: View) -> View:
    """Let the journal keep everything that this view refuses, not only for want of a duty.

    For doors through which somebody might raise himself: accounts and duties.
    """
    view.keeps_refusals = True  # type: ignore[attr-defined]
    return view


def is_part(request: HttpRequest) -> bool:
    """Tell whether only a part of the page was asked for (htmx)."""
    return (
        request.headers.get("HX-Request") == "true"
        and "HX-History-Restore-Request" not in request.headers
    )


def wants_data(request: HttpRequest) -> bool:
    """Tell whether a script asks for data rather than a page."""
    return "application/json" in request.headers.get("Accept", "")


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with a page, or with its part when htmx asks and the part has a name.

    The part of "room/page.html" is "room/_page.html", which the page itself includes.
    """
    if is_part(request):
        room, _, name = template.rpartition("/")
        template = f"{room}/_{name}"
    return HttpResponse(render_to_string(template, dict(context), request), status=status)


def data(body: Mapping[str, Any], *, status: int = 200) -> JsonResponse:
    """Answer with JSON, Vietnamese letters as themselves."""
    return JsonResponse(dict(body), status=status, json_dumps_params={"ensure_ascii": False})


def asked_json(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of the body. Raises BadRequest."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequest(Violation("core.bad_request", "", {"detail": "JSON"})) from None
    if not isinstance(body, dict):
        raise BadRequest(Violation("core.bad_request", "", {"detail": "JSON"}))
    return body


def client_ip(request: HttpRequest, proxies: int) -> str:
    """Return the caller's address; from X-Forwarded-For only as many hops as we have proxies.

    "" when what is there is no address (a unix socket, a proxy that hides it).
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if proxies:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= proxies and hops[-proxies]:
            address = hops[-proxies]
    try:
        return str(ip_address(address))
    except ValueError:
        return ""
