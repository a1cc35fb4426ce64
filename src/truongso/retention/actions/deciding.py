"""The principal decides on a proposal: remove after a while, keep until a day, or think again."""

from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken, Stale, raise_if_broken
from truongso.foundation.tenancy import act
from truongso.retention import queries
from truongso.retention.models import Proposal
from truongso.rules.authority import Whose
from truongso.rules.retention import WAITING, Step, check_keeping, check_step, line
from truongso.rules.verdict import Violation

ACT = "retention.decide"


@act
def approve(*, actor: Actor, proposal_id: UUID, seen: str, now: datetime) -> Proposal:
    """Say yes to a removal; it is carried out when the time to think again is over.

    `seen`: the fingerprint of the list as the page showed it. Raises Missing, NotAllowed,
    RuleBroken (decided already), Stale (another list than was seen).
    """
    row = queries.locked(actor, proposal_id)
    duty = gate.require(actor, ACT, Whose(), at=now)

    raise_if_broken(check_step(Step(row.step), Step.APPROVED))
    _require_seen(row, seen)

    row.step, row.execute_at = Step.APPROVED.value, now + WAITING
    _decided(row, actor, now)
    deed = _deed("retention.approved", row, until=row.execute_at)
    journal.record(actor, duty, deed, at=now)
    return row


@act
def keep(
    *, actor: Actor, proposal_id: UUID, seen: str, until: date, reason: str, now: datetime
) -> Proposal:
    """Say no: the records are kept, and nothing of the kind is proposed until a day.

    Raises Missing, NotAllowed, RuleBroken (decided already, no reason, a day that cannot be),
    Stale (another list than was seen).
    """
    row = queries.locked(actor, proposal_id)
    duty = gate.require(actor, ACT, Whose(), at=now)

    raise_if_broken(check_step(Step(row.step), Step.KEPT))
    raise_if_broken(check_keeping(until, reason, today=local_day(now)))
    _require_seen(row, seen)

    row.step, row.keep_until, row.reason = Step.KEPT.value, until, reason
    _decided(row, actor, now)
    deed = _deed("retention.kept", row, until=f"{until:%d/%m/%Y}")
    journal.record(actor, duty, deed, at=now)
    return row


@act
def think_again(*, actor: Actor, proposal_id: UUID, now: datetime) -> Proposal:
    """Take a decision back, as long as nothing was removed; the proposal is open once more.

    Raises Missing, NotAllowed, RuleBroken (not decided, begun, or laid anew meanwhile).
    """
    row = queries.locked(actor, proposal_id)
    duty = gate.require(actor, ACT, Whose(), at=now)

    raise_if_broken(check_step(Step(row.step), Step.OPEN))
    if row.removed:
        raise RuleBroken(Violation("retention.begun"))
    pending = (Step.OPEN.value, Step.APPROVED.value)
    others = Proposal.objects.of(actor).filter(kind=row.kind, step__in=pending)
    if others.exclude(pk=row.pk).exists():
        raise RuleBroken(Violation("retention.decided"))

    row.step, row.execute_at, row.keep_until, row.reason = Step.OPEN.value, None, None, ""
    row.decided_by, row.decided_at = None, None
    row.save()
    journal.record(actor, duty, _deed("retention.reopened", row), at=now)
    return row


def _require_seen(row: Proposal, seen: str) -> None:
    if seen != row.fingerprint:
        raise Stale(Violation("retention.changed"))


def _decided(row: Proposal, actor: Actor, now: datetime) -> None:
    row.decided_by_id, row.decided_at = actor.person, now
    row.save()


def _deed(verb: str, row: Proposal, **more: object) -> Deed:
    facts = {"count": row.count, "what": line(row.kind).name, "fingerprint": row.fingerprint}
    return Deed(verb, f"proposal:{row.id}", reason=row.reason, facts=facts | more)
