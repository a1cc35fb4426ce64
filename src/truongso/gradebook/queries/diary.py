"""The diary of edits: marks that stood and were changed, by teacher and month, with why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from truongso.access import gate
from truongso.foundation.actor import Actor
from truongso.foundation.days import day_begins
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.gradebook.models import (
    Correction,
    CorrectionCell,
    DiaryCheck,
    MarkChange,
    MarkExplanation,
)
from truongso.gradebook.queries.corrections import columns_of, subject_of
from truongso.roster.models import Staff
from truongso.rules import diary as rules
from truongso.rules import marks
from truongso.rules.authority import Reach, Right, Whose
from truongso.rules.gradebook import SLIP, title_of
from truongso.rules.subjects import subjects

READ, CHECK, EXPLAIN = (
    "gradebook.read_diary",
    "gradebook.check_diary",
    "gradebook.explain_edit",
)
SOURCES = {
    "page": gettext_noop("Trang sổ điểm"),
    "paste": gettext_noop("Dán từ Excel"),
    "phone": gettext_noop("Điện thoại"),
    "excel": "Excel",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the diary is asked for. `status`: "" all, "chua" unexplained."""

    month: date
    teacher: UUID | None = None
    school_class: UUID | None = None
    subject: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An edit as the diary shows it."""

    row: MarkChange
    subject: str
    column: str
    old: str
    new: str
    source: str
    explained: rules.Explained
    explanation: str
    case_no: int | None


@dataclass(frozen=True, slots=True)
class OfTeacher:
    """A teacher's month: what his edits come to, and when the leadership went through them."""

    teacher: Staff
    summary: rules.Summary
    checked: DiaryCheck | None
    since_check: int


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def right_to_read(actor: Actor, now: datetime) -> tuple[Right, Whose]:
    """Return the widest right to the diary, and over whose: all, a department's, one's own.

    Raises NotAllowed.
    """
    overs = [held.over for held in actor.duties if held.over]
    asked = [Whose(), *(Whose(department=over) for over in overs), Whose(author=actor.staff_id)]
    answers = [(gate.may(actor, READ, whose, at=now), whose) for whose in asked]
    for right, whose in answers:
        if isinstance(right, Right):
            return right, whose
    raise NotAllowed(*(one for one, _whose in answers[:1] if not isinstance(one, Right)))


def edits(actor: Actor, wanted: Wanted, right: Right) -> SchoolRows[MarkChange]:
    """Return the edits of a month that a right reaches, the latest first."""
    first, last = day_begins(wanted.month), day_begins(month_after(wanted.month))
    rows = MarkChange.objects.of(actor).filter(version__gt=1, at__gte=first, at__lt=last)
    rows = rows.filter(_within(actor, right))
    if wanted.teacher:
        rows = rows.filter(by_id=wanted.teacher)
    if wanted.school_class:
        rows = rows.filter(sheet__school_class_id=wanted.school_class)
    if wanted.subject:
        rows = rows.filter(sheet__subject=wanted.subject)
    said = MarkExplanation.objects.filter(
        school_id=OuterRef("school_id"), change_id=OuterRef("pk")
    ).order_by("-at", "-id")
    cases = Correction.objects.filter(school_id=OuterRef("school_id"), pk=OuterRef("correction"))
    rows = rows.annotate(
        explanation=Subquery(said.values("text")[:1]),
        case_no=Subquery(cases.values("no")[:1]),
        slip=Exists(just_typed()),
    )
    if wanted.status == "chua":
        rows = rows.filter(reason="", correction=None, explanation=None, slip=False)
    return rows.order_by("-at", "-id")


def just_typed() -> SchoolRows[MarkChange]:
    """Return the change before an edit, where its maker had typed that himself minutes before."""
    return MarkChange.objects.filter(
        school_id=OuterRef("school_id"),
        sheet_id=OuterRef("sheet_id"),
        pupil_id=OuterRef("pupil_id"),
        column=OuterRef("column"),
        version=OuterRef("version") - 1,
        by_id=OuterRef("by_id"),
        at__gte=OuterRef("at") - SLIP,
    )


def lines(rows: Iterable[MarkChange] | SchoolRows[MarkChange]) -> list[Line]:
    """Return edits as the diary shows them; their page, pupil and maker have been fetched."""
    return [_line(row) for row in rows]


def with_places(rows: SchoolRows[MarkChange]) -> SchoolRows[MarkChange]:
    """Return edits with what their lines show fetched in the same statement."""
    return rows.select_related("sheet__school_class__year", "pupil", "by")


