"""What becomes of an upload after its inspection: a file, or a refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import queries
from truongso.documents.actions import blobs
from truongso.documents.actions.blobs import Reserved
from truongso.documents.models import Blob, StoredFile, Upload
from truongso.foundation.actor import Actor
from truongso.foundation.ids import new_id
from truongso.foundation.jobs import defer
from truongso.foundation.tenancy import act
from truongso.rules.authority import Whose
from truongso.rules.intake import MEDIA_TYPES, PICTURE_TYPES, TABLE_TYPES, suffix_of
from truongso.rules.verdict import Violation

Line = list[object]
Rendition = StoredFile.Rendition


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an inspection found good: fingerprint, kind (".pdf" …), pages, remarks, text or None.

    `text` is the fingerprint of the packed text. `came_as`: the fingerprint of what was sent, where
    something else is kept: the plain picture of a photograph.
    """

    sha256: str
    suffix: str
    pages: int | None
    notes: tuple[Violation, ...]
    text: str | None
    came_as: str = ""


@act
def admit(
    *,
    actor: Actor,
    upload_id: UUID,
    accepted: Accepted,
    reserved: Mapping[str, Reserved],
    at: datetime,
) -> StoredFile | None:
    """Make a file of an upload whose bytes have been put; None when it was discarded meanwhile.

    A Word file waits for its PDF, or has at once the one made for the same bytes before.
    Raises NotAllowed, Swept.
    """
    upload = queries.locked(actor, upload_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=at)
    if upload is None or upload.state != Upload.State.CHECKING:
        return None

    blobs.keep(actor, reserved)
    file = StoredFile(
        id=new_id(),
        school_id=actor.school_id,
        blob_id=reserved[accepted.sha256].id,
        name=_named(upload.name, accepted.suffix),
        media_type=(MEDIA_TYPES | TABLE_TYPES | PICTURE_TYPES)[accepted.suffix],
        pages=accepted.pages,
        added_by_id=upload.owner_id,
        added_at=at,
        text_blob_id=reserved[accepted.text].id if accepted.text else None,
        notes=lines(accepted.notes),
    )
    _let_be_read(actor, file, accepted.suffix)
    upload.state, upload.file, upload.checked_at = Upload.State.READY, file, at
    upload.save(update_fields=["state", "file", "checked_at"])

    facts = {
        "file": str(file.id),
        "owner": str(upload.owner_id),
        "sha256": accepted.sha256,
        "size": upload.size,
        "kind": accepted.suffix[1:],
        "pages": accepted.pages,
        "notes": [note.code for note in accepted.notes],
    }
    if accepted.came_as:
        facts["came_as"] = accepted.came_as
    deed = Deed("documents.upload_accepted", f"upload:{upload_id}", facts=facts)
    journal.record(actor, duty, deed, at=at)
    return file


@act
def refuse(
    *, actor: Actor, upload_id: UUID, problems: Iterable[Violation], sha256: str, at: datetime
) -> None:
    """Refuse an upload; its sentences stay for its owner, of its bytes only the fingerprint.

    Raises NotAllowed.
    """
    upload = queries.locked(actor, upload_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=at)
    if upload is None or upload.state != Upload.State.CHECKING:
        return

    upload.problems = lines(problems)
    upload.state, upload.checked_at = Upload.State.REFUSED, at
    upload.save(update_fields=["state", "problems", "checked_at"])

    facts = {
        "owner": str(upload.owner_id),
        "sha256": sha256,
        "size": upload.size,
        "codes": [code for code, _ in upload.problems],
    }
    deed = Deed("documents.upload_refused", f"upload:{upload_id}", facts=facts)
    journal.record(actor, duty, deed, at=at)


def lines(found: Iterable[Violation]) -> list[Line]:
    """Return findings as a row keeps them: code and values, so that the sentence may improve."""
    return [[one.code, dict(one.params)] for one in found]


def _named(name: str, suffix: str) -> str:
    """The name of what is kept: the sent one, its suffix that of what it has become."""
    sent = suffix_of(name)
    return name if sent == suffix else f"{name[: len(name) - len(sent)]}{suffix}"


def _let_be_read(actor: Actor, file: StoredFile, suffix: str) -> None:
    """Save the file with its way to a PDF: itself, one made before, or a job that makes one."""
    if suffix == ".pdf":
        file.rendition = Rendition.ITSELF
        file.save()
        return
    if suffix in TABLE_TYPES or suffix in PICTURE_TYPES:
        file.rendition = Rendition.NONE if suffix in TABLE_TYPES else Rendition.PICTURE
        file.save()
        return
    twins = StoredFile.objects.of(actor).filter(blob_id=file.blob_id, rendition=Rendition.DONE)
    twin = twins.first()
    if twin is None:
        file.rendition = Rendition.WAITING
        file.save()
        defer(actor, "documents.convert", file_id=str(file.id))
        return
    file.rendition, file.rendition_pages = Rendition.DONE, twin.rendition_pages
    file.rendition_blob_id = twin.rendition_blob_id
    file.text_blob_id = file.text_blob_id or twin.text_blob_id
    file.save()
    shared = [blob_id for blob_id in (file.rendition_blob_id, file.text_blob_id) if blob_id]
    Blob.objects.of(actor).filter(pk__in=shared).update(state=Blob.State.KEPT)
