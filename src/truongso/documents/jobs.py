"""Jobs of the documents: checking what came in, making PDFs, clearing up."""

from uuid import UUID

from procrastinate.contrib.django import app

from truongso.documents import intake, rendition, sweep
from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import AWAITED, UPKEEP, every, job


@job(queue="files", name="documents.check", priority=AWAITED)
def check(*, actor: Actor, upload_id: str) -> None:
    """Decide on an upload that has come in whole."""
    intake.check(actor, UUID(upload_id), at=clock.now())


@job(queue="files", name="documents.clear")
def clear(*, actor: Actor, upload_id: str) -> None:
    """Remove the parts of an upload that was discarded."""
    intake.clear(actor, UUID(upload_id))


@job(queue="convert", name="documents.convert")
def convert(*, actor: Actor, file_id: str) -> None:
    """Make the PDF of a Word file."""
    rendition.make(actor, UUID(file_id), at=clock.now())


@every("20 * * * *", queue=UPKEEP, name="documents.convert_waiting")
def convert_waiting(*, actor: Actor) -> None:
    """Make the PDFs that were postponed, once the installation has a converter."""
    rendition.ask_for_waiting(actor, at=clock.now())


@every("*/10 * * * *", queue=UPKEEP, name="documents.sweep")
def clear_up(*, actor: Actor) -> None:
    """End what has stayed too long."""
    sweep.sweep(actor, at=clock.now())


@every("10 19 * * *", queue=UPKEEP, name="documents.sweep_store")
def clear_store(*, actor: Actor) -> None:
    """Remove bytes no row knows, at ten past two in the night of Vietnam."""
    sweep.sweep_store(actor, at=clock.now())


@app.periodic(cron="40 * * * *")
@app.task(name="documents.sweep_machine", queue=UPKEEP, queueing_lock="documents.sweep_machine")
def clear_machine(timestamp: int) -> None:  # noqa: ARG001  (the library passes it)
    """Remove what killed processes left on this machine's disk."""
    sweep.sweep_machine(at=clock.now())
