"""The shapes of what the doors of this room accept."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from truongso.access.actions.accounts import NewPassword
from truongso.access.devices import device_in
from truongso.access.sign_in import Attempt
from truongso.foundation.errors import BadRequest, RuleBroken
from truongso.foundation.http import asked_json, client_ip
from truongso.rules.verdict import Violation


def attempt_in(request: HttpRequest) -> Attempt:
    """Return the sign-in a request asks for, from a form or from JSON. Raises BadRequest."""
    fields: Any = request.POST
    if request.content_type == "application/json":
        fields = asked_json(request)
    return Attempt(
        username=_text(fields.get("username", "")),
        password=_text(fields.get("password", "")),
        ip=client_ip(request, settings.PROXIES),
        agent=request.headers.get("User-Agent", ""),
        device=device_in(request.COOKIES.get(settings.DEVICE_COOKIE, "")),
        old_key=request.COOKIES.get(settings.SESSION_COOKIE, ""),
    )


def new_password_in(request: HttpRequest) -> NewPassword:
    """Return the change of password a form asks for; passwords are never trimmed or cleaned."""
    return NewPassword(*(request.POST.get(name, "") for name in ("current", "new", "repeated")))


def language_in(request: HttpRequest) -> str:
    """Return the language a form asks for. Raises RuleBroken."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        params = {"name": "Ngôn ngữ", "text": language[:10]}
        raise RuleBroken(Violation("core.unknown_choice", "language", params))
    return language


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadRequest(Violation("core.bad_request", "", {"detail": "JSON"}))
    return value
