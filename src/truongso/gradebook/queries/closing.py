"""The check list before a term or a year is closed, class by class."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, Func, IntegerField, Sum, Value

from truongso.foundation.tenancy import InSchool
from truongso.gradebook.models import MarkChange, Sheet, SheetLine, TermBook, TermResult
from truongso.gradebook.queries import books as book_queries
from truongso.gradebook.queries import results
from truongso.gradebook.queries.books import Book
from truongso.gradebook.queries.diary import just_typed
from truongso.gradebook.queries.results import ClassResults
from truongso.roster.models import SchoolClass
from truongso.roster.queries import Calendar
from truongso.rules import marks
from truongso.rules.anomalies import anomalies
from truongso.rules.circular import circular_on
from truongso.rules.closing import Period, Standing
from truongso.rules.columns import columns_for
from truongso.rules.subjects import subjects


@dataclass(frozen=True, slots=True)
class Check:
    """A class on the check list of a period. Counts; `unlocked`: short names of subjects.

    `missing`: results of subjects that are not there. `pending`: cells of pupils who missed an
    assessment (v). `unexplained`: changes of marks without a reason. `odd`: what looks unusual on
    the sheets, by sheet that has any.
    """

    row: SchoolClass
    pupils: int
    books: tuple[Book, ...]
    missing: int
    pending: int
    unexplained: int
    odd: tuple[tuple[Book, int], ...]
    conduct: int
    unlocked: tuple[str, ...]
    incomplete: int
    doubtful: int
    closed: int

    @property
    def to_look_at(self) -> int:
        """How many marks and columns look unusual."""
        return sum(count for _book, count in self.odd)

    @property
    def ready(self) -> bool:
        """Tell whether nothing is left to do before closing."""
        return bool(self.pupils) and not (self.unlocked or self.incomplete or self.pending)

    @property
    def is_closed(self) -> bool:
        """Tell whether the class stands closed."""
        return bool(self.closed)


def checks(owner: InSchool, calendar: Calendar, period: Period) -> list[Check]:
    """Return every class of the year with what is left to do, in a handful of statements."""
    year, day = calendar.year, calendar.day
    terms = period.terms
    found = {term: _by_class(book_queries.books(owner, year, term, day)) for term in terms}
    locked = _locked_terms(owner, year.id)
    unlocked = open_subjects(owner, year.id, terms, locked)
    pending, unexplained = _pending(owner, year.id, terms), _unexplained(owner, year.id, terms)
    closed, odd = _closed(owner, year.id, period), odd_counts(owner, year.id, terms)
    lines = []
    for one in results.of_school(owner, year, day):
        books = tuple(book for term in terms for book in found[term].get(one.row.id, ()))
        lines.append(
            Check(
                row=one.row,
                pupils=len(one.lines),
                books=tuple(book for book in books if book.missing),
                missing=sum(len(line.lacking(term)) for line in one.lines for term in _of(terms)),
                pending=pending[one.row.id],
                unexplained=unexplained[one.row.id],
                odd=tuple(
                    (book, count)
                    for term in terms
                    for book in found[term].get(one.row.id, ())
                    if (count := odd[one.row.id, book.subject.code, term])
                ),
                conduct=sum(line.conduct(t) is None for line in one.lines for t in _of(terms)),
                unlocked=tuple(names_of(one, unlocked.get(one.row.id, {}), terms, locked)),
                incomplete=sum(not line.complete(period) for line in one.lines),
                doubtful=sum(line.doubtful for line in one.lines) if period is Period.YEAR else 0,
                closed=closed[one.row.id],
            )
        )
    return lines


def standing(owner: InSchool, found: ClassResults, period: Period) -> Standing:
    """Return what the rules ask before one class is closed."""
    year_id = found.row.year_id
    locked = _locked_terms(owner, year_id)
    unlocked = open_subjects(owner, year_id, period.terms, locked, class_id=found.row.id)
    rows = TermResult.objects.of(owner).filter(school_class=found.row, period=period)
    return Standing(
        pupils=len(found.lines),
        unlocked=names_of(found, unlocked.get(found.row.id, {}), period.terms, locked),
        incomplete=[line.name for line in found.lines if not line.complete(period)],
        closed=rows.exists(),
    )


def names_of(
    found: ClassResults,
    sheets: dict[tuple[str, int], bool],
    terms: Iterable[int],
    locked: set[int],
) -> list[str]:
    """Return the short names of subjects with an open column, or no sheet, in a term.

    A subject of which every pupil is exempt has nothing to lock.
    """
    open_terms = [term for term in terms if term not in locked]
    return [
        one.short
        for one in found.subjects
        if any(not sheets.get((one.code, term), False) for term in open_terms)
    ]


def open_subjects(
    owner: InSchool,
    year_id: UUID,
    terms: Iterable[int],
    locked: set[int],
    class_id: UUID | None = None,
) -> dict[UUID, dict[tuple[str, int], bool]]:
    """Return for each class's sheets whether every column of marks is locked."""
    rows = Sheet.objects.of(owner).filter(year_id=year_id, term__in=set(terms) - locked)
    if class_id is not None:
        rows = rows.filter(school_class_id=class_id)
    found: dict[UUID, dict[tuple[str, int], bool]] = {}
    asked = rows.values_list(
        "school_class_id", "subject", "term", "locks", "school_class__grade", "year__starts_on"
    )
    for row_id, subject, term, locks, grade, starts_on in asked:
        every = (1 << len(columns_for(subject, grade, circular_on(starts_on)))) - 1
        found.setdefault(row_id, {})[subject, term] = locks & every == every
    return found


