"""Pages of the gradebook as a workbook that can be filled in and taken in again.

Headings stay Vietnamese whatever the language of the page, for the file goes to others and comes
back. Identifiers are text; marks are numbers, so that Excel shows them with the comma or the point
of its own settings; what may not be written is grey and protected.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from truongso.foundation.days import local
from truongso.gradebook.excel import stamp
from truongso.gradebook.queries.lines import Standing
from truongso.gradebook.queries.place import Place
from truongso.rules import gradebook as rules
from truongso.rules import marks
from truongso.rules.columns import Kind
from truongso.rules.scores import TENTHS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 5
FIRST_ROW = HEAD_ROW + 1
PEOPLE = ("STT", "Mã học sinh", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh")
WIDTHS = (5, 13, 16, 26, 12)
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
HELP = (
    "Nhập điểm vào các ô trắng; ô xám đã khóa, chưa mở hoặc không thuộc phần Thầy/Cô nhập.",
    "Điểm số: từ 0 đến 10, nhiều nhất một chữ số thập phân. Môn nhận xét: Đ hoặc CĐ.",
    "Ghi v cho học sinh vắng có lí do, còn phải kiểm tra bù; v0 khi đã xác nhận không bù.",
    "Ô để trống nghĩa là giữ nguyên điểm trên hệ thống, trừ khi lúc nhập chọn “ô trống là xóa”.",
    "Cột ĐTB do công thức tính để xem nhanh, không nhập lại vào hệ thống.",
    "Không sửa mã, họ tên, ngày sinh; sắp xếp lại hoặc xóa bớt dòng thì vẫn nhập được.",
    "Khi nhập tệp, hệ thống luôn cho xem trước từng thay đổi; chưa xác nhận thì chưa ghi gì.",
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page for the workbook. `staff_id`: who will fill it in; None: only to be read."""

    place: Place
    standings: Sequence[Standing]
    staff_id: object


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Any
    note: Any
    head: Any
    shut: Any
    shut_mark: Any
    mark: Any
    text: Any
    average: Any
    wrap: Any


def workbook(leaves: Sequence[Leaf], note: str, *, at: datetime) -> BytesIO:
    """Return the pages as a workbook, a sheet each, with the stamp and a sheet that explains.

    `note`: who takes the file out, and when; it stands on every sheet and in its footer.
    """
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": local(at).replace(tzinfo=None), "comments": note})
        looks = _looks(book)
        names: list[str] = []
        for leaf in leaves:
            names.append(_name(leaf.place, names))
            _sheet(book.add_worksheet(names[-1]), leaf, note, looks)
        _help(book.add_worksheet("Hướng dẫn"), looks)
        pairs = zip(names, leaves, strict=True)
        stamp.write(book, [(name, leaf.place, leaf.standings) for name, leaf in pairs])
    out.seek(0)
    return out


def _name(place: Place, taken: Sequence[str]) -> str:
    """A name that Excel takes: "6A Toán", short and told apart."""
    name = NOT_IN_A_NAME.sub(" ", f"{place.row.name} {place.subject.short}")[:28].strip()
    return name if name not in taken else f"{name} {len(taken) + 1}"


def _looks(book: Any) -> _Looks:
    grey = {"bg_color": "#E3E6EA", "border": 1}
    return _Looks(
        title=book.add_format({"bold": True, "font_size": 14}),
        note=book.add_format({"italic": True, "font_color": "#8a1c1c"}),
        head=book.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "align": "center",
             "valign": "vcenter"}
        ),
        shut=book.add_format({**grey, "num_format": "@"}),
        shut_mark=book.add_format({**grey, "align": "center"}),
        mark=book.add_format({"border": 1, "align": "center", "locked": False}),
        text=book.add_format({"border": 1, "locked": False, "text_wrap": True, "num_format": "@"}),
        average=book.add_format({**grey, "align": "center", "bold": True, "num_format": "0.0"}),
        wrap=book.add_format({"text_wrap": True, "valign": "top"}),
    )  # fmt: skip


def _sheet(sheet: Any, leaf: Leaf, note: str, looks: _Looks) -> None:
    place, size = leaf.place, len(leaf.place.columns)
    term, year = place.term, place.row.year.code
    sheet.write_string(0, 0, f"BẢNG ĐIỂM MÔN: {place.subject.name}", looks.title)
    sheet.write_string(1, 0, f"Lớp: {place.row.name} – Học kì: {term} – Năm học: {year}")
    sheet.write_string(2, 0, note, looks.note)
    sheet.write_string(3, 0, "Nhập vào ô trắng; ô xám không sửa được. Cách ghi: trang “Hướng dẫn”.")
    heads = [*PEOPLE, *(column.label for column in place.columns), "Nhận xét", "ĐTB"]
    widths = [*WIDTHS, *([8 if not place.columns[0].strand else 11] * size), 40, 8]
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW, column, head, looks.head)
    sheet.set_row(HEAD_ROW, 32)
    for number, standing in enumerate(leaf.standings):
        _row(sheet, leaf, standing, number, looks)
    _validate(sheet, place, len(leaf.standings))
    sheet.freeze_panes(FIRST_ROW, len(PEOPLE) - 1)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_footer(f"&L&8{note[:200].replace('&', '&&')}&R&8&P/&N")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True})


