"""The diary of edits (nhật ký sửa điểm): what counts as explained, what a month of edits comes to.

Pure.
Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.7.2 (printed and checked before each monthly
professional meeting); rule book 5.3.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from truongso.rules import marks
from truongso.rules.verdict import Violation

SHORTEST_EXPLANATION = 10


class Explained(StrEnum):
    """How an edit is explained."""

    CASE = "case"
    REASON = "reason"
    LATER = "later"
    """By an explanation (giải trình) its maker added."""
    SLIP = "slip"
    """Put right by its maker within minutes of typing it, when no reason is asked for."""
    NOT = "not"


def explained(reason: str, *, by_case: bool, later: bool, slip: bool = False) -> Explained:
    """Return how an edit is explained: by its case, by a later explanation, by its reason.

    `slip`: its maker had typed the mark himself just before. It stands in the diary as that, and
    nobody is asked to explain it.
    Source: rule book 5.3, step 5.

    >>> explained("", by_case=False, later=False).value
    'not'
    >>> explained("", by_case=False, later=False, slip=True).value
    'slip'
    """
    if by_case:
        return Explained.CASE
    if later:
        return Explained.LATER
    if reason.strip():
        return Explained.REASON
    return Explained.SLIP if slip else Explained.NOT


def step(old: int | None, new: int | None) -> int | None:
    """Return by how many tenths an edit moved a score; None where one of the two is no score.

    Source: rule book 1.4, 5.3.

    >>> step(80, 85), step(485, 80), step(None, 80), step(marks.FAILED, marks.PASSED)
    (5, -5, None, None)
    """
    before, after = marks.score(old), marks.score(new)
    if before is None or after is None or max(before, after) >= marks.FAILED:
        return None
    return after - before


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit as the summary counts it."""

    old: int | None
    new: int | None
    explained: Explained
    after_lock: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What the edits of a person in a month come to; `mean` in tenths, None without any step."""

    edits: int
    up: int
    down: int
    mean: int | None
    after_lock: int
    by_case: int
    unexplained: int


def summary(edits: Iterable[Edit]) -> Summary:
    """Return what edits come to.

    Source: rule book 5.3, step 5.

    >>> two = [Edit(80, 90, Explained.NOT, False), Edit(80, 75, Explained.CASE, True)]
    >>> summary(two)
    Summary(edits=2, up=1, down=1, mean=3, after_lock=1, by_case=1, unexplained=1)
    """
    found = list(edits)
    steps = [moved for edit in found if (moved := step(edit.old, edit.new)) is not None]
    return Summary(
        edits=len(found),
        up=sum(moved > 0 for moved in steps),
        down=sum(moved < 0 for moved in steps),
        mean=_half_away(sum(steps), len(steps)) if steps else None,
        after_lock=sum(edit.after_lock for edit in found),
        by_case=sum(edit.explained is Explained.CASE for edit in found),
        unexplained=sum(edit.explained is Explained.NOT for edit in found),
    )


def _half_away(total: int, count: int) -> int:
    """The mean as whole tenths, half away from nought, without a float."""
    size = (2 * abs(total) + count) // (2 * count)
    return size if total >= 0 else -size


def check_explanation(text: str) -> Iterator[Violation]:
    """Yield why an explanation may not be added; nothing when it may.

    Source: rule book 5.3, step 5.
    """
    if len(text.strip()) < SHORTEST_EXPLANATION:
        yield Violation("diary.explanation_short", "text", {"least": SHORTEST_EXPLANATION})
