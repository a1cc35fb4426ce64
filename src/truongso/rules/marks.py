"""What stands in a cell of the gradebook, as one small number, and what typing makes of it.

One number a cell, so that a pupil's subject and term is one short row. `None` is an empty cell,
which is never 0. The browser knows the same numbers (`frontend/scores.ts`); both pass
`tests/golden/rules/marks.json`. Pure.
Source: Circular 22/2021/TT-BGDĐT, articles 5 and 7; rule book 1.4 (docs/decisions/gradebook.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from truongso.rules import averages
from truongso.rules.circular import Circular
from truongso.rules.columns import Column, Kind, MarkState
from truongso.rules.scores import BLANKS, Comment, as_typed, objection, parse, parse_comment
from truongso.rules.verdict import Violation

FAILED, PASSED = 200, 201
"""Chưa đạt, Đạt."""
ABSENT = 300
"""Missed for a reason: a make-up (kiểm tra bù) is due."""
MADE_UP = 400
"""Added to what was earned at the make-up."""
BY_RULE = 700
"""Not made up within the term, confirmed by the teacher: 0, or Chưa đạt."""
ABSENT_TEXT, BY_RULE_TEXT = "v", "v0"
COMMENT_CODES = {Comment.CD: FAILED, Comment.D: PASSED}
COMMENT_OF = {code: mark for mark, code in COMMENT_CODES.items()}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a typed text makes of a cell: the new number, or why it is not taken.

    `suggestion` is a text to offer, never taken by itself.
    """

    code: int | None = None
    refusal: Violation | None = None
    suggestion: str = ""

    @property
    def problem(self) -> str:
        """The code of the refusal; "" where the text is taken."""
        return self.refusal.code if self.refusal else ""


def typed(text: str, stands: int | None, *, comments: bool) -> Cell:
    """Return what typing a text into a cell means where `stands` stands.

    "v" says that the pupil missed the assessment; a mark typed over that is the make-up's. "v0"
    over it confirms that nothing was made up. `comments`: the subject is assessed by comments.
    Source: Circular 22/2021/TT-BGDĐT, article 7; rule book 1.4.

    >>> typed("8,5", None, comments=False).code, typed("8,5", ABSENT, comments=False).code
    (85, 485)
    >>> typed("v0", 85, comments=False).problem, typed("85", None, comments=False).suggestion
    ('score.not_absent', '8,5')
    """
    said = text.strip(BLANKS).lower()
    if said == ABSENT_TEXT:
        return Cell(ABSENT)
    if said == BY_RULE_TEXT:
        missed = stands in (ABSENT, BY_RULE)
        return Cell(BY_RULE) if missed else Cell(stands, Violation("score.not_absent"))
    code, refusal, suggestion = _mark(text, comments=comments)
    if refusal:
        return Cell(stands, refusal, suggestion)
    if code is not None and stands is not None and stands >= ABSENT:
        code += MADE_UP
    return Cell(code)


def _mark(text: str, *, comments: bool) -> tuple[int | None, Violation | None, str]:
    if comments:
        found = parse_comment(text)
        return COMMENT_CODES[found.mark] if found.mark else None, objection(found, text), ""
    score = parse(text)
    meant = "" if score.suggestion is None else as_typed(score.suggestion)
    return score.tenths, objection(score, text), meant


def state(code: int | None) -> MarkState:
    """Return in which state a cell is.

    Source: rule book 1.4.

    >>> state(485).value, state(None).value
    ('makeup_done', 'empty')
    """
    if code is None:
        return MarkState.EMPTY
    if code < ABSENT:
        return MarkState.VALUE
    if code == ABSENT:
        return MarkState.ABSENT_PENDING
    return MarkState.ZERO_BY_RULE if code == BY_RULE else MarkState.MAKEUP_DONE


def score(code: int | None) -> int | None:
    """Return the tenths a cell counts in an average; None where it counts nothing yet.

    Source: Circular 22/2021/TT-BGDĐT, article 7.

    >>> score(485), score(BY_RULE), score(ABSENT)
    (85, 0, None)
    """
    if code is None or code == ABSENT:
        return None
    if code == BY_RULE:
        return 0
    return code - MADE_UP if code >= MADE_UP else code


def comment(code: int | None) -> Comment | None:
    """Return the comment mark a cell counts; None where it counts nothing yet.

    Source: Circular 22/2021/TT-BGDĐT, article 7.

    >>> comment(PASSED).value, comment(BY_RULE).value
    ('D', 'CD')
    """
    if code == BY_RULE:
        return Comment.CD
    return COMMENT_OF.get(score(code) or 0)


def shown(code: int | None) -> str:
    """Return how a cell stands in the book.

    Source: rule book 1.4, 6.1.

    >>> [shown(code) for code in (None, 80, 485, ABSENT, FAILED)]
    ['', '8', '8,5', 'v', 'CĐ']
    """
    if code is None:
        return ""
    if code in (ABSENT, BY_RULE):
        return ABSENT_TEXT if code == ABSENT else BY_RULE_TEXT
    plain = code - MADE_UP if code >= MADE_UP else code
    return COMMENT_OF[plain].label if plain in COMMENT_OF else as_typed(plain)


def result(
    marks: Sequence[int | None], columns: Sequence[Column], *, comments: bool, circular: Circular
) -> int | None:
    """Return the term's result of a subject as a cell's number; None while something is missing.

    `marks` stand in the order of `columns`.
    Source: Circular 22/2021/TT-BGDĐT, article 9.1.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> from truongso.rules.columns import columns_for
    >>> rules = circular_on(date(2026, 9, 7))
    >>> book = columns_for("TIN", 6, rules)
    >>> result([80, 90, 70, 480], book, comments=False, circular=rules)
    79
    """
    if comments:
        said = [comment(code) for code in marks]
        found = averages.joined(said) if len(said) == len(columns) else None
        return COMMENT_CODES[found] if found else None
    counted = [score(code) for code in marks]
    regular = [counted[at] for at, column in enumerate(columns) if column.kind is Kind.REGULAR]
    midterm, final = counted[-2], counted[-1]
    return averages.term_average(regular, midterm, final, required=len(regular), circular=circular)
