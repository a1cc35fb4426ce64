"""What the doors of signing in share: the cookies that a session begins with, where it goes on."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token, rotate_token
from django.utils.http import url_has_allowed_host_and_scheme

from truongso.access.opening import SignedIn
from truongso.foundation.errors import UserError, sentence
from truongso.foundation.http import Request, View, data, wants_data

LONGEST_ADDRESS = 2000
TICKET_SECONDS = 600


def before_own_password(view: View) -> View:
    """Open a view to whoever still has a password that somebody else set."""
    view.before_own_password = True  # type: ignore[attr-defined]
    return view


def before_enrolment(view: View) -> View:
    """Open a view to whoever must set a second factor up before anything else."""
    view.before_enrolment = True  # type: ignore[attr-defined]
    return view


def entered(request: Request, begun: SignedIn, onward: str) -> HttpResponse:
    """Answer a sign-in that was let in: the session's cookies, and on to where it was meant to."""
    rotate_token(request)
    response: HttpResponse = HttpResponseRedirect(onward)
    if wants_data(request):
        response = data({"account": begun.account.id.hex, "csrf": get_token(request)})
    chosen = begun.account.language
    keep(response, settings.SESSION_COOKIE, begun.key, settings.SESSION_LONGEST_SECONDS)
    keep(response, settings.DEVICE_COOKIE, begun.device.cookie(), settings.DEVICE_COOKIE_SECONDS)
    keep(response, settings.LANGUAGE_COOKIE_NAME, chosen, 365 * 24 * 3600)
    for name in (settings.TICKET_COOKIE, settings.CHALLENGE_COOKIE):
        if name in request.COOKIES:
            response.delete_cookie(name, samesite="Lax")
    return response


def keep(response: HttpResponse, name: str, value: str, seconds: int = TICKET_SECONDS) -> None:
    """Let the browser keep a cookie that scripts and other sites cannot read."""
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=settings.TLS, httponly=True, samesite="Lax"
    )


def own_path(address: str) -> str:
    """Return the address when it is a path of this server, "/" otherwise."""
    is_own = (
        address.startswith("/")
        and "\\" not in address
        and address.isprintable()
        and len(address) <= LONGEST_ADDRESS
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
    return address if is_own else "/"


def later(response: HttpResponse, error: UserError) -> HttpResponse:
    """Tell programs, too, how long to wait."""
    waits = [v.params["minutes"] for v in error.violations if "minutes" in v.params]
    if waits:
        response["Retry-After"] = str(int(str(waits[0])) * 60)
    return response


def sentences(error: UserError) -> list[str]:
    """Return what a refusal says, sentence by sentence."""
    return [sentence(violation) for violation in error.violations]
