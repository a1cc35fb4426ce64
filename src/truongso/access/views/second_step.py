"""Doors of the second step of a sign-in, and of signing in with a passkey alone."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from truongso.access import forms, passkey_sign_in, passkeys
from truongso.access import second_step as steps
from truongso.access.queries.factors import PASSKEY
from truongso.access.views.entering import entered, keep, later, own_path, sentences
from truongso.foundation.errors import RuleBroken, TooMany
from truongso.foundation.http import Request, data, page, public
from truongso.foundation.telling import tell


def on_to(route: str, onward: str) -> str:
    """Return the address of a step of the sign-in, which remembers where the person meant to go."""
    query = urlencode({"tiep": onward}) if onward != "/" else ""
    return f"{reverse(route)}?{query}" if query else reverse(route)


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: Request) -> HttpResponse:
    """The second step: a code of the app, a recovery code, or a passkey."""
    onward = own_path(request.GET.get("tiep", ""))
    ticket = request.COOKIES.get(settings.TICKET_COOKIE, "")
    try:
        kinds = steps.kinds(ticket, at=request.now)
    except RuleBroken as error:
        answer = HttpResponseRedirect(on_to("sign_in", onward))
        return tell(request, answer, " ".join(sentences(error)), "problem")
    context = {
        "problems": [],
        "has_app": "totp" in kinds,
        "has_passkey": PASSKEY in kinds and passkeys.work_at(request.get_host()),
        "onward": onward,
    }
    if request.method != "POST":
        return page(request, "access/second_step.html", context)
    try:
        code = request.POST.get("code", "")[:60]
        begun = steps.by_code(ticket, code, forms.came_in(request), at=request.now)
    except (RuleBroken, TooMany) as error:
        context["problems"] = sentences(error)
        answer_page = page(request, "access/second_step.html", context, status=error.status)
        return later(answer_page, error)
    return entered(request, begun, onward)


@public
@require_POST
def passkey_question(request: Request) -> HttpResponse:
    """What a browser asks its passkey for when somebody signs in."""
    second = request.COOKIES.get(settings.TICKET_COOKIE, "")
    options, ticket = passkey_sign_in.begin(second, at=request.now)
    answer = data(options)
    keep(answer, settings.CHALLENGE_COOKIE, ticket)
    return answer


@public
@require_POST
def passkey_answer(request: Request) -> HttpResponse:
    """Sign in with what a passkey has signed."""
    onward = own_path(request.GET.get("tiep", ""))
    ticket = request.COOKIES.get(settings.CHALLENGE_COOKIE, "")
    try:
        answer = forms.passkey_in(request)
        begun = passkey_sign_in.finish(ticket, answer, forms.came_in(request), at=request.now)
    except (RuleBroken, TooMany) as error:
        context = {"problems": sentences(error), "username": "", **sign_in_ways(request, onward)}
        return later(page(request, "access/sign_in.html", context, status=error.status), error)
    return entered(request, begun, onward)


def sign_in_ways(request: Request, onward: str) -> dict[str, object]:
    """Return what the sign-in page offers beside the password."""
    return {
        "onward": onward,
        "passkeys_here": passkeys.work_at(request.get_host()),
        "single": settings.OIDC.name if settings.OIDC else "",
    }
