"""Headings and cells: what schools write, and that nothing typed can break the reading."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truongso.documents.tables import Sheet
from truongso.office.importing.headings import field_of, find_layout, heading_key
from truongso.office.importing.matrix import parted, spread
from truongso.office.importing.rows import Skipped, records
from truongso.office.importing.schema import KINDS, Field
from truongso.office.importing.subject_names import subject_of
from truongso.office.importing.values import READERS, class_key, read_cell, shown

PUPILS = KINDS["pupils"]
EMIS = (
    "Mã định danh Bộ GD&ĐT:moet_id|Họ tên:full_name|Ngày sinh:born_on|Giới tính:sex"
    "|Dân tộc:ethnicity|Trạng thái:status|SĐT liên hệ:phone|Nơi sinh chi tiết:birthplace"
    "|Tổ/thôn Hộ khẩu thường trú:residence|Tỉnh thành quê quán:hometown|Chỗ ở hiện nay:address"
    "|Số CMND:citizen_id|Tên cha:father_name|Nghề nghiệp cha:father_job|Năm sinh cha:father_born"
    "|Tên mẹ:mother_name|Nghề nghiệp mẹ:mother_job|Năm sinh mẹ:mother_born|Lớp học:school_class"
    "|Số định danh cá nhân:citizen_id|STT:|Khối học:|Ngày cấp:|Nơi cấp:|Phường Xã quê quán:"
)
OTHERS = (
    "Mã lớp:school_class|Mã học sinh:code|Trạng thái HS:status|Loại khuyết tật:disability"
    "|Họ và tên*:full_name|Ngày sinh*:born_on|Giới tính* (Nam/Nữ):sex|Diện chính sách:policy_group"
    "|Số CCCD/ĐDCN:citizen_id|SĐT nhận tin nhắn:phone|Họ tên cha:father_name|SĐT mẹ:mother_phone"
    "|Họ và tên người giám hộ:guardian_name|Số ĐDCN:citizen_id|Nữ (x):female|K.tật:disability"
    "|Ghi chú:note|HỌ VÀ TÊN:full_name|ngày,\ntháng,\nnăm sinh:born_on|Địa chỉ tạm trú:address"
)
STAFF = (
    "Họ tên:full_name|Email:email|Vị trí việc làm:position|Nhóm chức vụ:position|Môn dạy:subjects"
    "|Mã cán bộ:code|Số CMND/CCCD:citizen_id|Điện thoại di động:phone|Nơi ở:address"
    "|Mã định danh Bộ GD&ĐT (Mã CBGVNV):moet_id|Vị trí việc làm (Chức danh, Chức vụ):position"
    "|Trình độ chuyên môn:qualification|Chuyên ngành:major|Ngày vào ngành:joined_sector_on"
    "|Loại hợp đồng:contract|Hệ số lương:"
)
TEACHING = "GV:staff|Môn:subject|Lớp dạy:classes|GIAOVIEN:staff|MONVNEDU:subject|DSLOPDAY:classes"


def pairs(text: str) -> list[tuple[str, str]]:
    return [(heading, code) for heading, _, code in (p.rpartition(":") for p in text.split("|"))]


@pytest.mark.parametrize(
    ("kind", "heading", "code"),
    [
        *(("pupils", *pair) for pair in pairs(EMIS)),
        *(("pupils", *pair) for pair in pairs(OTHERS)),
        *(("staff", *pair) for pair in pairs(STAFF)),
        *(("assignments", *pair) for pair in pairs(TEACHING)),
    ],
)
def test_headings_that_schools_write_are_recognised(kind: str, heading: str, code: str) -> None:
    assert field_of(heading, KINDS[kind]) == code


def test_what_the_school_chose_comes_first() -> None:
    assert field_of("Họ tên", PUPILS, {"ho ten": "father_name"}) == "father_name"
    assert field_of("Họ tên", PUPILS, {"ho ten": "-"}) == ""


def read(code: str, cell: Any, kind: str = "pupils") -> Any:
    found = read_cell(cell, KINDS[kind].by_code[code])
    return found.value if not found.issues else [issue.code for issue in found.issues]


DAY = date(2014, 9, 5)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("05/09/2014", DAY),
        ("5-9-2014", DAY),
        ("5.9.2014", DAY),
        (" 05 / 09 / 2014 ", DAY),
        ("2014-09-05 00:00:00", DAY),
        (DAY, DAY),
        (41887.0, DAY),
        ("41887", DAY),
        ("05/09/14", ["import.two_digit_year"]),
        ("31/02/2014", ["import.no_such_day"]),
        ("13/13/2014", ["import.no_such_day"]),
        ("05/09/2214", ["import.no_such_day"]),
        (2014.0, ["import.not_a_day"]),
        ("tháng 9", ["import.not_a_day"]),
        (True, ["import.not_a_day"]),
        ("", None),
        ("  ", None),
    ],
)
def test_days(cell: Any, value: Any) -> None:
    assert read("born_on", cell) == value


@pytest.mark.parametrize(
    ("code", "cell", "value"),
    [
        ("moet_id", "3114000001", "3114000001"),
        ("moet_id", "'3114000001", "3114000001"),
        ("moet_id", 3114000001.0, "3114000001"),
        ("moet_id", "314000001", ["import.not_digits"]),
        ("citizen_id", 31214123456.0, ["import.zeros_lost"]),
        ("citizen_id", "1.2E+11", ["import.rounded"]),
        ("code", "1,2E+11", ["import.rounded"]),
        ("phone", "0900 000.000", "0900000000"),
        ("phone", "+84900000000", "0900000000"),
        ("phone", 900000000.0, ["import.zeros_lost"]),
        ("phone", "123", ["import.not_a_phone"]),
        ("sex", "nữ", "f"),
        ("sex", "NAM", "m"),
        ("sex", "1", ["import.not_a_sex"]),
        ("school_class", "Lớp 6A1 ", "6A1"),
        ("school_class", "6 a1", "6A1"),
        ("school_class", "sáu", ["import.not_a_class"]),
        ("status", "Chuyển đến", "studying"),
        ("status", "Thôi học", "dropped_out"),
        ("status", "Du học", ["import.not_a_choice"]),
        ("father_born", "01/01/1980", 1980),
        ("father_born", 1980.0, 1980),
        ("father_born", "80", ["import.not_a_year"]),
        ("poor_household", "x", True),
        ("poor_household", "có thể", ["import.not_a_flag"]),
        ("full_name", "Lê 3", ["import.not_a_name"]),
        ("full_name", "Lê  Thị\u200b Hoa ", "Lê Thị Hoa"),
        ("code", "x" * 21, ["import.too_long"]),
    ],
)
def test_cells(code: str, cell: Any, value: Any) -> None:
    assert read(code, cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Thứ 2", 0), ("Hai", 0), (7.0, 5), ("thứ bảy", 5), ("CN", ["import.not_a_weekday"])],
)
def test_weekdays(cell: Any, value: Any) -> None:
    assert read("weekday", cell, "timetable") == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Toán", ("TOAN", "")),
        ("TOÁN HỌC", ("TOAN", "")),
        ("Tiếng Anh", ("NN1", "")),
        ("T.Anh", ("NN1", "")),
        ("Vật lý", ("KHTN", "Vật lí")),
        ("KHTN (Hóa học)", ("KHTN", "Hóa học")),
        ("LS&ĐL", ("LSDL", "")),
        ("Mỹ thuật", ("NT", "Mĩ thuật")),
        ("SHL", ("HDTN", "")),
        ("Bơi lội", None),
    ],
)
def test_subjects(text: str, found: Any) -> None:
    assert subject_of(text) == found


def test_class_names_are_compared_without_blanks_and_words() -> None:
    assert {class_key(text) for text in ("6A1 ", "6 A1", "Lớp 6A1", "lớp: 6a1")} == {"6A1"}


ANY_CELL = st.one_of(
    st.text(max_size=40),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.none(),
    st.sampled_from(
        ["LỚP 6A", "Họ và tên", "Ngày sinh", "Tổng cộng", "1", "x", "Thứ", "Tiết", "6A"]
    ),
)
FIELDS = [one for kind in KINDS.values() for one in kind.fields]


@given(ANY_CELL, st.sampled_from(FIELDS))
def test_no_cell_can_break_the_reading(cell: Any, one: Field) -> None:
    found = read_cell(cell, one)
    assert found.value is None or not any(not issue.doubt for issue in found.issues)
    assert isinstance(shown(cell), str)


@settings(max_examples=60)
@given(st.lists(st.lists(ANY_CELL, max_size=8), max_size=12), st.sampled_from(list(KINDS)))
def test_no_sheet_can_break_the_recognition(rows: list[list[Any]], code: str) -> None:
    sheet = Sheet("6A", rows, merged=((0, 0, 1, 3),))
    for one in filter(None, (sheet, spread(sheet))):
        layout = find_layout(one, KINDS[code])
        if layout is not None:
            mapping = {column.key: column.field for column in layout.columns}
            found = list(records(layout, KINDS[code], mapping, Skipped()))
            assert len(found) <= len(one.rows)


@given(st.text(max_size=60))
def test_no_text_can_break_headings_or_timetable_cells(text: str) -> None:
    assert heading_key(text) == heading_key(heading_key(text))
    parted(text)


def test_every_way_of_reading_is_used() -> None:
    assert {one.reads for one in FIELDS} == READERS.keys()
