"""Pages of results: who sees them, what they say, what they take out, in how many statements."""

import io
from collections.abc import Iterator
from typing import Any
from unittest import mock

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in, words_of
from tests.gradebook.results_scene import behave, fill, taught_by_lan, worked
from tests.gradebook.scenes import NOW, page, pupils, save
from tests.school import School
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.gradebook.actions import closing, locks
from truongso.gradebook.models import Conduct, Sheet, TermResult
from truongso.roster.models import Pupil, YearResult
from truongso.rules.circular import Level
from truongso.rules.closing import Period


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


@pytest.fixture
def known(school: School) -> list[Pupil]:
    found = [pupil for pupil in pupils(school) if pupil.status == "studying"]
    taught_by_lan(school)
    return found


def get(school: School, who: str, address: str) -> Any:
    return signed_in(school, who, at=NOW).get(address)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return words_of(answer)


def post(school: School, who: str, address: str, form: dict[str, object]) -> Any:
    return signed_in(school, who, at=NOW).post(address, form)


def test_the_class_page_says_levels_titles_and_why(school: School, known: list[Pupil]) -> None:
    worked(school, known[0])
    behave(school, known[:1])
    where = f"/ket-qua/{school.classes['6A'].id}/"
    shown = text(get(school, "Lan", f"{where}?ki=ca-nam"))
    for said in ("Học sinh Giỏi", "Được lên lớp", "9,1", "cần 6", "thiếu"):
        assert said in shown
    assert "Chưa đạt mức Tốt: môn T.Anh dưới 6,5" in text(get(school, "Sơn", f"{where}?ki=1"))
    assert get(school, "Dũng", where).status_code == 403
    assert get(school, "Sơn", f"{where}?ki=7").status_code == 404
    assert "Lớp 6A" in text(get(school, "Lan", "/ket-qua/"))
    assert "Lớp 7A" not in text(get(school, "Lan", "/ket-qua/"))
    assert "không chủ nhiệm lớp nào" in text(get(school, "Dũng", "/ket-qua/"))


def test_conduct_is_typed_on_one_form(school: School, known: list[Pupil]) -> None:
    where = f"/ket-qua/{school.classes['6A'].id}/ren-luyen/1/"
    assert known[0].full_name in text(get(school, "Lan", where))
    form: dict[str, object] = {}
    for pupil in known:
        form |= {f"level-{pupil.id}": "kha", f"version-{pupil.id}": 0, f"absent-{pupil.id}": "3"}
    form[f"level-{known[1].id}"] = ""
    form[f"absent-{known[1].id}"] = ""
    assert post(school, "Lan", f"{where}luu/", form).status_code == 302
    rows = {row.pupil_id: row for row in Conduct.objects.of(school)}
    assert (rows[known[0].id].level, rows[known[0].id].absent) == (Level.KHA, 3)
    assert known[1].id not in rows
    wrong = form | {f"absent-{known[0].id}": "nhiều"}
    assert post(school, "Lan", f"{where}luu/", wrong).status_code == 422
    assert post(school, "Dũng", f"{where}luu/", form).status_code == 403
    assert "phải rèn luyện trong hè" in text(get(school, "Lan", where.replace("/1/", "/3/")))


def test_modes_and_retests_have_their_page(school: School, known: list[Pupil]) -> None:
    fill(school, known[:1], score="4,9")
    behave(school, known[:1], Level.DAT)
    where = f"/ket-qua/{school.classes['6A'].id}/"
    assert "Cho miễn, giảm" in text(get(school, "Sơn", f"{where}che-do/"))
    assert "Cho miễn, giảm" not in text(get(school, "Lan", f"{where}che-do/"))
    sent = {"pupil": known[0].id, "subject": "TOAN", "mark": "6,5"}
    assert post(school, "Sơn", f"{where}danh-gia-lai/", sent).status_code == 302
    mode = {"pupil": known[1].id, "subject": "TIN", "mode": "exempt", "term": 0, "reason": "Giấy"}
    assert post(school, "Sơn", f"{where}che-do/luu/", mode).status_code == 302
    assert post(school, "Sơn", f"{where}che-do/luu/", mode | {"reason": ""}).status_code == 422
    shown = text(get(school, "Sơn", f"{where}che-do/"))
    assert 'value="6,5"' in shown
    assert "Miễn đánh giá môn học" in shown


