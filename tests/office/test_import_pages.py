"""The pages of imports: each step is shown, a form that is refused says why."""

import re

import pytest

from tests.clients import signed_in
from tests.jobs import run_jobs
from tests.office.tables import begun, checked, run_of, xlsx
from tests.office.test_import_pupils import AN, BE, HEADS, pupil
from tests.school import NOW, School
from tests.uploads import ready
from truongso.foundation import clock


@pytest.fixture(autouse=True)
def _at_the_schools_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_from_the_list_of_kinds_to_the_result(school: School) -> None:
    browser = signed_in(school, "Nam", at=NOW)
    assert "Chưa có lần nhập nào" in browser.get("/nhap-du-lieu/").content.decode()
    assert "Tải tệp mẫu" in browser.get("/nhap-du-lieu/pupils/").content.decode()
    upload = ready(school, "Nam", "hs.xlsx", content=xlsx(HEADS, AN, BE), purpose="import")
    told = browser.post(
        "/nhap-du-lieu/bat-dau/",
        {"upload": str(upload), "kind": "pupils"},
        content_type="application/json",
    ).json()
    url = told["url"]
    assert "Đang đọc tệp…" in browser.get(url).content.decode()
    run_jobs(school, at=NOW)
    page = browser.get(url).content.decode()
    assert "Cột nào là gì?" in page
    chosen = dict(
        re.findall(r'name="(cot-[^"]+)".*?<option value="(\w+)" selected>', page, re.DOTALL)
    )
    assert chosen["cot-ho ten"] == "full_name"
    assert browser.post(f"{url}cot/", {**chosen, "from_day": "2026-10-14"}).status_code == 302
    run_jobs(school, at=NOW)
    assert "chưa ghi gì vào dữ liệu của trường" in browser.get(url).content.decode()
    assert browser.post(f"{url}xac-nhan/").status_code == 302
    run_jobs(school, at=NOW)
    assert "Đã nhập xong" in browser.get(url).content.decode()
    assert "hs.xlsx" in browser.get("/nhap-du-lieu/").content.decode()


def test_doubts_are_shown_with_their_choices(school: School) -> None:
    other = pupil(school, "Nguyễn Văn Án")
    run = checked(school, "pupils", xlsx(HEADS[2:6], AN[2:6]))
    browser = signed_in(school, "Nam", at=NOW)
    url = f"/nhap-du-lieu/lan/{run.id}/"
    page = browser.get(f"{url}?loc=doubtful").content.decode()
    assert f'<option value="{other.id}"' in page
    assert "Tất cả là người đã có" in page
    assert browser.post(f"{url}chon/", {"decision": "same"}).status_code == 302
    assert "nghi trùng chưa quyết định" not in browser.get(url).content.decode()


def test_old_letters_are_shown_before_anything_is_compared(school: School) -> None:
    rows = [[1, "NguyÔn V¨n An", "05/09/2014", "Nam"]]
    run_id = begun(school, "pupils", xlsx(["STT", "Họ tên", "Ngày sinh", "Giới tính"], *rows))
    page = signed_in(school, "Nam", at=NOW).get(f"/nhap-du-lieu/lan/{run_id}/").content.decode()
    assert "TCVN3" in page
    assert "Nguyễn Văn An" in page


def test_a_refused_file_says_why_and_can_be_left(school: School) -> None:
    run = checked(school, "pupils", xlsx(["Kính gửi"]))
    browser = signed_in(school, "Nam", at=NOW)
    url = f"/nhap-du-lieu/lan/{run.id}/"
    assert "Không thấy dòng tiêu đề" in browser.get(url).content.decode()
    assert browser.post(f"{url}bo/").status_code == 302
    assert browser.get(url).status_code == 404


def test_a_step_that_is_over_is_not_taken_twice(school: School) -> None:
    run = checked(school, "pupils", xlsx(HEADS, AN))
    browser = signed_in(school, "Nam", at=NOW)
    assert browser.post(f"/nhap-du-lieu/lan/{run.id}/xac-nhan/").status_code == 302
    assert run_of(school, run.id).state == "writing"
    again = browser.post(f"/nhap-du-lieu/lan/{run.id}/xac-nhan/")
    assert again.status_code == 422
    assert "chuyển sang bước khác" in again.content.decode()
