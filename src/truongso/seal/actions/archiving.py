"""Time stamps for keeping: over the whole file once it is complete, and again before they end."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents.shelf import MadePdf
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import act
from truongso.rules.authority import Whose
from truongso.seal import papers
from truongso.seal.models import Sealed
from truongso.seal.queries import papers as queries


@act
def keep_archived(
    *, actor: Actor, sealed_id: UUID, made: MadePdf, base: int, until: datetime, now: datetime
) -> bool:
    """Keep a file with a new time stamp for keeping; returns whether it was still wanted.

    Nothing happens when another one came in between. Raises Missing, NotAllowed.
    """
    row = Sealed.objects.of(actor).select_for_update().filter(pk=sealed_id).first()
    if row is None:
        raise Missing
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    if queries.latest(row).no != base:
        return False
    papers.keep_revision(actor, row, base + 1, made, why="archived", at=now)
    row.stamped_until = until
    row.save(update_fields=["stamped_until"])
    facts = {"title": row.title, "until": until.date().isoformat(), "print": made.sha256}
    journal.record(actor, duty, Deed("seal.archived", f"sealed:{row.id}", facts=facts), at=now)
    return True
