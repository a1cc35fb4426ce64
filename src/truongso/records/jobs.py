"""Jobs of the records of pupils."""

from uuid import UUID

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import AWAITED, job
from truongso.records import rendering


@job(queue="files", name="records.make_reports", priority=AWAITED)
def make_reports(*, actor: Actor, set_id: str) -> None:
    """Make the papers of the school reports of a class that were issued."""
    rendering.make(actor, UUID(set_id), at=clock.now())
