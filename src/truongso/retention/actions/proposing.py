"""The house proposes what has been kept long enough; it removes nothing."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.access.queries import holders
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.retention import queries
from truongso.retention.models import Proposal
from truongso.retention.queries import finders
from truongso.rules.authority import Duty, Whose
from truongso.rules.retention import Line, Step, due_through, schedule

AT_ONCE = 20_000
"""How many records one proposal names; the rest are in the next one."""


@act
def propose(*, actor: Actor, now: datetime) -> int:
    """Propose the removal of everything whose time is over, kind by kind; returns of how many.

    An open proposal is brought up to date; one that waits to be carried out, or was put off until a
    day that has not come, is left alone. The principal is told of what is new. Raises NotAllowed
    (only the system).
    """
    one_at_a_time("retention", actor.school_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)

    fresh = [made for one in schedule() if one.proposed if (made := _propose(actor, one, now))]

    if fresh:
        _tell_principals(actor, sum(row.count for row in fresh), now)
    for row in fresh:
        facts = {"count": row.count, "what": _name(row.kind), "fingerprint": row.fingerprint}
        deed = Deed("retention.proposed", f"proposal:{row.id}", facts=facts)
        journal.record(actor, duty, deed, at=now)
    return sum(row.count for row in fresh)


def _propose(actor: Actor, one: Line, now: datetime) -> Proposal | None:
    """Lay or renew the proposal of a kind; None when there is nothing new to tell."""
    today = local_day(now)
    rows = Proposal.objects.of(actor).filter(kind=one.code)
    if rows.filter(step=Step.APPROVED.value).exists():
        return None
    if rows.filter(step=Step.KEPT.value, keep_until__gt=today).exists():
        return None
    cutoff = due_through(one, today)
    ids: list[UUID] = list(
        finders.due(actor, one.code, cutoff).values_list("pk", flat=True)[:AT_ONCE]
    )
    seal = queries.fingerprint(ids)
    open_row = rows.filter(step=Step.OPEN.value).select_for_update().first()
    if open_row and open_row.fingerprint == seal:
        return None
    if not ids:
        if open_row:
            open_row.delete()
        return None
    row = open_row or Proposal(id=new_id(), school_id=actor.school_id, kind=one.code)
    row.made_at, row.cutoff, row.step = now, cutoff, Step.OPEN.value
    row.ids, row.count, row.fingerprint = ids, len(ids), seal
    row.save()
    return row


def _tell_principals(actor: Actor, count: int, now: datetime) -> None:
    message = post.Message(
        "retention.proposed",
        f"Có {count} mục hết hạn lưu giữ, chờ Thầy/Cô quyết định xóa hay giữ.",
        reverse("removal_proposals"),
        f"retention:{local_day(now)}",
    )
    people = [row.staff_id for row in holders(actor, (Duty.PRINCIPAL,), now)]
    post.tell(actor, people, message, shows_at=now)


def _name(kind: str) -> str:
    return next(one.name for one in schedule() if one.code == kind)
