"""How passwords are kept and which are good enough (OWASP ASVS 5.0, chapter 6.2)."""

import gzip
import secrets
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import Argon2PasswordHasher

from truongso.foundation.text import folded
from truongso.rules.verdict import Violation

LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # none that is taken for another
GROUPS, OF_LETTERS = 4, 4


class SchoolArgon2(Argon2PasswordHasher):
    """Argon2id within a budget of about 30 ms of one core, so that a Monday morning passes.

    19 MiB, two passes, one lane: the least that OWASP recommends for Argon2id.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


def as_typed(password: str) -> str:
    """Return the password in one spelling (NFKC): the same on every keyboard program."""
    return unicodedata.normalize("NFKC", password)


def one_time_password() -> str:
    """Return a password that can be read out and typed, 78 bits of chance."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(OF_LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


def check(password: str, *, about: tuple[str, ...], least: int = 0) -> Iterator[Violation]:
    """Yield why a new password is not good enough; nothing when it is.

    `about`: the user name, the person's name, the school's name. No rule on kinds of letters, no
    forced change: length, no common password, nothing that names the account.
    Source: OWASP ASVS 5.0.0, 6.2.1 to 6.2.12.
    """
    typed = as_typed(password)
    least = least or settings.PASSWORD_MIN
    if len(typed) < least:
        yield Violation("password.too_short", "password", {"least": least})
    if len(typed) > settings.PASSWORD_MAX:
        yield Violation("password.too_long", "password", {"most": settings.PASSWORD_MAX})
        return
    if typed.lower().strip() in _common() or len(set(typed)) < len(typed) / 4:
        yield Violation("password.too_common", "password")
    squeezed = folded(typed).replace(" ", "")
    names = [folded(name).replace(" ", "") for name in about]
    if any(len(name) >= 5 and name in squeezed for name in names):
        yield Violation("password.like_account", "password")


@cache
def _common() -> frozenset[str]:
    """The 20,000 passwords that are guessed first, as the framework ships them."""
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return frozenset(line.strip() for line in file)
