"""Lending rights and taking them back: delegation (ủy quyền, ủy nhiệm)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import queries
from truongso.access.models import Delegation, DutyHeld
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.roster import queries as roster
from truongso.rules import authority
from truongso.rules.authority import Held
from truongso.rules.grants import act_names, grants_on
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class Lending:
    """A delegation asked for: which of the giver's duties, to whom, which acts, from when to when.

    `until` is exclusive: the first moment at which it is over.
    """

    giver_duty_id: UUID
    receiver_id: UUID
    acts: tuple[str, ...]
    since: datetime
    until: datetime
    note: str = ""


@act
def delegate(*, actor: Actor, asked: Lending, now: datetime) -> Delegation:
    """Lend acts of one's own duty to another person for a time.

    Never further than the own right, never passed on, only to the duty that the table of rights
    names. Raises Missing, NotAllowed (not one's own duty, or it has ended), RuleBroken.
    """
    receiver = roster.person(actor, asked.receiver_id)
    giver = _own_duty(actor, asked.giver_duty_id, now)

    lending = authority.Lending(
        giver=giver,
        receiver_duties=queries.duties_of(actor, receiver.id, now),
        acts=frozenset(asked.acts),
        since=asked.since,
        until=asked.until,
        same_person=receiver.id == actor.staff_id,
    )
    raise_if_broken(authority.check_lending(lending, grants_on(local_day(now))))

    row = Delegation.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        giver_duty_id=giver.id,
        giver_id=actor.person,
        receiver=receiver,
        acts=sorted(asked.acts),
        since=asked.since,
        until=asked.until,
        note=asked.note,
        given_at=now,
    )
    names = act_names(local_day(now))
    message = post.Message(
        "access.delegated",
        f"{actor.name} đã ủy quyền cho Thầy/Cô: " + "; ".join(names[a] for a in row.acts) + ".",
        "/uy-quyen/",
        f"delegation:{row.id}",
    )
    post.tell(actor, [receiver.id], message, shows_at=now)

    deed = Deed(
        "access.delegation_given",
        f"delegation:{row.id}",
        [("acts", None, row.acts)],
        reason=asked.note,
        facts={"receiver": receiver.full_name, "since": asked.since, "until": asked.until},
    )
    journal.record(actor, giver, deed, at=now)
    return row


@act
def revoke(*, actor: Actor, delegation_id: UUID, now: datetime) -> None:
    """Take a delegation back at once: by its giver, or by whoever now holds the giver's duty.

    Raises Missing, NotAllowed, RuleBroken (it is over already).
    """
    rows = Delegation.objects.of(actor).select_for_update(of=("self",))
    row = rows.select_related("giver_duty", "receiver").filter(pk=delegation_id).first()
    if row is None:
        raise Missing
    duty = _may_revoke(actor, row, now)

    if row.revoked_at is not None or row.until <= now:
        raise RuleBroken(Violation("delegation.already_ended"))

    row.revoked_at, row.revoked_by_id = now, actor.person
    row.save(update_fields=["revoked_at", "revoked_by"])
    message = post.Message(
        "access.delegation_revoked",
        f"{actor.name} đã thu hồi ủy quyền đã giao cho Thầy/Cô.",
        "/uy-quyen/",
        f"revocation:{row.id}",
    )
    post.tell(actor, [row.receiver_id], message, shows_at=now)

    deed = Deed(
        "access.delegation_revoked",
        f"delegation:{row.id}",
        [("acts", row.acts, None)],
        facts={"receiver": row.receiver.full_name},
    )
    journal.record(actor, duty, deed, at=now)


def _own_duty(actor: Actor, duty_id: UUID, now: datetime) -> Held:
    """The actor's own duty of this id, held in force until the end of the act."""
    own: Sequence[Held] = [held for held in actor.duties if held.loan is None]
    duty = next((held for held in own if held.id == duty_id), None)
    if duty is None:
        if not DutyHeld.objects.of(actor).filter(pk=duty_id).exists():
            raise Missing
        raise NotAllowed(Violation("authority.no_duty"))
    return _in_force(actor, duty, now)


def _may_revoke(actor: Actor, row: Delegation, now: datetime) -> Held:
    """The duty under which the actor takes a delegation back: the one it was lent from, or its
    successor over the same thing; held in force until the end of the act.
    """
    lent = queries.held(row.giver_duty)
    for held in actor.duties:
        same = held.duty is lent.duty and held.over == lent.over
        if held.loan is None and (held.id == lent.id or same):
            return _in_force(actor, held, now)
    raise NotAllowed(Violation("authority.no_duty"))


def _in_force(actor: Actor, duty: Held, now: datetime) -> Held:
    """The duty, if it still is in force, held so until the end of the act."""
    if not queries.still_holds(actor, duty, now):
        raise NotAllowed(Violation("authority.duty_ended"))
    return duty
