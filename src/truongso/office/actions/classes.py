"""Keeping classes: a new one, its name and grade, and pupils who change class from a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.foundation.text import text_key
from truongso.office.queries.pupils import AT_SCHOOL, on_day
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import (
    ClassMember,
    Pupil,
    SchoolClass,
    SchoolYear,
    TeachingAssignment,
)
from truongso.rules.authority import Whose
from truongso.rules.people import check_class
from truongso.rules.verdict import Violation

ACT = "roster.edit_classes"
SCHOOL = Whose()


@dataclass(frozen=True, slots=True)
class ClassAsked:
    """A class as a form asks for it; `seen` is the name on the page, "" for a new one."""

    name: str
    grade: int
    extra: bool = False
    seen: str = ""


@act
def add_class(*, actor: Actor, asked: ClassAsked, now: datetime) -> SchoolClass:
    """Make a class of this school year. Raises Missing (no year), NotAllowed, RuleBroken."""
    one_at_a_time("classes", actor.school_id)
    year = roster.calendar(actor, local_day(now)).year
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    years.require_open(actor, year.id)

    raise_if_broken(
        [
            *check_class(asked.name, asked.grade, extra=asked.extra),
            *_name_taken(actor, year, asked.name, None),
        ]
    )

    row = SchoolClass.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        year=year,
        name=asked.name,
        grade=asked.grade,
        sort_key=text_key(asked.name),
        extra=asked.extra,
    )
    deed = Deed("roster.class_added", f"class:{row.id}", facts={"name": row.name})
    journal.record(actor, duty, deed, at=now)
    return row


@act
def edit_class(*, actor: Actor, class_id: UUID, asked: ClassAsked, now: datetime) -> SchoolClass:
    """Give a class another name; another grade only as long as nobody learns or teaches in it.

    Raises Missing, NotAllowed, Stale (somebody has renamed it meanwhile), RuleBroken.
    """
    one_at_a_time("classes", actor.school_id)
    row = roster.school_class(actor, class_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    years.require_open(actor, row.year_id, draft=True)
    if row.name != asked.seen:
        raise Stale

    broken = [
        *check_class(asked.name, asked.grade, extra=row.extra),
        *_name_taken(actor, row.year, asked.name, row.id),
    ]
    if asked.grade != row.grade and _in_use(actor, row):
        broken.append(Violation("class.has_people", "grade", {"name": row.name}))
    raise_if_broken(broken)

    changed = [("name", row.name, asked.name), ("grade", row.grade, asked.grade)]
    row.name, row.grade, row.sort_key = asked.name, asked.grade, text_key(asked.name)
    row.save(update_fields=["name", "grade", "sort_key"])
    different = [change for change in changed if change[1] != change[2]]
    deed = Deed("roster.class_changed", f"class:{row.id}", different, facts={"name": row.name})
    journal.record(actor, duty, deed, at=now)
    return row


@act
def change_class(
    *,
    actor: Actor,
    from_id: UUID,
    to_id: UUID,
    pupil_ids: Sequence[UUID],
    day: date,
    now: datetime,
) -> int:
    """Let pupils change from one class to another from a day on; returns how many.

    When one of them is no longer in the class nobody moves; who was in both classes leaves the old
    one. Raises Missing, NotAllowed, RuleBroken.
    """
    old, new = roster.school_class(actor, from_id), roster.school_class(actor, to_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    years.require_open(actor, old.year_id, new.year_id, draft=True)

    rows = ClassMember.objects.of(actor).filter(
        on_day(day), school_class=old, pupil_id__in=pupil_ids
    )
    places = list(rows.select_for_update(of=("self",)).select_related("pupil"))
    raise_if_broken(_check_change(old, new, places, pupil_ids, day))

    for place in places:
        place.until = day
        place.save(update_fields=["until"])
    there = ClassMember.objects.of(actor).filter(
        on_day(day), school_class=new, pupil_id__in=pupil_ids
    )
    already = set(there.values_list("pupil_id", flat=True))
    ClassMember.objects.bulk_create(
        ClassMember(school_id=actor.school_id, pupil=place.pupil, school_class=new, since=day)
        for place in places
        if place.pupil_id not in already
    )
    deed = Deed(
        "roster.class_of_pupils_changed",
        f"class:{new.id}",
        facts={
            "count": len(places),
            "old": old.name,
            "new": new.name,
            "from": day,
            "pupils": sorted(str(place.pupil_id) for place in places),
        },
    )
    journal.record(actor, duty, deed, at=now)
    return len(places)


@act
def place_pupil(
    *, actor: Actor, pupil_id: UUID, class_id: UUID, day: date, now: datetime
) -> ClassMember:
    """Put a pupil who is at school into a class from a day: one who has none, or an extra class.

    Raises Missing, NotAllowed, RuleBroken.
    """
    row = Pupil.objects.of(actor).select_for_update().filter(pk=pupil_id).first()
    if row is None:
        raise Missing
    placed = roster.school_class(actor, class_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    years.require_open(actor, placed.year_id, draft=True)

    raise_if_broken(_check_place(row, placed, day))

    made, _new = ClassMember.objects.update_or_create(
        school_id=actor.school_id,
        pupil=row,
        school_class=placed,
        since=day,
        defaults={"until": None},
    )
    facts = {"name": row.full_name, "class": placed.name, "from": day}
    journal.record(actor, duty, Deed("roster.pupil_placed", f"pupil:{row.id}", facts=facts), at=now)
    return made


def _check_place(row: Pupil, placed: SchoolClass, day: date) -> list[Violation]:
    """Why the pupil cannot be put into the class from that day: places from then on count."""
    broken = []
    later = Q(until__isnull=True) | Q(until__gt=day)
    places = ClassMember.objects.of(row).filter(later, pupil=row).select_related("school_class")
    for place in places:
        if place.school_class_id == placed.id or not (place.school_class.extra or placed.extra):
            where = {"name": place.school_class.name}
            broken.append(Violation("class.already_in_one", "school_class", where))
    if row.status not in AT_SCHOOL:
        broken.append(Violation("class.not_at_school", "school_class", {"name": row.full_name}))
    if not placed.year.starts_on <= day <= placed.year.ends_on:
        said = {"day": day, "year": placed.year.code}
        broken.append(Violation("class.outside_year", "day", said))
    return broken


def _check_change(
    old: SchoolClass,
    new: SchoolClass,
    places: Sequence[ClassMember],
    pupil_ids: Sequence[UUID],
    day: date,
) -> list[Violation]:
    """Why these pupils cannot change class on that day."""
    broken = []
    if not pupil_ids:
        broken.append(Violation("class.nobody_chosen", "pupils"))
    if old.id == new.id:
        broken.append(Violation("class.same_class", "to"))
    if not new.year.starts_on <= day <= new.year.ends_on:
        said = {"day": day, "year": new.year.code}
        broken.append(Violation("class.outside_year", "day", said))
    if len(places) != len(set(pupil_ids)):
        count = len(set(pupil_ids)) - len(places)
        broken.append(Violation("class.not_a_member", "pupils", {"count": count, "name": old.name}))
    for place in places:
        if place.since >= day:
            joined = {"name": place.pupil.full_name, "since": place.since}
            broken.append(Violation("class.before_joining", "day", joined))
    return broken


def _name_taken(actor: Actor, year: SchoolYear, name: str, but: UUID | None) -> list[Violation]:
    rows = SchoolClass.objects.of(actor).filter(year=year, name=name)
    if rows.exclude(pk=but or UUID(int=0)).exists():
        return [Violation("class.name_taken", "name", {"name": name})]
    return []


def _in_use(actor: Actor, row: SchoolClass) -> bool:
    members = ClassMember.objects.of(actor).filter(school_class=row)
    teaching = TeachingAssignment.objects.of(actor).filter(school_class=row)
    return members.exists() or teaching.exists()
