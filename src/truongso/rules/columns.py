"""Which columns of marks a subject has in a term, and what stands in a cell.

Pure. The circular says how many; the teacher chooses which of his regular assessments are kept.
Source: Circular 22/2021/TT-BGDĐT, articles 6 and 7; rule book 1.3, 1.4.
"""

from dataclasses import dataclass
from enum import StrEnum

from truongso.rules.circular import Circular
from truongso.rules.subjects import subjects


class Kind(StrEnum):
    """The kinds of assessment in a term."""

    REGULAR = "regular"
    """Đánh giá thường xuyên."""
    MIDTERM = "midterm"
    """Đánh giá giữa kì."""
    FINAL = "final"
    """Đánh giá cuối kì."""


SHORT = {Kind.REGULAR: "TX", Kind.MIDTERM: "GK", Kind.FINAL: "CK"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: kind, number among its kind (1 …), and the strand it belongs to."""

    kind: Kind
    no: int = 1
    strand: str = ""

    @property
    def label(self) -> str:
        """Its short name: "TX1", "GK", "CK Âm nhạc"."""
        number = str(self.no) if self.kind is Kind.REGULAR and not self.strand else ""
        return f"{SHORT[self.kind]}{number} {self.strand}".strip()


def regular_count(periods: int, circular: Circular) -> int:
    """Return how many regular scores a scored subject has a term, by its periods a year.

    Source: Circular 22/2021/TT-BGDĐT, article 6: up to 35 periods 2, up to 70 3, more 4.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> [regular_count(periods, circular_on(date(2026, 9, 7))) for periods in (35, 36, 70, 71)]
    [2, 3, 3, 4]
    """
    return next(
        (count for most, count in circular.regular_steps if periods <= most),
        circular.regular_beyond,
    )


def regular_of(subject: str, grade: int, circular: Circular) -> int | None:
    """Return how many regular marks a subject has a term in a grade; None for an unknown subject.

    Source: Circular 22/2021/TT-BGDĐT, article 6; rule book 1.3.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> [regular_of("CN", grade, circular_on(date(2026, 9, 7))) for grade in (7, 8)]
    [2, 3]
    """
    if subject in circular.electives:
        return regular_count(circular.electives[subject].periods, circular)
    if (known := subjects().get(subject)) is None:
        return None
    if known.assessed_by == "comments":
        return circular.regular_comments
    return regular_count(known.periods_in(grade), circular)


def columns_for(subject: str, grade: int, circular: Circular) -> tuple[Column, ...]:
    """Return the columns of a subject in a term, in the order of the book.

    Nghệ thuật is assessed strand by strand: one regular, one midterm and one final mark each; its
    midterm counts as passed when both strands are. Raises KeyError (unknown subject).
    Source: Circular 22/2021/TT-BGDĐT, articles 6 and 7; rule book 1.3, 1.5.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> " ".join(column.label for column in columns_for("TIN", 6, circular_on(date(2026, 9, 7))))
    'TX1 TX2 GK CK'
    """
    count = regular_of(subject, grade, circular)
    if count is None:
        raise KeyError(subject)
    known = subjects().get(subject)
    if known and known.assessed_by == "comments" and known.strands:
        return tuple(
            Column(kind, no, strand)
            for kind in Kind
            for no, strand in enumerate(known.strands, start=1)
        )
    regular = (Column(Kind.REGULAR, no) for no in range(1, count + 1))
    return *regular, Column(Kind.MIDTERM), Column(Kind.FINAL)


class MarkState(StrEnum):
    """What stands in a cell of the book; `effect` says what it does to the average."""

    EMPTY = "empty"
    VALUE = "value"
    ABSENT_PENDING = "absent_pending"
    """Missed for a reason; a make-up (đánh giá bù) is due within the term."""
    MAKEUP_DONE = "makeup_done"
    ZERO_BY_RULE = "zero_by_rule"
    """Not made up by the end of the term, and a person has confirmed it: 0, or Chưa đạt."""
    EXEMPT = "exempt"
    """The pupil has no result in the subject (an individual education plan)."""


class Effect(StrEnum):
    """What a cell does to the result of its subject and term."""

    COUNTS = "counts"
    COUNTS_ZERO = "counts_zero"
    BLOCKS = "blocks"
    """No result as long as it stands."""
    LEAVES_OUT = "leaves_out"
    """The subject counts in no level."""


EFFECTS = {
    MarkState.EMPTY: Effect.BLOCKS,
    MarkState.VALUE: Effect.COUNTS,
    MarkState.ABSENT_PENDING: Effect.BLOCKS,
    MarkState.MAKEUP_DONE: Effect.COUNTS,
    MarkState.ZERO_BY_RULE: Effect.COUNTS_ZERO,
    MarkState.EXEMPT: Effect.LEAVES_OUT,
}


def counted(state: MarkState, tenths: int | None) -> int | None:
    """Return the tenths a cell counts in an average; None where it blocks it or is left out.

    Source: Circular 22/2021/TT-BGDĐT, article 7; rule book 1.4 (the text not seen: open point 1).

    >>> counted(MarkState.ZERO_BY_RULE, None), counted(MarkState.ABSENT_PENDING, None)
    (0, None)
    """
    effect = EFFECTS[state]
    if effect is Effect.COUNTS:
        return tenths
    return 0 if effect is Effect.COUNTS_ZERO else None
