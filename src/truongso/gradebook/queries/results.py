"""What marks and conduct come to: the results of a class and of a school, with what is missing.

Computed from the terms' stored averages by the rules, pupil by pupil; nothing is ranked and no
overall average is made. A class is read in six statements, a school in seven, none with a join.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from truongso.foundation.tenancy import InSchool
from truongso.gradebook.models import Sheet, SheetLine
from truongso.gradebook.queries.beside import Beside, beside_of, pupil_year
from truongso.office.queries.pupils import NAME_ORDER, on_day
from truongso.roster import queries as roster
from truongso.roster.models import ClassMember, Pupil, PupilStatus, SchoolClass, SchoolYear
from truongso.rules import marks
from truongso.rules.assessment import PupilYear, YearResult, assess
from truongso.rules.circular import Circular, Level, circular_on
from truongso.rules.closing import Period
from truongso.rules.conduct import after_summer
from truongso.rules.explaining import explain, needs_principal
from truongso.rules.promotion import Decision
from truongso.rules.results import Judged
from truongso.rules.subjects import Subject, subjects
from truongso.rules.verdict import Reason

HERE = (PupilStatus.STUDYING.value, PupilStatus.ON_LEAVE.value)
PLACES = {Period.FIRST: ("term1",), Period.SECOND: ("term2",), Period.YEAR: ("year", "summer")}
CHUNK = 4000
PAGE = ("pk", "subject", "term", "school_class_id")
LINE = ("pupil_id", "sheet_id", "average", "exempt")
Written = tuple[str, int, UUID, int | None, bool]
"""A line as results need it: subject, term, the class of its page, the term's result, exempt."""


@dataclass(frozen=True)
class Line:
    """A pupil of a class with all results of his year so far.

    `marks`: the results of both terms by subject, as cells' numbers.
    """

    pupil_id: UUID
    code: str
    name: str
    sex: str
    born_on: date
    grade: int
    marks: Mapping[str, tuple[int | None, int | None]]
    beside: Beside
    pupil: PupilYear
    result: YearResult
    circular: Circular

    def learning(self, period: Period) -> Level | None:
        """The level of learning of a term, or of the year before any summer."""
        judged = self.judged(period)
        return judged.level if judged else None

    def judged(self, period: Period) -> Judged | None:
        """The judgement of a period; None while something is missing."""
        return (self.result.first, self.result.second, self.result.year)[period - 1]

    def conduct(self, period: Period) -> Level | None:
        """The conduct of a term, or the year's before any summer."""
        if period is Period.YEAR:
            return self.result.conduct
        return self.beside.conduct.get(int(period))

    @property
    def conduct_after(self) -> Level | None:
        """The conduct that counts for promotion."""
        return after_summer(self.result.conduct, self.pupil.summer)

    def mark(self, subject: str, period: Period) -> int | None:
        """The result of a subject as a cell's number; None where it is missing."""
        if period is not Period.YEAR:
            return self.marks.get(subject, (None, None))[period - 1]
        return self.year_marks.get(subject)

    @cached_property
    def year_marks(self) -> dict[str, int | None]:
        """The year's result of every subject that counts, as cells' numbers."""
        found: dict[str, int | None] = dict(
            zip((e.code for e in self.pupil.scored), self.result.averages, strict=True)
        )
        for one, said in zip(self.pupil.commented, self.result.comments, strict=True):
            found[one.code] = None if said is None else marks.COMMENT_CODES[said]
        return found

    @cached_property
    def every_reason(self) -> list[Reason]:
        """Every reason of the year; counted when asked for."""
        return explain(self.pupil, self.result, grade=self.grade, circular=self.circular)

    def reasons(self, period: Period) -> list[Reason]:
        """Return why the results of a period are what they are, and what is missing."""
        return [one for one in self.every_reason if one.at in PLACES[period]]

    def lacking(self, period: Period) -> list[str]:
        """Return the codes of subjects without a result in the period."""
        codes = [one.code for one in self.pupil.scored]
        codes += [one.code for one in self.pupil.commented]
        return [code for code in codes if self.mark(code, period) is None]

    def complete(self, period: Period) -> bool:
        """Tell whether nothing is missing for the period's results."""
        if self.pupil.individual_plan:
            return True
        if self.lacking(period) or self.conduct(period) is None:
            return False
        return period is not Period.YEAR or self.pupil.absent is not None

    @property
    def doubtful(self) -> bool:
        """Tell whether the principal must look."""
        return self.result.decision is Decision.PRINCIPAL or needs_principal(self.every_reason)


@dataclass(frozen=True, slots=True)
class ClassResults:
    """The results of a class: the subjects in the order of the programme, the pupils by name."""

    row: SchoolClass
    subjects: Sequence[Subject]
    lines: Sequence[Line]


def of_class(owner: InSchool, row: SchoolClass, day: date) -> ClassResults:
    """Return the results of one class; its year lies beside the row. Six statements."""
    return next(_results(owner, row.year, [row], day))


def of_school(owner: InSchool, year: SchoolYear, day: date) -> Iterator[ClassResults]:
    """Yield the results of every class of a year, one after the other. Seven statements."""
    rows = [row for row in roster.classes(owner, year.id) if not row.extra]
    for row in rows:
        row.year = year
    yield from _results(owner, year, rows, day)


def circular_of(owner: InSchool, year: SchoolYear, day: date) -> Circular:
    """Return the circular of a year as the school reads it on a day."""
    policy = roster.policy(owner, day)
    return circular_on(
        year.starts_on, adjustment=policy.adjustment_mode, both_remedies=policy.both_remedies
    )


