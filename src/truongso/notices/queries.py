"""What a person has been told, and whose calendar an address is."""

import hashlib
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.notices.models import CalendarFeed, Notice


def shown_to(actor: Actor, *, now: datetime) -> SchoolRows[Notice]:
    """Return the actor's notices that show by now, the latest first."""
    rows = Notice.objects.of(actor).filter(to_id=actor.staff_id, shows_at__lte=now)
    return rows.order_by("-shows_at", "-id")


def for_page(actor: Actor, *, now: datetime) -> SchoolRows[Notice]:
    """Return the actor's notices as his page lists them: the unread first, each part latest first.

    Each row has `was_read`.
    """
    was_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    rows = shown_to(actor, now=now).annotate(was_read=was_read)
    return rows.order_by("was_read", "-shows_at", "-id")


def unread_count(actor: Actor, *, now: datetime) -> int:
    """Return how many of the actor's notices are unread."""
    return shown_to(actor, now=now).filter(read_at__isnull=True).count()


def to_mail(owner: InSchool, *, now: datetime) -> SchoolRows[Notice]:
    """Return notices that show by now and have not been mailed, for people with an address."""
    rows = Notice.objects.of(owner).filter(
        shows_at__lte=now, mailed_at__isnull=True, read_at__isnull=True
    )
    return rows.exclude(to__email="").select_related("to").order_by("shows_at")


def feed_of(actor: Actor) -> CalendarFeed | None:
    """Return the actor's calendar address, if he has made one."""
    return CalendarFeed.objects.of(actor).filter(staff_id=actor.person).first()


def feed_by_token(owner: InSchool, token: str) -> CalendarFeed | None:
    """Return the calendar that a secret address belongs to; None when it is nobody's."""
    rows = CalendarFeed.objects.of(owner).filter(token_hash=token_hash(token))
    return rows.select_related("staff").first()


def token_hash(token: str) -> str:
    """Return what the database keeps of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()
