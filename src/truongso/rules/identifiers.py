"""Identifiers of people: which form they have, and whether they fit what else is known.

Pure. Source: Circular 42/2021/TT-BGDĐT (identifier of the sector database, 10 digits); Decree
137/2015/NĐ-CP, article 13 (personal identification number, 12 digits); rule book 7.2.
"""

import re
from collections.abc import Iterator
from datetime import date

from truongso.rules.verdict import Violation

MOET_DIGITS, CITIZEN_DIGITS = 10, 12
FIRST_CENTURY = 1900
YEARS_IN_A_CENTURY = 100


def has_form(text: str, digits: int) -> bool:
    """Tell whether a text is an identifier of so many digits.

    >>> has_form("3114000001", MOET_DIGITS), has_form("311400001", MOET_DIGITS)
    (True, False)
    """
    return re.fullmatch(rf"[0-9]{{{digits}}}", text) is not None


def check_moet_id(text: str) -> Iterator[Violation]:
    """Yield why a text cannot be an identifier of the sector database (mã định danh).

    >>> list(check_moet_id("3114000001"))
    []
    """
    if not has_form(text, MOET_DIGITS):
        yield Violation("identifier.moet_form", "moet_id", {"value": text, "digits": MOET_DIGITS})


def check_citizen_id(text: str) -> Iterator[Violation]:
    """Yield why a text cannot be a personal identification number (số định danh cá nhân)."""
    if not has_form(text, CITIZEN_DIGITS):
        params = {"value": text, "digits": CITIZEN_DIGITS}
        yield Violation("identifier.citizen_form", "citizen_id", params)


def doubts_about(citizen_id: str, *, born_on: date | None, sex: str) -> Iterator[Violation]:
    """Yield where a personal identification number disagrees with birth date or sex ("m", "f", "").

    Only doubts: papers are mended later than people are born, and the paper decides. The fourth
    digit tells century and sex (0/1 for 1900s male/female, 2/3 for 2000s), the next two the year.

    >>> list(doubts_about("031214123456", born_on=date(2014, 5, 6), sex="m"))
    []
    >>> [one.code for one in doubts_about("031214123456", born_on=date(2013, 5, 6), sex="f")]
    ['identifier.other_year', 'identifier.other_sex']
    """
    if not has_form(citizen_id, CITIZEN_DIGITS):
        return
    mark = int(citizen_id[3])
    year = FIRST_CENTURY + YEARS_IN_A_CENTURY * (mark // 2) + int(citizen_id[4:6])
    if born_on is not None and born_on.year != year:
        params = {"value": citizen_id, "year": year, "born": born_on.year}
        yield Violation("identifier.other_year", "citizen_id", params)
    if sex and sex != "mf"[mark % 2]:
        yield Violation("identifier.other_sex", "citizen_id", {"value": citizen_id})
