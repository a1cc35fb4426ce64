"""What a subject's result of a term and of a year is, and what is missing for it.

Tenths in, tenths out, one place of rounding: halves up. The browser has the same arithmetic
(`frontend/scores.ts`); both pass `tests/golden/rules/averages.json`. Pure.
Source: Circular 22/2021/TT-BGDĐT, article 9.1; rule book 1.1, 1.5 (halves up: open point 1).
"""

from collections.abc import Iterable, Sequence

from truongso.rules.circular import Circular
from truongso.rules.columns import Column, Kind
from truongso.rules.scores import Comment


def rounded(numerator: int, denominator: int) -> int:
    """Return the quotient to the nearest whole number, halves up; the only rounding there is.

    >>> rounded(129, 2), rounded(516, 8)
    (65, 65)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def term_average(
    regular: Sequence[int | None],
    midterm: int | None,
    final: int | None,
    *,
    required: int,
    circular: Circular,
) -> int | None:
    """Return the term average (ĐTBmhk) in tenths; None as long as a required score is missing.

    (sum of regular + 2 × midterm + 3 × final) / (number of regular + 5).

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> term_average([64, 65, 67], 70, 60, required=3, circular=circular_on(date(2026, 9, 7)))
    65
    """
    if midterm is None or final is None or len(regular) != required:
        return None
    total = circular.midterm_weight * midterm + circular.final_weight * final
    for score in regular:
        if score is None:
            return None
        total += score
    return rounded(total, required + circular.midterm_weight + circular.final_weight)


def year_average(first: int | None, second: int | None, *, circular: Circular) -> int | None:
    """Return the year average (ĐTBmcn) in tenths from the rounded averages of both terms.

    (term 1 + 2 × term 2) / 3; None as long as one is missing.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> [
    ...     year_average(*terms, circular=circular_on(date(2026, 9, 7)))
    ...     for terms in ((52, 48), (48, 52))
    ... ]
    [49, 51]
    """
    if first is None or second is None:
        return None
    one, two = circular.term_weights
    return rounded(one * first + two * second, one + two)


def term_comment(
    regular: Sequence[Comment | None],
    midterm: Comment | None,
    final: Comment | None,
    *,
    required: int,
) -> Comment | None:
    """Return the term's result of a comment subject: passed when every assessment is.

    None as long as one is missing.

    >>> term_comment([Comment.D, Comment.CD], Comment.D, Comment.D, required=2)
    <Comment.CD: 'CD'>
    """
    if midterm is None or final is None or len(regular) != required or None in regular:
        return None
    passed = midterm is Comment.D and final is Comment.D and Comment.CD not in regular
    return Comment.D if passed else Comment.CD


def year_comment(second: Comment | None) -> Comment | None:
    """Return the year's result of a comment subject: that of term 2."""
    return second


def joined(strands: Iterable[Comment | None]) -> Comment | None:
    """Return a column's mark of Nghệ thuật from its strands: passed when all are.

    None as long as one is missing. Source: rule book 1.5.

    >>> joined([Comment.D, Comment.CD])
    <Comment.CD: 'CD'>
    """
    marks = list(strands)
    if None in marks or not marks:
        return None
    return Comment.CD if Comment.CD in marks else Comment.D


def missing(
    regular: Sequence[object | None],
    midterm: object | None,
    final: object | None,
    *,
    required: int,
) -> list[Column]:
    """Return the columns that still lack a mark, in the order of the book.

    >>> [column.label for column in missing([80], 70, None, required=2)]
    ['TX2', 'CK']
    """
    found = [
        Column(Kind.REGULAR, no)
        for no in range(1, required + 1)
        if no > len(regular) or regular[no - 1] is None
    ]
    if midterm is None:
        found.append(Column(Kind.MIDTERM))
    if final is None:
        found.append(Column(Kind.FINAL))
    return found
