"""Doors of single sign-on: out to the provider, and back from it."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from truongso.access import forms
from truongso.access import single_sign_on as sso
from truongso.access.sign_in import HalfWay
from truongso.access.views.entering import entered, keep, own_path, sentences
from truongso.access.views.second_step import on_to, sign_in_ways
from truongso.foundation.errors import RuleBroken
from truongso.foundation.http import Request, page, public


@public
@require_POST
def single_sign_on(request: Request) -> HttpResponse:
    """Send the browser on to the provider.

    By a page that leads on, not by a redirect: the content policy lets forms end only at our own.
    """
    onward = own_path(request.POST.get("tiep", ""))
    try:
        address, ticket = sso.begin(onward, back=_back(), at=request.now)
    except RuleBroken as error:
        return _refused(request, error, onward)
    response = page(request, "access/single_sign_on.html", {"address": address})
    keep(response, settings.CHALLENGE_COOKIE, ticket)
    return response


@public
@require_GET
def single_sign_on_return(request: Request) -> HttpResponse:
    """Let in whom the provider names, if he has an account here."""
    asked = sso.Returned(
        code=request.GET.get("code", "")[:4000],
        state=request.GET.get("state", "")[:200],
        ticket=request.COOKIES.get(settings.CHALLENGE_COOKIE, ""),
        back=_back(),
    )
    try:
        begun, onward = sso.finish(asked, forms.came_in(request), at=request.now)
    except RuleBroken as error:
        return _refused(request, error, "/")
    if isinstance(begun, HalfWay):
        response = HttpResponseRedirect(on_to("second_step", onward))
        keep(response, settings.TICKET_COOKIE, begun.ticket)
        return response
    return entered(request, begun, own_path(onward))


def _back() -> str:
    return settings.PUBLIC_URL + reverse("single_sign_on_return")


def _refused(request: Request, error: RuleBroken, onward: str) -> HttpResponse:
    context = {"problems": sentences(error), "username": "", **sign_in_ways(request, onward)}
    return page(request, "access/sign_in.html", context, status=error.status)
