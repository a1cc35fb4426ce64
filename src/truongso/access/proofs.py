"""Proving that one is oneself: by a code of the app, a recovery code, or a passkey.

A code is spent by being right: its row is held, so of two who use it at once one is refused.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from truongso.access import passkeys, recovery, seals, totp
from truongso.access.models import Account, Factor, RecoveryCode
from truongso.access.queries.factors import APP, PASSKEY, RECOVERY


def whose(account: Account) -> str:
    """Return to whom a secret is bound when it is sealed."""
    return f"{account.school_id}:{account.id}"


def spend_code(account: Account, typed: str, *, at: datetime) -> str | None:
    """Spend a code; returns which kind of factor it proved, None when it is wrong or was used."""
    code = recovery.plain(typed)
    if code.isascii() and code.isdigit() and len(code) == totp.DIGITS:
        return spend_app_code(account, typed, at=at)
    return _spend_recovery(account, code, at) if len(code) == recovery.GROUP * 3 else None


def spend_passkey(account: Account, state: Any, answer: Mapping[str, Any], *, at: datetime) -> bool:
    """Tell whether a passkey of the account has signed what it was asked to; its count moves on."""
    try:
        mark = passkeys.mark_in(answer)
        rows = Factor.objects.filter(school_id=account.school_id, account=account, kind=PASSKEY)
        row = rows.filter(mark=mark).select_for_update().first()
        if row is None:
            return False
        row.counter = passkeys.checked(state, answer, row)
    except passkeys.Refused:
        return False
    row.used_at = at
    row.save(update_fields=["counter", "used_at"])
    return True


def spend_app_code(account: Account, typed: str, *, at: datetime) -> str | None:
    """Spend a code of the app; returns its kind, None when it is wrong or was used."""
    rows = Factor.objects.filter(school_id=account.school_id, account=account, kind=APP)
    row = rows.select_for_update().first()
    secret = seals.opened(row.secret, whose(account)) if row else None
    if row is None or secret is None:
        return None
    step = totp.step_of(recovery.plain(typed), secret.decode(), after=row.counter, at=at)
    if step is None:
        return None
    row.counter, row.used_at = step, at
    row.save(update_fields=["counter", "used_at"])
    return APP


def _spend_recovery(account: Account, code: str, at: datetime) -> str | None:
    rows = RecoveryCode.objects.filter(
        school_id=account.school_id, account=account, mark=recovery.mark_of(code), used_at=None
    )
    row = rows.select_for_update().first()
    if row is None or not recovery.fits(code, row.code_hash):
        return None
    row.used_at = at
    row.save(update_fields=["used_at"])
    return RECOVERY
