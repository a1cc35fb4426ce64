"""Results counted as schools report them: by class, grade, sex and subject."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from truongso.gradebook.queries.results import ClassResults, Line
from truongso.rules import marks
from truongso.rules.circular import Level
from truongso.rules.closing import Period
from truongso.rules.counting import BANDS, banded, percent
from truongso.rules.honours import Honour
from truongso.rules.subjects import Subject

ORDER = tuple(sorted(Level, reverse=True))
"""Levels as reports have them: the best first."""


@dataclass(slots=True)
class Tally:
    """How many pupils have which results. `learning` and `conduct`: in `ORDER`, then without."""

    name: str
    kind: str = "class"
    pupils: int = 0
    girls: int = 0
    learning: list[int] = field(default_factory=lambda: [0] * (len(ORDER) + 1))
    conduct: list[int] = field(default_factory=lambda: [0] * (len(ORDER) + 1))
    honours: list[int] = field(default_factory=lambda: [0] * len(Honour))

    def count(self, line: Line, period: Period) -> None:
        """Add a pupil."""
        self.pupils += 1
        self.girls += line.sex == "f"
        self.learning[_place(line.learning(period))] += 1
        self.conduct[_place(line.conduct(period))] += 1
        if period is Period.YEAR and line.result.honour is not None:
            self.honours[list(Honour).index(line.result.honour)] += 1

    def shares(self, counts: Iterable[int]) -> list[tuple[int, str]]:
        """Return counts with their parts of all pupils, as reports write them."""
        return [(count, percent(count, self.pupils)) for count in counts]


@dataclass(slots=True)
class SubjectTally:
    """How a subject's results lie: bands of scores best first, or Đ and CĐ; and without."""

    subject: Subject
    scores: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=lambda: [0, 0])
    without: int = 0

    def count(self, line: Line, period: Period) -> None:
        """Add a pupil's result; a pupil whom the subject does not count for is left out."""
        if (code := line.mark(self.subject.code, period)) is not None:
            if self.commented:
                self.said[code == marks.FAILED] += 1
            else:
                self.scores.append(code)
        elif self.subject.code in line.lacking(period):
            self.without += 1

    @property
    def commented(self) -> bool:
        """Tell whether the subject is assessed by comments."""
        return self.subject.assessed_by == "comments"

    @property
    def counted(self) -> int:
        """How many have a result."""
        return sum(self.said) if self.commented else len(self.scores)

    @property
    def shares(self) -> list[tuple[int, str]]:
        """Counts of the bands, or of Đ and CĐ, with their parts of those who have a result."""
        counts = self.said if self.commented else banded(self.scores)
        return [(count, percent(count, self.counted)) for count in counts]


@dataclass(frozen=True, slots=True)
class Statistics:
    """The report of a period. `rows`: classes, each grade after its own, the school, both sexes."""

    period: Period
    rows: list[Tally]
    scored: list[SubjectTally]
    commented: list[SubjectTally]
    bands: tuple[str, ...] = tuple(name for _, name in BANDS)


def statistics(
    found: Iterable[ClassResults], period: Period, *, grade: int | None = None
) -> Statistics:
    """Return the report of a school, read class by class; of one grade when it is asked for."""
    rows: list[Tally] = []
    whole, girls, boys = Tally("", "school"), Tally("f", "sex"), Tally("m", "sex")
    by_grade: dict[int, Tally] = {}
    by_subject: dict[str, SubjectTally] = {}
    for one in found:
        if grade is not None and one.row.grade != grade:
            continue
        if one.row.grade not in by_grade:
            rows += list(by_grade.values())[-1:]
            by_grade[one.row.grade] = Tally(str(one.row.grade), "grade")
        tally = Tally(one.row.name)
        rows.append(tally)
        for line in one.lines:
            sex = girls if line.sex == "f" else boys
            for counted in (tally, by_grade[one.row.grade], whole, sex):
                counted.count(line, period)
        for subject in one.subjects:
            each = by_subject.setdefault(subject.code, SubjectTally(subject))
            for line in one.lines:
                each.count(line, period)
    rows += list(by_grade.values())[-1:]
    every = list(by_subject.values())
    return Statistics(
        period,
        [*rows, whole, girls, boys] if rows else [],
        [each for each in every if not each.commented],
        [each for each in every if each.commented],
    )


def _place(level: Level | None) -> int:
    return len(ORDER) if level is None else ORDER.index(level)
