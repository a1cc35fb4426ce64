"""In which way a pupil is assessed in a subject: as all are, with less asked, by an own plan, not.

Granted by the principal, for a term or for the year. Pure.
Source: Circular 22/2021/TT-BGDĐT, articles 10 and 11; rule book 1.10.
"""

from collections.abc import Iterator
from enum import StrEnum

from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation

YEAR = 0
"""The whole year, where a term is asked for."""
PRACTICE_SUBJECT = "GDTC"
"""Physical education, the one subject with a practical part that may be left out (article 10)."""


class Mode(StrEnum):
    """How a pupil is assessed in a subject."""

    NORMAL = "normal"
    REDUCED = "reduced"
    """A pupil with a disability: assessed as others, less being asked (article 11)."""
    INDIVIDUAL_PLAN = "individual_plan"
    """Assessed by the individual education plan (kế hoạch giáo dục cá nhân)."""
    EXEMPT = "exempt"
    """Not assessed in the subject."""
    PRACTICE_EXEMPT = "practice_exempt"
    """Physical education without its practical part: theory is assessed in its place."""

    @property
    def left_out(self) -> bool:
        """Tell whether the subject counts in no level."""
        return self in (Mode.EXEMPT, Mode.INDIVIDUAL_PLAN)

    @property
    def label(self) -> str:
        """Its name on pages."""
        return LABELS[self]


LABELS = {
    Mode.NORMAL: "Như các học sinh khác",
    Mode.REDUCED: "Giảm yêu cầu",
    Mode.INDIVIDUAL_PLAN: "Theo kế hoạch giáo dục cá nhân",
    Mode.EXEMPT: "Miễn đánh giá môn học",
    Mode.PRACTICE_EXEMPT: "Miễn phần thực hành (Giáo dục thể chất)",
}


def check_mode(subject: str, mode: Mode, term: int, reason: str) -> Iterator[Violation]:
    """Yield why a pupil may not be assessed so; nothing when he may.

    Leaving a subject out is for the whole year, as no year result could be made of one term.
    Source: Circular 22/2021/TT-BGDĐT, articles 10 and 11; docs/decisions/results.md.

    >>> [found.code for found in check_mode("TOAN", Mode.PRACTICE_EXEMPT, 1, "Ốm")]
    ['exemption.only_practice']
    """
    if subject not in subjects():
        yield Violation("exemption.subject", "subject")
    if mode is Mode.PRACTICE_EXEMPT and subject != PRACTICE_SUBJECT:
        yield Violation("exemption.only_practice", "mode")
    if mode.left_out and term != YEAR:
        yield Violation("exemption.whole_year", "term")
    if mode is not Mode.NORMAL and not reason.strip():
        yield Violation("exemption.reason", "reason")
