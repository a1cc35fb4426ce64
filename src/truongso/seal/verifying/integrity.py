"""Whether the bytes of a signature are those that were signed, and what came after them."""

import hashlib
from dataclasses import dataclass

from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from truongso.seal.verifying.facts import Remark, failed

COVERED = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


@dataclass(frozen=True, slots=True)
class Whole:
    """Whether what was signed is still there, what came later, and what is wrong with either."""

    whole: bool
    later: tuple[str, ...]
    remarks: tuple[Remark, ...]


def whole(embedded: EmbeddedPdfSignature, everything: list[EmbeddedPdfSignature]) -> Whole:
    """Return what a signature's own bytes say. Raises whatever the validator raises."""
    embedded.compute_integrity_info()
    told = embedded.summarise_integrity_info()
    intact, valid = _digests(embedded)
    remarks: list[Remark] = []
    if not intact:
        remarks.append(failed("verify.content_changed"))
    elif not valid:
        remarks.append(failed("verify.signature_wrong"))
    if told["coverage"] not in COVERED:
        remarks.append(failed("verify.not_covered"))
    elif not told["docmdp_ok"]:
        remarks.append(failed("verify.later_changes"))
    later = _later(embedded, everything, told["diff_result"])
    return Whole(not remarks, later, tuple(remarks))


def _digests(embedded: EmbeddedPdfSignature) -> tuple[bool, bool]:
    """Whether the bytes have the digest that was signed, and the signature fits the certificate."""
    stamp = embedded.sig_object_type == "/DocTimeStamp"
    if stamp:
        content = embedded.signed_data["encap_content_info"]["content"]
        imprint = content.parsed["message_imprint"]["hashed_message"].native
        if imprint != embedded.compute_digest():
            return False, False
    # Weak algorithms are told of by the trust step, which has the words for them.
    return validate_sig_integrity(
        embedded.signer_info,
        cert=embedded.signer_cert,
        expected_content_type="tst_info" if stamp else "data",
        actual_digest=_over_content(embedded) if stamp else embedded.compute_digest(),
    )


def _over_content(embedded: EmbeddedPdfSignature) -> bytes:
    raw = bytes(embedded.signed_data["encap_content_info"]["content"])
    return hashlib.new(embedded.md_algorithm, raw).digest()


def _later(
    embedded: EmbeddedPdfSignature,
    everything: list[EmbeddedPdfSignature],
    changes: DiffResult | object,
) -> tuple[str, ...]:
    """What kinds of things were added after a signature."""
    kinds: list[str] = []
    for other in everything:
        if other.signed_revision > embedded.signed_revision:
            stamp = other.sig_object_type == "/DocTimeStamp"
            kinds.append("timestamp" if stamp else "signature")
    if isinstance(changes, DiffResult):
        if changes.modification_level is ModificationLevel.LTA_UPDATES:
            kinds.append("data")
    elif changes is not None:
        kinds.append("other")
    return tuple(dict.fromkeys(kinds))
