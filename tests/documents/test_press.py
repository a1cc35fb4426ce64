"""The press: tagged papers for keeping, whose text is never a program, the same from same facts."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.environment import ROOT
from tests.school import NOW, School
from truongso.documents import papers, press
from truongso.documents.kinds.account_handover import facts as handover
from truongso.documents.kinds.account_withdrawal import facts as withdrawal
from truongso.documents.kinds.approval_list import facts as approval_list
from truongso.documents.kinds.common import Party
from truongso.documents.kinds.password_slip import facts as password_slip
from truongso.documents.models import Paper
from truongso.roster import queries as roster
from truongso.roster.models import Org

AT = datetime(2026, 2, 5, 2, 3, tzinfo=UTC)
EVIL = '#read("/etc/passwd") $x$ *b* <img> \\u{41} [Nguyễn] "“'
FONTS = ROOT / "src/truongso/web/static/built/fonts"
pytestmark = pytest.mark.skipif(
    not FONTS.exists(), reason="the pages are not built here (make builds them)"
)


def org() -> Org:
    above = Org(kind="ward", name="Ủy ban nhân dân phường Sông Mây")
    return Org(kind="school", name="Trường THCS Bình Minh", place="Hải Phòng", parent=above)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def both(name: str = "Nguyễn Ngọc Lan") -> tuple[Party, Party]:
    return Party("Tạ Hoài Nam", "Quản trị viên"), Party(name, "Giáo viên", "GV05")


def minutes(name: str = "Nguyễn Ngọc Lan") -> dict[str, object]:
    told = {"username": "lan.nn", "address": "https://truong.example.test", "duties": "Giáo viên"}
    return handover.facts(org(), 3, both(name), told, at=AT)


def every_kind() -> dict[str, dict[str, object]]:
    slip = password_slip.Slip("Lan", "GV05", "", "lan.nn", "abcd-efgh", AT + timedelta(days=14))
    told = {"username": "lan.nn", "reason": "Chuyển công tác", "note": ""}
    return {
        handover.KIND: minutes(),
        withdrawal.KIND: withdrawal.facts(org(), 1, both(), told, ["Nhiệm vụ X"], at=AT),
        password_slip.KIND: password_slip.facts(org(), [slip, slip], "https://x.test", at=AT),
        approval_list.KIND: approval_list.facts(
            org(), [("Sơn", "Hiệu trưởng", ["Duyệt", "Ký"])], "Sơn", "a" * 64, "2026-2027", at=AT
        ),
    }


@pytest.mark.parametrize("kind", every_kind())
def test_every_kind_is_tagged_for_keeping_and_carries_its_fonts(kind: str) -> None:
    pdf = press.render(kind, every_kind()[kind])
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith("vi")
        meta = opened.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert meta["dc:title"]
        fonts = {str(font.BaseFont) for font in fonts_of(opened)}
    assert fonts
    assert all("Tinos" in font for font in fonts)


def fonts_of(opened: pikepdf.Pdf) -> list[Any]:
    found: list[Any] = []
    for page in opened.pages:
        found += page.Resources.get("/Font", {}).values()
    return found


@pytest.mark.parametrize("kind", every_kind())
def test_the_same_facts_give_the_same_bytes(kind: str) -> None:
    facts = every_kind()[kind]
    assert press.render(kind, facts) == press.render(kind, dict(reversed(facts.items())))


def test_minutes_have_the_form_of_the_decree() -> None:
    text = text_of(press.render(handover.KIND, minutes()))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "TRƯỜNG THCS BÌNH MINH",
        "Số: 03/BBBG-THCS",
        "Hải Phòng, ngày 05 tháng 02 năm 2026",
        "BIÊN BẢN",
        "hồi 09 giờ 03 phút",
        "BÊN GIAO",
        "BÊN NHẬN",
    ):
        assert part in text, part


def test_what_looks_like_a_program_is_only_text() -> None:
    text = text_of(press.render(handover.KIND, minutes(EVIL)))
    assert '#read("/etc/passwd") $x$ *b* <img>' in text
    assert "root:" not in text


def test_the_yes_is_printed_with_time_and_address() -> None:
    facts = minutes() | {"confirmed": handover.confirmed(AT, "Nguyễn Ngọc Lan", "192.0.2.7")}
    text = text_of(press.render(handover.KIND, facts))
    assert "lúc 09:03:00 ngày 05/02/2026 (giờ Việt Nam), từ địa chỉ mạng 192.0.2.7" in text


def test_numbers_begin_anew_each_year_and_kind(school: School) -> None:
    actor, lan = school.actor("Nam"), school.staff["Lan"].id
    real = roster.school_org(school)

    def one(kind: str, at: datetime) -> int:
        told = {"username": "lan", "address": "x", "duties": ""}
        row = papers.draw_up(
            actor, kind, lan, lambda no: handover.facts(real, no, both(), told, at=at), at=at
        )
        assert row.facts["symbol"] == f"Số: {row.number:02d}/BBBG-THCS"
        return row.number

    assert [one("a", NOW), one("a", NOW), one("b", NOW)] == [1, 2, 1]
    new_years_eve = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    assert one("a", new_years_eve) == 3
    assert one("a", new_years_eve + timedelta(minutes=1)) == 1  # midnight at school
    assert Paper.objects.of(school).count() == 5
