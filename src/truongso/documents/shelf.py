"""The hatch for rooms above: take an upload, show a file's facts, read it, give it back.

Whether a person may see a file is decided by the room whose thing it belongs to, before it asks
here. A person's own uploads that are not used yet are his alone.
"""

import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpResponseBase

from truongso.documents import queries, serving
from truongso.documents.actions import blobs, upkeep, uploads
from truongso.documents.actions.blobs import MadePdf
from truongso.documents.models import StoredFile
from truongso.documents.queries import FileFacts
from truongso.documents.serving import Served
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import InSchool
from truongso.rules.intake import MEDIA_TYPES, suffix_of
from truongso.rules.verdict import Violation

__all__ = [
    "FileFacts",
    "MadePdf",
    "bytes_of",
    "facts",
    "file_of",
    "keep_made",
    "let_go",
    "serve",
    "take",
    "text_of",
]

PDF = MEDIA_TYPES[".pdf"]


def take(
    actor: Actor, upload_id: UUID, *, at: datetime, purpose: str = "", pictures: bool = False
) -> StoredFile:
    """Use one of the actor's own checked uploads; nobody, nor he, can use it a second time.

    `pictures`: a photograph will do as well as a PDF or a Word file. Joins the caller's act and
    holds the upload until it is committed. Raises Missing (not his), RuleBroken (not checked yet,
    refused, used already, taken in for another purpose).
    """
    return uploads.take(actor=actor, upload_id=upload_id, at=at, purpose=purpose, pictures=pictures)


def file_of(actor: Actor, upload_id: UUID) -> UUID | None:
    """Return the file that one of the actor's own uploads has become, used or not; None: no file.

    Raises Missing (not his).
    """
    return queries.own(actor, upload_id).file_id


def let_go(actor: Actor, file_ids: Iterable[UUID], *, at: datetime) -> None:
    """Forget files whose thing is no more; rows that point there go first. Joins the caller's act.

    Raises ProtectedError when something still points at one.
    """
    upkeep.let_go(actor=actor, file_ids=file_ids, at=at)


def keep_made(actor: Actor, made: MadePdf, *, at: datetime) -> StoredFile:
    """Keep a PDF that was just made here, like a file that came in. Joins the caller's act."""
    return blobs.keep_made(actor=actor, made=made, at=at)


def bytes_of(owner: InSchool, file_id: UUID) -> bytes:
    """Return the bytes of a file, which have the fingerprint they were kept under.

    Raises Missing, Altered.
    """
    with serving.verified(queries.stored(owner, file_id).blob) as file:
        return file.read()


def facts(owner: InSchool, file_ids: Iterable[UUID]) -> dict[UUID, FileFacts]:
    """Return what a page shows of files, by id, in one query; unknown ids are left out."""
    return queries.facts(owner, file_ids)


def text_of(owner: InSchool, file_id: UUID) -> str | None:
    """Return the text of a file, pages parted by form feeds; None when it has none.

    A file of pictures has none, nor an old Word file whose PDF is not made yet.
    Raises Missing, Altered.
    """
    blob = queries.stored(owner, file_id).text_blob
    if blob is None:
        return None
    with serving.verified(blob) as packed:
        return zlib.decompress(packed.read()).decode()


def serve(
    owner: InSchool,
    file_id: UUID,
    *,
    readable: bool,
    headers: Mapping[str, str],
    body: bool = True,
) -> HttpResponseBase:
    """Return a file as an answer: the original to save, or (`readable`) the PDF to read on screen;
    a picture is its own.

    `headers` are those of the request (ranges are honoured); `body` is False for HEAD.
    Raises Missing, RuleBroken (no PDF yet), Altered.
    """
    file = queries.stored(owner, file_id)
    if not readable:
        original = Served(file.blob, file.name, file.media_type, attachment=True)
        return serving.answer(original, headers, body=body)
    if file.rendition == StoredFile.Rendition.PICTURE:
        picture = Served(file.blob, file.name, file.media_type, attachment=False)
        return serving.answer(picture, headers, body=body)
    blob = file.blob if file.rendition == StoredFile.Rendition.ITSELF else file.rendition_blob
    if blob is None:
        raise RuleBroken(Violation("file.no_readable"))
    name = f"{file.name.removesuffix(suffix_of(file.name))}.pdf"
    name = file.name if suffix_of(file.name) == ".pdf" else name
    return serving.answer(Served(blob, name, PDF, attachment=False), headers, body=body)
