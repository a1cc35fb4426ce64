"""Pages of people are drawn, ask little, and put names in one order everywhere."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from unittest import mock

import openpyxl
import pytest
from django.test import Client

from tests.clients import signed_in
from tests.office.people import children
from tests.school import NOW, School
from truongso.foundation import clock
from truongso.office.actions.reading import Purpose, read_pupil
from truongso.roster.models import Pupil

ORDER = ["Đỗ Văn An", "Phạm Thị Ánh", "Lê Thị Ân"]
SAID = {"purpose": "report", "note": "Đầu năm"}


@pytest.fixture
def pupils(school: School) -> dict[str, Pupil]:
    return children(school)


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def order_in(text: str) -> list[str]:
    """The pupils of 6A in the order in which a page names them."""
    return sorted(ORDER, key=text.index)


def pages(school: School, pupils: dict[str, Pupil]) -> list[str]:
    pupil, person = pupils["An"].id, school.staff["Lan"].id
    return [
        "/hoc-sinh/",
        "/hoc-sinh/?tim=anh&khoi=6&trang-thai=all",
        "/hoc-sinh/moi/",
        f"/hoc-sinh/{pupil}/",
        f"/hoc-sinh/{pupil}/sua/",
        f"/hoc-sinh/{pupil}/ai-da-xem/",
        "/lop/",
        f"/lop/{school.classes['6A'].id}/",
        "/can-bo/",
        "/can-bo/moi/",
        f"/can-bo/{person}/",
        f"/can-bo/{person}/sua/",
        f"/can-bo/{person}/ai-da-xem/",
        "/phan-cong/",
        "/to-chuyen-mon/",
        "/kiem-tra-du-lieu/",
        "/kiem-tra-du-lieu/no-teacher/",
        "/tim-nguoi/?tim=an",
        "/du-lieu-ca-nhan/",
    ]


def test_every_page_is_drawn(school: School, pupils: dict[str, Pupil]) -> None:
    browser = signed_in(school, "Sơn", at=NOW)
    for round_ in ("asked", "read"):
        for address in pages(school, pupils):
            answer = browser.get(address)
            assert answer.status_code == 200, (address, round_)
        browser.post(f"/hoc-sinh/{pupils['An'].id}/xem/", SAID)
        browser.post(f"/can-bo/{school.staff['Lan'].id}/xem/", SAID)


def test_the_order_is_the_same_on_the_page_in_excel_and_in_print(
    school: School, pupils: dict[str, Pupil]
) -> None:
    browser = signed_in(school, "Vân", at=NOW)
    place = f"/lop/{school.classes['6A'].id}/"
    for page, prints, sheet in (
        (place, f"{place}in/", f"{place}excel/"),
        ("/hoc-sinh/?khoi=6", "/hoc-sinh/in/", "/hoc-sinh/excel/"),
    ):
        shown = browser.get(page).content.decode().partition("<main")[2]
        assert order_in(shown) == ORDER
        printed = browser.post(prints, SAID | {"khoi": "6"}).content.decode()
        assert order_in(printed.partition("<main")[2]) == ORDER
        assert "Báo cáo, thống kê cấp trên yêu cầu: Đầu năm" in printed
        assert names_in(browser, sheet) == ORDER


def names_in(browser: Client, address: str) -> list[str]:
    answer = browser.post(address, SAID | {"khoi": "6"})
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    note = str(sheet["A2"].value)
    assert "Chu Bích Vân" in note
    assert "09:00 14/10/2026" in note
    assert "Đầu năm" in note
    assert "Chu Bích Vân" in str(sheet.oddFooter.left.text)
    return [str(row[1].value) for row in sheet.iter_rows(min_row=5)]


def test_a_search_knows_no_marks(school: School, pupils: dict[str, Pupil]) -> None:
    page = signed_in(school, "Nam", at=NOW).get("/tim-nguoi/?tim=do van").content.decode()
    assert "Đỗ Văn An" in page
    assert "Lê Thị Ân" not in page
    page = signed_in(school, "Nam", at=NOW).get("/tim-nguoi/?tim=LAN").content.decode()
    assert "Nguyễn Ngọc Lan" in page


def test_the_search_box_stands_for_those_who_may_only(
    school: School, pupils: dict[str, Pupil]
) -> None:
    assert "/tim-nguoi/" in signed_in(school, "Nam", at=NOW).get("/").content.decode()
    assert "/tim-nguoi/" not in signed_in(school, "Lan", at=NOW).get("/").content.decode()


@pytest.mark.parametrize(
    ("address", "most"),
    [("/hoc-sinh/", 13), ("/hoc-sinh/{pupil}/", 18), ("/lop/{class}/", 13), ("/phan-cong/", 12)],
)
def test_pages_ask_little_of_the_database(
    school: School,
    pupils: dict[str, Pupil],
    django_assert_max_num_queries: Any,
    address: str,
    most: int,
) -> None:
    browser = signed_in(school, "Vân", at=NOW)
    read_pupil(
        actor=school.actor("Vân"),
        pupil_id=pupils["An"].id,
        purpose=Purpose("update"),
        now=NOW,
    )
    wanted = address.format(**{"pupil": pupils["An"].id, "class": school.classes["6A"].id})
    browser.get(wanted)
    with django_assert_max_num_queries(most):
        assert browser.get(wanted).status_code == 200
