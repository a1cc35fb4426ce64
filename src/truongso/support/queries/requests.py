"""Requests for help: one's own, the school's, one of them with what was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from truongso.access import gate
from truongso.access.queries import holders
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.foundation.text import folded
from truongso.rules.authority import Duty, Right, Whose
from truongso.support.models import HelpReply, HelpRequest

ASK, ANSWER = "support.ask", "support.answer"
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for: open or closed requests, with a word in them or in a name."""

    closed: bool = False
    search: str = ""


def may_answer(actor: Actor, now: datetime) -> bool:
    """Tell whether the actor answers the school's requests."""
    return isinstance(gate.may(actor, ANSWER, Whose(), at=now), Right)


def may_ask(actor: Actor, now: datetime) -> bool:
    """Tell whether the actor may ask for help."""
    return isinstance(gate.may(actor, ASK, Whose(author=actor.staff_id), at=now), Right)


def of_school(actor: Actor, wanted: Wanted, now: datetime) -> SchoolRows[HelpRequest]:
    """Return the school's requests as the list shows them: open ones oldest first, closed ones
    latest first. Raises NotAllowed.
    """
    right = gate.may(actor, ANSWER, Whose(), at=now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    rows = HelpRequest.objects.of(actor).filter(closed_at__isnull=not wanted.closed)
    if wanted.search:
        words = Q(wanted__icontains=wanted.search) | Q(happened__icontains=wanted.search)
        rows = rows.filter(words | Q(asker__search_key__contains=folded(wanted.search)))
    rows = rows.select_related("asker").annotate(said=_replies_counted())
    return rows.order_by("-closed_at", "id") if wanted.closed else rows.order_by("asked_at", "id")


def open_count(owner: InSchool) -> int:
    """Return how many requests of the school are open."""
    return HelpRequest.objects.of(owner).filter(closed_at=None).count()


def of_asker(actor: Actor) -> SchoolRows[HelpRequest]:
    """Return the actor's own requests, the latest first."""
    rows = HelpRequest.objects.of(actor).filter(asker_id=actor.person)
    return rows.annotate(said=_replies_counted()).order_by("-asked_at", "id")


def request(actor: Actor, request_id: UUID, now: datetime) -> HelpRequest:
    """Return a request that is one's own or that one answers. Raises Missing."""
    rows = HelpRequest.objects.of(actor).select_related("asker", "closed_by")
    row = rows.filter(pk=request_id).first()
    if row is None or not (row.asker_id == actor.staff_id or may_answer(actor, now)):
        raise Missing
    return row


def replies(row: HelpRequest) -> list[HelpReply]:
    """Return what was said about a request, the oldest first."""
    rows = HelpReply.objects.of(row).filter(request=row).select_related("author")
    return list(rows.order_by("said_at", "id"))


def asked_lately(actor: Actor, now: datetime) -> int:
    """Return how many requests the actor sent within the last hour."""
    rows = HelpRequest.objects.of(actor).filter(asker_id=actor.person)
    return rows.filter(asked_at__gt=now - AN_HOUR).count()


def admins(owner: InSchool, now: datetime) -> list[UUID]:
    """Return who is told of a new request: the admins, or the principal where there is none."""
    found = holders(owner, [Duty.IT_ADMIN], now) or holders(owner, [Duty.PRINCIPAL], now)
    return list(dict.fromkeys(row.staff_id for row in found))


def _replies_counted() -> Coalesce:
    """How many replies a request has, as a value: the key of the table is no group by itself."""
    rows = HelpReply.objects.filter(school_id=OuterRef("school_id"), request_id=OuterRef("pk"))
    counted = rows.order_by().values("request_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
