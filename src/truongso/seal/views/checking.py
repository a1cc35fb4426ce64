"""Doors for everybody: check a signed file, look up a paper by its QR code.

Nobody has to sign in, so both are slowed down by where they are asked from. A file is read into
memory, checked behind walls and forgotten.
"""

import hashlib
import time
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.http import require_http_methods, require_safe

from truongso.access import throttle
from truongso.foundation.errors import RuleBroken, TooMany, UserError, sentence
from truongso.foundation.http import Request, client_ip, page, public
from truongso.rules.verdict import Violation
from truongso.seal.queries import public as papers
from truongso.seal.verifying.facts import Remark
from truongso.seal.verifying.sandbox import MOST_BYTES, CheckerFailed, checked

PDF = "application/pdf"
PIECE = 64 * 1024
LONGEST_SECONDS = 25
WAITS_SECONDS = 5
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_checking = BoundedSemaphore(2)


class _Busy(UserError):
    status = 503


@public
@require_http_methods(["GET", "HEAD", "POST"])
def check_signature(request: Request) -> HttpResponse:
    """The page to drop a signed file on; POST takes the file as it is and answers with a part."""
    if request.method != "POST":
        return _open(page(request, "seal/check.html", {"most": MOST_BYTES // 1024 // 1024}))
    ip = client_ip(request, settings.PROXIES)
    if request.content_type != PDF:
        raise RuleBroken(Violation("verify.no_file"))
    _not_too_often("check", ip, throttle.CHECKS, request)
    throttle.count("check", ip, at=request.now)
    file = _read(request)
    if not file:
        raise RuleBroken(Violation("verify.no_file"))
    if not _checking.acquire(timeout=WAITS_SECONDS):
        raise _Busy(Violation("verify.busy"))
    try:
        print_of_it = hashlib.sha256(file).hexdigest()
        roots, crls = papers.trusted(print_of_it, request.now)
        paper = papers.paper_of_file(print_of_it)
        expected = paper.expected if paper else None
        verdict = checked(file, expected=expected, roots=roots, crls=crls, at=request.now)
    except CheckerFailed:
        raise _Busy(Violation("verify.busy")) from None
    finally:
        _checking.release()
    told = {"verdict": verdict, "paper": paper, "say": _said}
    return _open(page(request, "seal/verdict.html", told))


@public
@require_safe
def sealed_paper(request: Request, public_id: str) -> HttpResponse:
    """What the QR code on a paper leads to. A wrong id is counted, a right one is not."""
    ip = client_ip(request, settings.PROXIES)
    _not_too_often("seal", ip, throttle.GUESSES, request)
    paper = papers.paper_by_public_id(public_id)
    if paper is None:
        throttle.count("seal", ip, at=request.now)
    status = 200 if paper else 404
    told = {"paper": paper, "states": papers.PaperState}
    return _open(page(request, "seal/sealed_paper.html", told, status=status))


def _not_too_often(kind: str, ip: str, allowance: throttle.Allowance, request: Request) -> None:
    try:
        throttle.refuse_early(kind, ip, allowance, at=request.now)
    except TooMany as error:
        minutes = error.violations[0].params["minutes"]
        raise TooMany(Violation("verify.too_often", "", {"minutes": minutes})) from None


def _read(request: Request) -> bytes:
    """The body, at most a byte more than is checked; nothing when it is cut or too slow."""
    until = time.monotonic() + LONGEST_SECONDS
    pieces: list[bytes] = []
    came = 0
    while came <= MOST_BYTES and time.monotonic() < until:
        try:
            piece = request.read(PIECE)
        except UnreadablePostError:
            return b""
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        came += len(piece)
    return b"".join(pieces) if came > MOST_BYTES else b""


def _said(remark: Remark) -> str:
    return sentence(Violation(remark.code, "", remark.params))


def _open(answer: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer
