"""The school's seal (con dấu số): the admin sets it up, the principal brings it into force.

Two persons: whoever set it up never learns its secret, and cannot bring it into force himself.
"""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.roster import queries as roster
from truongso.rules import signing as rules
from truongso.rules.authority import Whose
from truongso.rules.signing import Holder, KeyState, Kind
from truongso.rules.verdict import Violation
from truongso.seal.actions.own_keys import KeyAsked, check_new_secret, settle
from truongso.seal.errors import Refused
from truongso.seal.models import Key
from truongso.seal.providers.base import Plan
from truongso.seal.providers.school import file_in
from truongso.seal.queries import keys as queries


@act
def create_school_seal(*, actor: Actor, asked: KeyAsked, now: datetime) -> Key:
    """Set the school's seal up, without its secret: it waits for the principal.

    Raises NotAllowed, RuleBroken (there is one).
    """
    one_at_a_time("seal.keys", actor.school_id)
    duty = gate.require(actor, rules.CREATE_SEAL, Whose(), at=now)

    _check_none_yet(actor)
    _check_source(actor, asked)

    row = Key.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        holder=Holder.SCHOOL.value,
        kind=asked.kind.value,
        name=asked.name,
        place=dict(asked.said),
        state=KeyState.WAITING.value,
        made_at=now,
        made_by_id=actor.person,
    )
    facts = {"name": row.name, "kind": row.kind}
    journal.record(actor, duty, Deed("seal.seal_created", f"key:{row.id}", facts=facts), at=now)
    return row


@act
def activate_school_seal(
    *, actor: Actor, key_id: UUID, secret: str, repeated: str, now: datetime
) -> Key:
    """Bring the school's seal into force, with a secret that only the principal knows.

    Raises Missing, NotAllowed, RuleBroken, TooMany.
    """
    one_at_a_time("seal.keys", actor.school_id)
    row = queries.locked_key(actor, key_id)
    org = roster.school_org(actor)
    duty = gate.require(actor, rules.ACTIVATE_SEAL, queries.whose(row), at=now)

    if row.holder != Holder.SCHOOL.value or row.state != KeyState.WAITING.value:
        raise RuleBroken(Violation("seal.activated_already"))
    if row.kind == Kind.SCHOOL.value:
        raise_if_broken(check_new_secret(actor, secret, repeated))
    row.authority = queries.authority(actor)
    plan = Plan(org.name, org.name, row.authority, row.place)
    settle(row, plan, secret, about=str(row.id), now=now)

    row.activated_at, row.activated_by_id = now, actor.person
    row.save()
    facts = {"name": row.name, "subject": row.subject, "serial": row.serial}
    journal.record(actor, duty, Deed("seal.seal_activated", f"key:{row.id}", facts=facts), at=now)
    return row


def _check_none_yet(actor: Actor) -> None:
    if any(row.state != KeyState.REVOKED.value for row in queries.seals_of(actor)):
        raise RuleBroken(Violation("seal.school_seal_there"))


def _check_source(actor: Actor, asked: KeyAsked) -> None:
    """What can be seen without the secret: an authority is there, a file is one."""
    if asked.kind is Kind.SCHOOL and queries.authority(actor) is None:
        raise RuleBroken(Violation("seal.no_authority"))
    if asked.kind is Kind.PKCS12:
        try:
            file_in(asked.said.get("file", ""))
        except Refused as error:
            raise RuleBroken(Violation(error.code, "file")) from None
