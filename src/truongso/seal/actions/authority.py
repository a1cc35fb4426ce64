"""Founding the school's authority, taking its root out, keeping its lists fresh."""

from datetime import datetime, timedelta

from django.db.models import Q

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken, raise_if_broken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.roster import queries as roster
from truongso.rules import signing as rules
from truongso.rules.authority import Whose
from truongso.rules.signing import KeyState, Why
from truongso.rules.verdict import Violation
from truongso.seal import authority
from truongso.seal.errors import Refused
from truongso.seal.models import Authority, Key
from truongso.seal.queries import keys as queries

FRESH = timedelta(hours=20)


@act
def found_authority(*, actor: Actor, now: datetime) -> Authority:
    """Found the school's internal authority (bộ cấp chứng thư), or the one that follows it.

    Raises Missing, NotAllowed, RuleBroken (the one there is good for years).
    """
    one_at_a_time("seal.authority", actor.school_id)
    org = roster.school_org(actor)
    before = queries.authority(actor)
    duty = gate.require(actor, rules.FOUND, Whose(), at=now)

    if before and before.valid_until > now + rules.RENEWABLE and authority.is_open(before):
        params = {"day": before.valid_until.date()}
        raise RuleBroken(Violation("seal.authority_there", "", params))

    if before:
        before.ended_at = now
        before.save(update_fields=["ended_at"])
    row = authority.drawn(actor.school_id, org.name, at=now)
    row.made_by_id = actor.person
    row.save(force_insert=True)
    facts = {"until": row.valid_until.date().isoformat()}
    deed = Deed("seal.authority_founded", f"authority:{row.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return row


@act
def take_root(*, actor: Actor, password: str, repeated: str, now: datetime) -> bytes:
    """Take the root's key out as a sealed PKCS#12 file; from then on the server has it no more.

    Raises Missing (no authority), NotAllowed, RuleBroken.
    """
    row = Authority.objects.of(actor).select_for_update().filter(ended_at__isnull=True).first()
    if row is None:
        raise Missing
    duty = gate.require(actor, rules.TAKE_ROOT, Whose(), at=now)

    if row.root_taken_at is not None:
        params = {"day": row.root_taken_at.date()}
        raise RuleBroken(Violation("seal.root_taken", "", params))
    raise_if_broken(rules.check_secret(password, repeated))
    try:
        file = authority.root_file(row, password)
    except Refused as error:
        raise RuleBroken(Violation(error.code, "", error.params)) from None

    row.root_key, row.root_taken_at = "", now
    row.save(update_fields=["root_key", "root_taken_at"])
    journal.record(actor, duty, Deed("seal.root_taken", f"authority:{row.id}"), at=now)
    return file


@act
def keep_house(*, actor: Actor, now: datetime) -> int:
    """End the keys of those who have left, and draw the list of revoked certificates up anew.

    For the nightly job; returns how many keys ended. Raises NotAllowed.
    """
    one_at_a_time("seal.authority", actor.school_id)
    gone = queries.orphaned(actor, now)
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)

    for key in gone:
        end(actor, key, Why.LEFT, "", now)
    row = queries.authority(actor)
    if not gone and (row is None or row.crl_at > now - FRESH):
        return 0
    numbers = list_again(actor, now)
    facts = {"number": ", ".join(map(str, numbers)) or "–", "ended": len(gone)}
    journal.record(actor, duty, Deed("seal.list_issued", "authority", facts=facts), at=now)
    return len(gone)


def end(actor: Actor, row: Key, why: Why, reason: str, now: datetime) -> None:
    """Revoke a key for good; its private part goes. Part of an act, which draws the list up."""
    row.state, row.revoked_at, row.revoked_by_id = KeyState.REVOKED.value, now, actor.staff_id
    row.why, row.reason, row.secret = why.value, reason, ""
    fields = ["state", "revoked_at", "revoked_by", "why", "reason", "secret"]
    row.save(update_fields=fields)


def list_again(actor: Actor, now: datetime) -> list[int]:
    """Draw the lists of the school's authorities up anew, of those that can be opened.

    Returns their numbers. Part of an act.
    """
    numbers = []
    for row in Authority.objects.of(actor).select_for_update().filter(valid_until__gt=now):
        of_row = Key.objects.of(actor).filter(Q(authority=row), state=KeyState.REVOKED.value)
        revoked = [(int(key.serial, 16), key.revoked_at or now, Why(key.why)) for key in of_row]
        try:
            authority.list_again(row, revoked, at=now)
        except Refused:
            continue  # the installation's secret has changed: the page says so
        row.save(update_fields=["crl", "crl_number", "crl_at"])
        numbers.append(row.crl_number)
    return numbers
