"""Other people's tools on what we sign: poppler, OpenSSL, xmlsec1, a PDF/A checker; and guessing.

Each program is skipped where it is not installed; `tools/system-packages.sh` installs them.
"""

import os
import random
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import page
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from tests.documents.test_press import every_kind, minutes
from tests.seal.papers import Signed
from tests.seal.pki import NOW, private, sign, with_fields
from truongso.documents import press
from truongso.seal import xml
from truongso.seal.verifying.facts import Result
from truongso.seal.verifying.judging import verdict

AT = NOW + timedelta(minutes=10)


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"no {program} here")


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{done.stdout}{done.stderr}\nexit {done.returncode}"


@needs("pdfsig")
def test_poppler_finds_every_signature_valid(paper: Signed, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(paper.lasting)
    assert run("pdfsig", "-nocert", file).count("Signature is Valid") == 2
    file.write_bytes(_spoilt(paper.lasting))
    assert "Digest Mismatch" in run("pdfsig", "-nocert", file)


@needs("openssl")
def test_openssl_finds_every_signature_valid(paper: Signed, tmp_path: Path) -> None:
    root, value, content = (tmp_path / name for name in ("root.pem", "cms", "bytes"))
    root.write_bytes(paper.house.root.public_bytes(Encoding.PEM))
    ranges = list(re.finditer(rb"/ByteRange \[([0-9 ]+)\]", paper.lasting))
    assert len(ranges) == 2
    for found in ranges:
        one, two, three, four = (int(number) for number in found.group(1).split())
        hexed = paper.lasting[one + two + 1 : three - 1]
        value.write_bytes(bytes.fromhex(hexed.decode()))
        content.write_bytes(paper.lasting[one : one + two] + paper.lasting[three : three + four])
        command = ("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", value)
        more = ("-content", content, "-CAfile", root, "-purpose", "any", "-out", "/dev/null")
        assert "CMS Verification successful" in run(*command, *more)


def test_papers_are_for_keeping_before_and_after_signing(paper: Signed) -> None:
    """By a checker that others wrote (PDF/A-2a, the profile the papers claim)."""
    for kind, facts in every_kind().items():
        report = page.validate_pdf_bytes(press.render(kind, facts))
        assert report.is_compliant, (kind, [one.rule_id for one in report.failures])
    blank = press.render("account_handover", minutes())
    fields = with_fields(blank, "gv", "ht", visible=False)
    house, teacher = paper.house, paper.teacher
    once = sign(
        fields, teacher, "gv", certify=True, stamper=house.stamper(), context=paper.context()
    )
    twice = sign(once, paper.principal, "ht", stamper=house.stamper(), context=paper.context())
    for pdf, allowed in ((fields, set()), (once, set()), (twice, {EARLIER})):
        report = page.validate_pdf_bytes(pdf, profile="2a")
        assert {one.rule_id for one in report.failures} <= allowed


EARLIER = "PDFA2A-SIGNATURE-BYTERANGE-001"
"""The checker asks every signature to cover the whole file; one signed before others covers all
there was (ISO 19005-2, 6.4.3 with ISO 32000-1, 12.8.1).
"""


def _spoilt(pdf: bytes) -> bytes:
    at = pdf.index(b"<dc:title>") + 60
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def mutant(pdf: bytes, chance: random.Random) -> bytes:
    """One random change: a byte other, gone, doubled or put in."""
    at = chance.randrange(len(pdf))
    fresh = bytes([chance.randrange(256)])
    return {
        "other": pdf[:at] + fresh + pdf[at + 1 :],
        "gone": pdf[:at] + pdf[at + 1 :],
        "put in": pdf[:at] + fresh + pdf[at:],
        "cut": pdf[:at],
    }[chance.choice(("other", "other", "other", "gone", "put in", "cut"))]


def mutants_that_pass(paper: Signed, count: int, seed: int) -> list[int]:
    """The numbers of those mutants that pass and are not the paper itself."""
    chance = random.Random(seed)
    passed = []
    for number in range(count):
        pdf = mutant(paper.lasting, chance)
        found = verdict(pdf, roots=paper.house.roots, crls=[paper.crl], at=AT)
        if found.result is Result.PASSED and pdf != paper.lasting:
            passed.append(number)
    return passed


def test_no_random_change_passes(paper: Signed) -> None:
    """`MUTANTS=2000` is the whole drill."""
    assert mutants_that_pass(paper, int(os.environ.get("MUTANTS", "60")), seed=1) == []


RECORD = b'<hoc_ba ma="HS01"><mon ten="To\xc3\xa1n"><diem>8,5</diem></mon></hoc_ba>'


def _signed(paper: Signed) -> bytes:
    who = paper.principal
    chain = [one.public_bytes(Encoding.PEM).decode() for one in (who.cert, *who.above)]
    return xml.sign(RECORD, key=private(who.key).dump(), chain=chain)


def test_xml_has_the_same_verdicts(paper: Signed) -> None:
    signed = _signed(paper)
    roots, crl = paper.house.roots, paper.crl
    found = xml.verdict(signed, roots=roots, crls=[crl], at=AT)
    assert found.result is Result.PASSED, found
    assert [one.signer for one in found.signatures] == ["Trần Văn Sơn"]
    other = xml.verdict(signed.replace(b"8,5", b"9,5"), roots=roots, crls=[crl], at=AT)
    assert other.result is Result.FAILED
    assert xml.verdict(RECORD, roots=roots, crls=[crl], at=AT).result is Result.FAILED
    assert xml.verdict(signed, roots=[], crls=[crl], at=AT).result is Result.INDETERMINATE
    assert xml.verdict(b"<a", roots=roots, crls=[], at=AT).result is Result.INDETERMINATE
    revoked = paper.house.crl((paper.principal, NOW - timedelta(days=1)))
    assert xml.verdict(signed, roots=roots, crls=[revoked], at=AT).result is Result.FAILED
    wrapped = b"<khac><diem>10</diem>" + etree.tostring(etree.fromstring(signed)) + b"</khac>"
    assert xml.verdict(wrapped, roots=roots, crls=[crl], at=AT).result is not Result.PASSED


@needs("xmlsec1")
def test_xmlsec_finds_the_signature_valid(paper: Signed, tmp_path: Path) -> None:
    file, root = tmp_path / "a.xml", tmp_path / "root.pem"
    root.write_bytes(paper.house.root.public_bytes(Encoding.PEM))
    command = ("xmlsec1", "--verify", "--trusted-pem", root, "--id-attr:Id")
    where = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"
    file.write_bytes(_signed(paper))
    assert "exit 0" in run(*command, where, file)
    file.write_bytes(_signed(paper).replace(b"8,5", b"9,5"))
    assert "exit 0" not in run(*command, where, file)
