"""Revoking keys: at once, for good, with a reason; those who leave lose theirs."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.rules import signing as rules
from truongso.rules.authority import Whose
from truongso.rules.signing import Holder, KeyState, Why
from truongso.rules.verdict import Violation
from truongso.seal.actions import authority as house
from truongso.seal.models import Key
from truongso.seal.queries import keys as queries


@act
def revoke_key(*, actor: Actor, key_id: UUID, why: Why, reason: str, now: datetime) -> Key:
    """Revoke a key for good; an internal one stands on the list of revoked certificates at once.

    Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("seal.authority", actor.school_id)
    row = queries.locked_key(actor, key_id)
    own = Whose(author=row.staff_id)  # nobody's own when it is the school's seal
    duty = gate.require(actor, rules.REVOKE, own, at=now)

    if row.state == KeyState.REVOKED.value:
        raise RuleBroken(Violation("seal.revoked_already"))
    if not reason.strip():
        raise RuleBroken(Violation("seal.no_reason", "reason"))

    house.end(actor, row, why, reason, now)
    if row.authority_id:
        house.list_again(actor, now)
    if row.staff_id and row.staff_id != actor.staff_id:
        text = f"{actor.name} đã thu hồi khóa ký số “{row.name}” của Thầy/Cô: {reason}"
        told = post.Message("seal.key_revoked", text[:400], "/ky-so/khoa/", f"key:{row.id}")
        post.tell(actor, [row.staff_id], told, shows_at=now)
    facts = {"name": row.name, "subject": row.subject, "serial": row.serial, "why": why.value}
    deed = Deed("seal.key_revoked", f"key:{row.id}", reason=reason, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return row


def end_keys_of(actor: Actor, staff_id: UUID, now: datetime) -> list[str]:
    """Revoke every key of a person who leaves; returns their names. Part of the act that calls."""
    rows = (
        Key.objects.of(actor)
        .select_for_update()
        .filter(holder=Holder.PERSON.value, staff_id=staff_id, state=KeyState.ACTIVE.value)
    )
    gone = list(rows)
    for row in gone:
        house.end(actor, row, Why.LEFT, "", now)
    if any(row.authority_id for row in gone):
        house.list_again(actor, now)
    return [row.name for row in gone]
