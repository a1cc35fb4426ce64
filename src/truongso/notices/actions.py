"""What a person does with his notices and his calendar's address.

They concern nobody else, so no duty is needed: the gate is that they are one's own.
"""

import secrets
from datetime import datetime
from uuid import UUID

from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import act
from truongso.notices import queries
from truongso.notices.models import CalendarFeed, Notice


@act
def read(*, actor: Actor, notice_id: UUID, now: datetime) -> Notice:
    """Mark one of the actor's notices as read and return it. Raises Missing."""
    notice = queries.shown_to(actor, now=now).filter(pk=notice_id).first()
    if notice is None:
        raise Missing
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


@act
def read_all(*, actor: Actor, now: datetime) -> int:
    """Mark all of the actor's notices as read; returns how many were unread."""
    return queries.shown_to(actor, now=now).filter(read_at__isnull=True).update(read_at=now)


@act
def make_feed(*, actor: Actor, now: datetime) -> str:
    """Give the actor's calendar a new secret address; the old one stops working.

    Returns the token, which is not kept: `<school>.<43 random signs>`.
    """
    token = f"{actor.school_id}.{secrets.token_urlsafe(32)}"
    CalendarFeed.objects.of(actor).filter(staff_id=actor.person).delete()
    CalendarFeed.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        staff_id=actor.person,
        token_hash=queries.token_hash(token),
        made_at=now,
    )
    deed = Deed("notices.feed_made", f"staff:{actor.person}")
    journal.record(actor, None, deed, at=now)
    return token


@act
def end_feed(*, actor: Actor, now: datetime) -> None:
    """Let the actor's calendar address stop working."""
    gone, _ = CalendarFeed.objects.of(actor).filter(staff_id=actor.person).delete()
    if gone:
        deed = Deed("notices.feed_ended", f"staff:{actor.person}")
        journal.record(actor, None, deed, at=now)


@act
def mark_mailed(*, actor: Actor, notice_ids: list[UUID], now: datetime) -> None:
    """Note which notices have gone out by e-mail (the system's act)."""
    Notice.objects.of(actor).filter(pk__in=notice_ids).update(mailed_at=now)
