"""Pages of corrections and of the diary: who sees what, what they do, in how many statements."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in, words_of
from tests.gradebook.correcting import ask, confirm, consented, fresh, locked
from tests.gradebook.scenes import NOW, line, pupils, save
from tests.school import LONG_AGO, School
from tests.uploads import ready
from truongso.documents.models import StoredFile
from truongso.foundation import clock
from truongso.foundation.ids import new_id
from truongso.gradebook.models import (
    Correction,
    CorrectionEvidence,
    MarkChange,
)
from truongso.rules.authority import Duty

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


def test_the_list_shows_what_waits_and_a_teacher_only_his_own(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    assert "Không có đề nghị nào" in text(get(school, "Lan", "/so-diem/de-nghi/"))
    case = ask(school, (first, "tx1", "9"))
    boss = text(get(school, "Sơn", "/so-diem/de-nghi/"))
    assert "Đề nghị số 1" in boss
    assert "Cần Thầy/Cô" in boss
    assert "Đề nghị số 1" in text(get(school, "Lan", "/so-diem/de-nghi/?cua-toi=1"))
    assert "Đề nghị số 1" in text(get(school, "Hoa", "/so-diem/de-nghi/"))
    for who in ("Dũng", "Bình"):
        assert "Đề nghị số 1" not in text(get(school, who, "/so-diem/de-nghi/"))
        assert get(school, who, f"/so-diem/de-nghi/{case.id}/").status_code == 403
    assert get(school, "Lan", f"/so-diem/de-nghi/{new_id()}/").status_code == 404


def test_the_pages_are_a_handful_of_statements(school: School) -> None:
    known = pupils(school)
    locked(school, *known)
    case = consented(school, *((pupil, "tx1", "9") for pupil in known))
    save(school, *((pupil, "tx1", "9", 1) for pupil in known))
    assert fresh(case).state == "minuted"
    shell = counted(school, "Sơn", "/tai-khoan/mat-khau/")
    assert counted(school, "Sơn", "/so-diem/de-nghi/") - shell <= 5
    assert counted(school, "Sơn", f"/so-diem/de-nghi/{case.id}/") - shell <= 7
    assert counted(school, "Sơn", "/so-diem/nhat-ky/") - shell <= 8
    assert counted(school, "Lan", f"{_sheet(school)}de-nghi/") - shell <= 5


def _sheet(school: School) -> str:
    return f"/so-diem/{school.classes['6A'].id}/TOAN/1/"


def test_a_request_is_sent_from_its_page(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    shown = text(get(school, "Lan", f"{_sheet(school)}de-nghi/?o={first.id}.tx1,x.tx1,{first.id}"))
    told = json.loads(shown.partition('id="correction-data">')[2].partition("</script>")[0])
    assert told["cells"] == [{"pupil": str(first.id), "column": "tx1"}]
    body = {
        "case": told["case"],
        "reason": "Cộng nhầm điểm câu 3",
        "cells": [{"pupil": str(first.id), "column": "tx1", "text": "9"}],
        "evidence": [
            {"upload": str(ready(school, "Lan", f"{kind}.pdf")), "kind": kind}
            for kind in ("page", "test")
        ],
    }
    browser = signed_in(school, "Lan", at=LATER)
    answer = browser.post(told["urls"]["send"], json.dumps(body), content_type="application/json")
    assert answer.json() == {"url": f"/so-diem/de-nghi/{told['case']}/"}
    again = browser.post(told["urls"]["send"], json.dumps(body), content_type="application/json")
    assert again.json() == answer.json()
    assert Correction.objects.of(school).count() == 1
    bad = body | {"case": str(new_id()), "evidence": [{"upload": "x", "kind": "other"}]}
    refused = browser.post(told["urls"]["send"], json.dumps(bad), content_type="application/json")
    assert refused.status_code == 400
    assert get(school, "Hoa", f"{_sheet(school)}de-nghi/").status_code == 403


def test_a_case_goes_its_way_by_its_buttons(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    case = ask(school, (first, "tx1", "9"), (second, "tx1", "7"))
    address = f"/so-diem/de-nghi/{case.id}/"
    asked = text(get(school, "Sơn", address))
    assert "Đồng ý, mở các ô này" in asked
    assert "Đồng ý, mở các ô này" not in text(get(school, "Thu", address))
    assert "Rút lại đề nghị" in text(get(school, "Lan", address))
    assert post(school, "Sơn", f"{address}dong-y/").status_code == 302
    assert post(school, "Sơn", f"{address}tu-choi/", reason="Muộn").status_code == 422
    opened = text(get(school, "Lan", address))
    assert "Sửa thành điểm đã đồng ý" in opened
    assert post(school, "Hoa", f"{address}sua/", batch=new_id()).status_code == 403
    assert post(school, "Lan", f"{address}sua/", batch=new_id()).status_code == 302
    assert fresh(case).state == "minuted"
    assert [line(school, one).marks[0] for one in (first, second)] == [90, 70]
    again = post(school, "Lan", f"{address}sua/", batch=new_id())
    assert (again.status_code, again["Location"]) == (302, address)
    assert MarkChange.objects.of(school).filter(correction=case.id).count() == 2
    assert post(school, "Sơn", f"{address}sua/", batch=new_id()).status_code == 404
    for who in ("Lan", "Nam", "Sơn"):
        assert "Xác nhận biên bản" in text(get(school, who, address))
        assert post(school, who, f"{address}xac-nhan/").status_code == 302
    done = text(get(school, "Lan", address))
    assert "Đã xong: biên bản có đủ ba người xác nhận." in done
    assert "Chưa xác nhận" not in done
    assert get(school, "Lan", f"{address}bien-ban.pdf").content.startswith(b"%PDF")
    assert get(school, "Dũng", f"{address}bien-ban.pdf").status_code == 403


def test_refused_withdrawn_and_finished_by_their_buttons(school: School) -> None:
    first, second, third, *_ = pupils(school)
    locked(school, first, second, third)
    one, two = ask(school, (first, "tx1", "9")), ask(school, (second, "tx1", "9"))
    three = consented(school, (third, "tx1", "9"))
    assert post(school, "Sơn", f"/so-diem/de-nghi/{one.id}/tu-choi/", reason="").status_code == 422
    assert (
        post(school, "Sơn", f"/so-diem/de-nghi/{one.id}/tu-choi/", reason="Thiếu").status_code
        == 302
    )
    assert post(school, "Lan", f"/so-diem/de-nghi/{two.id}/rut-lai/").status_code == 302
    assert post(school, "Lan", f"/so-diem/de-nghi/{three.id}/ket-thuc/").status_code == 302
    assert [fresh(case).state for case in (one, two, three)] == ["refused", "withdrawn", "lapsed"]
    assert "Không được đồng ý: Thiếu" in text(get(school, "Lan", f"/so-diem/de-nghi/{one.id}/"))
    ended = text(get(school, "Sơn", "/so-diem/de-nghi/?loai=xong"))
    assert ended.count("Đề nghị số") == 3
    for case in (two, three):
        text(get(school, "Lan", f"/so-diem/de-nghi/{case.id}/"))


def test_evidence_is_read_by_who_reads_the_case_and_nobody_else(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    piece = CorrectionEvidence.objects.of(school).filter(correction=case)[0]
    address = f"/so-diem/de-nghi/{case.id}/tep/{piece.id}"
    for who in ("Lan", "Sơn", "Nam", "Hoa"):
        assert file_of(get(school, who, address)).startswith(b"%PDF")
    original = get(school, "Lan", f"{address}?goc=1")
    assert original["Content-Disposition"].startswith("attachment")
    assert file_of(original)
    assert get(school, "Dũng", address).status_code == 403
    assert get(school, "Lan", f"/so-diem/de-nghi/{case.id}/tep/{new_id()}").status_code == 404


def test_what_waits_stands_at_the_menu_and_on_the_home_page(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    assert "1 chờ đồng ý." in text(get(school, "Sơn", "/"))
    assert "chờ đồng ý." not in text(get(school, "Nam", "/"))
    post(school, "Sơn", f"/so-diem/de-nghi/{case.id}/dong-y/")
    assert "1 đang mở ô để sửa." in text(get(school, "Lan", "/"))
    post(school, "Lan", f"/so-diem/de-nghi/{case.id}/sua/", batch=new_id())
    for who in ("Lan", "Sơn", "Nam"):
        assert "1 chờ xác nhận biên bản." in text(get(school, who, "/"))
        confirm(school, case, who, LATER)
        assert "chờ xác nhận biên bản." not in text(get(school, who, "/"))


def test_the_sheet_shows_what_a_case_holds_open(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    address = f"{_sheet(school)}du-lieu/"
    before = get(school, "Lan", address).json()
    assert before["cases"] == []
    assert before["urls"]["ask"] == f"{_sheet(school)}de-nghi/"
    assert get(school, "Hoa", address).json()["urls"]["ask"] == ""

    case = consented(school, (first, "tx1", "9"))
    [cell] = get(school, "Lan", address).json()["cases"]
    assert (cell["pupil"], cell["column"], cell["wanted"]) == (str(first.id), "tx1", 90)
    assert (cell["mine"], cell["no"]) == (True, case.no)
    assert cell["url"] == f"/so-diem/de-nghi/{case.id}/"
    assert case.asked_by.full_name == cell["asker"]
    [seen] = get(school, "Hoa", address).json()["cases"]
    assert not seen["mine"]

    save(school, (first, "tx1", "9", 1))
    assert get(school, "Lan", address).json()["cases"] == []


def test_the_principals_own_request_says_who_may_consent(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    address = f"/so-diem/de-nghi/{case.id}/"
    said = "Đề nghị của chính hiệu trưởng"
    assert said not in text(get(school, "Sơn", address))
    Correction.objects.of(school).filter(pk=case.id).update(asked_by=school.staff["Sơn"])
    lend = {"since": LONG_AGO, "until": NOW + timedelta(days=1)}
    school.delegate("Sơn", Duty.PRINCIPAL, "Thu", "gradebook.consent_correction", **lend)
    for who in ("Sơn", "Thu"):
        shown = text(get(school, who, address))
        assert said in shown
        assert "Đồng ý, mở các ô này" not in shown


def test_a_photograph_of_paper_is_evidence_looked_at_on_the_page(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    row = case.evidence.of(school).order_by("pk").first()
    StoredFile.objects.of(school).filter(pk=row.file_id).update(rendition="picture")
    shown = text(get(school, "Sơn", f"/so-diem/de-nghi/{case.id}/"))
    assert f'<img src="/so-diem/de-nghi/{case.id}/tep/{row.id}"' in shown
    assert shown.count("data-pdf=") == 1
