"""The week board as a spreadsheet that opens well in any Excel."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from truongso.foundation import watermarks
from truongso.foundation.days import local
from truongso.foundation.watermarks import Mark
from truongso.planning.queries.board import Board, Cell, Row
from truongso.roster.queries import Calendar

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROW = 4


def of_board(board: Board, rows: Sequence[Row], calendar: Calendar, mark: Mark) -> bytes:
    """Return the rows of a board as an .xlsx file: names as text, counts as numbers, the mark."""
    at = mark.at
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": local(at).replace(tzinfo=None)})
        sheet = book.add_worksheet(_("Bảng tuần"))
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"})
        plain = book.add_format({"border": 1})
        title = book.add_format({"bold": True, "font_size": 14})
        sheet.write_string(0, 0, _("Tình hình nộp, duyệt kế hoạch bài dạy"), title)
        span = _("Năm học %(code)s, tuần %(first)d đến tuần %(last)d")
        words = {"code": calendar.year.code, "first": board.weeks[0], "last": board.weeks[-1]}
        sheet.write_string(1, 0, span % words)
        sheet.write_string(2, 0, _("Lúc %(at)s") % {"at": f"{local(at):%H:%M %d/%m/%Y}"})
        heads = [_("STT"), _("Họ và tên"), _("Tổ"), _("Tuần"), _("Phải nộp"), _("Đã nộp")]
        heads += [_("Nộp muộn"), _("Đã duyệt"), _("Chờ duyệt"), _("Trả lại để sửa"), _("Chưa nộp")]
        for column, head in enumerate(heads):
            sheet.write_string(FIRST_ROW, column, head, bold)
        place = FIRST_ROW
        for number, row in enumerate(rows, start=1):
            for no in board.weeks:
                place += 1
                department = row.staff.department.name if row.staff.department else ""
                sheet.write_number(place, 0, number, plain)
                sheet.write_string(place, 1, row.staff.full_name, plain)
                sheet.write_string(place, 2, department, plain)
                sheet.write_number(place, 3, no, plain)
                for column, count in enumerate(_counts(row.cells[no]), start=4):
                    sheet.write_number(place, column, count, plain)
        sheet.autofilter(FIRST_ROW, 0, max(place, FIRST_ROW + 1), len(heads) - 1)
        sheet.freeze_panes(FIRST_ROW + 1, 2)
        sheet.set_column(1, 2, 26)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        watermarks.on_sheet(sheet, mark)
        watermarks.last_sheet(book, mark)
    return out.getvalue()


def _counts(cell: Cell) -> tuple[int, ...]:
    return (
        cell.owed,
        cell.handed_in,
        cell.late,
        cell.approved,
        cell.waiting,
        cell.returned,
        cell.missing + cell.draft,
    )
