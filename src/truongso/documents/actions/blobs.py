"""Bytes coming and going: the row is committed before the file is put, and leaves after it."""

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.documents import queries
from truongso.documents.models import Blob, StoredFile
from truongso.foundation.actor import Actor
from truongso.foundation.files import blob_key, store
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import act
from truongso.rules.authority import Whose
from truongso.rules.intake import MEDIA_TYPES


class Swept(RuntimeError):
    """Bytes were swept away while they were on their way in: the job begins anew."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """Bytes that were announced: their row's id, and whether they are kept already."""

    id: UUID
    kept: bool


@act
def reserve(*, actor: Actor, sizes: Mapping[str, int], at: datetime) -> dict[str, Reserved]:
    """Announce bytes by fingerprint, with their sizes, before they are put.

    Those that are there already are wanted again and will not be swept now. Bytes that are not kept
    must be put, even where a file is found: it may be on its way out. Raises NotAllowed.
    """
    _require(actor, at)
    return _announced(actor, sizes, at)


def _announced(actor: Actor, sizes: Mapping[str, int], at: datetime) -> dict[str, Reserved]:
    """Announce bytes as part of the caller's act."""
    rows = [
        Blob(
            id=new_id(),
            school_id=actor.school_id,
            sha256=sha256,
            size=sizes[sha256],
            state=Blob.State.STORING,
            touched_at=at,
        )
        for sha256 in sorted(sizes)  # always in the same order: two jobs never wait for each other
    ]
    Blob.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["school_id", "sha256"],
        update_fields=["touched_at"],
    )
    found = Blob.objects.of(actor).filter(sha256__in=sizes)
    return {row.sha256: Reserved(row.id, row.state == Blob.State.KEPT) for row in found}


def keep(actor: Actor, reserved: Mapping[str, Reserved]) -> None:
    """Count reserved bytes, which have been put since, as kept. Raises Swept."""
    ids = {one.id for one in reserved.values()}
    if _held(actor, ids) != len(ids):
        raise Swept
    Blob.objects.of(actor).filter(pk__in=ids).update(state=Blob.State.KEPT)


def release(actor: Actor, file_ids: Iterable[UUID]) -> None:
    """Remove the rows of files; bytes that only they were made of are left to the sweeper."""
    files = StoredFile.objects.of(actor).filter(pk__in=list(file_ids))
    ids = {
        blob_id
        for line in files.values_list("blob_id", "rendition_blob_id", "text_blob_id")
        for blob_id in filter(None, line)
    }
    files.delete()
    _held(actor, ids)
    free = queries.unreferenced().of(actor).filter(pk__in=ids)
    free.update(state=Blob.State.STORING)


def _held(actor: Actor, ids: Iterable[UUID]) -> int:
    """Hold rows until the transaction ends, always in one order; returns how many there are."""
    rows = Blob.objects.of(actor).select_for_update().filter(pk__in=ids)
    return len(rows.order_by("sha256"))


@act
def end(*, actor: Actor, blob_id: UUID, before: datetime, at: datetime) -> bool:
    """Remove bytes that nothing is made of and nobody has wanted since; the file, then the row.

    Returns whether they were removed. Whoever wants the same bytes waits for the end of this.
    Raises NotAllowed.
    """
    _require(actor, at)
    rows = Blob.objects.of(actor).select_for_update()
    blob = rows.filter(pk=blob_id, state=Blob.State.STORING, touched_at__lt=before).first()
    if blob is None or not queries.unreferenced().of(actor).filter(pk=blob_id).exists():
        return False
    store().delete(blob_key(actor.school_id, blob.sha256))
    blob.delete()
    return True


@act
def adopt(*, actor: Actor, sha256: str, size: int, at: datetime) -> None:
    """Give bytes without a row one, so that they can be ended like others. Raises NotAllowed."""
    _require(actor, at)
    row = Blob(
        id=new_id(),
        school_id=actor.school_id,
        sha256=sha256,
        size=size,
        state=Blob.State.STORING,
        touched_at=at,
    )
    Blob.objects.bulk_create([row], ignore_conflicts=True)


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
    reserved = _announced(actor, {made.sha256: len(made.content)}, at)
    blob = reserved[made.sha256]
    if not blob.kept:
        store().put(blob_key(actor.school_id, made.sha256), io.BytesIO(made.content))
        keep(actor, reserved)
    return StoredFile.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        blob_id=blob.id,
        name=made.name,
        media_type=MEDIA_TYPES[".pdf"],
        pages=made.pages,
        added_by_id=actor.staff_id,
        added_at=at,
        rendition=StoredFile.Rendition.ITSELF,
    )


def _require(actor: Actor, at: datetime) -> None:
    """Bytes come and go only by the jobs of the house, never by a person's own hand."""
    gate.require(actor, "system.keep_house", Whose(), at=at)
