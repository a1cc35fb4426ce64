"""How accounts are named, and who may act on whose account.

Pure. An account (tài khoản) belongs to one person and keeps its name for ever.
Source: Decision 20/QĐ-THCS of 21 Aug 2025, sections II.3 and II.7.1.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from truongso.rules.authority import Duty
from truongso.rules.duties import LEADING

MANAGE = "access.manage_accounts"
MANAGE_LEADERS = "access.manage_leaders_accounts"
RESCUE_PRINCIPAL = "access.rescue_principal"
SLIP_LASTS = timedelta(days=14)
"""How long a one-time password (mật khẩu dùng một lần) can be used."""
REASONS = ("fault", "job_change", "transfer", "leaves", "misuse", "other")
"""Why an account is withdrawn; the first three are the decision's own words."""


def proposed(words: list[str], taken: Iterable[str]) -> str:
    """Return a user name: the given name, a dot, the initials of the other words; then a number.

    `words`: the name in small letters without marks, surname first. `taken`: names that are gone.
    Source: Decision 20/QĐ-THCS, section II.3 (one account a person); the project's own rule.

    >>> proposed(["nguyen", "ngoc", "lan"], [])
    'lan.nn'
    >>> proposed(["nguyen", "ngoc", "lan"], ["lan.nn", "lan.nn2"])
    'lan.nn3'
    >>> proposed(["thu"], [])
    'thu'
    """
    plain = [word for word in (re.sub(r"[^a-z0-9]", "", word) for word in words) if word]
    given = plain[-1] if plain else "canbo"
    initials = "".join(word[0] for word in plain[:-1])
    name = f"{given}.{initials}" if initials else given
    gone, number, free = set(taken), 1, name
    while free in gone:
        number += 1
        free = f"{name}{number}"
    return free


def act_on(duties: Iterable[Duty], *, principal_in_place: bool, password_only: bool) -> str:
    """Return the act under which somebody acts on an account of a person with these duties.

    The accounts of the leadership and of admins are the principal's matter: whoever prints a
    password can sign in with it. The principal's own lost password is the vice-principal's, with an
    alarm. Until the first principal has his account, whoever begins the installation makes them.
    Source: Decision 20/QĐ-THCS, section II.7.1; rule book 3.3 (separation of duties).
    """
    held = set(duties) & set(LEADING)
    if not held or not principal_in_place:
        return MANAGE
    if Duty.PRINCIPAL in held and password_only:
        return RESCUE_PRINCIPAL
    return MANAGE_LEADERS
