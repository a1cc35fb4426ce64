"""Pupils: the list in Vietnamese name order, the class of each, a profile with its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_noop

from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.foundation.errors import Missing, sentence
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.foundation.text import folded
from truongso.office.profile_fields import Values
from truongso.roster.models import (
    ClassMember,
    Pupil,
    PupilDetail,
    PupilMove,
    PupilStatus,
    SchoolClass,
)
from truongso.rules import moves as rules
from truongso.rules.authority import Duty
from truongso.rules.identifiers import check_citizen_id

NAME_ORDER = ("sort_key", "born_on", "code")
"""The order of pupils on a page, in a spreadsheet and on paper: given name, surname, birth day."""

AT_SCHOOL = (PupilStatus.STUDYING, PupilStatus.ON_LEAVE)


STATUSES = (*PupilStatus.choices, ("all", gettext_noop("Tất cả")))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pupils are looked for; empty fields ask for nothing. `status` "" means at school."""

    search: str = ""
    grade: int | None = None
    class_id: UUID | None = None
    status: str = ""

    @property
    def asks(self) -> bool:
        """Tell whether anything is asked for."""
        return self != Wanted()


def on_day(day: date, prefix: str = "") -> Q:
    """Return the condition that a membership is in force on a day."""
    begun = Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day}))


def pupils(owner: InSchool, day: date, wanted: Wanted) -> SchoolRows[Pupil]:
    """Return the pupils looked for, in name order; the search knows no marks."""
    rows = Pupil.objects.of(owner)
    if wanted.status in PupilStatus.values:
        rows = rows.filter(status=wanted.status)
    elif not wanted.status:
        rows = rows.filter(status__in=AT_SCHOOL)
    if wanted.search:
        text = folded(wanted.search)
        codes = Q(code__icontains=wanted.search) | Q(moet_id__startswith=wanted.search)
        rows = rows.filter(Q(search_key__contains=text) | codes)
    if wanted.class_id or wanted.grade:
        places = ClassMember.objects.of(owner).filter(
            on_day(day), pupil_id=OuterRef("pk"), school_class__extra=False
        )
        if wanted.class_id:
            places = places.filter(school_class_id=wanted.class_id)
        if wanted.grade:
            places = places.filter(school_class__grade=wanted.grade)
        rows = rows.filter(Exists(places))
    return rows.order_by(*NAME_ORDER)


def classes_of(owner: InSchool, pupil_ids: Iterable[UUID], day: date) -> dict[UUID, SchoolClass]:
    """Return the ordinary class of each pupil on a day; who has none is not in it."""
    rows = ClassMember.objects.of(owner).filter(
        on_day(day), pupil_id__in=list(pupil_ids), school_class__extra=False
    )
    return {row.pupil_id: row.school_class for row in rows.select_related("school_class")}


def pupil(owner: InSchool, pupil_id: UUID) -> Pupil:
    """Return one pupil. Raises Missing."""
    if found := Pupil.objects.of(owner).filter(pk=pupil_id).first():
        return found
    raise Missing


def detail_of(owner: InSchool, pupil_id: UUID) -> PupilDetail | None:
    """Return what is told of a pupil beyond the lists; None when nothing is yet."""
    return PupilDetail.objects.of(owner).filter(pupil_id=pupil_id).first()


def places_of(owner: InSchool, pupil_id: UUID) -> list[ClassMember]:
    """Return the classes a pupil is and was in, the latest first."""
    rows = ClassMember.objects.of(owner).filter(pupil_id=pupil_id)
    return list(rows.select_related("school_class__year").order_by("-since", "-id"))


def moves_of(owner: InSchool, pupil_id: UUID) -> list[PupilMove]:
    """Return how a pupil came and went, in the order recorded."""
    rows = PupilMove.objects.of(owner).filter(pupil_id=pupil_id)
    return list(rows.select_related("recorded_by").order_by("recorded_at", "id"))


def as_moves(rows: Iterable[PupilMove]) -> list[rules.Move]:
    """Return recorded moves as the rules know them."""
    return [rules.Move(row.id, row.status, row.on, row.corrects_id) for row in rows]


def homeroom_teachers(
    owner: InSchool, class_ids: Iterable[UUID], at: datetime
) -> dict[UUID, DutyHeld]:
    """Return who is homeroom teacher (giáo viên chủ nhiệm) of each class at a moment."""
    rows = DutyHeld.objects.of(owner).filter(
        in_force(at), duty=Duty.HOMEROOM_TEACHER.value, school_class_id__in=list(class_ids)
    )
    found: dict[UUID, DutyHeld] = {}
    for row in rows.select_related("staff"):
        if row.school_class_id:
            found[row.school_class_id] = row
    return found


def warnings_of(values: Values) -> list[str]:
    """Return what in a profile is likely wrong though it may be kept, in sentences."""
    if not values["citizen_id"]:
        return []
    born_on = values["born_on"]
    born = born_on if isinstance(born_on, date) else None
    found = check_citizen_id(str(values["citizen_id"]), born_on=born, sex=str(values["sex"]))
    return [sentence(violation) for violation in found]
