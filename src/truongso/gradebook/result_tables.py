"""Results as tables of text: what a page prints and a spreadsheet holds are the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from truongso.foundation import watermarks
from truongso.foundation.days import local
from truongso.foundation.watermarks import Mark
from truongso.gradebook import wording
from truongso.gradebook.queries.result_lists import Entry
from truongso.gradebook.queries.results import ClassResults, Line
from truongso.gradebook.queries.statistics import Statistics, Tally
from truongso.rules.closing import Period

FIRST_ROW = 4
NARROW, WIDE, WIDEST = 8, 14, 28


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text with its title; `numbers`: the places of columns that hold figures."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()


def class_table(found: ClassResults, period: Period) -> Table:
    """Return the results of a class."""
    heads = [_("STT"), _("Họ và tên"), _("Ngày sinh")]
    heads += [wording.short(one.code) for one in found.subjects]
    heads += [_("Học tập"), _("Rèn luyện"), _("Buổi nghỉ")]
    if period is Period.YEAR:
        heads += [_("Danh hiệu"), _("Kết quả cuối năm")]
    rows = [
        [
            str(no),
            line.name,
            f"{line.born_on:%d/%m/%Y}",
            *(wording.mark(line.mark(one.code, period)) for one in found.subjects),
            wording.level(line.learning(period)),
            wording.level(line.conduct(period)),
            absent(line, period),
            *(_year(line) if period is Period.YEAR else ()),
        ]
        for no, line in enumerate(found.lines, start=1)
    ]
    words = {"name": found.row.name, "period": wording.PERIODS[period]}
    title = _("Kết quả đánh giá lớp %(name)s, %(period)s") % words
    return Table(title, heads, rows, (0, *range(3, 3 + len(found.subjects))))


def list_table(title: str, entries: Sequence[Entry]) -> Table:
    """Return a list of pupils of the school with their results of the year."""
    heads = [_("STT"), _("Lớp"), _("Họ và tên"), _("Ngày sinh"), _("Học tập"), _("Rèn luyện")]
    heads += [_("Buổi nghỉ"), _("Môn đánh giá lại"), _("Danh hiệu"), _("Kết quả cuối năm")]
    rows = [
        [
            str(no),
            entry.row.name,
            entry.line.name,
            f"{entry.line.born_on:%d/%m/%Y}",
            wording.level(entry.line.learning(Period.YEAR)),
            wording.level(entry.line.conduct(Period.YEAR)),
            absent(entry.line, Period.YEAR),
            wording.names(entry.line.result.retests),
            *_year(entry.line),
        ]
        for no, entry in enumerate(entries, start=1)
    ]
    return Table(title, heads, rows, (0,))


def statistics_tables(found: Statistics) -> list[Table]:
    """Return the report of a period: levels by class, grade and sex; subjects by bands."""
    period = str(wording.PERIODS[found.period])
    levels = [str(text) for text in wording.LEVELS.values()]
    heads = [_("Đơn vị"), _("Sĩ số"), _("Nữ")]
    for kind in (_("Học tập"), _("Rèn luyện")):
        for text in (*levels, _("Chưa có")):
            heads += [f"{kind}: {text}", "%"]
    if found.period is Period.YEAR:
        heads += [str(text) for text in wording.HONOURS.values()]
    rows = [
        [
            tally_name(one),
            str(one.pupils),
            str(one.girls),
            *_shares(one.shares(one.learning)),
            *_shares(one.shares(one.conduct)),
            *(map(str, one.honours) if found.period is Period.YEAR else ()),
        ]
        for one in found.rows
    ]
    numbers = range(1, len(heads))
    made = [
        Table(
            _("Kết quả học tập, rèn luyện: %(period)s") % {"period": period}, heads, rows, numbers
        )
    ]
    for title, subjects, bands in (
        (_("Điểm trung bình các môn"), found.scored, found.bands),
        (_("Môn đánh giá bằng nhận xét"), found.commented, ("Đ", "CĐ")),
    ):
        heads = [_("Môn"), _("Có kết quả"), _("Còn thiếu")]
        for band in bands:
            heads += [band, "%"]
        rows = [
            [
                wording.short(one.subject.code),
                str(one.counted),
                str(one.without),
                *_shares(one.shares),
            ]
            for one in subjects
        ]
        made.append(Table(f"{title}: {period}", heads, rows, range(1, len(heads))))
    return made


def absent(line: Line, period: Period) -> str:
    """Return the half days of absence in a period; "" where they are not counted."""
    days = line.pupil.absent if period is Period.YEAR else line.beside.absent.get(int(period))
    return "" if days is None else str(days)


def tally_name(one: Tally) -> str:
    """Return the name of a line of the report."""
    if one.kind == "grade":
        return _("Khối %(grade)s") % {"grade": one.name}
    if one.kind == "school":
        return _("Toàn trường")
    if one.kind == "sex":
        return _("Trong đó nữ") if one.name == "f" else _("Trong đó nam")
    return one.name


def _year(line: Line) -> tuple[str, str]:
    decided = wording.decision(line.result.decision, line.grade)
    return wording.honour(line.result.honour), decided


def _shares(shares: Sequence[tuple[int, str]]) -> list[str]:
    return [text for count, part in shares for text in (str(count), part)]


def workbook(tables: Sequence[Table], mark: Mark) -> bytes:
    """Return tables as an .xlsx file, a sheet each; who took it out stands on every sheet.

    Every value is text, so that none can act as a formula.
    """
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        said = mark.sentence()
        book.set_properties({"created": local(mark.at).replace(tzinfo=None), "comments": said})
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        plain = book.add_format({"border": 1})
        large = book.add_format({"bold": True, "font_size": 14})
        note = book.add_format({"italic": True, "font_color": "#8a1c1c"})
        for no, table in enumerate(tables, start=1):
            sheet = book.add_worksheet(_("Bảng %(no)s") % {"no": no})
            sheet.write_string(0, 0, table.title, large)
            sheet.write_string(1, 0, said, note)
            for column, head in enumerate(table.heads):
                longest = max((len(row[column]) for row in table.rows), default=0)
                width = NARROW if longest <= NARROW else WIDE if longest <= WIDE else WIDEST
                sheet.set_column(column, column, width)
                sheet.write_string(FIRST_ROW - 1, column, head, bold)
            for number, row in enumerate(table.rows, start=FIRST_ROW):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text, plain)
            sheet.freeze_panes(FIRST_ROW, 2)
            sheet.repeat_rows(FIRST_ROW - 1)
            watermarks.on_sheet(sheet, mark)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
        watermarks.last_sheet(book, mark)
    return out.getvalue()