def lock_everything(school: School, term: int) -> None:
    for row in Sheet.objects.of(school).filter(term=term, school_class=school.classes["6A"]):
        where = page(school, row.subject, "6A", term)
        grid = get(school, "Lan", f"/so-diem/{where.class_id}/{row.subject}/{term}/du-lieu/").json()
        keys = [one["key"] for one in grid["columns"]]
        locks.lock_columns(actor=school.actor("Lan"), page=where, keys=keys, now=NOW)


def test_a_class_is_closed_when_all_is_locked_and_there(school: School, known: list[Pupil]) -> None:
    fill(school, known)
    behave(school, known)
    where = f"/ket-qua/{school.classes['6A'].id}/"
    sent = post(school, "Sơn", f"{where}chot/3/", {"reason": ""})
    assert sent.status_code == 422
    assert "chưa khóa" in sent.content.decode()
    for term in (1, 2):
        lock_everything(school, term)
    assert "Chốt được" in text(get(school, "Sơn", "/ket-qua/chot/?ki=ca-nam"))
    assert post(school, "Lan", f"{where}chot/3/", {"reason": ""}).status_code == 403
    assert post(school, "Sơn", f"{where}chot/1/", {"reason": ""}).status_code == 302
    assert post(school, "Sơn", f"{where}chot/3/", {"reason": ""}).status_code == 302
    frozen = TermResult.objects.of(school).filter(period=3)
    assert {row.decision for row in frozen} == {"promoted"}
    assert {row.honour for row in frozen} == {"gioi"}
    assert {row.reasons[-1]["code"] for row in frozen} == {"honour.gioi"}
    outcomes = YearResult.objects.of(school).filter(pupil__in=known)
    assert {row.outcome for row in outcomes} == {"promoted"}
    assert "Đã chốt lúc" in text(get(school, "Lan", f"{where}?ki=ca-nam"))
    assert "Đã chốt" in text(get(school, "Sơn", "/ket-qua/chot/?ki=ca-nam"))
    # closed: conduct stands, and a second closing of a term is refused
    form = {f"level-{known[0].id}": "dat", f"version-{known[0].id}": 1}
    assert post(school, "Lan", f"{where}ren-luyen/1/luu/", form).status_code == 422
    assert post(school, "Sơn", f"{where}chot/1/", {"reason": ""}).status_code == 422
    assert post(school, "Sơn", f"{where}mo-lai/3/", {"reason": ""}).status_code == 422
    assert post(school, "Sơn", f"{where}mo-lai/3/", {"reason": "Nhầm"}).status_code == 302
    assert post(school, "Sơn", f"{where}mo-lai/3/", {"reason": "Nhầm"}).status_code == 422
    assert not TermResult.objects.of(school).filter(period=3).exists()


def test_a_class_where_something_is_missing_is_closed_only_for_a_reason(
    school: School, known: list[Pupil]
) -> None:
    fill(school, known, terms=(1,))
    behave(school, known[1:], terms=(1,))
    lock_everything(school, 1)
    where = f"/ket-qua/{school.classes['6A'].id}/"
    refused = post(school, "Sơn", f"{where}chot/1/", {"reason": ""})
    assert refused.status_code == 422
    assert known[0].full_name in refused.content.decode()
    kept = post(school, "Sơn", f"{where}chot/1/", {"reason": "Chuyển đến, chưa có hồ sơ"})
    assert kept.status_code == 302
    assert TermResult.objects.of(school).get(pupil=known[0], period=1).conduct is None


def test_what_changed_since_the_closing_is_told(school: School, known: list[Pupil]) -> None:
    fill(school, known, terms=(1,))
    behave(school, known, terms=(1,))
    lock_everything(school, 1)
    closing.close_class(
        actor=school.actor("Sơn"),
        class_id=school.classes["6A"].id,
        period=Period.FIRST,
        reason="",
        now=NOW,
    )
    address = f"/ket-qua/{school.classes['6A'].id}/?ki=1"
    assert "đã khác lúc chốt" not in text(get(school, "Sơn", address))
    Conduct.objects.of(school).filter(pupil=known[0]).update(level=Level.DAT)
    assert "đã khác lúc chốt" in text(get(school, "Sơn", address))


