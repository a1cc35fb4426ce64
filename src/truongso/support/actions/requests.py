"""Asking the school's admin for help, answering, closing and opening again.

The journal keeps that it was asked and answered, never the words.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, Stale, TooMany
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices.post import Message, tell
from truongso.rules.authority import Held, Whose
from truongso.rules.verdict import Violation
from truongso.support.models import HelpReply, HelpRequest
from truongso.support.queries import requests as queries
from truongso.support.queries.requests import ANSWER, ASK

MOST_AN_HOUR = 10


@dataclass(frozen=True, slots=True)
class PageState:
    """The page somebody stood on, cleaned (see `support.state`)."""

    route: str = ""
    path: str = ""
    problem: str = ""
    browser: str = ""
    width: int | None = None
    duties: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody wanted to do, what happened instead, and where."""

    wanted: str
    happened: str
    page: PageState


@act
def ask(*, actor: Actor, asking: Asking, now: datetime) -> HelpRequest:
    """Ask the school's admin for help. Raises NotAllowed, TooMany (ten within an hour)."""
    one_at_a_time("support.ask", actor.school_id, actor.staff_id)
    duty = gate.require(actor, ASK, Whose(author=actor.staff_id), at=now)

    if queries.asked_lately(actor, now) >= MOST_AN_HOUR:
        raise TooMany(Violation("support.too_many", "", {"most": MOST_AN_HOUR}))

    state = asking.page
    row = HelpRequest.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        asker_id=actor.person,
        wanted=asking.wanted,
        happened=asking.happened,
        route=state.route,
        path=state.path,
        problem=state.problem,
        browser=state.browser,
        width=state.width,
        duties=state.duties,
        asked_at=now,
    )
    text = f"{actor.name} nhờ hỗ trợ: “{_beginning(asking.wanted)}”"
    told = Message("support.asked", text, _address(row), f"support:{row.id}")
    tell(
        actor,
        [one for one in queries.admins(actor, now) if one != actor.staff_id],
        told,
        shows_at=now,
    )
    deed = Deed("support.asked", f"support:{row.id}", facts={"page": state.route})
    journal.record(actor, duty, deed, at=now)
    return row


@act
def reply(*, actor: Actor, request_id: UUID, text: str, now: datetime) -> HelpReply:
    """Answer a request, or add something to one's own; the other side is told.

    Raises Missing, NotAllowed, Stale (it was closed meanwhile).
    """
    row = _held(actor, request_id, now)
    duty = _right(actor, row, now)
    if row.closed_at is not None:
        raise Stale(Violation("support.closed_already"))

    said = HelpReply.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        request=row,
        author_id=actor.person,
        text=text,
        said_at=now,
    )
    own = row.asker_id == actor.staff_id
    to = (
        [one for one in queries.admins(actor, now) if one != actor.staff_id]
        if own
        else [row.asker_id]
    )
    sentence = f"{actor.name} {'bổ sung yêu cầu hỗ trợ' if own else 'đã trả lời yêu cầu hỗ trợ'}"
    told = Message(
        "support.replied", f"{sentence}: “{_beginning(text)}”", _address(row), f"support:{said.id}"
    )
    tell(actor, to, told, shows_at=now)
    journal.record(actor, duty, Deed("support.replied", f"support:{row.id}"), at=now)
    return said


@act
def close(*, actor: Actor, request_id: UUID, now: datetime) -> HelpRequest:
    """Close a request: by whoever answers, or by its asker. Raises Missing, NotAllowed, Stale."""
    row = _held(actor, request_id, now)
    duty = _right(actor, row, now)
    if row.closed_at is not None:
        raise Stale(Violation("support.closed_already"))

    row.closed_at, row.closed_by_id = now, actor.person
    row.save(update_fields=["closed_at", "closed_by"])
    if row.asker_id != actor.staff_id:
        text = f"{actor.name} đã đóng yêu cầu hỗ trợ: “{_beginning(row.wanted)}”"
        told = Message("support.closed", text, _address(row), f"support:{row.id}:{now.isoformat()}")
        tell(actor, [row.asker_id], told, shows_at=now)
    journal.record(actor, duty, Deed("support.closed", f"support:{row.id}"), at=now)
    return row


@act
def reopen(*, actor: Actor, request_id: UUID, now: datetime) -> HelpRequest:
    """Open a closed request again; the admins are told. Raises Missing, NotAllowed, Stale."""
    row = _held(actor, request_id, now)
    duty = _right(actor, row, now)
    if row.closed_at is None:
        raise Stale(Violation("support.open_already"))

    row.closed_at, row.closed_by_id = None, None
    row.save(update_fields=["closed_at", "closed_by"])
    text = f"{actor.name} mở lại yêu cầu hỗ trợ: “{_beginning(row.wanted)}”"
    told = Message("support.reopened", text, _address(row), f"support:{row.id}:{now.isoformat()}")
    to = {row.asker_id, *queries.admins(actor, now)} - {actor.staff_id}
    tell(actor, to, told, shows_at=now)
    journal.record(actor, duty, Deed("support.reopened", f"support:{row.id}"), at=now)
    return row


def _held(actor: Actor, request_id: UUID, now: datetime) -> HelpRequest:
    """A request that the actor may see, held until the act ends."""
    queries.request(actor, request_id, now)
    row = HelpRequest.objects.of(actor).select_for_update().filter(pk=request_id).first()
    if row is None:
        raise Missing
    return row


def _right(actor: Actor, row: HelpRequest, now: datetime) -> Held:
    """The duty under which the actor acts on a request: as its asker, or as who answers."""
    if row.asker_id == actor.staff_id:
        return gate.require(actor, ASK, row, at=now)
    return gate.require(actor, ANSWER, row, at=now)


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99].rstrip()}…"


def _address(row: HelpRequest) -> str:
    return reverse("help_request", args=[row.id])
