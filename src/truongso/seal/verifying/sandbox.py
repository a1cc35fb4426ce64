"""Has a file checked in a guarded process: no network, no files, little memory and time.

Whatever the file does to that process, the answer is a verdict; only what is our own fault is an
error. The file is never written anywhere.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from asn1crypto import x509

from truongso.documents.guard.limits import Limits
from truongso.documents.inspector import InspectorFailed, NoAnswer, answered, python
from truongso.seal.verifying import expecting, wire
from truongso.seal.verifying.facts import Expected, Remark, Verdict, unsure

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
LIMITS = Limits(cpu_seconds=15, memory=1024 * MEGABYTE, file_bytes=4 * MEGABYTE)
WALL_SECONDS = 30
WHY_NONE = {
    "file.too_heavy": unsure("verify.too_heavy"),
    "file.damaged": unsure("verify.unreadable", detail="crash"),
}


class CheckerFailed(RuntimeError):
    """The check could not be done: the machine's fault, not the file's. Try again later."""


def checked(
    file: bytes,
    *,
    expected: Expected | None = None,
    roots: Sequence[x509.Certificate],
    crls: Sequence[bytes] = (),
    at: datetime,
) -> Verdict:
    """Return the verdict on a file of a stranger, as `judging.verdict` does, but safely.

    Raises CheckerFailed.
    """
    if len(file) > MOST_BYTES:
        bare = _only(file, unsure("verify.too_large", most=MOST_BYTES // MEGABYTE))
    else:
        bare = _checked(file, roots, crls, at)
    return bare if expected is None else expecting.against(bare, expected)


def _checked(
    file: bytes, roots: Sequence[x509.Certificate], crls: Sequence[bytes], at: datetime
) -> Verdict:
    order = {
        "limits": asdict(LIMITS),
        "roots": [b64encode(root.dump()).decode() for root in roots],
        "crls": [b64encode(one).decode() for one in crls],
        "at": at.isoformat(),
    }
    given = json.dumps(order).encode() + b"\n" + file
    try:
        answer = answered(python("truongso.seal.verifying"), given, WALL_SECONDS)
    except NoAnswer as why:
        return _only(file, WHY_NONE[why.code])
    except InspectorFailed as error:
        raise CheckerFailed(str(error)) from None
    return _read(answer, file)


def _only(file: bytes, remark: Remark) -> Verdict:
    return Verdict(sha256(file).hexdigest(), len(file), (remark,))


def _read(answer: bytes, file: bytes) -> Verdict:
    """Read the answer as one of a process that may have been taken over. Raises CheckerFailed."""
    try:
        verdict = wire.of_plain(json.loads(answer))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CheckerFailed(f"no answer: {type(error).__name__}") from None
    if (verdict.sha256, verdict.size) != (sha256(file).hexdigest(), len(file)):
        raise CheckerFailed("an answer about another file")
    return verdict
