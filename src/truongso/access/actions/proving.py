"""Proving again, while signed in, that one is oneself: by password, code or passkey."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from truongso.access import passwords, proofs, throttle, tickets
from truongso.access.actions.accounts import own_account
from truongso.access.models import Account, Session
from truongso.access.queries.factors import PASSKEY, PASSWORD
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import act, acting_in
from truongso.rules.verdict import Violation

KIND = "sudo"


@dataclass(frozen=True, slots=True)
class Proof:
    """One of the three: a password, a code of the app, or a passkey's answer with its ticket."""

    password: str = ""
    code: str = ""
    passkey: Mapping[str, Any] | None = None
    ticket: str = ""


@act
def prove(*, actor: Actor, session: str, proof: Proof, now: datetime) -> str:
    """Note on the session that its person has proved himself; returns by what.

    `session`: the hash of its key. Raises Missing, TooMany, RuleBroken; after a wrong proof the
    caller must have `note_wrong_proof` called, after a right one `keep_proof`.
    """
    account = own_account(actor)
    throttle.check(_whence(actor, session), at=now)

    by = _proved_by(account, session, proof, now)
    if by is None:
        raise RuleBroken(Violation("proof.wrong", "proof"))

    Session.objects.filter(school_id=actor.school_id, key_hash=session).update(proved_at=now)
    deed = Deed("access.proved", f"account:{account.id}", facts={"by": by})
    journal.record(actor, None, deed, at=now)
    return by


def keep_proof(*, actor: Actor, session: str, proof: Proof, now: datetime) -> None:
    """Keep a proof, and spend its code, also when the act it was given for was refused."""
    tickets.take(KIND, proof.ticket, at=now)
    throttle.leave(_whence(actor, session))
    with acting_in(actor.school_id):
        account = own_account(actor)
        if proof.code:
            proofs.spend_app_code(account, proof.code, at=now)
        Session.objects.filter(school_id=actor.school_id, key_hash=session).update(proved_at=now)


def note_wrong_proof(*, actor: Actor, session: str, proof: Proof, now: datetime) -> None:
    """Keep that a proof was wrong; called once the refusal is rolled back."""
    tickets.take(KIND, proof.ticket, at=now)
    throttle.enter(_whence(actor, session), at=now)
    with acting_in(actor.school_id):
        deed = Deed("access.proof_refused", f"account:{actor.account_id}")
        journal.record(actor, None, deed, at=now)


def _proved_by(account: Account, session: str, proof: Proof, now: datetime) -> str | None:
    if proof.passkey is not None:
        kept = tickets.take(KIND, proof.ticket, at=now)
        if kept is None or kept["session"] != session:
            return None
        right = proofs.spend_passkey(account, kept["state"], proof.passkey, at=now)
        return PASSKEY if right else None
    if proof.code:
        return proofs.spend_app_code(account, proof.code, at=now)
    right = account.check_password(passwords.as_typed(proof.password))
    return PASSWORD if right and proof.password else None


def _whence(actor: Actor, session: str) -> throttle.Whence:
    """Counted for each session: a stolen one keeps nobody else from proving himself."""
    return throttle.Whence.of_account(f"{actor.account_id} {session}")
