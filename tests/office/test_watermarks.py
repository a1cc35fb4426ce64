"""Everything that is taken out says who, from where, when, for what, and until when."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from unittest import mock

import openpyxl
import pytest

from tests.clients import signed_in, words_of
from tests.office.people import children
from tests.school import NOW, School
from truongso.foundation import clock

WHY = {"purpose": "family", "note": "Báo em ốm"}
SAID = ("Trường THCS Bình Minh", "09:00 14/10/2026", "13/11/2026")


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def book(answer: Any) -> Any:
    assert answer.status_code == 200
    body = b"".join(answer) if answer.streaming else answer.content
    return openpyxl.load_workbook(BytesIO(body))


def said_at_the_end(made: Any) -> str:
    sheet = made.worksheets[-1]
    assert sheet.title == "Thông tin xuất"
    return "\n".join(str(cell.value) for row in sheet.rows for cell in row)


@pytest.mark.parametrize("which", ["class", "pupils", "export", "journal"])
def test_a_workbook_with_people_bears_the_mark(school: School, which: str) -> None:
    children(school)
    browser = signed_in(school, "Sơn", at=NOW)
    address, form = {
        "class": (f"/lop/{school.classes['6A'].id}/excel/", WHY),
        "pupils": ("/hoc-sinh/excel/", WHY),
        "export": ("/nhap-du-lieu/pupils/xuat/", {"purpose": "Báo cáo đầu năm học"}),
        "journal": ("/nhat-ky/xuat/", {}),
    }[which]
    made = book(browser.post(address, form))
    told = said_at_the_end(made)
    for words in (*SAID, school.staff["Sơn"].full_name, "Mục đích"):
        assert words in told
    first = made.worksheets[0]
    assert school.staff["Sơn"].full_name in first.oddFooter.left.text
    assert "Trường THCS Bình Minh" in first.oddHeader.left.text


def test_a_printed_list_bears_the_mark(school: School) -> None:
    children(school)
    shown = signed_in(school, "Vân", at=NOW).post("/hoc-sinh/in/", WHY).content.decode()
    for words in (*SAID, "Liên hệ gia đình, người thân: Báo em ốm"):
        assert words in shown


def test_a_table_without_people_has_no_last_day(school: School) -> None:
    browser = signed_in(school, "Sơn", at=NOW)
    told = said_at_the_end(book(browser.post("/nhap-du-lieu/classes/xuat/")))
    assert "14/10/2026" in told
    assert "13/11/2026" not in told


def test_i_see_what_i_took_out_and_when_it_is_over(school: School) -> None:
    children(school)
    assert "Chưa xuất lần nào" in shown_to(school, "Vân", NOW)
    signed_in(school, "Vân", at=NOW).post("/hoc-sinh/excel/", WHY)
    mine = shown_to(school, "Vân", NOW)
    assert "Báo em ốm" in mine
    assert "13/11/2026" in mine
    assert "Hết hạn" not in mine
    assert "Báo em ốm" not in shown_to(school, "Sơn", NOW)
    assert "Hết hạn" in shown_to(school, "Vân", NOW + timedelta(days=31))


def shown_to(school: School, name: str, at: datetime) -> str:
    with mock.patch.object(clock, "now", return_value=at):
        page = signed_in(school, name, at=at).get("/lan-xuat-cua-toi/")
        return words_of(page)
