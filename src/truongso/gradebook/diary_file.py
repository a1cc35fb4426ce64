"""The diary of edits as a spreadsheet that opens well in any Excel."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from truongso.foundation import watermarks
from truongso.foundation.days import local
from truongso.foundation.watermarks import Mark
from truongso.gradebook.queries.diary import Line
from truongso.rules.diary import Explained

FIRST_ROW = 3
WIDTHS = (18, 26, 8, 18, 26, 14, 20, 9, 9, 34, 16, 12, 34)


def of_lines(lines: Sequence[Line], month: date, mark: Mark) -> bytes:
    """Return the edits as an .xlsx file; every value as text, so that none acts as a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": local(mark.at).replace(tzinfo=None)})
        sheet = book.add_worksheet(_("Nhật ký sửa điểm"))
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        title = book.add_format({"bold": True, "font_size": 14})
        heading = _("Nhật ký sửa điểm tháng %(month)s") % {"month": f"{month:%m/%Y}"}
        sheet.write_string(0, 0, heading, title)
        sheet.write_string(1, 0, mark.sentence())
        for column, head in enumerate(_heads()):
            sheet.write_string(FIRST_ROW, column, head, bold)
            sheet.set_column(column, column, WIDTHS[column])
        for place, line in enumerate(lines, start=FIRST_ROW + 1):
            for column, text in enumerate(_cells(line)):
                sheet.write_string(place, column, text)
        sheet.autofilter(FIRST_ROW, 0, FIRST_ROW + max(len(lines), 1), len(WIDTHS) - 1)
        sheet.freeze_panes(FIRST_ROW + 1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        watermarks.on_sheet(sheet, mark)
        watermarks.last_sheet(book, mark)
    return out.getvalue()


def explained_in_words(line: Line) -> str:
    """Return how an edit is explained, in the language of the page."""
    if line.explained is Explained.CASE:
        return _("Theo đề nghị số %(no)d") % {"no": line.case_no}
    if line.explained is Explained.LATER:
        return line.explanation
    if line.explained is Explained.SLIP:
        return _("Tự sửa ngay sau khi nhập")
    return _("Có lí do") if line.explained is Explained.REASON else _("Chưa giải trình")


def _heads() -> list[str]:
    return [
        _("Thời điểm"),
        _("Người sửa"),
        _("Lớp"),
        _("Môn"),
        _("Học sinh"),
        _("Mã học sinh"),
        _("Cột điểm"),
        _("Điểm cũ"),
        _("Điểm mới"),
        _("Lí do"),
        _("Sửa từ"),
        _("Đề nghị số"),
        _("Giải trình"),
    ]


def _cells(line: Line) -> list[str]:
    row = line.row
    return [
        f"{local(row.at):%d/%m/%Y %H:%M:%S}",
        row.by.full_name,
        row.sheet.school_class.name,
        line.subject,
        row.pupil.full_name,
        row.pupil.code,
        line.column,
        line.old,
        line.new,
        row.reason,
        line.source,
        str(line.case_no or ""),
        explained_in_words(line),
    ]
