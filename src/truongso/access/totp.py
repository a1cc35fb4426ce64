"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds).

The phone goes by the true time: where the program's clock is shifted for trying out, it is shifted
back here. One step before and after is taken; a step that was used is never taken again.
"""

import hmac
from datetime import datetime

import pyotp
import segno
from django.conf import settings

SECONDS, DIGITS = 30, 6
ISSUER = "Trường Số"


def new_secret() -> str:
    """Return a fresh secret of 160 bits, in the letters that apps take."""
    return pyotp.random_base32()


def step_at(moment: datetime) -> int:
    """Return the number of the time step in which a moment lies."""
    return int(moment.timestamp() - settings.CLOCK_SHIFT) // SECONDS


def step_of(code: str, secret: str, *, after: int, at: datetime) -> int | None:
    """Return the step a code belongs to, later than the last one used; None when it is wrong."""
    now = step_at(at)
    found = None
    for step in (now - 1, now, now + 1):  # all three are compared, whatever the first one says
        fits = hmac.compare_digest(pyotp.HOTP(secret).at(step).encode(), code.encode())
        if fits and step > after:
            found = step
    return found


def address(secret: str, username: str) -> str:
    """Return the address that a QR code carries to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def picture(secret: str, username: str) -> str:
    """Return the QR code of the secret as an image's address (SVG, nothing fetched)."""
    return segno.make(address(secret, username), error="m").svg_data_uri(scale=5, border=3)


def in_groups(secret: str) -> str:
    """Return the secret as a person types it over: in groups of four."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
