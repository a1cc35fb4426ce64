"""What a typed mark means: a score in tenths, a comment mark, or nothing that may be taken.

Our own parser: the framework's takes `1_0`, `1e1` and full-width digits. Nothing is ever guessed
silently; what was probably meant is offered. The browser's parser is `frontend/scores.ts`; both
pass `tests/golden/rules/`. Pure.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from truongso.rules.verdict import Violation

TENTHS = 100
"""The best score, 10,0. Source: Circular 22/2021/TT-BGDĐT, article 5."""
BLANKS = " \t\r\n\u00a0\u202f"
"""What may stand around a mark: exactly these, so that browser and server agree."""
SCORE = re.compile(r"([0-9]{1,2})(?:[.,]([0-9])0*)?")
UNPOINTED = re.compile(r"0[0-9]|[2-9][0-9]|100")
"""Digits that most likely lack their decimal mark; 11 to 19 may as well be a slip for 10."""
SPACES = re.compile(f"[{BLANKS}]+")


class Comment(StrEnum):
    """The result of an assessment by comments."""

    D = "D"
    """Đạt."""
    CD = "CD"
    """Chưa đạt."""

    @property
    def label(self) -> str:
        """How it stands in the book: "Đ", "CĐ"."""
        return "Đ" if self is Comment.D else "CĐ"


COMMENTS = {
    **dict.fromkeys(("d", "đ", "dat", "đat", "đạt", "dạt"), Comment.D),
    **dict.fromkeys(
        ("cd", "cđ", "chua dat", "chưa đat", "chưa đạt", "chưa dat", "chưa dạt", "chua đạt"),
        Comment.CD,
    ),
}
LOOKALIKES = str.maketrans({"ð": "đ", "ɖ": "đ"})
"""Icelandic and African letters whose capitals look like Đ."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a score cell: blank (all None, ""), a value, or a problem.

    `problem` is the code of a sentence; `suggestion` what was probably meant, to be offered and
    never taken by itself. Both are tenths.
    """

    tenths: int | None = None
    suggestion: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TypedComment:
    """What was typed into a comment cell: blank, a mark, or a problem."""

    mark: Comment | None = None
    problem: str = ""


BLANK, BLANK_COMMENT = Typed(), TypedComment()


def parse(text: str) -> Typed:
    """Return what a typed score means; blank is no score.

    Point or comma, at most one decimal that is not 0. Two digits from 20 on, or with a leading 0,
    suggest a forgotten comma.
    Source: Circular 22/2021/TT-BGDĐT, article 5 (0 to 10, at most one decimal).

    >>> parse("8,5").tenths, parse(" 10 ").tenths, parse("85").suggestion, parse("8,55").problem
    (85, 100, 85, 'score.decimals')
    """
    text = text.strip(BLANKS)
    if not text:
        return BLANK
    if UNPOINTED.fullmatch(text):
        return Typed(suggestion=int(text), problem="score.unpointed")
    if found := SCORE.fullmatch(text):
        tenths = int(found[1]) * 10 + int(found[2] or 0)
        return Typed(tenths) if tenths <= TENTHS else Typed(problem="score.out_of_range")
    if re.fullmatch(r"[0-9]{1,2}[.,][0-9]+", text):
        return Typed(problem="score.decimals")
    if re.fullmatch(r"[-−]?[0-9]+(?:[.,][0-9]+)?", text):
        return Typed(problem="score.out_of_range")
    return Typed(problem="score.not_a_score")


def parse_comment(text: str) -> TypedComment:
    """Return what a typed comment mark means: Đ, CĐ, D, CD, Đạt, Chưa đạt in any case; or blank.

    Source: Circular 22/2021/TT-BGDĐT, article 5 (Đạt, Chưa đạt).

    >>> parse_comment("đ").mark, parse_comment("chưa  đạt").mark, parse_comment("8").problem
    (<Comment.D: 'D'>, <Comment.CD: 'CD'>, 'score.not_a_comment')
    """
    folded = unicodedata.normalize("NFC", text.strip(BLANKS)).lower().translate(LOOKALIKES)
    if not folded:
        return BLANK_COMMENT
    mark = COMMENTS.get(SPACES.sub(" ", folded))
    return TypedComment(mark) if mark else TypedComment(problem="score.not_a_comment")


def objection(typed: Typed | TypedComment, text: str, at: str = "") -> Violation | None:
    """Return why what was typed is not taken, for a person; None where it is.

    Source: Circular 22/2021/TT-BGDĐT, article 5.

    >>> objection(parse("85"), "85").params["meant"]
    '8,5'
    """
    if not typed.problem:
        return None
    facts = {"text": text.strip(BLANKS)}
    if isinstance(typed, Typed) and typed.suggestion is not None:
        facts["meant"] = shown(typed.suggestion)
    return Violation(typed.problem, at, facts)


def shown(tenths: int) -> str:
    """Return a score or an average as the book shows it, with comma and one decimal.

    Source: Circular 22/2021/TT-BGDĐT, article 5.

    >>> shown(85), shown(100)
    ('8,5', '10,0')
    """
    return f"{tenths // 10},{tenths % 10}"


def as_typed(tenths: int) -> str:
    """Return a score as a teacher types it: no decimal where there is none.

    Source: Circular 22/2021/TT-BGDĐT, article 5 (an integer, or one decimal).

    >>> as_typed(85), as_typed(80)
    ('8,5', '8')
    """
    return shown(tenths) if tenths % 10 else str(tenths // 10)


def plain(tenths: int) -> str:
    """Return a score or an average for other programs, with point and one decimal.

    Source: EXCHANGE.md.

    >>> plain(80)
    '8.0'
    """
    return f"{tenths // 10}.{tenths % 10}"