def test_the_check_list_counts_what_is_left(school: School, known: list[Pupil]) -> None:
    fill(school, known[:1], terms=(1,))
    save(school, (known[1], "tx1", "v"), where=page(school, "TOAN"))
    save(school, (known[1], "tx2", "8"), where=page(school, "TOAN"))
    shown = text(get(school, "Sơn", "/ket-qua/chot/?ki=1"))
    assert "Còn việc" in shown
    assert "Ô còn thiếu theo môn" in shown
    assert "Nên xem lại" in shown
    assert "kiem-tra/" not in shown
    assert get(school, "Lan", "/ket-qua/chot/").status_code == 403
    with CaptureQueriesContext(connection) as seen:
        get(school, "Sơn", "/ket-qua/chot/?ki=1")
    assert len(seen) < 45


def test_lists_and_statistics_count_the_school(school: School, known: list[Pupil]) -> None:
    worked(school, known[0])
    fill(school, known[1:2], score="4,9")
    behave(school, known[:1])
    behave(school, known[1:2], Level.CHUA_DAT)
    honours = text(get(school, "Sơn", "/ket-qua/danh-sach/?loai=khen-thuong"))
    assert known[0].full_name in honours
    assert known[1].full_name not in honours
    again = text(get(school, "Sơn", "/ket-qua/danh-sach/?loai=danh-gia-lai"))
    assert known[1].full_name in again
    assert "Văn, Toán" in again
    look = text(get(school, "Sơn", "/ket-qua/danh-sach/?loai=can-xem"))
    assert known[1].full_name in look
    assert "Cần hiệu" in look
    counted = text(get(school, "Sơn", "/ket-qua/thong-ke/?ki=ca-nam&khoi=6"))
    for said in ("Trong đó nữ", "Khối 6", "6,5 – 7,9", "Xuất sắc"):
        assert said in counted
    assert get(school, "Lan", "/ket-qua/thong-ke/").status_code == 403
    assert get(school, "Lan", "/ket-qua/danh-sach/").status_code == 403


def test_what_is_taken_out_bears_who_and_why(school: School, known: list[Pupil]) -> None:
    worked(school, known[0])
    behave(school, known[:1])
    where = f"/ket-qua/{school.classes['6A'].id}/lay-ra/"
    sent = {"ki": "ca-nam", "form": "xlsx", "purpose": "report", "note": ""}
    answer = post(school, "Lan", where, sent)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    values = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "Học sinh Giỏi" in values
    assert any("Báo cáo, thống kê" in str(one) for one in values)
    printed = text(post(school, "Lan", where, sent | {"form": "print"}))
    assert "Mục đích" in printed
    assert post(school, "Lan", where, sent | {"purpose": ""}).status_code == 422
    assert post(school, "Dũng", where, sent).status_code == 403
    listed = {"loai": "khen-thuong", **sent}
    assert post(school, "Sơn", "/ket-qua/danh-sach/lay-ra/", listed).status_code == 200
    assert post(school, "Lan", "/ket-qua/danh-sach/lay-ra/", listed).status_code == 403
    counted = post(school, "Sơn", "/ket-qua/thong-ke/lay-ra/", {"ki": "ca-nam"})
    book = openpyxl.load_workbook(io.BytesIO(counted.content))
    assert len(book.sheetnames) == 4  # the last one tells who took it out
    verbs = JournalEntry.objects.filter(school_id=school.id, verb="gradebook.results_exported")
    assert verbs.count() == 3


def test_the_check_of_a_sheet_shows_hints_and_bars(school: School, known: list[Pupil]) -> None:
    fill(school, known, terms=(1,))
    where = page(school, "TOAN")
    save(school, *((p, "ck", "3", 1) for p in known[:1]), where=where, reason="Chấm lại")
    address = f"/so-diem/{where.class_id}/TOAN/1/"
    shown = text(get(school, "Lan", f"{address}kiem-tra/"))
    assert "điểm cuối kì 3,0 cách xa" in shown
    assert "<rect" in shown
    assert "Phân bố điểm CK" in shown
    told = get(school, "Lan", f"{address}bat-thuong/").json()["anomalies"]
    assert f"{address}#o=" in text(get(school, "Lan", f"{address}kiem-tra/"))
    assert f'href="{address}kiem-tra/"' in text(get(school, "Sơn", "/ket-qua/chot/?ki=1"))
    assert [(one["code"], one["column"]) for one in told] == [("final_far", "ck")]
    assert get(school, "Dũng", f"{address}kiem-tra/").status_code == 403
    comment = text(get(school, "Sơn", f"/so-diem/{where.class_id}/GDTC/1/kiem-tra/"))
    assert "đánh giá bằng nhận xét" in comment
