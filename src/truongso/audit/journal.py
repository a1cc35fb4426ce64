"""The only writer of the journal: one call an act, in the act's own transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from truongso.audit.chain import entry_hash
from truongso.audit.models import JournalEntry
from truongso.foundation import bulk
from truongso.foundation.actor import Actor
from truongso.foundation.bulk import Rows
from truongso.foundation.ids import new_id
from truongso.rules.authority import Held

Change = tuple[str, object, object]
"""A changed field: its name, the old and the new value (None where there was or is nothing)."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done: a past-tense verb, its target ("plan:…"), changes, reason, further facts."""

    verb: str
    target: str
    changes: Sequence[Change] = ()
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def record(
    actor: Actor, duty: Held | None, deed: Deed, *, at: datetime, along: Sequence[Rows] = ()
) -> UUID:
    """Write one entry: who, under which duty, in whose name, what changed, when, from where.

    `duty` is what the gate returned; None for acts that need none (signing in). `at` is aware.
    `along`: rows of the act itself that are written by the same statement.
    Returns the id of the entry. Must run inside the act's transaction.
    """
    entry_id = new_id()
    loan = duty.loan if duty else None
    payload = encoded(
        {
            "id": str(entry_id),
            "school": actor.school_id,
            "at": at.isoformat(),
            "actor": str(actor.staff_id) if actor.staff_id else None,
            "actor_name": actor.name,
            "duty": duty.duty.value if duty else None,
            "behalf": str(loan.giver_id) if loan else None,
            "behalf_name": loan.giver_name if loan else None,
            "behalf_duty": loan.giver_duty.value if loan else None,
            "delegation": str(loan.id) if loan else None,
            "verb": deed.verb,
            "target": deed.target,
            "changes": [list(change) for change in deed.changes],
            "reason": deed.reason,
            "facts": dict(deed.facts),
            "ip": actor.ip,
            "request": actor.request_id,
        }
    )
    entry = JournalEntry(
        id=entry_id,
        school_id=actor.school_id,
        at=at,
        verb=deed.verb,
        target=deed.target,
        actor_id=actor.staff_id,
        behalf_id=loan.giver_id if loan else None,
        payload=payload,
        entry_hash=entry_hash(payload),
    )
    bulk.write(*along, Rows([entry]))
    return entry_id


def encoded(facts: Mapping[str, object]) -> str:
    """Return the facts as the text that is hashed: JSON, keys in order, no spaces."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
