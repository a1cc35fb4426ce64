"""Keeping staff: a new member, the profile, department and group, and leaving."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import DateField, Q, Value
from django.db.models.functions import Greatest

from truongso.access import gate
from truongso.access.models import DutyHeld
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import day_begins, local_day
from truongso.foundation.errors import Missing, RuleBroken, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.office.actions import profiles
from truongso.office.profile_fields import (
    STAFF_FIELDS,
    Change,
    Values,
    changes,
    fingerprint,
    values_of,
)
from truongso.office.profile_fields import Value as Told
from truongso.roster.models import Department, Staff, StaffDetail, SubjectGroup, TeachingAssignment
from truongso.rules.authority import Whose
from truongso.rules.people import STAFF_AGES, check_work
from truongso.rules.verdict import Violation
from truongso.rules.years import YearState

ACT = "roster.edit_staff"
SCHOOL = Whose()


@act
def add_staff(
    *,
    actor: Actor,
    values: Values,
    department_id: UUID | None,
    group_id: UUID | None,
    now: datetime,
) -> Staff:
    """Make a new staff member's profile. Raises Missing, NotAllowed, RuleBroken."""
    one_at_a_time("people", actor.school_id)
    department, group = _placed(actor, department_id, group_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    raise_if_broken(
        [
            *profiles.check(values, local_day(now), STAFF_AGES),
            *profiles.taken_by_staff(actor, values, None),
            *_check_place(department, group),
        ]
    )

    row = Staff(id=new_id(), school_id=actor.school_id, department=department, group=group)
    detail = profiles.new_staff_detail(row)
    profiles.fill([row, detail], STAFF_FIELDS, values)
    row.save(force_insert=True)
    detail.save(force_insert=True)
    deed = Deed("roster.staff_added", f"staff:{row.id}", facts={"name": row.full_name})
    journal.record(actor, duty, deed, at=now)
    return row


@act
def save_staff(
    *,
    actor: Actor,
    staff_id: UUID,
    values: Values,
    department_id: UUID | None,
    group_id: UUID | None,
    seen: str,
    now: datetime,
) -> bool:
    """Keep what is told of a staff member; returns False when nothing was changed.

    Raises Missing, NotAllowed, Stale, RuleBroken.
    """
    one_at_a_time("people", actor.school_id)
    row = Staff.objects.of(actor).select_for_update().filter(pk=staff_id).first()
    if row is None:
        raise Missing
    department, group = _placed(actor, department_id, group_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    detail = StaffDetail.objects.of(actor).filter(staff=row).first()
    detail = detail or profiles.new_staff_detail(row)

    before = values_of(STAFF_FIELDS, row, detail)
    if print_of(row, detail) != seen:
        raise Stale
    raise_if_broken(
        [
            *profiles.check(values, local_day(now), STAFF_AGES),
            *profiles.taken_by_staff(actor, values, row.id),
            *check_work(_day(values["works_since"]), row.works_until),
            *_check_place(department, group),
        ]
    )
    changed = changes(STAFF_FIELDS, before, values)
    changed += _moved(row, department, group)
    if not changed:
        return False

    profiles.fill([row, detail], STAFF_FIELDS, values)
    row.department, row.group = department, group
    row.save()
    detail.save()
    facts = {"name": row.full_name}
    deed = Deed("roster.staff_changed", f"staff:{row.id}", changed, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return True


@act
def end_work(*, actor: Actor, staff_id: UUID, day: date, reason: str, now: datetime) -> int:
    """Let a staff member stop working here from a day: duties and teaching end with it.

    Returns how many assignments ended. Raises Missing, NotAllowed, RuleBroken.
    """
    row = Staff.objects.of(actor).select_for_update().filter(pk=staff_id).first()
    if row is None:
        raise Missing
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    if row.works_until is not None:
        raise RuleBroken(Violation("person.already_left", "until", {"until": row.works_until}))
    raise_if_broken(check_work(row.works_since, day))

    row.works_until = day
    row.save(update_fields=["works_until"])
    open_until = Q(until__isnull=True) | Q(until__gt=day)
    teaching = TeachingAssignment.objects.of(actor).filter(
        open_until, ~Q(school_class__year__state=YearState.CLOSED), staff=row
    )
    ended = teaching.update(until=Greatest("since", Value(day, DateField())))
    moment = max(day_begins(day), now)
    held = DutyHeld.objects.of(actor).filter(staff=row, since__lt=moment)
    duties = held.filter(Q(until__isnull=True) | Q(until__gt=moment)).update(until=moment)
    deed = Deed(
        "roster.staff_left",
        f"staff:{row.id}",
        [("works_until", None, day)],
        reason=reason,
        facts={"name": row.full_name, "assignments": ended, "duties": duties},
    )
    journal.record(actor, duty, deed, at=now)
    return ended


def print_of(row: Staff, detail: StaffDetail) -> str:
    """Return the print of a staff member's profile with department and group."""
    values = values_of(STAFF_FIELDS, row, detail)
    return fingerprint(values | {"department": str(row.department_id), "group": str(row.group_id)})


def _placed(
    actor: Actor, department_id: UUID | None, group_id: UUID | None
) -> tuple[Department | None, SubjectGroup | None]:
    """The department and the group named; both of the actor's school."""
    department = group = None
    if department_id:
        department = Department.objects.of(actor).filter(pk=department_id).first()
        if department is None:
            raise Missing
    if group_id:
        group = SubjectGroup.objects.of(actor).filter(pk=group_id).first()
        if group is None:
            raise Missing
    return department, group


def _day(value: Told) -> date:
    """A day that the form has made sure of."""
    return value if isinstance(value, date) else date.min


def _moved(row: Staff, department: Department | None, group: SubjectGroup | None) -> list[Change]:
    """What changes of department and group, by their names."""
    pairs = (("department", row.department, department), ("group", row.group, group))
    return [
        (name, before.name if before else None, after.name if after else None)
        for name, before, after in pairs
        if (before.id if before else None) != (after.id if after else None)
    ]


def _check_place(department: Department | None, group: SubjectGroup | None) -> list[Violation]:
    if group is not None and (department is None or group.department_id != department.id):
        return [Violation("person.group_elsewhere", "group")]
    return []
