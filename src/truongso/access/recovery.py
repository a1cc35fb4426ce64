"""Recovery codes (mã dự phòng): ten, each for one sign-in without the phone or the passkey.

Three groups of four letters. The first finds the row; the other eight (39 bits) are kept like a
password, so a copy of the database tells none. Source: OWASP ASVS 5.0.0, 6.5.2 to 6.5.4.
"""

import secrets

from django.contrib.auth.hashers import check_password, make_password

LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # none that is taken for another
COUNT, GROUP = 10, 4


def new_codes() -> list[str]:
    """Return fresh codes, no two with the same first group."""
    marks: dict[str, str] = {}
    while len(marks) < COUNT:
        mark, *rest = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(3))
        marks[mark] = "-".join((mark, *rest))
    return list(marks.values())


def plain(typed: str) -> str:
    """Return a code as it was given, however it is typed: no dashes, no spaces, small letters."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def mark_of(code: str) -> str:
    """Return the part by which a code is found."""
    return plain(code)[:GROUP]


def kept(code: str) -> str:
    """Return what the database keeps of a code."""
    return make_password(plain(code)[GROUP:])


def fits(code: str, code_hash: str) -> bool:
    """Tell whether a code is the one that was kept."""
    return check_password(plain(code)[GROUP:], code_hash)