def _row(sheet: Any, leaf: Leaf, standing: Standing, number: int, looks: _Looks) -> None:
    place, pupil, line = leaf.place, standing.pupil, standing.line
    row, first = FIRST_ROW + number, len(PEOPLE)
    size = len(place.columns)
    born = f"{pupil.born_on:%d/%m/}{pupil.born_on.year:04}"
    sheet.write_number(row, 0, number + 1, looks.shut_mark)
    for column, text in enumerate((pupil.code, pupil.moet_id, pupil.full_name, born), start=1):
        sheet.write_string(row, column, text, looks.shut)
    for at, key in enumerate(place.keys):
        code = line.marks[at] if line else None
        look = looks.mark if _open(leaf, standing, key) else looks.shut_mark
        _write_mark(sheet, row, first + at, code, look)
    comment = looks.text if _open(leaf, standing, rules.COMMENT) else looks.shut
    text = line.comment if line else ""
    sheet.write_string(row, first + size, text, comment) if text else sheet.write_blank(
        row, first + size, None, comment
    )
    value = marks.shown(line.average) if line else ""
    shown: object = value
    if value and not place.comments and line and line.average is not None:
        shown = line.average / 10
    formula = _average(place, row)
    sheet.write_formula(row, first + size + 1, formula, looks.average, shown)


def _write_mark(sheet: Any, row: int, column: int, code: int | None, look: Any) -> None:
    text = marks.shown(code)
    score = marks.score(code)
    if not text:
        sheet.write_blank(row, column, None, look)
    elif score is not None and score <= TENTHS and text != marks.BY_RULE_TEXT:
        sheet.write_number(row, column, score / 10, look)
    else:
        sheet.write_string(row, column, text, look)


def _open(leaf: Leaf, standing: Standing, key: str) -> bool:
    """Whether the cell may be written today by whom the file is for."""
    place, line = leaf.place, standing.line
    if leaf.staff_id is None or standing.left_on or (line and line.exempt):
        return False
    if (line.locks if line else place.locks) & place.bit(key):
        return False
    if key == rules.COMMENT:
        return rules.closed(key, place.days, place.day) is None
    column = place.columns[place.keys[key]]
    mine = place.may_write(leaf.staff_id, column)  # type: ignore[arg-type]
    return mine and rules.closed(column.kind.value, place.days, place.day) is None


def _validate(sheet: Any, place: Place, count: int) -> None:
    """Let Excel refuse what is no mark: also the day it makes of "7.5" in a land of commas."""
    if not count:
        return
    first, last = len(PEOPLE), len(PEOPLE) + len(place.columns) - 1
    here = f"{xl_col_to_name(first)}{FIRST_ROW + 1}"
    told = {"ignore_blank": True, "error_title": "Chưa đúng"}
    if place.comments:
        options = {"validate": "list", "source": ["Đ", "CĐ", "v", "v0"], **told}
        options["error_message"] = "Ghi Đ (đạt), CĐ (chưa đạt) hoặc v (vắng)."
    else:
        number = (
            f"AND(ISNUMBER({here}),{here}>=0,{here}<=10,ABS({here}*10-ROUND({here}*10,0))<0.001)"
        )
        formula = f'=IF(ISNUMBER({here}),{number},OR(LOWER({here})="v",LOWER({here})="v0"))'
        options = {"validate": "custom", "value": formula, **told}
        options["error_message"] = "Ghi điểm từ 0 đến 10, một chữ số thập phân, hoặc v (vắng)."
    sheet.data_validation(FIRST_ROW, first, FIRST_ROW + count - 1, last, options)


def _average(place: Place, row: int) -> str:
    """The term's result as a formula: whole tenths and half up, as the gradebook reckons.

    Source: Circular 22/2021/TT-BGDĐT, article 9.1.
    """
    letters = [xl_col_to_name(len(PEOPLE) + at) for at in range(len(place.columns))]
    cells = [f"{letter}{row + 1}" for letter in letters]
    span = f"{cells[0]}:{cells[-1]}"
    size = len(cells)
    if place.comments:
        failed = f'COUNTIF({span},"CĐ")+COUNTIF({span},"v0")'
        full = f'COUNTIF({span},"Đ")+{failed}={size}'
        return f'=IF({full},IF({failed}=0,"Đ","CĐ"),"")'
    weights = {
        Kind.REGULAR: 1,
        Kind.MIDTERM: place.circular.midterm_weight,
        Kind.FINAL: place.circular.final_weight,
    }
    parts = [
        f"{weights[column.kind]}*N({cell})"
        for column, cell in zip(place.columns, cells, strict=True)
    ]
    total = sum(weights[column.kind] for column in place.columns)
    tenths = f"ROUND(10*({'+'.join(parts)}),0)"
    full = f'COUNT({span})+COUNTIF({span},"v0")={size}'
    return f'=IF({full},INT((2*{tenths}+{total})/{2 * total})/10,"")'


def _help(sheet: Any, looks: _Looks) -> None:
    sheet.write_string(0, 0, "Hướng dẫn nhập điểm bằng Excel", looks.title)
    for number, line in enumerate(HELP, start=2):
        sheet.write_string(number, 0, f"{number - 1}. {line}", looks.wrap)
    sheet.set_column(0, 0, 110)
    sheet.protect("", {"format_columns": True})
