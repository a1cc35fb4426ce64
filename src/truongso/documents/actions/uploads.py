"""What a person does with his own uploads: open, send, discard, use.

They concern nobody else until they are used, so no duty is needed: the gate is that they are one's
own. Pieces on their way are no acts and leave no line in the journal; throwing a file away is one.
"""

from datetime import datetime
from typing import IO
from uuid import UUID

from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import queries
from truongso.documents.actions import blobs
from truongso.documents.models import StoredFile, Upload
from truongso.documents.names import clean_name
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import BadRequest, Missing, RuleBroken, Stale, raise_if_broken
from truongso.foundation.files import part_key, store
from truongso.foundation.ids import new_id
from truongso.foundation.jobs import defer
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.foundation.text import clean_line
from truongso.roster.queries import policy
from truongso.rules.intake import FOR_IMPORT, PICTURE_TYPES, check_new
from truongso.rules.verdict import Violation

MOST_PURPOSE = 40


@act
def open_upload(*, actor: Actor, name: str, size: int, purpose: str, at: datetime) -> Upload:
    """Begin to take in a file of this name and size (bytes). Raises RuleBroken."""
    name = clean_name(name)
    one_at_a_time("documents.uploads", actor.school_id, actor.person)

    most = policy(actor, local_day(at)).max_file_bytes
    purpose = clean_line(purpose)[:MOST_PURPOSE]
    waiting = queries.waiting(actor)
    raise_if_broken(check_new(name, size, most=most, waiting=waiting, purpose=purpose))

    return Upload.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        owner_id=actor.person,
        purpose=purpose,
        name=name,
        size=size,
        state=Upload.State.RECEIVING,
        opened_at=at,
    )


def expect(upload: Upload, offset: int, length: int) -> None:
    """Refuse a piece that does not continue an upload. Raises Stale, BadRequest."""
    if upload.state != Upload.State.RECEIVING or offset != upload.received:
        raise Stale(Violation("file.offset", "", {"received": upload.received}))
    if offset + length > upload.size:
        raise BadRequest(Violation("file.beyond_size", "", {"name": upload.name}))


@act
def receive(
    *, actor: Actor, upload_id: UUID, offset: int, content: IO[bytes], length: int
) -> Upload:
    """Keep the next piece of an upload; the last one lets it be checked.

    The piece lies in the store before the row counts it. Where the row is lost, the piece is sent
    again from the same place and overwritten. Raises Missing, Stale, BadRequest.
    """
    upload = queries.locked_own(actor, upload_id)
    expect(upload, offset, length)

    if length:
        content.seek(0)
        store().put(part_key(actor.school_id, upload.id, offset), content)
        upload.received = offset + length
    if upload.received == upload.size:
        upload.state = Upload.State.CHECKING
        defer(actor, "documents.check", upload_id=str(upload.id))
    upload.save(update_fields=["received", "state"])
    return upload


@act
def discard(*, actor: Actor, upload_id: UUID, at: datetime) -> None:
    """Throw away an upload that is not used yet, with what came of it. Raises Missing."""
    upload = queries.locked_own(actor, upload_id)
    if upload.state == Upload.State.USED:
        raise Missing

    forget(actor, upload)

    deed = Deed("documents.upload_discarded", f"upload:{upload_id}", facts={"size": upload.size})
    journal.record(actor, None, deed, at=at)


@act
def take(
    *,
    actor: Actor,
    upload_id: UUID,
    at: datetime,
    purpose: str = "",
    pictures: bool = False,
) -> StoredFile:
    """Use an upload of one's own: it is used once, whoever else asks at the same moment.

    A table is used only for an import and an import uses only tables, whatever a page asks; a
    photograph only where `pictures` are taken.
    Part of the act that uses it, which also writes the journal. Raises Missing, RuleBroken.
    """
    upload = queries.locked_own(actor, upload_id)
    if (purpose == FOR_IMPORT) != (upload.purpose == FOR_IMPORT):
        raise RuleBroken(Violation("file.other_purpose", "file", {"name": upload.name}))
    if upload.state == Upload.State.USED:
        raise RuleBroken(Violation("file.already_used", "file", {"name": upload.name}))
    if upload.state != Upload.State.READY or upload.file_id is None:
        raise RuleBroken(Violation("file.not_ready", "file", {"name": upload.name}))

    file = queries.stored(actor, upload.file_id)
    if file.media_type in PICTURE_TYPES.values() and not pictures:
        raise RuleBroken(Violation("file.other_purpose", "file", {"name": upload.name}))

    upload.state, upload.checked_at = Upload.State.USED, at
    upload.save(update_fields=["state", "checked_at"])
    return file


def forget(actor: Actor, upload: Upload) -> None:
    """Remove an upload's row and its file's; its parts are removed once that is committed.

    Bytes that nothing is made of any more are left to the sweeper.
    """
    upload_id, file_id = upload.id, upload.file_id
    upload.delete()  # after this the row in memory has no id
    if file_id is not None:
        blobs.release(actor, [file_id])
    defer(actor, "documents.clear", upload_id=str(upload_id))
