"""Carrying out what was decided: a batch in a transaction, each told in the journal."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import act
from truongso.retention import queries, removing
from truongso.retention.queries import finders
from truongso.rules.authority import Whose
from truongso.rules.retention import Step, line

BATCH = 500


@act
def remove_batch(*, actor: Actor, proposal_id: UUID, now: datetime) -> bool:
    """Remove the next records of an approved proposal; returns whether some are left.

    Whatever is no longer due (a pupil who came back) stays. The journal keeps how many went and the
    fingerprint of their ids. Raises Missing, NotAllowed (only the system).
    """
    row = queries.locked(actor, proposal_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    if row.step != Step.APPROVED.value or row.execute_at is None or row.execute_at > now:
        return False

    batch, row.ids = row.ids[:BATCH], row.ids[BATCH:]
    due = list(finders.still_due(actor, row.kind, row.cutoff, batch).values_list("pk", flat=True))
    removing.remove(actor, row.kind, due, at=now)
    row.removed += len(due)
    if not row.ids:
        row.step, row.finished_at = Step.DONE.value, now
    row.save()

    facts = {
        "count": len(due),
        "left_alone": len(batch) - len(due),
        "what": line(row.kind).name,
        "fingerprint": queries.fingerprint(due),
    }
    deed = Deed("retention.removed", f"proposal:{row.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return bool(row.ids)
