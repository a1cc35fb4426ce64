"""Devices that an account has signed in on: a signed cookie, and how a device is called."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer

from truongso.access.throttle import keyed

ACCOUNTS_KEPT = 8

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
PHONES = ("iPhone", "Android")


@dataclass(frozen=True, slots=True)
class Device:
    """What the device cookie says: its id, and a mark for each account that signed in on it."""

    id: str = ""
    marks: tuple[str, ...] = ()

    def knows(self, username: str) -> bool:
        """Tell whether the account has signed in on this device before."""
        return bool(self.id) and keyed("mark", username) in self.marks

    def with_account(self, username: str) -> "Device":
        """Return the device after this account signed in: remembered first, the oldest let go."""
        mark = keyed("mark", username)
        others = [other for other in self.marks if other != mark]
        return Device(self.id or secrets.token_urlsafe(12), (mark, *others)[:ACCOUNTS_KEPT])

    def cookie(self) -> str:
        """Return the cookie's value."""
        return _signer().sign_object([self.id, list(self.marks)])


def device_in(cookie: str) -> Device:
    """Return the device a cookie speaks of; an unknown one when it is not ours."""
    try:
        device_id, marks = _signer().unsign_object(cookie)
    except BadSignature:
        return Device()
    return Device(device_id, tuple(marks))


@dataclass(frozen=True, slots=True)
class Called:
    """How a device is called on a page: its browser and system ("" when unknown), and its kind."""

    browser: str
    system: str
    is_phone: bool


def called(agent: str) -> Called:
    """Return what a User-Agent says of a device, as far as its owner needs to recognise it."""
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    return Called(browser, system, is_phone=system in PHONES)


def _signer() -> Signer:
    return Signer(salt=f"access.device.{settings.DEVICE_COOKIE}")
