"""Telling a person once what was done: "Đã lưu …" after a redirect or beside a part of a page.

A signed cookie carries it over a redirect, for seconds; nothing is written in the database.
"""

import json
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from truongso.foundation.http import is_part

SECONDS = 20
Tone = Literal["done", "problem"]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and how it is meant."""

    text: str
    tone: Tone


def tell(
    request: HttpRequest, response: HttpResponse, text: str, tone: Tone = "done"
) -> HttpResponse:
    """Let the page that shows next say the sentence; returns the response."""
    if is_part(request) and "HX-Redirect" not in response.headers:
        response["HX-Trigger"] = json.dumps({"toast": {"text": text, "tone": tone}})
        return response
    response.set_cookie(
        settings.TOLD_COOKIE,
        _signer().sign_object([text, tone]),
        max_age=SECONDS,
        httponly=False,  # the page that shows it takes it away
        samesite="Strict",
        secure=settings.TLS,
    )
    return response


def told(request: HttpRequest) -> Told | None:
    """Return what the page before this one told; None when it told nothing."""
    try:
        text, tone = _signer().unsign_object(request.COOKIES.get(settings.TOLD_COOKIE, ""))
    except BadSignature:
        return None
    return Told(text, tone)


def _signer() -> Signer:
    return Signer(salt="foundation.telling")
