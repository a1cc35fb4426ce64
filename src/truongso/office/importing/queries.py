"""Imports: the runs, their lines, whether one may be confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, sentence
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.office.importing import drafts as d
from truongso.office.importing.schema import KINDS
from truongso.office.importing.staff import NEW_DEPARTMENT
from truongso.office.models import ImportLine, ImportRun
from truongso.roster.models import ClassMember, TeachingAssignment, TimetableVersion
from truongso.roster.queries import Calendar
from truongso.rules.verdict import Violation

Run = ImportRun
WHOLE = {"timetable", "programmes"}
"""Kinds of which a part is worse than nothing: not one row may be wrong."""
LATEST = 30
FILES_TOGETHER = timedelta(days=7)
"""Files of one kind that come within this are taken for parts of one list."""


def runs(owner: InSchool) -> list[ImportRun]:
    """Return the latest imports of the school."""
    rows = ImportRun.objects.of(owner).select_related("asked_by", "year")
    return list(rows.order_by("-asked_at", "-id")[:LATEST])


def run(owner: InSchool, run_id: UUID) -> ImportRun:
    """Return one import. Raises Missing."""
    rows = ImportRun.objects.of(owner).select_related("asked_by", "year", "file__blob")
    if found := rows.filter(pk=run_id).first():
        return found
    raise Missing


def lines(owner: InSchool, of: ImportRun, verdict: str = "") -> SchoolRows[ImportLine]:
    """Return the lines of an import, in the order of the file."""
    rows = ImportLine.objects.of(owner).filter(run=of).order_by("no")
    return rows.filter(verdict=verdict) if verdict else rows


def not_ready(owner: InSchool, of: ImportRun, *, past_wrong: bool) -> Iterator[Violation]:
    """Yield why an import may not be written yet."""
    wrong = of.counts.get(d.WRONG, 0)
    if wrong and (not past_wrong or of.kind in WHOLE):
        yield Violation("import.wrong_rows", "", {"count": wrong})
    doubtful = lines(owner, of, d.DOUBTFUL)
    if undecided := doubtful.filter(decision="").count():
        yield Violation("import.undecided", "", {"count": undecided})
    to_write = of.counts.get(d.NEW, 0) + of.counts.get(d.CHANGED, 0)
    if not to_write and not doubtful.exclude(decision="skip").exists():
        yield Violation("import.nothing_to_write", "")


def homerooms_given(owner: InSchool, of: ImportRun) -> set[str]:
    """Return to whom an import of classes would give a homeroom duty."""
    if of.kind != "classes":
        return set()
    rows = lines(owner, of).filter(verdict__in=(d.NEW, d.CHANGED))
    return {str(line.values["homeroom"]) for line in rows if line.values.get("homeroom")}


def departments_to_come(owner: InSchool, of: ImportRun) -> list[str]:
    """Return the departments that an import of staff would make, in the order of the file."""
    if of.kind != "staff":
        return []
    found: dict[str, None] = {}
    for line in lines(owner, of).exclude(verdict=d.WRONG):
        for code, _at, params, _doubt in line.problems:
            if code == NEW_DEPARTMENT:
                found[str(params["value"])] = None
    return list(found)


def undecided(owner: InSchool, of: ImportRun) -> int:
    """Return how many doubtful rows nobody has decided about."""
    return lines(owner, of, d.DOUBTFUL).filter(decision="").count()


def refusal(of: ImportRun) -> list[str]:
    """Return in words why a file was not read."""
    return [
        sentence(Violation(str(code), "file", {"name": of.file_name, **params}))
        for code, params in of.problems
    ]


def first_day(owner: InSchool, kind: str, calendar: Calendar) -> date:
    """Return from when an import counts, as proposed: as the file before it of the kind where that
    was written within the week (a list often comes in several files); the year's first day while
    the year has nothing of the kind yet; else today.
    """
    year = calendar.year
    same = ImportRun.objects.of(owner).filter(kind=kind, year=year, state=ImportRun.State.DONE)
    last = same.order_by("-asked_at").first()
    if last and last.finished_at and calendar.day - local_day(last.finished_at) < FILES_TOGETHER:
        return last.from_day
    today = min(max(calendar.day, year.starts_on), year.ends_on)
    if kind in ("pupils", "classes"):
        begun = ClassMember.objects.of(owner).filter(school_class__year=year).exists()
    elif kind == "timetable":
        begun = TimetableVersion.objects.of(owner).filter(year=year).exists()
    elif kind in ("staff", "assignments"):
        begun = TeachingAssignment.objects.of(owner).filter(school_class__year=year).exists()
    else:
        begun = True
    return today if begun else year.starts_on


@dataclass(frozen=True, slots=True)
class Said:
    """A problem of a line in words: its cell and the sentence; `doubt` when it stops nothing."""

    at: str
    text: str
    doubt: bool


def said(line: ImportLine) -> list[Said]:
    """Return the problems of a line in words, each with sheet and cell."""
    found = []
    for code, at, params, doubt in line.problems:
        what = sentence(Violation(code, at, params))
        values = {"sheet": line.sheet, "cell": at, "text": what[:1].lower() + what[1:]}
        text = _("Trang “%(sheet)s”, ô %(cell)s: %(text)s") % values
        found.append(Said(at, text, bool(doubt)))
    return found


def change_in_words(line: ImportLine, kind: str) -> list[tuple[str, object, object]]:
    """Return the changes of a line as (label, old, new), the codes of choices in words."""
    fields = KINDS[kind].by_code
    told = []
    for code, before, after in line.changes:
        one = fields.get(code)
        names = {value: label for value, label, _ in one.choices} if one else {}
        label = one.label if one else code
        told.append((label, _shown(before, names), _shown(after, names)))
    return told


def _shown(value: object, names: dict[str, str]) -> object:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, str) and value in names:
        return names[value]
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return "–" if value in (None, "") else value
