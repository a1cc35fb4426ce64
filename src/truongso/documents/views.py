"""Doors of the documents: resumable uploads by the tus protocol (1.0), one's own files back.

Answers are data for the page's script; sentences in them are for the person.
"""

import time
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import IO, TypeVar, cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from truongso.documents import queries, shelf, shown
from truongso.documents.actions import uploads
from truongso.foundation.errors import BadRequest, Missing, UserError, as_plain
from truongso.foundation.http import Request, data
from truongso.rules.verdict import Violation

TUS = "1.0.0"
EXTENSIONS = "creation,termination"
PIECE_TYPE = "application/offset+octet-stream"
PIECE = 64 * 1024
IN_MEMORY = 1024 * 1024
LONGEST_SECONDS = 25
MOST_SIZE = 10**12
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def tus(view: View) -> View:
    """Make a view speak tus: its version on every answer, refusals as data."""

    @wraps(view)
    def spoken(request: Request, **places: UUID) -> HttpResponseBase:
        answer: HttpResponseBase
        try:
            if request.method in ("POST", "PATCH", "DELETE", "HEAD"):
                _same_version(request)
            answer = view(request, **places)
        except UserError as error:
            request.refused = error  # type: ignore[attr-defined]
            answer = data(as_plain(error), status=error.status)
        answer["Tus-Resumable"] = TUS
        answer["Cache-Control"] = "no-store"
        return answer

    return cast("View", spoken)


@require_http_methods(["GET", "POST", "OPTIONS"])
@tus
def all_uploads(request: Request) -> HttpResponseBase:
    """My uploads not used yet; POST opens one; OPTIONS says what the protocol's client may do."""
    if request.method == "OPTIONS":
        answer = HttpResponse(status=204)
        answer["Tus-Version"] = TUS
        answer["Tus-Extension"] = EXTENSIONS
        answer["Tus-Max-Size"] = str(queries.most_bytes(request.actor, request.now))
        return answer
    if request.method == "GET":
        mine = queries.recent(request.actor)
        return data({"uploads": [shown.upload(one) for one in mine]})
    facts = _metadata(request)
    upload = uploads.open_upload(
        actor=request.actor,
        name=facts.get("filename", ""),
        size=_number(request, "Upload-Length"),
        purpose=facts.get("purpose", ""),
        at=request.now,
    )
    answer = data(shown.upload(upload), status=201)
    answer["Location"] = reverse("upload", args=[upload.id])
    return answer


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@tus
def one_upload(request: Request, upload_id: UUID) -> HttpResponseBase:
    """How far an upload is; PATCH sends its next piece; DELETE throws it away."""
    if request.method == "DELETE":
        uploads.discard(actor=request.actor, upload_id=upload_id, at=request.now)
        return HttpResponse(status=204)
    upload = queries.own(request.actor, upload_id)
    answer = HttpResponse(status=204 if request.method == "PATCH" else 200)
    if request.method == "PATCH":
        upload = _take_piece(request, upload)
    else:
        answer["Upload-Length"] = str(upload.size)
        name = b64encode(upload.name.encode()).decode()
        answer["Upload-Metadata"] = f"filename {name}"
    answer["Upload-Offset"] = str(upload.received)
    return answer


@require_safe
@tus
def state(request: Request, upload_id: UUID) -> HttpResponseBase:
    """State of an upload and, if it is refused, why."""
    return data(shown.upload(queries.own(request.actor, upload_id)))


@require_safe
def original(request: Request, upload_id: UUID) -> HttpResponseBase:
    """My own upload, as it came in."""
    return _own_file(request, upload_id, readable=False)


@require_safe
def readable(request: Request, upload_id: UUID) -> HttpResponseBase:
    """The PDF of my own upload."""
    return _own_file(request, upload_id, readable=True)


def _own_file(request: Request, upload_id: UUID, *, readable: bool) -> HttpResponseBase:
    upload = queries.own(request.actor, upload_id)
    if upload.file_id is None:
        raise Missing
    body = request.method != "HEAD"
    return shelf.serve(
        request.actor, upload.file_id, readable=readable, headers=request.headers, body=body
    )


def _take_piece(request: Request, upload: shown.Upload) -> shown.Upload:
    """Take what comes of a piece. When it is cut, or too slow, what came until then is kept and the
    client goes on from there.
    """
    if request.content_type != PIECE_TYPE:
        raise BadRequest(Violation("core.bad_request", "", {"detail": "Content-Type"}))
    offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    uploads.expect(upload, offset, length)
    with cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY)) as piece:
        came = _read(request, piece, length)
        return uploads.receive(
            actor=request.actor, upload_id=upload.id, offset=offset, content=piece, length=came
        )


def _read(request: Request, piece: IO[bytes], length: int) -> int:
    until = time.monotonic() + LONGEST_SECONDS
    came = 0
    while came < length and time.monotonic() < until:
        try:
            block = request.read(min(PIECE, length - came))
        except UnreadablePostError:
            break
        if not block:
            break
        piece.write(block)
        came += len(block)
    return came


def _same_version(request: Request) -> None:
    if request.headers.get("Tus-Resumable") != TUS:
        raise _OtherVersion(Violation("core.bad_request", "", {"detail": "Tus-Resumable"}))


class _OtherVersion(BadRequest):
    status = 412


def _number(request: Request, header: str) -> int:
    raw = request.headers.get(header, "")
    if not (raw.isascii() and raw.isdigit() and int(raw[:14]) <= MOST_SIZE):
        raise BadRequest(Violation("core.bad_request", "", {"detail": header}))
    return int(raw)


def _metadata(request: Request) -> dict[str, str]:
    """What the client tells of a file: names with values in base64, parted by commas."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = b64decode(value.strip(), validate=True).decode()
        except (NotBase64, UnicodeDecodeError):
            detail = {"detail": "Upload-Metadata"}
            raise BadRequest(Violation("core.bad_request", "", detail)) from None
    return found
