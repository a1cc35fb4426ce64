"""Identifiers of people: ten digits from the ministry, twelve from the state, and what they tell.

Pure. A wrong form is an error; a number that says another sex or year than the person's record is a
warning, because either of the two may be wrong.
Source: Law 26/2023/QH15 on identification; Circular 42/2021/TT-BGDĐT; rule book 7.2.
"""

import re
from collections.abc import Iterator
from datetime import date

from truongso.rules.verdict import Violation

MOET_DIGITS, CITIZEN_DIGITS = 10, 12
FIRST_CENTURY = 1900
WARNINGS = frozenset({"identifier.citizen_unlike_person"})


def has_form(text: str, digits: int) -> bool:
    """Tell whether a text is an identifier of so many digits.

    >>> has_form("3114000001", MOET_DIGITS), has_form("311400001", MOET_DIGITS)
    (True, False)
    """
    return re.fullmatch(rf"[0-9]{{{digits}}}", text) is not None


def is_warning(violation: Violation) -> bool:
    """Tell whether a violation only warns: what it concerns may be saved all the same."""
    return violation.code in WARNINGS


def check_moet_id(text: str) -> Iterator[Violation]:
    """Yield what is wrong with a ministry identifier (mã định danh Bộ GD&ĐT): ten digits."""
    if not has_form(text, MOET_DIGITS):
        yield Violation("identifier.moet_form", "moet_id", {"text": text})


def check_citizen_id(text: str, *, born_on: date | None, sex: str) -> Iterator[Violation]:
    """Yield what is wrong with a citizen's number (số định danh cá nhân): twelve digits.

    The fourth digit is the century and sex (0 and 1: men and women born from 1900 on, 2 and 3 from
    2000 on …), the next two the year. `sex` is "m", "f" or "" when unknown.

    >>> from datetime import date
    >>> list(check_citizen_id("031214123456", born_on=date(2014, 5, 1), sex="m"))
    []
    """
    if not has_form(text, CITIZEN_DIGITS):
        yield Violation("identifier.citizen_form", "citizen_id", {"text": text})
    yield from doubts_about(text, born_on=born_on, sex=sex)


def doubts_about(text: str, *, born_on: date | None, sex: str) -> Iterator[Violation]:
    """Yield where a citizen's number of the right form says another year or sex than is known."""
    if not has_form(text, CITIZEN_DIGITS):
        return
    century, is_woman = divmod(int(text[3]), 2)
    year = FIRST_CENTURY + 100 * century + int(text[4:6])
    other_year = born_on is not None and born_on.year != year
    other_sex = bool(sex) and (sex == "f") != bool(is_woman)
    if other_year or other_sex:
        said = {"text": text, "year": year, "sex": "Nữ" if is_woman else "Nam"}
        yield Violation("identifier.citizen_unlike_person", "citizen_id", said)