def _of(terms: Iterable[int]) -> list[Period]:
    return [Period(term) for term in terms]


def _by_class(found: list[Book]) -> dict[UUID, list[Book]]:
    lines: dict[UUID, list[Book]] = {}
    for one in found:
        lines.setdefault(one.row.id, []).append(one)
    return lines


def _locked_terms(owner: InSchool, year_id: UUID) -> set[int]:
    rows = TermBook.objects.of(owner).filter(year_id=year_id, locked_at__isnull=False)
    return set(rows.values_list("term", flat=True))


def _pending(owner: InSchool, year_id: UUID, terms: Iterable[int]) -> Counter[UUID]:
    """How many cells say that an assessment was missed and is to be made up, by class."""
    absent = Func(F("marks"), Value(marks.ABSENT), function="array_positions")
    rows = SheetLine.objects.of(owner).filter(
        sheet__year_id=year_id, sheet__term__in=terms, marks__contains=[marks.ABSENT]
    )
    size = Func(absent, function="cardinality", output_field=IntegerField())
    counted = rows.values_list("sheet__school_class_id").annotate(count=Sum(size))
    return Counter(dict(counted))


def odd_counts(
    owner: InSchool, year_id: UUID, terms: Iterable[int]
) -> Counter[tuple[UUID, str, int]]:
    """Return how much looks unusual on each sheet of scores, by class, subject and term."""
    rows = SheetLine.objects.of(owner).filter(
        sheet__year_id=year_id, sheet__term__in=terms, exempt=False
    )
    sheets: dict[tuple[UUID, str, int], list[list[int | None]]] = {}
    for class_id, subject, term, found in rows.values_list(
        "sheet__school_class_id", "sheet__subject", "sheet__term", "marks"
    ):
        if subjects()[subject].assessed_by == "scores":
            line = [marks.score(code) for code in found]
            sheets.setdefault((class_id, subject, term), []).append(line)
    return Counter(
        {
            name: sum(1 for _ in anomalies(lines, final=len(lines[0]) - 1))
            for name, lines in sheets.items()
        }
    )


def _unexplained(owner: InSchool, year_id: UUID, terms: Iterable[int]) -> Counter[UUID]:
    """How many changes of a mark that stood there bear no reason, by class."""
    rows = (
        MarkChange.objects.of(owner)
        .filter(sheet__year_id=year_id, sheet__term__in=terms, version__gt=1, reason="")
        .exclude(Exists(just_typed()))
    )
    counted = rows.values_list("sheet__school_class_id").annotate(count=Count("pk"))
    return Counter(dict(counted))


def _closed(owner: InSchool, year_id: UUID, period: Period) -> Counter[UUID]:
    rows = TermResult.objects.of(owner).filter(year_id=year_id, period=period)
    return Counter(dict(rows.values_list("school_class_id").annotate(count=Count("pk"))))


def by_subject(found: Iterable[Check]) -> list[tuple[str, int]]:
    """Return how many cells each subject lacks, most first."""
    counted: Counter[str] = Counter()
    for one in found:
        for book in one.books:
            counted[book.subject.code] += book.missing
    known = subjects()
    return [(known[code].name, count) for code, count in counted.most_common()]


def moved(found: ClassResults, frozen: Mapping[UUID, TermResult], period: Period) -> list[str]:
    """Return the names of pupils whose results are no longer what they were when closed."""
    whole = period is Period.YEAR
    names = []
    for line in found.lines:
        stands = frozen.get(line.pupil_id)
        if stands is None:
            names += [line.name] if frozen else []
            continue
        now = (
            line.learning(period),
            line.conduct_after if whole else line.conduct(period),
            line.result.decision.value if whole else "",
            {one.code: line.mark(one.code, period) for one in found.subjects},
        )
        if now != (stands.learning, stands.conduct, stands.decision, stands.subjects):
            names.append(line.name)
    return names
