"""Taking the journal out as a workbook; that it was taken out stands in the journal too."""

from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.utils.translation import gettext

from truongso.audit import journal, queries
from truongso.audit.journal import Deed
from truongso.audit.queries import Line, Wanted
from truongso.foundation import watermarks
from truongso.foundation.actor import Actor
from truongso.foundation.days import local, local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.tenancy import act
from truongso.foundation.watermarks import Mark, mark_of
from truongso.rules.authority import Right
from truongso.rules.personal_data import use_until

AT_MOST = 100_000
AT_ONCE = 1000
WIDTHS = (18, 24, 24, 26, 70, 50, 40, 16)


@act
def export(*, actor: Actor, wanted: Wanted, now: datetime) -> IO[bytes]:
    """Return a workbook of the entries that are wanted, the latest first, at most AT_MOST.

    Raises NotAllowed.
    """
    right = queries.right_to_export(actor, at=now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    file = TemporaryFile()  # noqa: SIM115  (the answer closes it)
    until = use_until(local_day(now))
    mark = mark_of(actor, gettext("Kiểm tra nhật ký"), at=now, until=until)
    count = _write(file, _lines(actor, right, wanted), mark)
    deed = Deed("audit.exported", "journal", facts={**wanted.as_facts(), "count": count})
    journal.record(actor, right.held, deed, at=now)
    file.seek(0)
    return file


def _lines(actor: Actor, right: Right, wanted: Wanted) -> Iterator[Line]:
    rows = queries.entries(actor, right, wanted)
    place = None
    for _ in range(AT_MOST // AT_ONCE):
        page, place = queries.lines(rows, before=place, count=AT_ONCE)
        yield from page
        if place is None:
            return


def _write(file: IO[bytes], lines: Iterator[Line], mark: Mark) -> int:
    """Write the lines; every value as text, so that none can act as a formula."""
    options = {"constant_memory": True, "in_memory": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(gettext("Nhật ký"))
        bold = book.add_format({"bold": True})
        for column, (title, width) in enumerate(zip(_titles(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, 0)
        count = 0
        for count, line in enumerate(lines, start=1):
            for column, text in enumerate(_cells(line)):
                sheet.write_string(count, column, text)
        watermarks.on_sheet(sheet, mark)
        watermarks.last_sheet(book, mark)
    return count


def _titles() -> list[str]:
    return [
        gettext("Thời điểm"),
        gettext("Người thực hiện"),
        gettext("Thay mặt"),
        gettext("Nhóm việc"),
        gettext("Việc đã làm"),
        gettext("Thay đổi"),
        gettext("Lí do, nhận xét"),
        gettext("Địa chỉ mạng"),
    ]


def _cells(line: Line) -> list[str]:
    said = line.told
    changes = "; ".join(f"{name}: {before} → {after}" for name, before, after in said.changes)
    when = f"{local(line.at):%d/%m/%Y %H:%M:%S}"
    return [when, said.who, said.behalf, line.group, said.deed, changes, said.reason, said.ip]
