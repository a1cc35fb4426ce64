"""Pages of a person's own second factors: app, passkeys, recovery codes."""

import base64
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import forms, passkeys, tickets, totp
from truongso.access.actions import factors as acts
from truongso.access.queries import factors as queries
from truongso.access.sessions import key_hash
from truongso.access.views.entering import before_enrolment, keep
from truongso.foundation.asked import Asked
from truongso.foundation.errors import RuleBroken, sentence
from truongso.foundation.http import Request, data, page
from truongso.foundation.telling import tell

APP, NEW_PASSKEY = "app", "new-key"


@before_enrolment
@require_GET
def factors(request: Request) -> HttpResponse:
    """My second factors: what I have, what I can add."""
    return _page(request, {})


@before_enrolment
@require_POST
def start_app(request: Request) -> HttpResponse:
    """Begin to set up an authenticator app: a fresh secret, known to this browser only."""
    facts = {"session": _session(request), "secret": totp.new_secret()}
    response = HttpResponseRedirect(reverse("app"))
    keep(response, settings.TICKET_COOKIE, tickets.issue(APP, facts, at=request.now))
    return response


@before_enrolment
@require_GET
def app(request: Request) -> HttpResponse:
    """The QR code of the app that is being set up, and the field for its first code."""
    return _app_page(request, {}, 200)


@before_enrolment
@require_POST
def confirm_app(request: Request) -> HttpResponse:
    """Set the app up when its first code is right, and show the recovery codes once."""
    secret = _secret(request)
    if secret is None:
        return _again(request)
    try:
        done = acts.enrol_app(
            actor=request.actor,
            secret=secret,
            code=request.POST.get("code", "")[:20],
            session=_session(request),
            now=request.now,
        )
    except RuleBroken as error:
        return _app_page(request, _by_field(error), error.status)
    tickets.take(APP, request.COOKIES.get(settings.TICKET_COOKIE, ""), at=request.now)
    return _done(request, done, _("Đã thiết lập ứng dụng xác thực."))


@before_enrolment
@require_POST
def passkey_options(request: Request) -> HttpResponse:
    """What a browser is asked to make a passkey with."""
    options, state = passkeys.creation(
        request.actor, getattr(request.user, "username", ""), queries.my_passkeys(request.actor)
    )
    facts = {"session": _session(request), "state": state}
    answer = data(options)
    keep(answer, settings.CHALLENGE_COOKIE, tickets.issue(NEW_PASSKEY, facts, at=request.now))
    return answer


@before_enrolment
@require_POST
def add_passkey(request: Request) -> HttpResponse:
    """Add the passkey that the browser has made."""
    key = request.COOKIES.get(settings.CHALLENGE_COOKIE, "")
    facts = tickets.take(NEW_PASSKEY, key, at=request.now)
    try:
        asked = Asked(request.POST)
        name = asked.line("name", _("tên khóa"), most=60)
        asked.done()
        made = forms.made_passkey_in(request, facts, _session(request))
        done = acts.add_passkey(
            actor=request.actor, made=made, name=name, session=_session(request), now=request.now
        )
    except RuleBroken as error:
        return _page(request, _by_field(error), error.status)
    return _done(request, done, _("Đã thêm khóa truy cập."))


@before_enrolment
@require_POST
def new_recovery_codes(request: Request) -> HttpResponse:
    """Make a fresh set of recovery codes and show it once."""
    codes = acts.new_recovery_codes(actor=request.actor, now=request.now)
    return _codes_page(request, codes, _("Đã tạo bộ mã dự phòng mới; mã cũ hết giá trị."))


@require_POST
def remove_factor(request: Request, factor_id: UUID) -> HttpResponse:
    """Take one of my factors away."""
    ended = acts.remove_factor(
        actor=request.actor, factor_id=factor_id, session=_session(request), now=request.now
    )
    text = _("Đã bỏ.")
    if ended:
        text += " " + _("Đã đăng xuất %(count)s thiết bị khác.") % {"count": ended}
    return tell(request, HttpResponseRedirect(reverse("factors")), text)


def _page(request: Request, errors: Mapping[str, str], status: int = 200) -> HttpResponse:
    rows = queries.mine(request.actor)
    duties = [held.duty for held in request.actor.duties if held.loan is None]
    context = {
        "app": next((row for row in rows if row.kind == queries.APP), None),
        "passkeys": queries.my_passkeys(request.actor),
        "passkeys_here": passkeys.work_at(request.get_host()),
        "passkeys_at": passkeys.address()[1],
        "codes_left": queries.codes_left(request.actor) if rows else 0,
        "only_one": len(rows) == 1,
        "must": queries.must_have(request.actor, duties, request.now),
        "first": request.must_enrol,
        "sees_all": request.actor.holds(*queries.WATCHING),
        "errors": errors,
        "asked_name": request.POST.get("name", ""),
    }
    return page(request, "access/factors.html", context, status=status)


def _app_page(request: Request, errors: Mapping[str, str], status: int) -> HttpResponse:
    secret = _secret(request)
    if secret is None:
        return _again(request)
    username = getattr(request.user, "username", "")
    context = {
        "picture": totp.picture(secret, username),
        "typed": totp.in_groups(secret),
        "address": totp.address(secret, username),
        "username": username,
        "errors": errors,
        "first": request.must_enrol,
    }
    return page(request, "access/app.html", context, status=status)


def _done(request: Request, done: acts.Enrolled, text: str) -> HttpResponse:
    if done.ended:
        text += " " + _("Đã đăng xuất %(count)s thiết bị khác.") % {"count": done.ended}
    if done.codes:
        return _codes_page(request, done.codes, text)
    return tell(request, HttpResponseRedirect(reverse("factors")), text)


def _codes_page(request: Request, codes: list[str], text: str) -> HttpResponse:
    title = _("Mã dự phòng Trường Số của %(name)s") % {"name": request.actor.name}
    file = "\n".join((title, "", *codes, ""))
    request.must_enrol = False
    context = {
        "codes": codes,
        "done": text,
        "file": base64.b64encode(file.encode()).decode(),
    }
    return page(request, "access/codes.html", context)


def _again(request: Request) -> HttpResponse:
    text = _("Việc thiết lập đã để quá lâu. Hãy bắt đầu lại.")
    return tell(request, HttpResponseRedirect(reverse("factors")), text, "problem")


def _secret(request: Request) -> str | None:
    """The secret being set up, if this session began it."""
    facts = tickets.look(APP, request.COOKIES.get(settings.TICKET_COOKIE, ""), at=request.now)
    return facts["secret"] if facts and facts["session"] == _session(request) else None


def _session(request: Request) -> str:
    return key_hash(request.COOKIES.get(settings.SESSION_COOKIE, ""))


def _by_field(error: RuleBroken) -> dict[str, str]:
    return {violation.at: sentence(violation) for violation in error.violations}
