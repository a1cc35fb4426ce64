"""Whether a signature's certificate may be believed: then, when it was used, and now.

A signature is judged at the moment for which its existence is proved. Time stamps over the whole
file prove the older ones, from the newest back (a chain that is renewed in time lasts); a stamp of
the signature proves when it was made; without any, the moment is now. The idea is that of past
validation in ETSI EN 319 102-1, 5.6; where that says "no proof", so do we. Nothing is fetched.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import TimestampSignatureStatus

from truongso.seal.verifying import certificates
from truongso.seal.verifying.certificates import Evidence, State
from truongso.seal.verifying.facts import Certificate, Remark, Standing, failed, note, unsure

WEAK_DIGESTS = ("md2", "md5", "sha1")
LEAST_BITS = 2048
UNSURE = {
    Standing.UNTRUSTED: "verify.not_trusted",
    Standing.NOT_YET: "verify.not_yet_valid",
    Standing.WEAK: "verify.weak_algorithm",
    Standing.UNKNOWN: "verify.revocation_unknown",
}


@dataclass(frozen=True, slots=True)
class Trusted:
    """What the certificate and the time stamps of a signature come to."""

    certificate: Certificate
    at: datetime | None
    proved: bool
    level: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """The moments for which a whole file is proved to have existed, by its own time stamps:
    (revision of the stamp, its time), oldest first.
    """

    stamps: tuple[tuple[int, datetime], ...]

    def after(self, revision: int, now: datetime) -> datetime:
        """Return the earliest moment by which a revision is proved to have been there; else now."""
        return min((at for stamp, at in self.stamps if stamp > revision), default=now)


async def proof(stamps: Sequence[EmbeddedPdfSignature], evidence: Evidence, now: datetime) -> Proof:
    """Return what the time stamps over the file prove, newest first; a bad one ends the chain."""
    good: list[tuple[int, datetime]] = []
    moment = now
    for one in sorted(stamps, key=lambda stamp: -stamp.signed_revision):
        at = await _stamped(one.signed_data, one.compute_digest, evidence, moment)
        if at is None:
            break
        good.append((one.signed_revision, at))
        moment = at
    return Proof(tuple(reversed(good)))


async def judged(
    embedded: EmbeddedPdfSignature, evidence: Evidence, shown: Proof, now: datetime
) -> Trusted:
    """Return what is to be said of a signature whose bytes are whole. Raises what the library
    raises.
    """
    cert = embedded.signer_cert
    control = shown.after(embedded.signed_revision, now)
    stamped, remarks = await _own_stamp(embedded, evidence, control)
    said = embedded.self_reported_timestamp
    moment = stamped or control
    then = await certificates.standing(cert, evidence, moment, control)
    current = await certificates.standing(cert, evidence, now, now)
    proved = moment if moment < now else None
    remarks += of_certificate(then, said, proved, cert)
    if embedded.md_algorithm in WEAK_DIGESTS and then.now is not Standing.WEAK:
        remarks.append(unsure("verify.weak_algorithm"))
    if then.now is Standing.GOOD and await _carries_others(embedded, evidence, then, control):
        remarks.append(unsure("verify.odd_certificate"))
    if not _is_named(embedded):
        remarks.append(failed("verify.other_certificate"))
    if not remarks and current.now is Standing.REVOKED and current.revoked_at:
        remarks.append(note("verify.revoked_later", day=certificates.day(current.revoked_at)))
    return Trusted(
        certificate=certificates.seen(cert, then.now, current.now, current.revoked_at),
        at=stamped or said,
        proved=stamped is not None,
        level=_level(evidence, stamped, control < now),
        remarks=tuple(remarks),
    )


def nothing(embedded: EmbeddedPdfSignature) -> Trusted:
    """Return what a broken signature says of itself; none of it is believed."""
    unknown = Standing.UNKNOWN
    seen = certificates.seen(embedded.signer_cert, unknown, unknown)
    return Trusted(seen, embedded.self_reported_timestamp, proved=False, level="")


async def _own_stamp(
    embedded: EmbeddedPdfSignature, evidence: Evidence, control: datetime
) -> tuple[datetime | None, list[Remark]]:
    """The time a stamp of the signature itself proves; a stamp nobody vouches for is told of."""
    tokens = list(generic_cms.extract_tst_data_iter(embedded.signer_info, signed=False))
    for token in tokens:
        imprint = generic_cms.message_imprint_checker(embedded.signer_info)
        at = await _stamped(token, imprint, evidence, control)
        if at is not None:
            return at, []
    return None, [unsure("verify.timestamp_untrusted")] if tokens else []


async def _stamped(
    token: cms.SignedData, imprint: Callable[[str], bytes], evidence: Evidence, control: datetime
) -> datetime | None:
    """The time in a token, if its bytes, its signature and its authority are good.

    The authority is judged at that time, by lists from then or later; at `control` it must neither
    have expired nor be known as revoked. A current list is not asked for: long after, without a
    network, the file brings only those from then.
    """
    certs = token_certs(token)
    at: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    if at > control:
        return None
    told = await generic_cms.validate_tst_signed_data(token, evidence.context(at, certs), imprint)
    status = TimestampSignatureStatus(**told)
    if not (status.intact and status.valid and status.trusted):
        return None
    authority = status.signing_cert
    known = replace(evidence, others=(*evidence.others, *certs))
    today = await certificates.standing(authority, known, control, control)
    out = today.now is Standing.REVOKED or authority.not_valid_after < control
    return None if out else at


async def _carries_others(
    embedded: EmbeddedPdfSignature, evidence: Evidence, then: State, control: datetime
) -> bool:
    """Whether certificates lie with the signature that nobody in it needs: they are no part of what
    is signed, so they may have been changed.
    """
    needed = set(then.path) | evidence.stored
    carried = list(embedded.other_embedded_certs)
    for token in generic_cms.extract_tst_data_iter(embedded.signer_info, signed=False):
        certs = token_certs(token)
        carried += certs
        known = replace(evidence, others=(*evidence.others, *certs))
        for cert in certs:
            if not cert.ca:
                at = token["encap_content_info"]["content"].parsed["gen_time"].native
                state = await certificates.standing(cert, known, min(at, control), control)
                needed |= state.path
    return any(one.sha256 not in needed for one in carried)


def token_certs(token: cms.SignedData) -> list[x509.Certificate]:
    """Return the certificates that came with a token."""
    return [one.chosen for one in token["certificates"] if one.name == "certificate"]


def of_certificate(
    then: State, said: datetime | None, proved: datetime | None, cert: x509.Certificate
) -> list[Remark]:
    """Return what is to be said of a certificate at the moment that counts: `proved`, or now."""
    found: list[Remark] = []
    day = certificates.day(then.revoked_at or then.valid_until)
    if then.now is Standing.REVOKED and then.revoked_at is not None:
        if said is not None and said >= then.revoked_at:
            found.append(failed("verify.signed_after_revocation", day=day))
        else:
            found.append(unsure("verify.revoked_no_proof", day=day))
    elif then.now is Standing.EXPIRED:
        if proved:
            found.append(failed("verify.expired_then", day=day))
        else:
            found.append(unsure("verify.expired_no_proof", day=day))
    elif then.now in UNSURE:
        found.append(unsure(UNSURE[then.now]))
    if _is_short(cert) and then.now is not Standing.WEAK:
        found.append(unsure("verify.weak_algorithm"))
    if not certificates.may_sign(cert):
        found.append(unsure("verify.wrong_usage"))
    return found


def _is_short(cert: x509.Certificate) -> bool:
    key = cert.public_key
    return key.algorithm in ("rsa", "rsassa_pss") and key.bit_size < LEAST_BITS


def _is_named(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the signature itself names this certificate: two may have one key (PAdES)."""
    attribute = generic_cms.get_signing_cert_attr(embedded.signer_info["signed_attrs"])
    if attribute is None:
        return False
    certid = attribute["certs"][0]
    algorithm = "sha1"
    if "hash_algorithm" in {name for name, *_rest in certid._fields}:
        algorithm = certid["hash_algorithm"]["algorithm"].native
    if algorithm not in ("sha1", "sha256", "sha384", "sha512"):
        return False
    digest = hashlib.new(algorithm, embedded.signer_cert.dump()).digest()
    named: bytes = certid["cert_hash"].native
    return named == digest


def _level(evidence: Evidence, stamped: datetime | None, archived: bool) -> str:  # noqa: FBT001
    """The PAdES level that is really there (ETSI EN 319 142-1)."""
    if stamped is None:
        return "B-B"
    if not evidence.inside:
        return "B-T"
    return "B-LTA" if archived else "B-LT"
