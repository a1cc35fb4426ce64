"""What the house removes by itself: uploads that nobody finished, used or looked at again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import queries
from truongso.documents.actions import blobs, uploads
from truongso.documents.models import Upload
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import defer
from truongso.foundation.tenancy import act
from truongso.rules.authority import Whose

TOLD = {Upload.State.RECEIVING, Upload.State.CHECKING, Upload.State.READY}


@act
def expire(*, actor: Actor, upload_id: UUID, states: Iterable[str], at: datetime) -> None:
    """Remove an upload that has stayed too long in one of these states. Raises NotAllowed.

    The journal tells of those that somebody might still look for; a refused one was told already,
    and of a used one only the row goes, its file stays.
    """
    upload = queries.locked(actor, upload_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=at)
    if upload is None or upload.state not in states:
        return

    if upload.state == Upload.State.USED:
        upload.delete()
        return
    state = upload.state
    uploads.forget(actor, upload)

    if state in TOLD:
        facts = {"state": state, "owner": str(upload.owner_id), "size": upload.size}
        deed = Deed("documents.upload_expired", f"upload:{upload_id}", facts=facts)
        journal.record(actor, duty, deed, at=at)


@act
def ask_again(*, actor: Actor, upload_id: UUID, before: datetime, at: datetime) -> None:
    """Ask anew for the check of an upload that has waited for one since before a moment.

    Nothing is decided, so the journal is silent. Raises NotAllowed.
    """
    upload = queries.locked(actor, upload_id)
    gate.require(actor, "system.keep_house", Whose(), at=at)
    if upload is None or upload.state != Upload.State.CHECKING:
        return
    if (upload.checked_at or upload.opened_at) >= before:
        return
    upload.checked_at = at
    upload.save(update_fields=["checked_at"])
    defer(actor, "documents.check", upload_id=str(upload_id))


@act
def let_go(*, actor: Actor, file_ids: Iterable[UUID], at: datetime) -> None:  # noqa: ARG001
    """Forget files that were used by something that is no more (a deleted draft).

    Part of the act that deletes it, which also asks the gate and writes the journal.
    """
    ids = list(file_ids)
    Upload.objects.of(actor).filter(file_id__in=ids).delete()
    blobs.release(actor, ids)
