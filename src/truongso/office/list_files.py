"""Lists of pupils as a spreadsheet, made on the spot and not kept; who took it stands on it.

The note above the list, the footer of every printed sheet and the last sheet are the watermark.
"""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from truongso.foundation import watermarks
from truongso.foundation.days import local
from truongso.foundation.watermarks import Mark
from truongso.office.queries.class_list import Line
from truongso.roster.models import Pupil

FIRST_ROW = 4
WIDTHS = (6, 28, 13, 10, 14, 16, 22)


def class_sheet(title: str, lines: Sequence[Line], mark: Mark) -> bytes:
    """Return a class list as an .xlsx file, in the order of the page."""
    heads = [_("STT"), _("Họ và tên"), _("Ngày sinh"), _("Giới tính"), _("Mã học sinh")]
    rows = [
        [
            line.pupil.full_name,
            f"{line.pupil.born_on:%d/%m/%Y}",
            sex(line.pupil),
            line.pupil.code,
        ]
        for line in lines
    ]
    return _sheet(title, heads, rows, mark)


def pupil_sheet(title: str, rows: Sequence[tuple[Pupil, str]], mark: Mark) -> bytes:
    """Return a list of pupils with their classes as an .xlsx file, in the order of the page."""
    heads = [_("STT"), _("Họ và tên"), _("Ngày sinh"), _("Giới tính"), _("Mã học sinh")]
    heads += [_("Lớp"), _("Trạng thái")]
    cells = [
        [
            pupil.full_name,
            f"{pupil.born_on:%d/%m/%Y}",
            sex(pupil),
            pupil.code,
            place,
            _(pupil.get_status_display()),
        ]
        for pupil, place in rows
    ]
    return _sheet(title, heads, cells, mark)


def sex(pupil: Pupil) -> str:
    """Return a pupil's sex in words."""
    return _("Nữ") if pupil.sex == "f" else _("Nam")


def _sheet(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], mark: Mark) -> bytes:
    """Every value as text, so that none can act as a formula and no zero in front is lost."""
    out, said = BytesIO(), mark.sentence()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": local(mark.at).replace(tzinfo=None), "comments": said})
        sheet = book.add_worksheet(_("Danh sách"))
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        plain = book.add_format({"border": 1})
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, said, book.add_format({"italic": True, "font_color": "#8a1c1c"}))
        for column, head in enumerate(heads):
            sheet.set_column(column, column, WIDTHS[column])
            sheet.write_string(FIRST_ROW - 1, column, head, bold)
        for number, cells in enumerate(rows, start=1):
            place = FIRST_ROW + number - 1
            sheet.write_number(place, 0, number, plain)
            for column, text in enumerate(cells, start=1):
                sheet.write_string(place, column, text, plain)
        sheet.freeze_panes(FIRST_ROW, 2)
        sheet.repeat_rows(FIRST_ROW - 1)
        watermarks.on_sheet(sheet, mark)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        watermarks.last_sheet(book, mark)
    return out.getvalue()
