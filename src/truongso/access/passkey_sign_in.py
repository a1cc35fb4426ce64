"""Signing in with a passkey: as the second step after the password, or with the passkey alone.

Alone, no school is known before: the passkey's own handle says behind which wall to look. What is
not found there, withdrawn, or not rightly signed is answered with the same words.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from truongso.access import passkeys, proofs, second_step, tickets
from truongso.access.models import Account
from truongso.access.opening import Came, SignedIn
from truongso.access.queries import factors
from truongso.access.second_step import Half
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.rules.verdict import Violation

KIND = "passkey"
REFUSED = Violation("sign_in.passkey_refused")


def begin(second: str, *, at: datetime) -> tuple[dict[str, Any], str]:
    """Return what the browser asks its passkey for, and the key of the ticket to come back with.

    `second`: the ticket of a sign-in that stands before its second step, "" for none.
    """
    facts = tickets.look(second_step.KIND, second, at=at) if second else None
    rows = []
    if facts:
        with acting_in(facts["school"]):
            account = second_step.account_of(Half(**facts))
            rows = [row for row in factors.of_account(account) if row.kind == factors.PASSKEY]
    options, state = passkeys.request(rows)
    kept = {"state": state, "half": facts, "second": second}
    return options, tickets.issue(KIND, kept, at=at)


def finish(key: str, answer: Mapping[str, Any], came: Came, *, at: datetime) -> SignedIn:
    """Begin a session for whose passkey this is. The challenge is good for one try.

    Raises TooMany, RuleBroken.
    """
    kept = tickets.take(KIND, key, at=at)
    if kept is None:
        raise RuleBroken(Violation("sign_in.begin_again"))
    half = Half(**kept["half"]) if kept["half"] else _half_by(answer)

    def prove(account: Account) -> str | None:
        right = proofs.spend_passkey(account, kept["state"], answer, at=at)
        return factors.PASSKEY if right else None

    try:
        begun = second_step.finish(half, prove, came, refusal=REFUSED, at=at)
    except RuleBroken:
        raise RuleBroken(REFUSED) from None
    tickets.take(second_step.KIND, kept["second"], at=at)
    return begun


def _half_by(answer: Mapping[str, Any]) -> Half:
    try:
        handle = passkeys.handle_in(answer)
    except passkeys.Refused:
        raise RuleBroken(REFUSED) from None
    return Half(handle.school_id, handle.account_id.hex, had_password=False)
