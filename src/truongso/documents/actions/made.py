"""Files that were made here, kept like those that came in."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime

from truongso.documents.actions.blobs import Reserved, keep
from truongso.documents.models import Blob, StoredFile
from truongso.foundation.actor import Actor
from truongso.foundation.files import blob_key, store
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import act
from truongso.rules.intake import MEDIA_TYPES


@dataclass(frozen=True, slots=True)
class MadePdf:
    """A PDF made here: its name, its bytes, its pages."""

    name: str
    content: bytes
    pages: int | None = None

    @property
    def sha256(self) -> str:
        """The fingerprint of the bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@act
def keep_made(*, actor: Actor, made: MadePdf, at: datetime) -> StoredFile:
    """Keep a PDF that was just made here.

    Part of the act that made it. The row is held before the bytes are put, so no sweep takes them;
    bytes of an act that fails have no row and leave by night. Raises nothing for users.
    """
    row = Blob(
        id=new_id(),
        school_id=actor.school_id,
        sha256=made.sha256,
        size=len(made.content),
        state=Blob.State.STORING,
        touched_at=at,
    )
    Blob.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["school_id", "sha256"],
        update_fields=["touched_at"],
    )
    blob = Blob.objects.of(actor).get(sha256=made.sha256)
    if blob.state != Blob.State.KEPT:
        store().put(blob_key(actor.school_id, made.sha256), io.BytesIO(made.content))
        keep(actor, {made.sha256: Reserved(blob.id, kept=False)})
    return StoredFile.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        blob=blob,
        name=made.name,
        media_type=MEDIA_TYPES[".pdf"],
        pages=made.pages,
        added_by_id=actor.staff_id,
        added_at=at,
        rendition=StoredFile.Rendition.ITSELF,
    )
