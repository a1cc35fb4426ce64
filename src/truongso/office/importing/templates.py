"""Our own tables, made from what the importer knows: headings, text cells, lists to choose from."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from truongso.foundation import watermarks
from truongso.foundation.actor import Actor
from truongso.foundation.days import local
from truongso.foundation.watermarks import Mark
from truongso.office.importing import kinds
from truongso.office.importing.schema import Field, Kind
from truongso.roster import queries as roster
from truongso.rules.subjects import GRADES, subjects

ROWS = 2000
FIRST_ROW = 4
LISTS = "DanhMuc"
WIDTHS = {kinds.NAME: 26, kinds.TEXT: 22, kinds.DAY: 13, kinds.DIGITS: 16, kinds.MAIL: 26}
EXAMPLES = {
    kinds.TEXT: "",
    kinds.NAME: "Nguyễn Văn An",
    kinds.DIGITS: "",
    kinds.DAY: "05/09/2014",
    kinds.SEX: "Nam",
    kinds.CLASS: "6A1",
    kinds.LIST: "6A1, 6A2",
    kinds.GRADE: "6",
    kinds.SUBJECT: "Toán",
    kinds.PHONE: "0900000000",
    kinds.YEAR: "1985",
    kinds.NUMBER: "1",
    kinds.WEEKDAY: "Thứ 2",
    kinds.FLAG: "x",
    kinds.MAIL: "ten@truong.example",
}


def lists_for(actor: Actor, day: date) -> dict[str, list[str]]:
    """Return what a column may be chosen from, by the field's code."""
    calendar = roster.calendar(actor, day)
    names = [row.name for row in roster.classes(actor, calendar.year.id) if not row.extra]
    people = [row.full_name for row in roster.staff(actor, day)]
    known = [one.name for one in subjects().values()]
    return {
        "school_class": names,
        "department": [row.name for row in roster.departments(actor)],
        "staff": people,
        "subject": [*known, *(strand for one in subjects().values() for strand in one.strands)],
        "grade": [str(grade) for grade in GRADES],
        "weekday": [_("Thứ %(no)s") % {"no": number} for number in range(2, 8)],
    }


def empty(kind: Kind, lists: Mapping[str, Sequence[str]]) -> BytesIO:
    """Return an empty table of a kind."""
    return filled(kind, lists, [])


def filled(
    kind: Kind,
    lists: Mapping[str, Sequence[str]],
    rows: Sequence[Mapping[str, object]],
    mark: Mark | None = None,
) -> BytesIO:
    """Return a table of a kind with rows; `mark` stands above the headings. Every cell is text, so
    that no zero is lost and nothing acts as a formula.
    """
    out = BytesIO()
    fields = [one for one in kind.fields if one.template]
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        if mark is not None:
            book.set_properties({"created": local(mark.at).replace(tzinfo=None)})
        sheet = book.add_worksheet(_(kind.title)[:31])
        _heads(book, sheet, kind, fields, [mark.sentence()] if mark else [])
        text = book.add_format({"num_format": "@"})
        for column, one in enumerate(fields):
            sheet.set_column(column, column, WIDTHS.get(one.reads, 14), text)
        for place, row in enumerate(rows, start=FIRST_ROW):
            for column, one in enumerate(fields):
                value = in_cell(row.get(one.code), one)
                if value:
                    sheet.write_string(place, column, value, text)
        _choices(book, sheet, fields, lists, max(len(rows), ROWS))
        _help(book, kind, fields)
        if mark is not None:
            watermarks.on_sheet(sheet, mark)
            watermarks.last_sheet(book, mark)
    out.seek(0)
    return out


def in_cell(value: object, one: Field) -> str:
    """Return a value as it stands in a cell and is read back from it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, date):
        return f"{value:%d/%m/}{value.year:04}"
    return next((label for code, label, _names in one.choices if code == value), str(value))


def _heads(
    book: Any, sheet: Any, kind: Kind, fields: Sequence[Field], notes: Sequence[str]
) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    must = book.add_format(
        {"bold": True, "bg_color": "#FCE4B5", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    may = book.add_format(
        {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    sheet.write_string(0, 0, _(kind.title), title)
    for place, note in enumerate([*notes, _("Cột có dấu * phải điền.")][:2], start=1):
        sheet.write_string(place, 0, note)
    for column, one in enumerate(fields):
        head = f"{one.label} *" if one.required else one.label
        sheet.write_string(FIRST_ROW - 1, column, head, must if one.required else may)
    sheet.set_row(FIRST_ROW - 1, 34)
    names = [place for place, one in enumerate(fields) if one.code == "full_name"]
    sheet.freeze_panes(FIRST_ROW, names[0] + 1 if names else 0)


def _choices(
    book: Any, sheet: Any, fields: Sequence[Field], lists: Mapping[str, Sequence[str]], last: int
) -> None:
    """Let cells be chosen from lists, which stand on a sheet of their own."""
    known = None
    used = 0
    for column, one in enumerate(fields):
        values = [label for _code, label, _names in one.choices] or list(lists.get(one.code, ()))
        if not values:
            continue
        known = known or book.add_worksheet(LISTS)
        for place, value in enumerate(values):
            known.write_string(place, used, value)
        letter = xlsxwriter.utility.xl_col_to_name(used)
        source = f"={LISTS}!${letter}$1:${letter}${len(values)}"
        sheet.data_validation(
            FIRST_ROW,
            column,
            FIRST_ROW + last,
            column,
            {"validate": "list", "source": source, "error_type": "warning"},
        )
        used += 1
    if known is not None:
        known.hide()


def _help(book: Any, kind: Kind, fields: Sequence[Field]) -> None:
    sheet = book.add_worksheet(_("Hướng dẫn"))
    bold = book.add_format({"bold": True, "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    lines = (
        _(kind.about),
        _("Mỗi dòng một mục, bắt đầu ngay dưới dòng tiêu đề. Không cần xóa các dòng trống."),
        _("Ngày ghi dạng ngày/tháng/năm, đủ bốn chữ số của năm. Mã, điện thoại giữ số 0 ở đầu."),
        _("Ô để trống nghĩa là không thay đổi thông tin đang có."),
        _("Sau khi tải lên, hệ thống luôn cho xem trước; chưa xác nhận thì chưa ghi gì."),
    )
    for place, line in enumerate(lines):
        sheet.merge_range(place, 0, place, 2, line, wrap)
        sheet.set_row(place, 32)
    top = len(lines) + 1
    for column, head in enumerate((_("Cột"), _("Cách ghi"), _("Ví dụ"))):
        sheet.write_string(top, column, head, bold)
    for place, one in enumerate(fields, start=top + 1):
        told = [_(one.hint)] if one.hint else []
        told += [_("phải điền")] if one.required else []
        told += [", ".join(_(label) for _code, label, _names in one.choices)] if one.choices else []
        sheet.write_string(place, 0, one.label, wrap)
        sheet.write_string(place, 1, "; ".join(told), wrap)
        sheet.write_string(place, 2, EXAMPLES.get(one.reads, ""), wrap)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 20)
