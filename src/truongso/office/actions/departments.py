"""Keeping departments and their subject groups: a new one, or another name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.office.actions.staff import ACT, SCHOOL
from truongso.roster.models import Department, SubjectGroup
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class Named:
    """The names asked for; `seen` is the name that stood on the page."""

    name: str
    short_name: str = ""
    seen: str = ""


@act
def save_department(
    *, actor: Actor, department_id: UUID | None, named: Named, now: datetime
) -> Department:
    """Make a department, or give one another name.

    Raises Missing, NotAllowed, Stale, RuleBroken.
    """
    one_at_a_time("departments", actor.school_id)
    rows = Department.objects.of(actor)
    row = rows.filter(pk=department_id).first() if department_id else None
    if department_id and row is None:
        raise Missing
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    if row is not None and row.name != named.seen:
        raise Stale

    if rows.filter(name=named.name).exclude(pk=department_id or UUID(int=0)).exists():
        raise_if_broken([Violation("department.name_taken", "name", {"name": named.name})])

    before = row.name if row else None
    row = row or Department(id=new_id(), school_id=actor.school_id)
    row.name, row.short_name = named.name, named.short_name or named.name[:30]
    row.save(force_insert=before is None)
    changed = [("name", before, row.name)]
    deed = Deed(
        "roster.department_saved", f"department:{row.id}", changed, facts={"name": row.name}
    )
    journal.record(actor, duty, deed, at=now)
    return row


@act
def save_group(
    *, actor: Actor, department_id: UUID, group_id: UUID | None, named: Named, now: datetime
) -> SubjectGroup:
    """Make a subject group in a department, or give one another name.

    Raises Missing, NotAllowed, Stale, RuleBroken.
    """
    one_at_a_time("departments", actor.school_id)
    department = Department.objects.of(actor).filter(pk=department_id).first()
    rows = SubjectGroup.objects.of(actor).filter(department_id=department_id)
    row = rows.filter(pk=group_id).first() if group_id else None
    if department is None or (group_id and row is None):
        raise Missing
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    if row is not None and row.name != named.seen:
        raise Stale

    if rows.filter(name=named.name).exclude(pk=group_id or UUID(int=0)).exists():
        raise_if_broken([Violation("department.name_taken", "name", {"name": named.name})])

    before = row.name if row else None
    row = row or SubjectGroup(id=new_id(), school_id=actor.school_id, department=department)
    row.name = named.name
    row.save(force_insert=before is None)
    facts = {"name": row.name, "department": department.name}
    deed = Deed("roster.group_saved", f"group:{row.id}", [("name", before, row.name)], facts=facts)
    journal.record(actor, duty, deed, at=now)
    return row
