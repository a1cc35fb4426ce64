"""Cases of correction (sửa điểm): one to act on, who is concerned, which are overdue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q

from truongso.access.queries import holders, in_force_of
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.gradebook.models import Correction, CorrectionCell, Sheet, TermBook
from truongso.gradebook.queries.place import Page
from truongso.roster.models import Pupil, SchoolYear
from truongso.rules import gradebook as rules
from truongso.rules.authority import Duty, Whose
from truongso.rules.circular import circular_on
from truongso.rules.columns import Column, columns_for
from truongso.rules.corrections import State
from truongso.rules.subjects import Subject, subjects
from truongso.rules.years import YearState

CONSENT = "gradebook.consent_correction"
WITH = (
    "sheet__school_class__year",
    "asked_by__department",
    "decided_by",
    "paper",
)
LIVE = (State.ASKED.value, State.OPEN.value)


def cases(owner: InSchool) -> SchoolRows[Correction]:
    """Return the cases of the school with what every page shows of them."""
    return Correction.objects.of(owner).select_related(*WITH)


def case(owner: InSchool, case_id: UUID, *, hold: bool = False) -> Correction:
    """Return a case; `hold`: until the transaction ends. Raises Missing."""
    rows = cases(owner).filter(pk=case_id)
    found = (rows.select_for_update(of=("self",)) if hold else rows).first()
    if found is None:
        raise Missing
    return found


def known(owner: InSchool, case_id: UUID, asked_by: UUID) -> Correction | None:
    """Return a person's own case of this id, if it was asked for already."""
    return cases(owner).filter(pk=case_id, asked_by_id=asked_by).first()


def page_of(found: Correction) -> Page:
    """Return the name of the page a case is about."""
    sheet = found.sheet
    return Page(sheet.school_class_id, sheet.subject, sheet.term)


def subject_of(sheet: Sheet) -> Subject:
    """Return the subject of a page."""
    return subjects()[sheet.subject]


def columns_of(sheet: Sheet) -> dict[str, Column]:
    """Return the columns of a page by their keys; its class and year have been fetched."""
    row = sheet.school_class
    columns = columns_for(sheet.subject, row.grade, circular_on(row.year.starts_on))
    return {rules.key_of(column): column for column in columns}


def cells_of(owner: InSchool, case_id: UUID) -> list[CorrectionCell]:
    """Return the cells of a case, pupils in name order."""
    rows = CorrectionCell.objects.of(owner).filter(correction_id=case_id)
    return list(rows.select_related("pupil").order_by("pupil__sort_key", "pupil__code", "mask"))


def whose(owner: InSchool, found: Correction, at: datetime) -> Whose:
    """Return to whom a case belongs: who asked; the class's homeroom teacher reads it."""
    homeroom = _homeroom(owner, found, at)
    return Whose(
        author=found.asked_by_id,
        department=found.asked_by.department_id,
        readers=frozenset(homeroom),
    )


@dataclass(frozen=True, slots=True)
class Concerned:
    """Who is told of a case: those who may consent, the admins, the homeroom teacher."""

    leaders: Sequence[UUID]
    admins: Sequence[UUID]
    homeroom: Sequence[UUID]


def concerned(owner: InSchool, found: Correction, at: datetime) -> Concerned:
    """Return whom a case concerns beside who asked for it."""
    rows = holders(owner, (Duty.PRINCIPAL, Duty.IT_ADMIN, Duty.HOMEROOM_TEACHER), at)
    lent = [loan.receiver_id for loan in in_force_of(owner, at) if CONSENT in loan.acts]
    of = {duty: [row for row in rows if row.duty == duty.value] for duty in Duty}
    class_id = found.sheet.school_class_id
    return Concerned(
        leaders=[*(row.staff_id for row in of[Duty.PRINCIPAL]), *lent],
        admins=[row.staff_id for row in of[Duty.IT_ADMIN]],
        homeroom=[
            row.staff_id for row in of[Duty.HOMEROOM_TEACHER] if row.school_class_id == class_id
        ],
    )


def _homeroom(owner: InSchool, found: Correction, at: datetime) -> list[UUID]:
    class_id = found.sheet.school_class_id
    rows = holders(owner, (Duty.HOMEROOM_TEACHER,), at)
    return [row.staff_id for row in rows if row.school_class_id == class_id]


def taken(
    owner: InSchool, sheet_id: UUID | None, wanted: Iterable[tuple[UUID, str]]
) -> set[tuple[UUID, str]]:
    """Return which of these cells (pupil, column) a case that has not ended asks for."""
    if sheet_id is None:
        return set()
    rows = CorrectionCell.objects.of(owner).filter(
        correction__sheet_id=sheet_id, correction__state__in=LIVE
    )
    return set(rows.values_list("pupil_id", "column")) & set(wanted)


def next_no(owner: InSchool, year_id: UUID) -> int:
    """Return the number of the next case of a year; the caller lets nobody else take it."""
    rows = Correction.objects.of(owner).filter(year_id=year_id)
    return int(rows.aggregate(last=Max("no"))["last"] or 0) + 1


def pupils_of(owner: InSchool, ids: Iterable[UUID]) -> dict[UUID, Pupil]:
    """Return pupils by their ids."""
    return {row.id: row for row in Pupil.objects.of(owner).filter(pk__in=set(ids))}


def overdue(owner: InSchool, now: datetime) -> list[UUID]:
    """Return the cases that end by themselves: open for too long, or never answered in time.

    Those never answered: the last day of editing is over, or the year is closed.
    """
    last_first_day = local_day(now) + rules.CORRECTION_CLOSES_BEFORE_FINALS - timedelta(days=1)
    late = TermBook.objects.filter(
        school_id=OuterRef("school_id"),
        year_id=OuterRef("year_id"),
        term=OuterRef("sheet__term"),
        finals_from__lte=last_first_day,
    )
    closed = SchoolYear.objects.filter(
        school_id=OuterRef("school_id"), pk=OuterRef("year_id"), state=YearState.CLOSED.value
    )
    unanswered = Q(state=State.ASKED.value) & (
        (Exists(late) & Q(entered_wrongly=False)) | Exists(closed)
    )
    open_too_long = Q(state=State.OPEN.value, open_until__lt=now)
    rows = Correction.objects.of(owner).filter(open_too_long | unanswered)
    return list(rows.order_by(F("asked_at")).values_list("pk", flat=True))


def is_overdue(owner: InSchool, case_id: UUID, now: datetime) -> bool:
    """Tell whether one case ends by itself now."""
    return case_id in overdue(owner, now)


def case_name(found: Correction) -> str:
    """Return how a case is called, always in Vietnamese: for notices, papers, the journal."""
    sheet = found.sheet
    return f"số {found.no} ({subject_of(sheet).short} {sheet.school_class.name}, HK{sheet.term})"
