"""Lists that the year's results give: who is assessed again, who trains, who is honoured."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from truongso.gradebook.queries.results import ClassResults, Line
from truongso.roster.models import SchoolClass
from truongso.rules.circular import Level
from truongso.rules.promotion import Decision


class Listed(StrEnum):
    """The lists, by the words of their addresses."""

    HONOURS = "khen-thuong"
    RETEST = "danh-gia-lai"
    SUMMER = "ren-luyen-he"
    REPEAT = "khong-len-lop"
    PRINCIPAL = "can-xem"
    INCOMPLETE = "con-thieu"


@dataclass(frozen=True, slots=True)
class Entry:
    """A pupil on a list, with his class."""

    row: SchoolClass
    line: Line


def lists(found: Iterable[ClassResults]) -> dict[Listed, list[Entry]]:
    """Return every list of a year at once, class by class and by name."""
    made: dict[Listed, list[Entry]] = {listed: [] for listed in Listed}
    for one in found:
        for line in one.lines:
            for listed in _of(line):
                made[listed].append(Entry(one.row, line))
    return made


def _of(line: Line) -> Iterable[Listed]:
    result = line.result
    if result.honour is not None:
        yield Listed.HONOURS
    if result.retests:
        yield Listed.RETEST
    if result.conduct is Level.CHUA_DAT:
        yield Listed.SUMMER
    if result.decision is Decision.REPEAT:
        yield Listed.REPEAT
    if line.doubtful:
        yield Listed.PRINCIPAL
    if result.decision is Decision.INCOMPLETE:
        yield Listed.INCOMPLETE
