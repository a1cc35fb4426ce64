"""The school report from what is missing to the issued version, sent back, corrected, on paper."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdfium2 import PdfDocument

from tests.clients import signed_in, words_of
from tests.records.scene import closed_year, remarked
from tests.school import NOW, School
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import RuleBroken
from truongso.gradebook.models import SheetLine
from truongso.records import rendering
from truongso.records.actions import report_cases, report_remarks, report_steps
from truongso.records.actions.report_remarks import Typed
from truongso.records.models import HomeroomRemark, ReportCase, ReportFile, ReportSet, ReportVersion
from truongso.roster.models import Pupil, PupilDetail
from truongso.rules.authority import Duty
from truongso.rules.subjects import subjects


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


@pytest.fixture
def found(school: School) -> list[Pupil]:
    return closed_year(school)


def page(school: School, who: str, address: str) -> str:
    answer = signed_in(school, who, at=NOW).get(address)
    assert answer.status_code == 200, answer.status_code
    return words_of(answer)


def post(school: School, who: str, address: str, **form: object) -> Any:
    return signed_in(school, who, at=NOW).post(address, form)


def address(school: School) -> str:
    return f"/hoc-ba/lop/{school.classes['6A'].id}/"


def confirmed(school: School) -> None:
    report_steps.confirm_subjects(
        actor=school.actor("Lan"),
        class_id=school.classes["6A"].id,
        subjects=list(subjects()),
        now=NOW,
    )


def codes(error: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [one.code for one in error.value.violations]


def handed_up(school: School, found: list[Pupil]) -> None:
    confirmed(school)
    remarked(school, found)
    assert post(school, "Lan", f"{address(school)}trinh/").status_code == 302


def issued(school: School, found: list[Pupil]) -> ReportSet:
    handed_up(school, found)
    assert post(school, "Sơn", f"{address(school)}phat-hanh/").status_code == 302
    row = ReportSet.objects.of(school).get()
    rendering.make(system_actor(school.id, "việc nền"), row.id, at=NOW)
    return row


def test_everything_missing_is_told_for_all_pupils_at_once(
    school: School, found: list[Pupil]
) -> None:
    SheetLine.objects.of(school).filter(pupil=found[0], sheet__subject="TOAN").update(comment="")
    PupilDetail.objects.of(school).filter(pupil=found[1]).update(birthplace="", mother_name="")
    shown = page(school, "Lan", address(school))
    assert "chưa xác nhận, hoặc sổ điểm đã đổi: Toán" in shown
    assert shown.count("Thiếu nhận xét của giáo viên chủ nhiệm.") == len(found)
    assert "Thiếu nhận xét môn Toán." in shown
    assert "Hồ sơ còn thiếu nơi sinh." in shown
    assert "Hãy bổ sung những chỗ bắt buộc" in shown
    with CaptureQueriesContext(connection) as seen:
        page(school, "Lan", address(school))
    assert len(seen) < 40, len(seen)


def test_a_class_without_closed_results_is_told_so(school: School, found: list[Pupil]) -> None:
    shown = page(school, "Sơn", f"/hoc-ba/lop/{school.classes['7A'].id}/")
    assert "chưa được chốt" in shown
    with pytest.raises(RuleBroken) as error:
        report_steps.hand_up(
            actor=school.actor("Hoa"), class_id=school.classes["7A"].id, reason="", now=NOW
        )
    assert codes(error) == ["report.incomplete"]


def test_a_confirmation_holds_only_for_what_stood_there(school: School, found: list[Pupil]) -> None:
    assert "Xác nhận 12 môn" in page(school, "Lan", "/hoc-ba/mon-toi-day/")
    form = {"subject": list(subjects())}
    assert post(school, "Lan", f"{address(school)}xac-nhan/", **form).status_code == 302
    assert "sổ điểm đã đổi" not in page(school, "Lan", address(school))
    SheetLine.objects.of(school).filter(pupil=found[0], sheet__subject="VAN").update(comment="Khác")
    assert "sổ điểm đã đổi: Văn" in page(school, "Lan", address(school))
    assert "Xác nhận 1 môn" in page(school, "Lan", "/hoc-ba/mon-toi-day/")
    assert post(school, "Dũng", f"{address(school)}xac-nhan/", **form).status_code == 403


def test_what_may_be_excused_needs_a_reason(school: School, found: list[Pupil]) -> None:
    PupilDetail.objects.of(school).filter(pupil=found[1]).update(birthplace="")
    confirmed(school)
    remarked(school, found)
    assert post(school, "Lan", f"{address(school)}trinh/", reason="Thiếu").status_code == 422
    sent = post(
        school, "Lan", f"{address(school)}trinh/", reason="Gia đình chưa nộp giấy khai sinh"
    )
    assert sent.status_code == 302
    assert "Gia đình chưa nộp" in page(school, "Sơn", address(school))


def test_remarks_are_saved_cell_by_cell(school: School, found: list[Pupil]) -> None:
    where = f"/so-diem/hoc-ba/{school.classes['6A'].id}/"
    assert "remark-sheet" in page(school, "Lan", where)
    data = signed_in(school, "Lan", at=NOW).get(f"{where}du-lieu/").json()
    assert (len(data["rows"]), data["columns"], data["may_edit"]) == (len(found), [], True)
    assert "Học tập: Tốt" in data["rows"][0]["note"]
    cells = [
        {"pupil": str(found[0].id), "text": "Chăm ngoan", "version": 0},
        {"pupil": str(found[1].id), "text": "x" * 501, "version": 0},
    ]
    for _sent_again in range(2):
        answer = signed_in(school, "Lan", at=NOW).post(
            f"{where}luu/", {"cells": cells}, content_type="application/json"
        )
        assert answer.status_code == 200
        assert [one["code"] for one in answer.json()["refused"]] == ["report.remark_long"]
        assert answer.json()["conflicts"] == []
    stands = HomeroomRemark.objects.of(school).get()
    assert (stands.text, stands.version) == ("Chăm ngoan", 1)
    stale = report_remarks.save_remarks(
        actor=school.actor("Lan"),
        class_id=school.classes["6A"].id,
        typed=[Typed(found[0].id, "Khác", 0)],
        now=NOW,
    )
    assert stale["conflicts"][0]["theirs"] == "Chăm ngoan"
    body = {"cells": cells}
    refused = signed_in(school, "Dũng", at=NOW).post(
        f"{where}luu/", body, content_type="application/json"
    )
    assert refused.status_code == 403
    entry = JournalEntry.objects.of(school).filter(verb="records.remarks_saved").get()
    assert "Chăm ngoan" not in entry.payload


def test_sent_back_with_a_reason_and_issued_only_as_confirmed(
    school: School, found: list[Pupil]
) -> None:
    handed_up(school, found)
    with pytest.raises(RuleBroken) as error:
        remarked(school, found, "Sửa sau khi trình")
    assert codes(error) == ["report.not_collecting"]
    PupilDetail.objects.of(school).filter(pupil=found[0]).update(birthplace="Thái Bình")
    changed = post(school, "Sơn", f"{address(school)}phat-hanh/")
    assert changed.status_code == 422
    assert "đã khác với lúc" in changed.content.decode()
    assert post(school, "Sơn", f"{address(school)}tra-lai/", reason="Sai").status_code == 422
    back = post(school, "Sơn", f"{address(school)}tra-lai/", reason="Kiểm tra lại nơi sinh của em")
    assert back.status_code == 302
    assert "Kiểm tra lại nơi sinh của em" in page(school, "Lan", address(school))
    assert post(school, "Lan", f"{address(school)}trinh/").status_code == 302
    assert post(school, "Lan", f"{address(school)}phat-hanh/").status_code == 403
    assert post(school, "Thu", f"{address(school)}phat-hanh/").status_code == 403
    lend = {"since": NOW.replace(day=1), "until": NOW.replace(day=28)}
    school.delegate("Sơn", Duty.PRINCIPAL, "Thu", "records.issue_reports", **lend)
    assert post(school, "Thu", f"{address(school)}phat-hanh/").status_code == 302
    assert post(school, "Thu", f"{address(school)}phat-hanh/").status_code == 422
    leader = ReportVersion.objects.of(school).filter(pupil=found[0]).get().facts["signed"]["leader"]
    assert leader["title"] == ["KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"]
    assert "Thay mặt" in page(school, "Lan", address(school))


def test_the_paper_says_what_the_form_asks(school: School, found: list[Pupil]) -> None:
    row = issued(school, found)
    assert ReportFile.objects.of(school).count() == len(found)
    assert rendering.make(system_actor(school.id, "việc nền"), row.id, at=NOW) == 0
    version = ReportVersion.objects.of(school).get(pupil=found[0])
    answer = signed_in(school, "Lan", at=NOW).get(f"/hoc-ba/ban/{version.id}/hoc-ba.pdf")
    content = b"".join(answer)
    said = " ".join(
        text.get_textpage().get_text_range().replace("\r\n", " ") for text in PdfDocument(content)
    )
    for words in (
        "HỌC BẠ",
        "TRUNG HỌC CƠ SỞ",
        found[0].full_name.upper(),
        "QUÁ TRÌNH HỌC TẬP",
        "Toán học",
        "8,5",
        "Được lên lớp 7",
        "Học sinh Giỏi",
        "NHẬN XÉT CỦA GIÁO VIÊN CHỦ NHIỆM",
        "Ngoan, chăm học.",
        "HIỆU TRƯỞNG",
        "Đã xác nhận bằng tài khoản",
    ):
        assert words in said, words
    packed = signed_in(school, "Sơn", at=NOW).post(f"{address(school)}hoc-ba.zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert len(archive.namelist()) == len(found)
    assert signed_in(school, "Dũng", at=NOW).get(f"/hoc-ba/ban/{version.id}/").status_code == 403
    verbs = set(JournalEntry.objects.of(school).values_list("verb", flat=True))
    assert {"records.report_read", "records.reports_taken_out"} <= verbs


def test_an_issued_report_changes_only_by_a_new_version(school: School, found: list[Pupil]) -> None:
    issued(school, found)
    first = ReportVersion.objects.of(school).get(pupil=found[0])
    where = f"/hoc-ba/ban/{first.id}/"
    assert "Đề nghị sửa học bạ này" in page(school, "Lan", where)
    ask = {"reason": "Ghi nhầm nơi sinh trong hồ sơ", "remark": "Ngoan, tiến bộ rõ."}
    assert post(school, "Lan", f"{where}de-nghi/", **ask).status_code == 302
    assert post(school, "Lan", f"{where}de-nghi/", **ask).status_code == 422
    case = ReportCase.objects.of(school).get()
    PupilDetail.objects.of(school).filter(pupil=found[0]).update(birthplace="Quảng Ninh")
    shown = page(school, "Sơn", f"/hoc-ba/de-nghi/{case.id}/")
    assert "Quảng Ninh" in shown
    assert "Ngoan, tiến bộ rõ." in shown
    assert post(school, "Lan", f"/hoc-ba/de-nghi/{case.id}/dong-y/").status_code == 403
    assert post(school, "Sơn", f"/hoc-ba/de-nghi/{case.id}/dong-y/").status_code == 302
    assert post(school, "Sơn", f"/hoc-ba/de-nghi/{case.id}/dong-y/").status_code == 422
    second = ReportVersion.objects.of(school).get(pupil=found[0], no=2)
    assert second.replaces_id == first.id
    assert second.facts["person"]["birthplace"] == "Quảng Ninh"
    assert "thay bản số 1" in second.facts["version"]["told"]
    first.refresh_from_db()
    assert first.facts["person"]["birthplace"] == "Hải Phòng"
    assert "Bản này đã được thay" in page(school, "Lan", where)
    assert "Đề nghị sửa học bạ này" not in page(school, "Lan", where)


def test_a_case_without_a_difference_makes_nothing(school: School, found: list[Pupil]) -> None:
    issued(school, found)
    first = ReportVersion.objects.of(school).get(pupil=found[0])
    case = report_cases.ask(
        actor=school.actor("Vân"), version_id=first.id, reason="Xem lại giúp em", remark="", now=NOW
    )
    with pytest.raises(RuleBroken) as error:
        report_cases.agree(actor=school.actor("Sơn"), case_id=case.id, now=NOW)
    assert codes(error) == ["report.nothing_differs"]
    refused = post(school, "Sơn", f"/hoc-ba/de-nghi/{case.id}/tu-choi/", reason="Không có gì sai")
    assert refused.status_code == 302
    assert "Không có gì sai" in page(school, "Vân", f"/hoc-ba/de-nghi/{case.id}/")
    assert ReportVersion.objects.of(school).filter(pupil=found[0]).count() == 1
