"""When a cell of the gradebook may be written: windows, locks, and what a change of a mark asks.

Pure. A mark that stood and is changed or erased is an edit (sửa điểm): it needs a reason, and until
a week before the term's final tests at the latest; a slip of the moment does not. A locked cell is
changed only by a correction case.
Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.7.2; rule book 5.2 to 5.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from truongso.rules.columns import Column, Kind
from truongso.rules.verdict import Violation

CORRECTION_CLOSES_BEFORE_FINALS = timedelta(days=7)
"""Source: Decision 20/QĐ-THCS, section II.7.2 ("01 tuần trước khi kiểm tra học kỳ")."""
SLIP = timedelta(minutes=10)
"""Whoever has just entered a mark may put a slip right without a reason; the diary keeps both.
Source: docs/decisions/gradebook.md."""
COMMENT = "comment"
"""The key of the comment, which is no column of marks."""
PREFIX = {Kind.REGULAR: "tx", Kind.MIDTERM: "gk", Kind.FINAL: "ck"}
TITLES = {Kind.REGULAR: "Thường xuyên", Kind.MIDTERM: "Giữa kì", Kind.FINAL: "Cuối kì"}
WINDOWS = (*(kind.value for kind in Kind), COMMENT)


def key_of(column: Column) -> str:
    """Return the key of a column in data and addresses: "tx1", "gk", "ck2".

    Source: EXCHANGE.md.

    >>> key_of(Column(Kind.MIDTERM)), key_of(Column(Kind.FINAL, 2, "Mĩ thuật"))
    ('gk', 'ck2')
    """
    numbered = column.kind is Kind.REGULAR or column.strand
    return f"{PREFIX[column.kind]}{column.no if numbered else ''}"


def title_of(column: Column) -> str:
    """Return the name of a column in full: "Thường xuyên 1", "Cuối kì, Mĩ thuật".

    Source: Circular 22/2021/TT-BGDĐT, articles 6 and 7.

    >>> title_of(Column(Kind.REGULAR, 2))
    'Thường xuyên 2'
    """
    if column.strand:
        return f"{TITLES[column.kind]}, {column.strand}"
    return (
        f"{TITLES[column.kind]} {column.no}" if column.kind is Kind.REGULAR else TITLES[column.kind]
    )


@dataclass(frozen=True, slots=True)
class TermDays:
    """The days of a term's book: when each kind of column is open, when the final tests begin.

    `locked`: the leadership locked the term.
    """

    windows: Mapping[str, tuple[date, date]]
    finals_from: date | None = None
    locked: bool = False

    @property
    def last_edit_day(self) -> date | None:
        """The last day on which a mark that stands may be edited; None while it is not set."""
        return self.finals_from and self.finals_from - CORRECTION_CLOSES_BEFORE_FINALS


def read_days(
    windows: Mapping[str, tuple[str, str]], finals_from: date | None, *, locked: bool
) -> TermDays:
    """Return the days of a term as they are kept, as text.

    Source: docs/decisions/gradebook.md.

    >>> read_days({"final": ("2026-12-21", "2027-01-09")}, None, locked=False).windows["final"][1]
    datetime.date(2027, 1, 9)
    """
    read = {k: (date.fromisoformat(a), date.fromisoformat(b)) for k, (a, b) in windows.items()}
    return TermDays(read, finals_from, locked)


def closed(kind: str, days: TermDays, day: date) -> Violation | None:
    """Return why nothing may be entered into a kind of column on a day; None when it may.

    Source: rule book 5.2.

    >>> days = TermDays({"final": (date(2026, 12, 21), date(2027, 1, 9))})
    >>> closed("final", days, date(2026, 12, 20)).code, closed("regular", days, date(2026, 12, 20))
    ('gradebook.not_open_yet', None)
    """
    if days.locked:
        return Violation("gradebook.term_locked")
    window = days.windows.get(kind)
    if window and day < window[0]:
        return Violation("gradebook.not_open_yet", "", {"day": window[0]})
    if window and day > window[1]:
        return Violation("gradebook.window_over", "", {"day": window[1]})
    return None


@dataclass(frozen=True, slots=True)
class Change:
    """A cell about to be changed. `held`: a mark stood in it once. `entered_at`: when the actor
    himself wrote what stands there last; None when somebody else did.
    """

    kind: Kind
    held: bool
    locked: bool
    reason: str
    entered_at: datetime | None = None


def check_change(change: Change, days: TermDays, now: datetime, day: date) -> Violation | None:
    """Return why a mark may not be written, the weightiest cause; None when it may.

    A lock goes before all. Final marks have no last day of editing before their own tests.
    Source: Decision 20/QĐ-THCS, section II.7.2; rule book 5.3.

    >>> day, now = date(2026, 12, 16), datetime(2026, 12, 16, 9)
    >>> days = TermDays({}, finals_from=date(2026, 12, 22))
    >>> edit = Change(Kind.MIDTERM, held=True, locked=False, reason="Cộng nhầm")
    >>> check_change(edit, days, now, day).code
    'score.correction_closed'
    """
    if change.locked:
        return Violation("gradebook.cell_locked")
    if found := closed(change.kind, days, day):
        return found
    slip = change.entered_at is not None and now - change.entered_at <= SLIP
    if not change.held or slip:
        return None
    last = days.last_edit_day
    if last and day > last and change.kind is not Kind.FINAL:
        return Violation("score.correction_closed", "", {"day": last})
    return None if change.reason.strip() else Violation("score.reason_needed")
