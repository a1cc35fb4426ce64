"""A paper signed here, seen from outside: by its code, by its file, by the tools of others."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import page
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in, stranger, words_of
from tests.documents.test_press import FONTS
from tests.school import School
from tests.seal.test_other_tools import EARLIER
from tests.seal.test_pages import drop
from tests.sealing import scene
from tests.sealing.test_signing import LATER, pdf_of, sign
from truongso.foundation import clock
from truongso.foundation.tenancy import acting_in
from truongso.seal import marks, papers, trust
from truongso.seal.models import PublicMark, Revision, Sealed
from truongso.seal.queries import public
from truongso.seal.verifying.facts import Result
from truongso.seal.verifying.judging import verdict

pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="the pages are not built here")


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=LATER):
        yield


@pytest.fixture
def row(school: School) -> Sealed:
    """Minutes that both sides have signed, through the batch."""
    keys = scene.found(school, "Nam", "Lan")
    found = scene.to_sign(school)
    for name in ("Nam", "Lan"):
        sign(school, name, found, key=keys[name])
    found.refresh_from_db()
    return found


def spoilt(pdf: bytes) -> bytes:
    at = pdf.index(b"<dc:title>") + 60
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def files(row: Sealed) -> list[bytes]:
    with acting_in(row.school_id):
        rows = Revision.objects.of(row).filter(sealed=row).select_related("file").order_by("no")
        return [papers.content(one) for one in rows]


def test_a_paper_signed_by_two_is_valid_everywhere(
    school: School, row: Sealed, tmp_path: Path
) -> None:
    everything = files(row)
    signed, last = everything[2], everything[-1]
    roots, crls = trust.roots(school), trust.crls(school, LATER)
    for pdf in (signed, last):  # away from the school: with its root and nothing else
        found = verdict(pdf, roots=roots, crls=[], at=LATER)
        assert found.result is Result.PASSED, found
        assert [one.role for one in found.signatures] == ["Bên giao", "Bên nhận"]
        assert verdict(spoilt(pdf), roots=roots, crls=crls, at=LATER).result is Result.FAILED
    expected = public.paper_by_public_id(row.public_id.hex)
    assert expected is not None
    for pdf in (signed, last):
        known = verdict(pdf, expected=expected.expected, roots=roots, crls=crls, at=LATER)
        assert known.result is Result.PASSED, known
    once = verdict(everything[1], expected=expected.expected, roots=roots, crls=crls, at=LATER)
    assert once.result is Result.FAILED
    for pdf, allowed in zip(everything, (set(), set(), {EARLIER}, {EARLIER}), strict=True):
        report = page.validate_pdf_bytes(pdf, profile="2a")
        assert {one.rule_id for one in report.failures} <= allowed
    if shutil.which("pdfsig"):
        file = tmp_path / "a.pdf"
        file.write_bytes(signed)
        done = subprocess.run(
            ["pdfsig", "-nocert", file], capture_output=True, text=True, check=False
        )
        assert done.stdout.count("Signature is Valid") == 2


def test_anybody_looks_it_up_by_its_code_and_by_its_file(school: School, row: Sealed) -> None:
    names = [school.staff[name].full_name for name in ("Nam", "Lan")]
    browser = stranger()
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(f"/v/{row.public_id.hex}/")
    assert len(asked) <= 12
    said = words_of(answer)
    number = f"{row.paper.number:02d}/{row.paper.year}"
    for part in ("Có hiệu lực", "Biên bản bàn giao tài khoản", number, *names, "Bên nhận"):
        assert part in said
    assert signed_in(school, "Yến", at=LATER).get(f"/v/{row.public_id.hex}/").status_code == 200
    assert browser.get(f"/v/{'0' * 32}/").status_code == 404

    pdf = pdf_of(row)
    said = words_of(drop(browser, pdf))
    for part in ("Hợp lệ", "Nhà trường đang lưu văn bản này", *names):
        assert part in said
    assert "Hợp lệ" not in words_of(drop(browser, spoilt(pdf))).replace("Không hợp lệ", "")
    with acting_in(school.id):
        papers.void(school.actor("Nam"), row.paper, "Điểm đã sửa")
    assert "Đã bị thu hồi" in words_of(browser.get(f"/v/{row.public_id.hex}/"))
    assert "đã bị nhà trường thu hồi" in words_of(drop(browser, pdf))


def test_a_mark_tells_the_school_and_nothing_else(school: School) -> None:
    scene.found(school, "Nam")
    row = scene.one_by(school, "Nam")
    before = public.paper_by_public_id(row.public_id.hex)
    assert before is not None
    assert (before.state, before.waiting) == (public.PaperState.WAITING, ("Bên giao",))
    assert {field.name for field in PublicMark._meta.get_fields()} == {"mark", "behind"}
    kept = hashlib.sha256(files(row)[0]).hexdigest()
    assert marks.school_of(kept) == school.id
    assert public.trusted(kept, LATER)[0] != []
    assert marks.school_of(row.public_id.hex) is None
    assert public.trusted("0" * 64, LATER) == ([], [])  # of a strange file no school is asked
