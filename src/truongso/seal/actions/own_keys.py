"""One's own keys: made by the school's authority, or registered from elsewhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from truongso.access import gate, passwords
from truongso.access.models import Account
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act, acting_in
from truongso.roster import queries as roster
from truongso.rules import signing as rules
from truongso.rules.authority import Whose
from truongso.rules.signing import Holder, KeyState, Kind, Why
from truongso.rules.verdict import Violation
from truongso.seal import certificates, providers, wrapping
from truongso.seal.actions import authority as house
from truongso.seal.models import Key
from truongso.seal.providers.base import Drawn, Plan
from truongso.seal.providers.school import whose
from truongso.seal.queries import keys as queries


@dataclass(frozen=True, slots=True)
class KeyAsked:
    """A key asked for: of which kind, under which name, with which secret; what the form said."""

    kind: Kind
    name: str
    secret: str
    repeated: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@act
def add_key(*, actor: Actor, asked: KeyAsked, now: datetime) -> Key:
    """Make or register a key of one's own; an internal one before it ends as superseded.

    Raises Missing, NotAllowed, RuleBroken, TooMany.
    """
    one_at_a_time("seal.keys", actor.school_id)
    org = roster.school_org(actor)
    duty = gate.require(actor, rules.OWN, Whose(author=actor.person), at=now)

    if asked.kind is Kind.SCHOOL:
        raise_if_broken(check_new_secret(actor, asked.secret, asked.repeated))
    row = Key(id=new_id(), school_id=actor.school_id, holder=Holder.PERSON.value, made_at=now)
    row.staff_id = row.made_by_id = actor.person
    row.kind, row.name, row.authority = asked.kind.value, asked.name, queries.authority(actor)
    plan = Plan(actor.name, org.name, row.authority, asked.said)
    settle(row, plan, asked.secret, about=str(actor.person), now=now)
    row.activated_at, row.activated_by_id = now, actor.person

    if asked.kind is Kind.SCHOOL:
        _end_before(actor, now)
    row.save(force_insert=True)
    facts = {"name": row.name, "kind": row.kind, "subject": row.subject, "serial": row.serial}
    verb = "seal.key_made" if asked.kind is Kind.SCHOOL else "seal.key_registered"
    journal.record(actor, duty, Deed(verb, f"key:{row.id}", facts=facts), at=now)
    return row


@act
def try_key(*, actor: Actor, key_id: UUID, secret: str, now: datetime) -> Key:
    """Sign something random with a key of one's own or with the seal: is the secret right?

    Raises Missing, NotAllowed, RuleBroken, TooMany.
    """
    row = queries.key(actor, key_id)
    right = rules.OWN if row.holder == Holder.PERSON.value else rules.USE_SEAL
    duty = gate.require(actor, right, queries.whose(row), at=now)

    with providers.opened(row, secret, at=now) as signer:
        providers.check_signer(row, signer)

    deed = Deed("seal.key_tried", f"key:{row.id}", facts={"name": row.name})
    journal.record(actor, duty, deed, at=now)
    return row


def note_wrong_secret(*, actor: Actor, about: str, now: datetime) -> None:
    """Keep that a secret was wrong; called once the refusal is rolled back.

    `about`: the id of the key, or of the person while there is no key yet.
    """
    providers.note_wrong(about, at=now)
    with acting_in(actor.school_id):
        journal.record(actor, None, Deed("seal.secret_refused", f"key:{about}"), at=now)


def settle(row: Key, plan: Plan, secret: str, *, about: str, now: datetime) -> None:
    """Draw a key and fill its row, which is not saved; it has signed once, for trial.

    Raises RuleBroken, TooMany.
    """
    found = providers.drawn(Kind(row.kind), plan, secret, about=about, at=now)
    _fill(row, found, secret)
    if row.kind != Kind.SCHOOL.value:
        row.authority = None
    if Key.objects.of(row).filter(fingerprint=row.fingerprint, state=KeyState.ACTIVE).exists():
        raise RuleBroken(Violation("seal.registered"))
    providers.prove(row, secret)


def check_new_secret(actor: Actor, secret: str, repeated: str) -> Iterator[Violation]:
    """Yield why a new secret is not good enough: too short, too simple, the password itself."""
    yield from rules.check_secret(secret, repeated)
    weak = passwords.check(secret, about=(actor.name,), least=rules.SECRET_LEAST)
    if any(one.code in ("password.too_common", "password.like_account") for one in weak):
        yield Violation("seal.secret_too_simple", "secret")
    rows = Account.objects.filter(school_id=actor.school_id, staff_id=actor.person)
    account = rows.filter(withdrawn_at__isnull=True).first()
    if account and account.check_password(passwords.as_typed(secret)):
        yield Violation("seal.secret_is_password", "secret")


def _end_before(actor: Actor, now: datetime) -> None:
    """The internal key before this one is superseded."""
    rows = (
        Key.objects.of(actor)
        .select_for_update()
        .filter(
            staff_id=actor.person,
            holder=Holder.PERSON.value,
            kind=Kind.SCHOOL.value,
            state=KeyState.ACTIVE.value,
        )
    )
    before = list(rows)
    for row in before:
        house.end(actor, row, Why.SUPERSEDED, "", now)
    if before:
        house.list_again(actor, now)


def _fill(row: Key, found: Drawn, secret: str) -> None:
    own = found.chain[0]
    row.chain = "".join(certificates.pem(one) for one in found.chain)
    row.subject, row.issuer = _named(own.subject), _named(own.issuer)
    row.serial = f"{own.serial_number:x}"
    row.fingerprint = sha256(own.public_bytes(Encoding.DER)).hexdigest()
    row.valid_from, row.valid_until = own.not_valid_before_utc, own.not_valid_after_utc
    row.place, row.state = dict(found.place), KeyState.ACTIVE.value
    if found.private:
        row.secret = wrapping.sealed(found.private, secret, whose(row))


def _named(name: x509.Name) -> str:
    """The common name and the organisation of a name, on one line."""
    common = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    over = name.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    words = ", ".join(str(one.value) for one in (*common, *over)) or name.rfc4514_string()
    return re.sub(r"\s+", " ", words)[:200]