def _results(
    owner: InSchool, year: SchoolYear, rows: Sequence[SchoolClass], day: date
) -> Iterator[ClassResults]:
    circular = circular_of(owner, year, day)
    pupils = _pupils(owner, [row.id for row in rows], day)
    known = {pupil_id for found in pupils.values() for pupil_id in found}
    chosen = known if len(rows) == 1 else None
    beside = beside_of(owner, year, chosen)
    lines = _lines_of_pupils(owner, year, chosen) if chosen else _lines_of_year(owner, year, known)
    for row in rows:
        yield _class(
            row, pupils[row.id], _by_pupil(lines, pupils[row.id], row.id), beside, circular
        )


def _pupils(
    owner: InSchool, class_ids: Sequence[UUID], day: date
) -> dict[UUID, dict[UUID, tuple[Any, ...]]]:
    """Who is in each class on a day, in name order: code, name, sex and birth day by pupil."""
    members = ClassMember.objects.of(owner).filter(on_day(day), school_class_id__in=class_ids)
    places: dict[UUID, list[UUID]] = {}
    for class_id, pupil_id in members.values_list("school_class_id", "pupil_id"):
        places.setdefault(pupil_id, []).append(class_id)
    named = Pupil.objects.of(owner).filter(pk__in=list(places), status__in=HERE)
    found: dict[UUID, dict[UUID, tuple[Any, ...]]] = {class_id: {} for class_id in class_ids}
    asked = named.order_by(*NAME_ORDER).values_list("pk", "code", "full_name", "sex", "born_on")
    for pupil_id, *who in asked:
        for class_id in places[pupil_id]:
            found[class_id][pupil_id] = tuple(who)
    return found


# Pages and lines are asked for one after the other, not joined: in a table that is new or has just
# grown the database knows no better than that a year has one page, and read all lines of the school
# again for each of its six hundred pages.


def _lines_of_pupils(
    owner: InSchool, year: SchoolYear, chosen: AbstractSet[UUID]
) -> dict[UUID, list[Written]]:
    """The lines of these pupils in a year by pupil, wherever they were written."""
    rows = SheetLine.objects.of(owner).filter(pupil_id__in=chosen).values_list(*LINE)
    written = list(rows)
    pages = Sheet.objects.of(owner).filter(pk__in={sheet for _, sheet, *_ in written}, year=year)
    return _on_pages(pages.values_list(*PAGE), written)


def _lines_of_year(
    owner: InSchool, year: SchoolYear, known: AbstractSet[UUID]
) -> dict[UUID, list[Written]]:
    """The lines of a whole year by pupil, less those of pupils who are not here any more."""
    pages = list(Sheet.objects.of(owner).filter(year=year).values_list(*PAGE))
    rows = SheetLine.objects.of(owner).filter(sheet_id__in=[page[0] for page in pages])
    asked = rows.values_list(*LINE).iterator(chunk_size=CHUNK)
    return _on_pages(pages, (line for line in asked if line[0] in known))


def _on_pages(
    pages: Iterable[tuple[UUID, str, int, UUID]],
    lines: Iterable[tuple[UUID, UUID, int | None, bool]],
) -> dict[UUID, list[Written]]:
    where = {page[0]: page[1:] for page in pages}
    found: dict[UUID, list[Written]] = {}
    for pupil_id, sheet_id, average, exempt in lines:
        if page := where.get(sheet_id):
            subject, term, class_id = page
            found.setdefault(pupil_id, []).append((subject, term, class_id, average, exempt))
    return found


def _by_pupil(
    lines: Mapping[UUID, Iterable[Written]], pupils: Iterable[UUID], class_id: UUID
) -> dict[UUID, dict[str, list[int | None]]]:
    """Both terms of every subject by pupil; of two lines of one who moved, the one with a result,
    and of two such that of the class he is in.
    """
    found: dict[UUID, dict[str, list[int | None]]] = {}
    for pupil_id in pupils:
        his = found.setdefault(pupil_id, {})
        for subject, term, written_in, average, exempt in lines.get(pupil_id, ()):
            terms = his.setdefault(subject, [None, None])
            if (
                not exempt
                and average is not None
                and (terms[term - 1] is None or written_in == class_id)
            ):
                terms[term - 1] = average
    return found


def _class(
    row: SchoolClass,
    pupils: Mapping[UUID, Any],
    lines: Mapping[UUID, Mapping[str, list[int | None]]],
    beside: Mapping[UUID, Beside],
    circular: Circular,
) -> ClassResults:
    """Every subject of the programme counts, whether somebody teaches it or not."""
    written = {subject for terms in lines.values() for subject in terms}
    asked = [
        one for code, one in subjects().items() if one.periods_in(row.grade) or code in written
    ]
    found = []
    for pupil_id, who in pupils.items():
        terms = {code: (m[0], m[1]) for code, m in lines.get(pupil_id, {}).items()}
        known = beside.get(pupil_id) or Beside()
        year = pupil_year(asked, terms, known)
        result = assess(year, circular=circular)
        code, name, sex, born_on = who
        found.append(
            Line(
                pupil_id=pupil_id,
                code=code,
                name=name,
                sex=sex,
                born_on=born_on,
                grade=row.grade,
                marks=terms,
                beside=known,
                pupil=year,
                result=result,
                circular=circular,
            )
        )
    return ClassResults(row, asked, found)
