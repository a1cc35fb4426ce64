"""Doors of the access room: signing in and out, the own account."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token, rotate_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truongso.access import forms, queries
from truongso.access.actions import accounts
from truongso.access.devices import Called, called
from truongso.access.sessions import key_hash, shown_name
from truongso.access.sign_in import HalfWay
from truongso.access.sign_in import sign_in as begin_session
from truongso.access.views.entering import (
    before_own_password,
    entered,
    keep,
    later,
    own_path,
    sentences,
)
from truongso.access.views.second_step import on_to, sign_in_ways
from truongso.access.words import act_labels, duty_name, factor_name
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken, TooMany, UserError, sentence
from truongso.foundation.http import Request, data, page, public, wants_data
from truongso.foundation.telling import tell
from truongso.rules.authority import Duty
from truongso.rules.verdict import Violation


@public
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """The sign-in page; as JSON for the dialog that brings an ended session back."""
    onward = own_path(request.GET.get("tiep", ""))
    if request.method != "POST":
        if hasattr(request, "actor"):
            return HttpResponseRedirect(onward)
        context = {"problems": [], "username": "", **sign_in_ways(request, onward)}
        return page(request, "access/sign_in.html", context)
    attempt = forms.attempt_in(request)
    try:
        begun = begin_session(attempt, at=request.now)
    except (RuleBroken, TooMany) as error:
        if wants_data(request):
            raise
        context = {"problems": sentences(error), "username": attempt.username[:60]}
        context |= sign_in_ways(request, onward)
        return later(page(request, "access/sign_in.html", context, status=error.status), error)
    if isinstance(begun, HalfWay):
        return _half_way(request, begun, onward)
    return entered(request, begun, onward)


@public
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session and let the browser forget what it kept of it."""
    if hasattr(request, "actor"):
        accounts.sign_out(actor=request.actor, session=_session(request), now=request.now)
    rotate_token(request)
    response = HttpResponseRedirect(reverse("sign_in"))
    response.delete_cookie(settings.SESSION_COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"storage"'
    return response


@public
@require_GET
def session_state(request: Request) -> HttpResponse:
    """For scripts: whose session this browser has now, and the token that forms need."""
    actor = getattr(request, "actor", None)
    account = actor.account_id.hex if actor else ""
    return data({"account": account, "csrf": get_token(request)})


@public
@require_POST
def language(request: Request) -> HttpResponse:
    """Choose the language of the pages, for the account when somebody is signed in."""
    chosen = forms.language_in(request)
    if hasattr(request, "actor"):
        accounts.choose_language(actor=request.actor, language=chosen, now=request.now)
    response = HttpResponseRedirect(own_path(request.POST.get("tiep", "")))
    keep(response, settings.LANGUAGE_COOKIE_NAME, chosen, 365 * 24 * 3600)
    return response


@require_GET
def account(request: Request) -> HttpResponse:
    """My account: who I am here, which duties I hold, own and lent."""
    person = request.user
    names = act_labels(local_day(request.now))
    loans = queries.loan_rows(request.actor, request.now)
    context = {
        "person": person,
        "duties": [
            (duty_name(Duty(row.duty)), row.department or row.group or row.school_class, row.since)
            for row in queries.duty_rows(request.actor, request.now)
        ],
        "loans": [
            (row, duty_name(Duty(row.giver_duty.duty)), [names.get(act, act) for act in row.acts])
            for row in loans
        ],
        "languages": settings.LANGUAGES,
    }
    return page(request, "access/account.html", context)


@before_own_password
@sensitive_post_parameters("current", "new", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Change my password."""
    first = getattr(request.user, "must_change_password", False)
    if request.method != "POST":
        return page(request, "access/password.html", {"errors": {}, "first": first})
    asked = forms.new_password_in(request)
    try:
        ended = accounts.change_password(
            actor=request.actor, asked=asked, keep_session=_session(request), now=request.now
        )
    except (RuleBroken, TooMany) as error:
        if "password.wrong_current" in (violation.code for violation in error.violations):
            request.afterwards.append(
                lambda: accounts.note_wrong_password(actor=request.actor, now=request.now)
            )
        context = {"errors": _by_field(error), "first": first}
        return page(request, "access/password.html", context, status=error.status)
    text = _("Đã đổi mật khẩu.")
    if ended:
        text += " " + _("Đã đăng xuất %(count)s thiết bị khác.") % {"count": ended}
    onward = reverse("home") if first else reverse("account")
    return tell(request, HttpResponseRedirect(onward), text)


@dataclass(frozen=True, slots=True)
class SignedInDevice:
    """A signed-in device as its owner sees it."""

    id: str
    called: Called
    ip: str
    began_at: datetime
    seen_at: datetime
    factor: str
    is_this: bool


@require_GET
def devices(request: Request) -> HttpResponse:
    """Where my account is signed in."""
    this = _session(request)
    rows = [
        SignedInDevice(
            shown_name(row),
            called(row.agent),
            row.ip or "",
            row.created_at,
            row.seen_at,
            factor_name(row.factor),
            row.key_hash == this,
        )
        for row in queries.sessions_of(request.actor, request.now)
    ]
    rows.sort(key=lambda row: not row.is_this)
    return page(request, "access/devices.html", {"devices": rows})


@require_POST
def end_sessions(request: Request) -> HttpResponse:
    """Sign one of my other devices out, or all of them."""
    onward = HttpResponseRedirect(reverse("devices"))
    if request.POST.get("all"):
        ended = accounts.end_other_sessions(
            actor=request.actor, keep_session=_session(request), now=request.now
        )
        return tell(request, onward, _("Đã đăng xuất %(count)s thiết bị khác.") % {"count": ended})
    device = request.POST.get("device", "")
    accounts.end_session(actor=request.actor, session_id=device, now=request.now)
    return tell(request, onward, _("Đã đăng xuất thiết bị."))


def _half_way(request: Request, half: HalfWay, onward: str) -> HttpResponse:
    """The password was right: on to the second step, by the ticket in a cookie."""
    if wants_data(request):
        raise RuleBroken(Violation("sign_in.code_needed", "code"))
    response = HttpResponseRedirect(on_to("second_step", onward))
    keep(response, settings.TICKET_COOKIE, half.ticket)
    return response


def _session(request: Request) -> str:
    return key_hash(request.COOKIES.get(settings.SESSION_COOKIE, ""))


def _by_field(error: UserError) -> dict[str, str]:
    """The sentences of a refusal by the field they concern; "" for the whole form."""
    found: dict[str, list[str]] = {}
    for violation in error.violations:
        found.setdefault(violation.at, []).append(sentence(violation))
    return {at: " ".join(sentences) for at, sentences in found.items()}
