"""The verdict on a PDF: reads it, asks the validator, adds what the validator does not see.

The validator alone is not enough (measured): it calls a file good that was cut back to an earlier
revision or has a byte appended. So a file passes only if its last signature covers all of it, its
signature fields are all filled, nothing but signing came after the first signature, and, where the
school knows the paper, it is the very file and the very signers.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from truongso.seal.verifying import expecting, structure
from truongso.seal.verifying.certificates import Evidence
from truongso.seal.verifying.facts import (
    Expected,
    Remark,
    Signature,
    Verdict,
    failed,
    unsure,
)
from truongso.seal.verifying.integrity import Whole, whole
from truongso.seal.verifying.people import said_of
from truongso.seal.verifying.running import run
from truongso.seal.verifying.trust import Proof, judged, nothing, proof

MOST_SIGNATURES = 40
STAMP = "/DocTimeStamp"
HEADER = b"%PDF-"


def verdict(
    pdf: bytes,
    *,
    expected: Expected | None = None,
    roots: Sequence[x509.Certificate],
    crls: Sequence[bytes] = (),
    at: datetime,
) -> Verdict:
    """Return the verdict on a file as it stands at a moment; never raises for what is in the file.

    `expected`: what the school knows of this paper, None for a file from anywhere. `roots`: the
    only certificates trust begins with. `crls`: lists of revoked certificates (DER).
    """
    remarks, signatures = _checked(pdf, roots, crls, at)
    sha256 = hashlib.sha256(pdf).hexdigest()
    bare = Verdict(sha256, len(pdf), tuple(remarks), tuple(signatures))
    return bare if expected is None else expecting.against(bare, expected)


def _checked(
    pdf: bytes, roots: Sequence[x509.Certificate], crls: Sequence[bytes], at: datetime
) -> tuple[list[Remark], list[Signature]]:
    """One exception anywhere and nothing at all is told of the file: half a list would lie."""
    if HEADER not in pdf[:1024]:
        return [unsure("verify.no_pdf")], []
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        if reader.encrypted:
            return [unsure("verify.encrypted")], []
        return _read(reader, pdf, roots, crls, at)
    except (MemoryError, PermissionError, ImportError):  # ours or the walls', not the file's
        raise
    except (Exception, RecursionError) as error:  # noqa: BLE001  (the validator throws: measured)
        return [unsure("verify.unreadable", detail=type(error).__name__)], []


def _read(
    reader: PdfFileReader,
    pdf: bytes,
    roots: Sequence[x509.Certificate],
    crls: Sequence[bytes],
    at: datetime,
) -> tuple[list[Remark], list[Signature]]:
    fields = structure.signature_fields(reader)
    if len(fields.filled) > MOST_SIGNATURES:
        return [unsure("verify.too_many", count=len(fields.filled))], []
    embedded = sorted(fields.embedded(reader), key=lambda one: one.signed_revision)
    people = [one for one in embedded if one.sig_object_type != STAMP]
    if not people:
        return [failed("verify.no_signature")], []
    states = {one.fq_name: whole(one, embedded) for one in embedded}
    remarks = structure.remarks(reader, pdf, embedded, fields)
    stamps = [one for one in embedded if one.sig_object_type == STAMP]
    if not all(states[stamp.fq_name].whole for stamp in stamps):
        remarks.append(failed("verify.timestamp_broken"))
    certs = [cert for one in embedded for cert in one.other_embedded_certs]
    evidence = Evidence.of(reader, certs, roots, crls)
    shown = run(proof([one for one in stamps if states[one.fq_name].whole], evidence, at))
    seen = Seen(evidence, shown, people[0], at)
    return remarks, [_signature(one, states[one.fq_name], seen) for one in people]


@dataclass(frozen=True, slots=True)
class Seen:
    """What every signature of a file is judged with."""

    evidence: Evidence
    shown: Proof
    first: EmbeddedPdfSignature
    at: datetime


def _signature(embedded: EmbeddedPdfSignature, state: Whole, seen: Seen) -> Signature:
    if state.whole:
        trusted = run(judged(embedded, seen.evidence, seen.shown, seen.at))
    else:
        trusted = nothing(embedded)
    late = structure.late_field(embedded, seen.first)
    role, behalf = said_of(embedded)
    return Signature(
        field=embedded.fq_name,
        signer=trusted.certificate.subject,
        role=role,
        behalf=behalf,
        at=trusted.at,
        proved=trusted.proved,
        level=trusted.level,
        whole=state.whole,
        later=state.later,
        certificate=trusted.certificate,
        remarks=(*state.remarks, *late, *trusted.remarks),
    )
