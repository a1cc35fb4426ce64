"""Do rows and store agree? Every byte is read and compared; nothing is changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from truongso.documents.models import Blob, Upload
from truongso.documents.queries import ON_ITS_WAY, unreferenced
from truongso.documents.sweep import batches, strangers
from truongso.foundation.actor import Actor
from truongso.foundation.files import Gone, blob_key, part_key, store
from truongso.foundation.tenancy import acting_in

AT_ONCE = 500
PIECE = 256 * 1024
Kind = Literal["row_without_file", "altered", "file_without_row", "not_kept", "lost_part", "stray"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: what kind, and where (a key of the store).

    row_without_file: kept bytes are not in the store. altered: they are others than came in.
    file_without_row: bytes nobody knows. not_kept: a file is made of bytes not counted as kept.
    lost_part: an upload counts bytes that are not there. stray: parts without an upload.
    """

    kind: Kind
    where: str


def findings(actor: Actor, *, settled: bool = True) -> Iterator[Finding]:
    """Yield everything that does not fit in the actor's school.

    `settled` says that no job is running and the sweeper has been here: only then is a file without
    a row, or a stray part, a finding and not something on its way.
    """
    yield from _rows(actor)
    yield from _uploads(actor)
    if settled:
        yield from _store(actor)


def _rows(actor: Actor) -> Iterator[Finding]:
    last = UUID(int=0)
    while rows := _next_rows(actor, last):
        for blob in rows:
            key = blob_key(actor.school_id, blob.sha256)
            if blob.state != Blob.State.KEPT:
                yield Finding("not_kept", key)
                continue
            try:
                if _fingerprint(key) != blob.sha256:
                    yield Finding("altered", key)
            except Gone:
                yield Finding("row_without_file", key)
        last = rows[-1].id


def _next_rows(actor: Actor, last: UUID) -> list[Blob]:
    """The next bytes that files are made of."""
    with acting_in(actor.school_id):
        rows = Blob.objects.of(actor).filter(pk__gt=last)
        rows = rows.exclude(pk__in=unreferenced().of(actor).values("pk"))
        return list(rows.order_by("pk")[:AT_ONCE])


def _fingerprint(key: str) -> str:
    digest = hashlib.sha256()
    with store().open(key) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _uploads(actor: Actor) -> Iterator[Finding]:
    with acting_in(actor.school_id):
        rows = list(
            Upload.objects.of(actor)
            .filter(state__in=ON_ITS_WAY, received__gt=0)
            .values_list("pk", "received")
        )
    place = store()
    for upload_id, received in rows:
        sizes = {
            lying.key: lying.size for lying in place.under(f"parts/{actor.school_id}/{upload_id}/")
        }
        reached = 0
        while reached < received:
            size = sizes.get(part_key(actor.school_id, upload_id, reached), 0)
            if not size:
                break
            reached += size
        if reached != received:
            yield Finding("lost_part", part_key(actor.school_id, upload_id, reached))


def _store(actor: Actor) -> Iterator[Finding]:
    place = store()
    for batch in batches(place.under(f"blobs/{actor.school_id}/"), AT_ONCE):
        for lying in strangers(actor, batch):
            yield Finding("file_without_row", lying.key)
    for lying in place.under(f"parts/{actor.school_id}/"):
        with acting_in(actor.school_id):
            upload_id = lying.key.split("/")[2]
            rows = Upload.objects.of(actor).filter(pk=upload_id, state__in=ON_ITS_WAY)
            if not rows.exists():
                yield Finding("stray", lying.key)
