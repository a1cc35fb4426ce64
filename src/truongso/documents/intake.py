"""From the parts of an upload to a file or a refusal: put together, inspected, kept.

Runs in a job and may be killed anywhere and run again: each step leaves what the next run or the
sweeper mends. No transaction is open while bytes are read or written.
"""

import hashlib
import tempfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import IO
from uuid import UUID

from truongso.documents import pictures, queries, scanner
from truongso.documents.actions import blobs, verdicts
from truongso.documents.actions.blobs import Reserved
from truongso.documents.actions.verdicts import Accepted
from truongso.documents.inspector import Verdict, inspect
from truongso.documents.models import Upload
from truongso.foundation.actor import Actor
from truongso.foundation.files import Gone, blob_key, part_key, parts_of, store
from truongso.foundation.tenancy import acting_in
from truongso.rules.intake import PICTURE, PICTURE_TYPES, suffix_of
from truongso.rules.verdict import Violation

PIECE = 256 * 1024


def check(actor: Actor, upload_id: UUID, *, at: datetime) -> None:
    """Decide on an upload that has come in whole. Done before, or discarded: only cleared up.

    Raises InspectorFailed, ScannerDown, Swept (all: try again later).
    """
    with acting_in(actor.school_id):
        upload = queries.locked(actor, upload_id)
    if upload is not None and upload.state == Upload.State.RECEIVING:
        return
    if upload is not None and upload.state == Upload.State.CHECKING:
        _decide(actor, upload, at)
    clear(actor, upload_id)


def clear(actor: Actor, upload_id: UUID) -> None:
    """Remove the parts of an upload from the store."""
    place = store()
    for part in list(place.under(parts_of(actor.school_id, upload_id))):
        place.delete(part.key)


def _decide(actor: Actor, upload: Upload, at: datetime) -> None:
    with tempfile.TemporaryFile() as file:
        sha256 = _put_together(actor, upload, file)
        if sha256 is None:
            problems = (Violation("file.incomplete"),)
            verdicts.refuse(actor=actor, upload_id=upload.id, problems=problems, sha256="", at=at)
            return
        if suffix_of(upload.name) in PICTURE_TYPES:
            _decide_on_picture(actor, upload, file, sha256, at)
            return
        verdict = _judged(file, suffix_of(upload.name))
        if verdict.problems:
            verdicts.refuse(
                actor=actor, upload_id=upload.id, problems=verdict.problems, sha256=sha256, at=at
            )
            return
        reserved, text = put(actor, file, sha256, verdict.text, at)
    accepted = Accepted(sha256, suffix_of(upload.name), verdict.pages, verdict.notes, text)
    verdicts.admit(actor=actor, upload_id=upload.id, accepted=accepted, reserved=reserved, at=at)


def _decide_on_picture(
    actor: Actor, upload: Upload, file: IO[bytes], sha256: str, at: datetime
) -> None:
    """Keep the plain picture made of a photograph; of what was sent only the fingerprint."""
    problems, picture = pictures.developed(file, suffix_of(upload.name))
    if virus := scanner.scan(file):
        problems = (Violation("file.virus", "", {"virus": virus}),)
    if problems:
        verdicts.refuse(actor=actor, upload_id=upload.id, problems=problems, sha256=sha256, at=at)
        return
    kept = hashlib.sha256(picture).hexdigest()
    reserved, text = put(actor, BytesIO(picture), kept, "", at)
    notes = (Violation("note.plain_picture"),)
    accepted = Accepted(kept, PICTURE, 1, notes, text, came_as=sha256)
    verdicts.admit(actor=actor, upload_id=upload.id, accepted=accepted, reserved=reserved, at=at)


def _put_together(actor: Actor, upload: Upload, file: IO[bytes]) -> str | None:
    """Write the parts one after another and return the fingerprint; None when one is missing."""
    place, digest, written = store(), hashlib.sha256(), 0
    while written < upload.size:
        try:
            with place.open(part_key(actor.school_id, upload.id, written)) as part:
                before = written
                while piece := part.read(PIECE):
                    digest.update(piece)
                    file.write(piece)
                    written += len(piece)
        except Gone:
            return None
        if written == before:
            return None
    file.flush()
    return digest.hexdigest() if written == upload.size else None


def _judged(file: IO[bytes], suffix: str) -> Verdict:
    verdict = inspect(file, suffix)
    if verdict.problems:
        return verdict
    virus = scanner.scan(file)
    if virus is None:
        return verdict
    return Verdict(verdict.kind, problems=(Violation("file.virus", "", {"virus": virus}),))


def put(
    actor: Actor, file: IO[bytes], sha256: str, text: str, at: datetime
) -> tuple[Mapping[str, Reserved], str | None]:
    """Put a file and its text into the store, announced first; the caller then makes them kept.

    Returns what was reserved, and the fingerprint of the packed text (None when there is none).
    """
    contents: dict[str, IO[bytes]] = {sha256: file}
    text_sha256 = None
    if text.strip():
        packed = zlib.compress(text.encode())
        text_sha256 = hashlib.sha256(packed).hexdigest()
        contents[text_sha256] = BytesIO(packed)
    sizes = {name: content.seek(0, 2) for name, content in contents.items()}
    reserved = blobs.reserve(actor=actor, sizes=sizes, at=at)
    place = store()
    for name, content in contents.items():
        key = blob_key(actor.school_id, name)
        if not (reserved[name].kept and place.exists(key)):
            content.seek(0)
            place.put(key, content)
    return reserved, text_sha256
