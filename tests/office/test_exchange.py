"""Templates, exports and the list of errors: what goes out can come in again."""

import json
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.clients import signed_in
from tests.office.tables import checked, lines, written, xlsx
from tests.office.test_import_pupils import AN, BE, HEADS
from tests.school import NOW, School
from truongso.audit.models import JournalEntry
from truongso.documents import tables
from truongso.foundation.errors import NotAllowed
from truongso.office.actions import exports
from truongso.office.importing import queries, templates
from truongso.office.importing.headings import field_of
from truongso.office.importing.schema import KINDS

PURPOSE = "Nộp danh sách đầu năm cho phường"
every_kind = pytest.mark.parametrize("kind", KINDS)


def opened(content: BytesIO) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content.getvalue()))


@every_kind
def test_a_template_has_the_headings_that_the_importer_knows(school: School, kind: str) -> None:
    one = KINDS[kind]
    book = opened(templates.empty(one, templates.lists_for(school.actor("Nam"), date(2026, 10, 1))))
    heads = [cell.value for cell in book.worksheets[0][templates.FIRST_ROW]]
    assert [field_of(head, one) for head in heads] == [
        each.code for each in one.fields if each.template
    ]
    assert book.worksheets[0].column_dimensions["A"].number_format == "@"
    assert book.sheetnames[-1] == "Hướng dẫn"


@every_kind
def test_what_was_exported_comes_in_again_without_a_change(school: School, kind: str) -> None:
    written(school, checked(school, "pupils", xlsx(HEADS, AN, BE)))
    book = exports.export(actor=school.actor("Nam"), kind=kind, purpose=PURPOSE, now=NOW)
    run = checked(school, kind, book.getvalue(), from_day=date(2026, 10, 14))
    verdicts = {line.verdict for line in lines(school, run)}
    assert verdicts <= {"same"}, [queries.said(line) for line in lines(school, run)][:3]
    assert verdicts or kind == "timetable"


def test_an_export_of_pupils_says_who_when_and_for_what_and_the_journal_too(school: School) -> None:
    written(school, checked(school, "pupils", xlsx(HEADS, AN)))
    book = opened(
        exports.export(actor=school.actor("Thu"), kind="pupils", purpose=PURPOSE, now=NOW)
    )
    note = book.worksheets[0]["A2"].value
    assert "Người xuất: Lê Minh Thu, lúc 09:00 14/10/2026" in note
    assert PURPOSE in note
    [entry] = [
        told
        for one in JournalEntry.objects.of(school)
        if (told := json.loads(one.payload))["verb"] == "office.exported"
    ]
    assert (entry["reason"], entry["facts"]["rows"]) == (PURPOSE, 1)


def test_teachers_take_nothing_out(school: School) -> None:
    with pytest.raises(NotAllowed):
        exports.export(actor=school.actor("Lan"), kind="pupils", purpose=PURPOSE, now=NOW)


def test_pupils_are_not_exported_without_a_purpose(school: School) -> None:
    browser = signed_in(school, "Nam")
    answer = browser.post("/nhap-du-lieu/pupils/xuat/", {"purpose": "xem"})
    assert answer.status_code == 422
    assert "mục đích" in answer.content.decode()
    assert browser.post("/nhap-du-lieu/classes/xuat/").status_code == 200


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_list_of_errors_is_the_file_with_the_bad_cells_marked(
    school: School, suffix: str
) -> None:
    wrong = [*AN[:3], "5/9/14", *AN[4:]]
    content = xlsx(HEADS, wrong, BE)
    if suffix == "csv":
        rows = [HEADS, wrong, BE]
        content = "\n".join(";".join(map(str, row)) for row in rows).encode()
    run = checked(school, "pupils", content, name=f"hoc-sinh.{suffix}")
    answer = signed_in(school, "Nam").get(f"/nhap-du-lieu/lan/{run.id}/loi.xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cell = book.worksheets[0]["D2"]
    assert cell.value == "5/9/14"
    assert "hai chữ số của năm" in cell.comment.text
    assert cell.fill.start_color.rgb == "FFF2B8B5"
    assert book.worksheets[0]["D3"].comment is None


def test_a_marked_table_can_be_read_again(school: School) -> None:
    run = checked(school, "pupils", xlsx(HEADS, [*AN[:4], "?", *AN[5:]]))
    book = tables.marked(school, run.file_id, [("Sheet1", "E2", "Sai")])
    assert openpyxl.load_workbook(book).active["E2"].comment.text == "Sai"
