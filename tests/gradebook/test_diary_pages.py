"""The diary of edits: who sees what of it, explaining, the check of a month, print and Excel."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest import mock

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in, words_of
from tests.gradebook.correcting import consented, locked
from tests.gradebook.scenes import NOW, page, pupils, save
from tests.school import School
from truongso.foundation import clock
from truongso.foundation.ids import new_id
from truongso.gradebook.models import (
    DiaryCheck,
    MarkChange,
    MarkExplanation,
)

LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=LATER):
        yield


def get(school: School, who: str, address: str) -> Any:
    return signed_in(school, who, at=LATER).get(address)


def post(school: School, who: str, address: str, **form: Any) -> Any:
    return signed_in(school, who, at=LATER).post(address, form)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return words_of(answer)


def file_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)
    answer.close()
    return body


def counted(school: School, who: str, address: str) -> int:
    browser = signed_in(school, who, at=LATER)
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    told = [q["sql"] for q in seen.captured_queries if q["sql"] not in {"BEGIN", "COMMIT"}]
    return len(told)


def edited(school: School) -> None:
    """Lan edits three marks: one with a reason, one by a slip, one by a case; Dũng one of his."""
    first, second, third, *_ = pupils(school)
    save(school, *((one, "tx1", "8") for one in (first, second, third)))
    save(school, (second, "tx1", "7", 1), at=NOW + timedelta(minutes=1))
    save(school, (first, "tx1", "9", 1), at=NOW + timedelta(hours=1), reason="Cộng nhầm")
    locked(school, second, mark="7")
    consented(school, (third, "tx1", "10"))
    save(school, (third, "tx1", "10", 1), at=LATER)
    where = page(school, "KHTN")
    save(school, (first, "tx1", "5"), who="Dũng", where=where)
    save(school, (first, "tx1", "6", 1), who="Dũng", where=where, at=NOW + timedelta(minutes=2))


def test_the_diary_sums_up_each_teachers_month(school: School) -> None:
    edited(school)
    from truongso.gradebook.queries import diary

    boss = school.actor("Sơn")
    right, _whose = diary.right_to_read(boss, LATER)
    wanted = diary.Wanted(NOW.date().replace(day=1))
    found = {
        one.teacher.full_name: one.summary
        for one in diary.by_teacher(boss, diary.edits(boss, wanted, right), wanted.month)
    }
    lan = found["Nguyễn Ngọc Lan"]
    assert (lan.edits, lan.up, lan.down, lan.mean) == (3, 2, 1, 7)
    assert (lan.after_lock, lan.by_case, lan.unexplained) == (1, 1, 0)
    assert found["Trần Việt Dũng"].edits == 1


def test_an_edit_without_a_reason_that_was_no_slip_waits_to_be_explained(school: School) -> None:
    edited(school)
    last = MarkChange.objects.of(school).filter(by=school.staff["Lan"], reason="Cộng nhầm").get()
    last.pk, last.version, last.reason = new_id(), last.version + 1, ""
    last.at += timedelta(minutes=11)
    last.save(force_insert=True)
    shown = text(get(school, "Sơn", "/so-diem/nhat-ky/?giai-trinh=chua"))
    lines = shown.partition('id="edits"')[2]
    assert lines.count("Chưa giải trình") >= 1
    assert "Tự sửa ngay sau khi nhập" not in lines
    assert lines.count("<tr") == 2


def test_the_diary_is_the_teachers_own_the_heads_departments_the_leaderships_whole(
    school: School,
) -> None:
    edited(school)
    whole = ("Hoa", "Sơn", "Thu")
    seen = {who: text(get(school, who, "/so-diem/nhat-ky/")) for who in ("Lan", *whole)}
    assert "Trần Việt Dũng" not in seen["Lan"]
    for who in whole:
        assert "Trần Việt Dũng" in seen[who]
    assert "Không có lần sửa điểm nào" in text(get(school, "Bình", "/so-diem/nhat-ky/"))
    assert get(school, "Vân", "/so-diem/nhat-ky/").status_code == 403
    class_id = school.classes["6A"].id
    only = text(get(school, "Sơn", f"/so-diem/nhat-ky/?lop={class_id}&mon=KHTN&thang=2026-10"))
    assert "Theo đề nghị số 1" not in only.partition('id="edits"')[2]
    slips = seen["Sơn"].partition('id="edits"')[2]
    assert slips.count("Tự sửa ngay sau khi nhập") == 2
    assert "Chưa giải trình" not in slips
    assert "Không có lần sửa điểm nào" in text(
        get(school, "Sơn", "/so-diem/nhat-ky/?thang=2026-09")
    )


def test_a_teacher_explains_his_own_edits(school: School) -> None:
    edited(school)
    change = MarkChange.objects.of(school).get(
        by=school.staff["Lan"], version=2, reason="", correction=None
    )
    address = f"/so-diem/nhat-ky/{change.id}/giai-trinh/"
    assert post(school, "Lan", address, text="Ngắn").status_code == 422
    assert post(school, "Dũng", address, text="Không phải của mình").status_code == 403
    assert post(school, "Sơn", address, text="Không phải của mình").status_code == 403
    said = "Gõ nhầm dòng, đã đối chiếu bài"
    assert post(school, "Lan", address, text=said, thang="2026-10").status_code == 302
    assert MarkExplanation.objects.of(school).get().text == said
    shown = text(get(school, "Lan", "/so-diem/nhat-ky/"))
    assert said in shown
    first = MarkChange.objects.of(school).filter(version=1).first()
    assert first is not None
    other = f"/so-diem/nhat-ky/{first.id}/giai-trinh/"
    assert post(school, "Lan", other, text="Điểm nhập lần đầu").status_code == 404


def test_the_leadership_goes_through_a_month_and_later_edits_show(school: School) -> None:
    edited(school)
    lan = school.staff["Lan"].id
    address = "/so-diem/nhat-ky/da-kiem-tra/"
    assert post(school, "Hoa", address, teacher=lan, thang="2026-10").status_code == 403
    assert post(school, "Sơn", address, teacher=lan, thang="2026-09").status_code == 422
    assert post(school, "Sơn", address, teacher=lan, thang="x").status_code == 422
    assert post(school, "Sơn", address, teacher=lan, thang="2026-10").status_code == 302
    assert DiaryCheck.objects.of(school).get().by_id == school.staff["Sơn"].id
    assert "Đã kiểm tra" in text(get(school, "Lan", "/so-diem/nhat-ky/"))
    first = pupils_of(school)
    save(school, (first, "tx2", "8"), at=LATER + timedelta(minutes=1))
    save(school, (first, "tx2", "9", 1), at=LATER + timedelta(minutes=2))
    assert "1 lần sửa sau đó" in text(get(school, "Sơn", "/so-diem/nhat-ky/"))


def pupils_of(school: School) -> Any:
    from truongso.roster.models import Pupil

    rows = Pupil.objects.of(school).filter(places__school_class=school.classes["6A"])
    return rows.order_by("sort_key", "born_on", "code")[0]


def test_the_diary_is_printed_and_taken_out_as_a_table(school: School) -> None:
    edited(school)
    lan = school.staff["Lan"].id
    printed = text(get(school, "Sơn", f"/so-diem/nhat-ky/in/?nguoi={lan}&thang=2026-10"))
    assert "3 lần sửa: 2 tăng, 1 giảm, đổi trung bình +0,7" in printed
    assert "Ban giám hiệu chưa kiểm tra." in printed
    answer = post(school, "Sơn", "/so-diem/nhat-ky/excel/", thang="2026-10")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert len(rows) == 4
    assert {row[1] for row in rows} == {"Nguyễn Ngọc Lan", "Trần Việt Dũng"}
    assert get(school, "Lan", "/so-diem/nhat-ky/in/").status_code == 200
    assert post(school, "Vân", "/so-diem/nhat-ky/excel/").status_code == 403
