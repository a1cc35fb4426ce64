"""Asking the journal about one thing: who did what to it, and whether somebody has done it today.

For rooms above that keep traces of reading; what may be seen is decided there.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from truongso.audit.models import JournalEntry
from truongso.audit.words import told
from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import InSchool

AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody looked at something: when, who, under which duty, why, from where."""

    at: datetime
    who: str
    duty: str
    reason: str
    ip: str


def has_done(actor: Actor, verbs: Sequence[str], target: str, *, since: datetime) -> bool:
    """Tell whether the actor has done one of these to a thing since a moment."""
    rows = JournalEntry.objects.of(actor).filter(target=target, at__gte=since)
    return rows.filter(actor_id=actor.staff_id, verb__in=verbs).exists()


def last_facts(actor: Actor, verb: str, *, since: datetime) -> dict[str, Any]:
    """Return the facts of the actor's last deed of a kind since a moment; {} when there is none."""
    rows = JournalEntry.objects.of(actor).filter(actor_id=actor.staff_id, at__gte=since, verb=verb)
    payload = rows.order_by("-at").values_list("payload", flat=True).first()
    facts: dict[str, Any] = json.loads(payload)["facts"] if payload else {}
    return facts


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did himself: when, in words, and for what."""

    at: datetime
    deed: str
    reason: str


def deeds_of(actor: Actor, verbs: Sequence[str]) -> list[Done]:
    """Return what the actor did by these verbs, the latest first, at most AT_MOST."""
    rows = JournalEntry.objects.of(actor).filter(actor_id=actor.person, verb__in=verbs)
    found = []
    for row in rows.order_by("-at", "-id")[:AT_MOST]:
        said = told(row.payload)
        found.append(Done(row.at, said.deed, said.reason))
    return found


def readings(owner: InSchool, target: str, verbs: Sequence[str]) -> list[Reading]:
    """Return what was done to a thing by these verbs, the latest first, at most AT_MOST."""
    rows = JournalEntry.objects.of(owner).filter(target=target, verb__in=verbs)
    return [_reading(row) for row in rows.order_by("-at", "-id")[:AT_MOST]]


def last_writer(owner: InSchool, target: str, verbs: Sequence[str]) -> Reading | None:
    """Return who last did one of these to a thing; None when nobody did."""
    return next(iter(readings(owner, target, verbs)[:1]), None)


def _reading(row: JournalEntry) -> Reading:
    said = json.loads(row.payload)
    return Reading(row.at, said["actor_name"], said["duty"] or "", said["reason"], said["ip"])
