"""What rolling over knows: the old year as it ends, what was chosen, what it would change."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db.models import Q

from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.foundation.days import day_begins
from truongso.foundation.tenancy import InSchool
from truongso.roster import queries as roster
from truongso.roster.models import (
    ClassMember,
    Pupil,
    PupilStatus,
    SchoolClass,
    SchoolYear,
    YearDraft,
    YearResult,
)
from truongso.rules import rollover
from truongso.rules.authority import Duty
from truongso.rules.rollover import Change, Choices, OldHomeroom, OldPupil, OldTeaching, OldYear
from truongso.rules.years import Outcome, YearState

HERE = (PupilStatus.STUDYING.value, PupilStatus.ON_LEAVE.value)


def draft(owner: InSchool) -> YearDraft | None:
    """Return the year in preparation with what was chosen for it; None when there is none."""
    rows = YearDraft.objects.of(owner).select_related("year", "built_by")
    return rows.filter(year__state=YearState.DRAFT.value).first()


def outgoing(owner: InSchool) -> SchoolYear | None:
    """Return the year that closes when the next one opens; None when the school has none yet."""
    return SchoolYear.objects.of(owner).filter(state=YearState.OPEN.value).first()


def old_year(owner: InSchool, year: SchoolYear | None, day: date, starts_on: date) -> OldYear:
    """Return the old year as it stands on a day; `starts_on`: the first day of the new one.

    Whoever no longer works on that day is proposed for nothing.
    """
    if year is None:
        return OldYear()
    classes = [row for row in roster.classes(owner, year.id) if not row.extra]
    ids = [row.id for row in classes]
    working = set(roster.staff(owner, max(day, starts_on)).values_list("id", flat=True))
    teaching = roster.teaching(owner, year.id, day).filter(school_class_id__in=ids)
    duties = DutyHeld.objects.of(owner).filter(
        in_force(day_begins(day)), duty=Duty.HOMEROOM_TEACHER.value, school_class_id__in=ids
    )
    return OldYear(
        tuple(rollover.OldClass(row.id, row.name, row.grade) for row in classes),
        tuple(pupils_of(owner, year.id, ids, day)),
        tuple(
            OldTeaching(
                row.school_class_id,
                row.staff_id,
                row.staff.full_name,
                row.subject,
                row.strand,
                row.staff_id in working,
            )
            for row in teaching
        ),
        tuple(
            OldHomeroom(
                row.school_class_id, row.staff_id, row.staff.full_name, row.staff_id in working
            )
            for row in duties.select_related("staff").order_by("school_class_id", "since")
            if row.school_class_id is not None
        ),
        _left(owner, ids),
    )


def pupils_of(
    owner: InSchool, year_id: UUID, class_ids: Iterable[UUID], day: date
) -> list[OldPupil]:
    """Return who is in classes on a day, with the year's result, class by class in name order."""
    results = dict(
        YearResult.objects.of(owner).filter(year_id=year_id).values_list("pupil_id", "outcome")
    )
    rows = (
        ClassMember.objects.of(owner)
        .filter(Q(until__isnull=True) | Q(until__gt=day))
        .filter(school_class_id__in=list(class_ids), since__lte=day, pupil__status__in=HERE)
        .select_related("pupil")
        .order_by(
            "school_class__grade",
            "school_class__sort_key",
            "pupil__sort_key",
            "pupil__code",
        )
    )
    return [
        OldPupil(
            row.pupil_id,
            row.pupil.code,
            row.pupil.full_name,
            row.school_class_id,
            Outcome(results[row.pupil_id]) if row.pupil_id in results else None,
        )
        for row in rows
    ]


def _left(owner: InSchool, class_ids: list[UUID]) -> tuple[str, ...]:
    """Who was in a class of the year and has moved away or dropped out."""
    gone = (PupilStatus.MOVED_AWAY.value, PupilStatus.DROPPED_OUT.value)
    rows = Pupil.objects.of(owner).filter(status__in=gone, places__school_class_id__in=class_ids)
    names = rows.order_by("sort_key", "id").values_list("full_name", "id").distinct()
    return tuple(name for name, _ in names)


def choices(row: YearDraft, old: OldYear) -> Choices:
    """Return what was chosen, and what is usual where nothing was."""
    usual, kept = rollover.usual(old), row.choices
    if not kept:
        return usual
    chosen = {UUID(key): tuple(names) for key, names in kept["next_names"].items()}
    return Choices(
        {class_id: chosen.get(class_id, names) for class_id, names in usual.next_names.items()},
        tuple(kept["first"]),
        {UUID(key): name for key, name in kept["retained"].items()},
        kept["teachers"],
        kept["homerooms"],
    )


def as_kept(chosen: Choices) -> dict[str, object]:
    """Return choices as the draft keeps them."""
    plain = asdict(chosen)
    return plain | {
        "next_names": {str(key): list(names) for key, names in chosen.next_names.items()},
        "retained": {str(key): name for key, name in chosen.retained.items()},
    }


def preview(owner: InSchool, row: YearDraft, day: date) -> tuple[OldYear, Choices, Change]:
    """Return the old year as it is now, what was chosen, and everything that would change."""
    old = old_year(owner, outgoing(owner), day, row.year.starts_on)
    chosen = choices(row, old)
    return old, chosen, rollover.change(old, chosen)


def placing(change: Change) -> str:
    """Return the fingerprint of where each pupil goes: it differs when one goes elsewhere."""
    lines = [
        *((row.name, [place.pupil.id for place in row.pupils]) for row in change.classes),
        ("completed", [place.pupil.id for place in change.completed]),
        ("undecided", [place.pupil.id for place in change.undecided]),
    ]
    return hashlib.sha256(repr(lines).encode()).hexdigest()


def fingerprint(change: Change) -> str:
    """Return the fingerprint of all that the page of changes shows."""
    return hashlib.sha256(repr(change).encode()).hexdigest()


def sizes(owner: InSchool, year_id: UUID) -> list[tuple[SchoolClass, int]]:
    """Return the classes of a year with how many pupils stand in them, extra ones left out."""
    counts: dict[UUID, int] = {}
    rows = ClassMember.objects.of(owner).filter(school_class__year_id=year_id)
    for class_id in rows.values_list("school_class_id", flat=True):
        counts[class_id] = counts.get(class_id, 0) + 1
    return [(row, counts.get(row.id, 0)) for row in roster.classes(owner, year_id)]
