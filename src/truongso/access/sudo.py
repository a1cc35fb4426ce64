"""Proving again that one is oneself, before an act by which rights are given or secrets changed.

A door asks for it by `@needs_sudo`, or its route stands in `ROUTES`. A proof is good for ten
minutes, on this device; signing in is one. Source: OWASP ASVS 5.0.0, 7.5.1 and 7.5.3.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from truongso.access.models import Session
from truongso.foundation.http import View

FRESH = timedelta(minutes=10)
READING = ("GET", "HEAD", "OPTIONS")
SECRETS = frozenset({"secret", "repeated"})
"""Fields of forms that carry a secret of keys: they are never written into a page to be sent again.
So the page of such a form asks for the proof before it opens (`opens_by_proof`)."""
ROUTES = frozenset(
    {
        "give_delegation",
        "name_group_leader",
        "export_journal",
        "set_rule",
        "start_app",
        "confirm_app",
        "passkey_options",
        "add_passkey",
        "new_recovery_codes",
        "remove_factor",
        "reset_factor",
    }
)
"""Routes whose changing requests need a fresh proof: lending rights, giving duties, taking the
journal out, changing factors, setting a rule of the school. (A change of password asks for the
current one itself.)"""


def needs_sudo(view: View) -> View:
    """Let a door's changing requests through only after a fresh proof."""
    view.needs_sudo = True  # type: ignore[attr-defined]
    return view


def opens_by_proof(view: View) -> View:
    """Open a page only after a fresh proof, because its form asks for a secret."""
    view.opens_by_proof = True  # type: ignore[attr-defined]
    return view


def bears_secret(request: HttpRequest) -> bool:
    """Tell whether a form was sent with a secret of keys."""
    return not SECRETS.isdisjoint(request.POST)


def asks(request: HttpRequest, view: Any) -> bool:
    """Tell whether a request needs a fresh proof."""
    if request.method in READING:
        return bool(getattr(view, "opens_by_proof", False))
    match = request.resolver_match
    named = match.url_name if match else None
    return bool(getattr(view, "needs_sudo", False)) or named in ROUTES


def is_fresh(session: Session | None, *, at: datetime) -> bool:
    """Tell whether the person of a session has proved himself within ten minutes."""
    return bool(session and session.proved_at and session.proved_at + FRESH > at)
