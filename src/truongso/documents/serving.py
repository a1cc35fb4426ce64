"""A file as an answer: verified before the first byte leaves, never run or shown as a page of ours.

Whoever calls this has decided that the person may have the file.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, cast

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from truongso.documents.models import Blob
from truongso.documents.names import disposition
from truongso.foundation.errors import UserError
from truongso.foundation.files import Gone, blob_key, store
from truongso.rules.verdict import Violation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE = 64 * 1024
IN_MEMORY = 4 * 1024 * 1024
MOST_REMEMBERED = 1000
RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"


class Altered(UserError):
    """The bytes in the store are gone or are not those that came in; the journal keeps it."""

    status = 503
    journalled = True

    def __init__(self) -> None:
        super().__init__(Violation("file.altered"))


@dataclass(frozen=True, slots=True)
class Served:
    """Bytes with the name and type they are given back under."""

    blob: Blob
    name: str
    media_type: str
    attachment: bool


def answer(served: Served, asked: Mapping[str, str], *, body: bool = True) -> HttpResponseBase:
    """Return the answer to a request with these headers; `body` False for HEAD.

    One range of bytes is honoured; several are answered with the whole. Raises Altered.
    """
    blob = served.blob
    etag = f'"{blob.sha256}"'
    if etag in [tag.strip() for tag in asked.get("If-None-Match", "").split(",")]:
        return _with_headers(HttpResponse(status=304), served, etag)
    wanted = asked.get("Range", "") if asked.get("If-Range", etag) == etag else ""
    span = _span(wanted, blob.size)
    if span is None:
        refusal = HttpResponse(status=416)
        refusal["Content-Range"] = f"bytes */{blob.size}"
        return _with_headers(refusal, served, etag)
    first, last = span
    partial = (first, last) != (0, blob.size - 1)
    response = _content(blob, first, last - first + 1, partial=partial) if body else HttpResponse()
    response["Content-Length"] = str(last - first + 1)
    response["Content-Type"] = served.media_type
    if partial:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{blob.size}"
    return _with_headers(response, served, etag)


def workbook(body: bytes, title: str) -> HttpResponse:
    """Return a spreadsheet made for this one request as a download; nothing on its way keeps it."""
    response = HttpResponse(body, content_type=XLSX)
    response.headers["Content-Disposition"] = disposition(f"{title}.xlsx", attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response


def _with_headers(response: HttpResponseBase, served: Served, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = disposition(served.name, attachment=served.attachment)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _span(wanted: str, size: int) -> tuple[int, int] | None:
    """The first and last byte asked for; the whole when none or several are; None for nonsense."""
    if not wanted or "," in wanted:
        return 0, size - 1
    match = RANGE.fullmatch(wanted.strip())
    if match is None:
        return 0, size - 1
    begin, end = match.groups()
    if not begin:
        return (max(0, size - int(end)), size - 1) if end and int(end) else None
    first, last = int(begin), min(int(end), size - 1) if end else size - 1
    return (first, last) if first <= last else None


def _content(blob: Blob, first: int, length: int, *, partial: bool) -> StreamingHttpResponse:
    key = blob_key(blob.school_id, blob.sha256)
    try:
        # A reader asks for many small ranges: what was found good is not read whole each time.
        if partial and _seen_good(key, store().mark(key)):
            return StreamingHttpResponse(_Pieces(store().open(key, start=first), length))
        file = verified(blob)
    except Gone:
        raise Altered from None
    file.seek(first)
    return StreamingHttpResponse(_Pieces(file, length))


def verified(blob: Blob) -> IO[bytes]:
    """Return a copy of the bytes that has the fingerprint they came in with. Raises Altered.

    What is sent is the copy that was compared, so nothing can change in between.
    """
    key, place = blob_key(blob.school_id, blob.sha256), store()
    copy = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  (the caller's)
    digest = hashlib.sha256()
    try:
        mark = place.mark(key)
        with place.open(key) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                copy.write(piece)
    except Gone:
        copy.close()
        raise Altered from None
    if digest.hexdigest() != blob.sha256:
        copy.close()
        raise Altered
    _remember_good(key, mark)
    copy.seek(0)
    return copy


class _Pieces:
    """The bytes of an answer, piece by piece; the file is closed when the answer is over."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (piece := self.file.read(min(PIECE, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()


_good: OrderedDict[str, str] = OrderedDict()
_good_lock = Lock()


def _remember_good(key: str, mark: str) -> None:
    with _good_lock:
        _good[key] = mark
        _good.move_to_end(key)
        while len(_good) > MOST_REMEMBERED:
            _good.popitem(last=False)


def _seen_good(key: str, mark: str) -> bool:
    with _good_lock:
        return _good.get(key) == mark
