"""The text of a mark as a cell of a file holds it: what a program has made of it is told apart.

Excel takes "7.5" for the seventh of May; such a cell is refused with what was probably meant.
Source: rule book 10.5.
"""

import re
from datetime import date, timedelta

from truongso.documents.tables import Cell
from truongso.foundation.text import clean_line
from truongso.gradebook.excel.shapes import ReadCell
from truongso.office.importing.values import EXCEL_EPOCH, SERIALS

MOST_SHOWN = 40
BEST = 10
DAY_TEXT = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-]\d{2,4})?|(\d{4})-(\d{2})-(\d{2}).*")
DAY_MONTH = re.compile(r"(\d{1,2})-(?:Th\w*\s?)?(\d{1,2}|[A-Z][a-z]{2})", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_mark(cell: Cell, at: str, *, dead: bool, label: str) -> ReadCell:
    """Return a cell of a mark as text; `dead`: its formula has no result in the file.

    >>> read_mark(7.5, "F8", dead=False, label="TX1")["text"]
    '7,5'
    >>> read_mark(date(2026, 5, 7), "F8", dead=False, label="TX1")["meant"]
    '7,5'
    """
    if dead:
        return {"at": at, "text": "", "say": ("import.no_result", {"label": label})}
    if isinstance(cell, bool):
        return _refused(at, "TRUE" if cell else "FALSE", "score.not_a_score")
    if isinstance(cell, float | int):
        if cell in SERIALS:
            return _day(at, EXCEL_EPOCH + timedelta(days=int(cell)))
        return {"at": at, "text": f"{cell:.10g}".replace(".", ",")}
    if isinstance(cell, date):
        return _day(at, cell)
    text = clean_line(cell or "").lstrip("'’`")
    return _typed_day(at, text) or {"at": at, "text": text}


def read_comment(cell: Cell, at: str, *, dead: bool) -> ReadCell:
    """Return a cell of a comment as text."""
    if dead:
        return {"at": at, "text": "", "say": ("import.no_result", {"label": "Nhận xét"})}
    if isinstance(cell, float):
        return {"at": at, "text": f"{cell:.10g}".replace(".", ",")}
    return {"at": at, "text": cell if isinstance(cell, str) else ""}


def _typed_day(at: str, text: str) -> ReadCell | None:
    """A day that stands there as text; None when the text is none."""
    if found := DAY_TEXT.fullmatch(text):
        day, month = (found[1], found[2]) if found[1] else (found[5], found[4])
        return _became_day(at, text, int(day), int(month))
    if found := DAY_MONTH.fullmatch(text):
        name = found[2].lower()
        month_no = (
            MONTHS.index(name) + 1 if name in MONTHS else (int(name) if name.isdigit() else 0)
        )
        return _became_day(at, text, int(found[1]), month_no) if month_no else None
    return None


def _day(at: str, day: date) -> ReadCell:
    return _became_day(at, f"{day:%d/%m/}{day.year:04}", day.day, day.month)


def _became_day(at: str, text: str, day: int, month: int) -> ReadCell:
    """7 May was typed "7.5"; a day that is no mark (12 November) suggests nothing."""
    meant = f"{day},{month}" if day < BEST and month < BEST else ""
    code = "score_file.became_day" if meant else "score_file.a_day"
    read: ReadCell = {"at": at, "text": text, "say": (code, {"text": text, "meant": meant})}
    if meant:
        read["meant"] = meant
    return read


def _refused(at: str, text: str, code: str) -> ReadCell:
    return {"at": at, "text": text, "say": (code, {"text": text[:MOST_SHOWN]})}
