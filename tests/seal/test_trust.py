"""What the school's authority is worth: a paper signed with it checks out, without network."""

import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature

from tests.school import NOW, School, found
from tests.seal.conftest import SECRET, internal
from tests.seal.outer import outer, rsa_key
from truongso.config.environment import Signing
from truongso.rules.signing import Why
from truongso.seal import providers, trust
from truongso.seal.actions.revoking import revoke_key
from truongso.seal.models import Key

HOUR = timedelta(hours=1)


def paper() -> BytesIO:
    """A PDF of one empty page."""
    made, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(made)
    return made


def signed(school: School, key: Key, at: Any = NOW) -> bytes:
    """A paper signed with a key, with time stamp and revocation lists inside (PAdES-B-LT)."""
    meta = signers.PdfSignatureMetadata(
        field_name="Ky1",
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=trust.validation_context(school, at=at),
    )
    with providers.opened(key, SECRET, at=at) as signer:
        made = signers.PdfSigner(meta, signer, timestamper=trust.stamper(school, now=lambda: at))
        out = made.sign_pdf(IncrementalPdfFileWriter(paper()))
    return bytes(out.getvalue())


def verdict(school: School, pdf: bytes, at: Any, moment: Any = None) -> Any:
    """What the library says of the signature."""
    context = trust.validation_context(school, at=at, moment=moment)
    embedded = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    return validate_pdf_signature(embedded, context, context)


def test_a_paper_signed_with_an_internal_key_checks_out(sealing: School, tmp_path: Path) -> None:
    pdf = signed(sealing, internal(sealing))
    found_good = verdict(sealing, pdf, NOW)
    assert found_good.bottom_line
    assert found_good.timestamp_validity.timestamp == NOW
    assert found_good.signing_cert.subject.native["common_name"] == "Nguyễn Ngọc Lan (nội bộ)"
    with found() as other:
        assert not verdict(other, pdf, NOW).trusted
    (tmp_path / "p.pdf").write_bytes(pdf)
    asked = ["pdfsig", "-nocert", "p.pdf"]
    said = subprocess.run(asked, check=True, cwd=tmp_path, capture_output=True, text=True)
    assert "Signature is Valid" in said.stdout


def test_what_was_signed_before_the_revocation_stays_good(sealing: School) -> None:
    key = internal(sealing)
    pdf = signed(sealing, key)
    told = {"why": Why.LOST, "reason": "Lộ mã", "now": NOW + HOUR}
    revoke_key(actor=sealing.actor("Lan"), key_id=key.id, **told)
    assert verdict(sealing, pdf, NOW + 2 * HOUR, moment=NOW).bottom_line
    now = verdict(sealing, pdf, NOW + 2 * HOUR)
    assert now.revoked
    assert not now.bottom_line


def test_the_operators_folder_adds_roots_and_nothing_is_asked_of_the_network(
    sealing: School, settings: Any, tmp_path: Path
) -> None:
    certificate = outer(rsa_key())
    (tmp_path / "ca.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
    settings.SIGNING = Signing(trust=str(tmp_path))
    assert len(trust.roots(sealing)) == 2
    context = trust.validation_context(sealing, at=NOW)
    assert not context.fetching_allowed


def test_an_outer_stamper_that_does_not_answer_is_told_as_a_fault_of_the_world(
    sealing: School, settings: Any
) -> None:
    settings.SIGNING = Signing(stamps="http://127.0.0.1:9/")
    with pytest.raises(OSError, match="time stamp"):
        signed(sealing, internal(sealing))