def by_teacher(actor: Actor, rows: SchoolRows[MarkChange], month: date) -> list[OfTeacher]:
    """Return what the edits of each teacher come to, in name order."""
    after_lock = CorrectionCell.objects.filter(
        school_id=OuterRef("school_id"),
        correction_id=OuterRef("correction"),
        pupil_id=OuterRef("pupil_id"),
        column=OuterRef("column"),
        was_locked=True,
    )
    told = rows.annotate(after_lock=Exists(after_lock)).values_list(
        "by_id", "at", "old", "new", "reason", "correction", "explanation", "after_lock", "slip"
    )
    found: dict[UUID, list[tuple[datetime, rules.Edit]]] = {}
    for by_id, at, old, new, reason, case, said, locked, slip in told:
        how = rules.explained(reason, by_case=case is not None, later=bool(said), slip=slip)
        found.setdefault(by_id, []).append((at, rules.Edit(old, new, how, locked)))
    checks = latest_checks(actor, month, found)
    people = Staff.objects.of(actor).filter(pk__in=found).order_by("sort_key")
    return [
        OfTeacher(
            person,
            rules.summary(edit for _at, edit in found[person.id]),
            checks.get(person.id),
            _since(found[person.id], checks.get(person.id)),
        )
        for person in people
    ]


def latest_checks(
    owner: InSchool, month: date, teachers: Iterable[UUID]
) -> Mapping[UUID, DiaryCheck]:
    """Return the last time the leadership went through each teacher's month."""
    rows = DiaryCheck.objects.of(owner).filter(month=month, teacher_id__in=list(teachers))
    return {row.teacher_id: row for row in rows.select_related("by").order_by("at")}


def change(owner: InSchool, change_id: UUID) -> MarkChange:
    """Return one edit. Raises Missing: not there, or a first entry."""
    rows = MarkChange.objects.of(owner).select_related("sheet__school_class", "by")
    found = rows.filter(pk=change_id, version__gt=1).first()
    if found is None:
        raise Missing
    return found


def years_edited(owner: InSchool, teacher_id: UUID, month: date) -> set[UUID]:
    """Return the years that a teacher's edits of a month belong to."""
    first, last = day_begins(month), day_begins(month_after(month))
    rows = MarkChange.objects.of(owner).filter(
        version__gt=1, by_id=teacher_id, at__gte=first, at__lt=last
    )
    return set(rows.values_list("sheet__year_id", flat=True))


def choices(rows: SchoolRows[MarkChange]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return which teachers, classes and subjects there are to choose from, in one statement."""
    told = rows.order_by().values_list(
        "by_id",
        F("by__full_name"),
        F("by__sort_key"),
        F("sheet__school_class_id"),
        F("sheet__school_class__name"),
        F("sheet__school_class__sort_key"),
        F("sheet__subject"),
    )
    found = list(told.distinct())
    people = {(key, str(pk), name) for pk, name, key, *_rest in found}
    classes = {(row[5], str(row[3]), row[4]) for row in found}
    known = {row[6] for row in found}
    return {
        "teachers": [(pk, name) for _key, pk, name in sorted(people)],
        "classes": [(pk, name) for _key, pk, name in sorted(classes)],
        "subjects": [(code, _(one.name)) for code, one in subjects().items() if code in known],
    }


def _line(row: MarkChange) -> Line:
    said, no, slip = row.explanation or "", row.case_no, row.slip  # type: ignore[attr-defined]
    column = columns_of(row.sheet).get(row.column)
    return Line(
        row=row,
        subject=_(subject_of(row.sheet).name),
        column=title_of(column) if column else row.column,
        old=marks.shown(row.old),
        new=marks.shown(row.new),
        source=_(SOURCES.get(row.source, row.source)),
        explained=rules.explained(row.reason, by_case=no is not None, later=bool(said), slip=slip),
        explanation=said,
        case_no=no,
    )


def _since(found: Sequence[tuple[datetime, rules.Edit]], check: DiaryCheck | None) -> int:
    return sum(at > check.at for at, _edit in found) if check else 0


def _within(actor: Actor, right: Right) -> Q:
    if right.grant.reach is Reach.SCHOOL:
        return Q()
    own = Q(by_id=actor.staff_id)
    if right.grant.reach is Reach.DEPARTMENT:
        return own | Q(by__department_id=right.held.over)
    return own
