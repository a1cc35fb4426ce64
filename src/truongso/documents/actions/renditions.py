"""The PDF of a Word file: kept when it is good, tried again when it failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents.actions import blobs
from truongso.documents.actions.blobs import Reserved
from truongso.documents.models import StoredFile
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import defer
from truongso.foundation.tenancy import act
from truongso.rules.authority import Held, Whose

Rendition = StoredFile.Rendition
TO_MAKE = (Rendition.WAITING, Rendition.NO_CONVERTER)
MOST_TRIES = 2
TRY_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was made and found good: fingerprint, pages, fingerprint of its packed text."""

    sha256: str
    pages: int | None
    text: str | None


@act
def keep_rendition(
    *, actor: Actor, file_id: UUID, made: Made, reserved: Mapping[str, Reserved], at: datetime
) -> None:
    """Give a Word file, and its twins that wait, the PDF whose bytes have been put.

    Nothing happens when the file is gone or has one. Raises NotAllowed, Swept.
    """
    file = _locked(actor, file_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=at)
    if file is None:
        return

    blobs.keep(actor, reserved)
    text_id = reserved[made.text].id if made.text else None
    twins = StoredFile.objects.of(actor).filter(blob_id=file.blob_id, rendition__in=TO_MAKE)
    twins.filter(text_blob=None).update(text_blob_id=text_id)
    twins.update(
        rendition=Rendition.DONE,
        rendition_blob_id=reserved[made.sha256].id,
        rendition_pages=made.pages,
    )

    facts = {"sha256": made.sha256, "pages": made.pages}
    _record(actor, duty, "documents.rendition_kept", file_id, facts, at)


@act
def lack_converter(*, actor: Actor, file_id: UUID, at: datetime) -> None:
    """Let a Word file wait until the installation has a converter. Raises NotAllowed."""
    file = _locked(actor, file_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=at)
    if file is None or file.rendition == Rendition.NO_CONVERTER:
        return

    file.rendition = Rendition.NO_CONVERTER
    file.save(update_fields=["rendition"])
    _record(actor, duty, "documents.rendition_postponed", file_id, {}, at)


@act
def fail_rendition(*, actor: Actor, file_id: UUID, reason: str, at: datetime) -> None:
    """Count a failed try; try again soon, or give up after the last one. Raises NotAllowed."""
    file = _locked(actor, file_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=at)
    if file is None:
        return

    file.rendition_tries += 1
    again = file.rendition_tries <= MOST_TRIES
    file.rendition = Rendition.WAITING if again else Rendition.FAILED
    file.save(update_fields=["rendition", "rendition_tries"])
    if again:
        moment = at + TRY_AGAIN * file.rendition_tries
        defer(actor, "documents.convert", at=moment, file_id=str(file_id))

    facts = {"reason": reason, "tries": file.rendition_tries, "again": again}
    _record(actor, duty, "documents.rendition_failed", file_id, facts, at)


def _locked(actor: Actor, file_id: UUID) -> StoredFile | None:
    """The file if its PDF is still to be made, held until the transaction ends."""
    rows = StoredFile.objects.of(actor).select_for_update()
    return rows.filter(pk=file_id, rendition__in=TO_MAKE).first()


def _record(
    actor: Actor,
    duty: Held,
    verb: str,
    file_id: UUID,
    facts: Mapping[str, object],
    at: datetime,
) -> None:
    journal.record(actor, duty, Deed(verb, f"file:{file_id}", facts=facts), at=at)
