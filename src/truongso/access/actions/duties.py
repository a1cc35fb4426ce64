"""Duties that a department head gives within the department: group leaders (nhóm trưởng)."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.roster import queries as roster
from truongso.roster.models import SubjectGroup
from truongso.rules.authority import Duty, Whose
from truongso.rules.verdict import Violation


@act
def name_group_leader(*, actor: Actor, group_id: UUID, staff_id: UUID, now: datetime) -> DutyHeld:
    """Name the leader of a subject group (nhóm trưởng), who hands in the group's plans.

    Ends the leader before. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("duties", actor.school_id)
    group = SubjectGroup.objects.of(actor).filter(pk=group_id).first()
    if group is None:
        raise Missing
    person = roster.person(actor, staff_id)
    whose = Whose(department=group.department_id)
    duty = gate.require(actor, "access.name_group_leader", whose, at=now)

    if person.department_id != group.department_id:
        raise RuleBroken(Violation("duty.wrong_department", "staff"))
    current = DutyHeld.objects.of(actor).filter(
        in_force(now), duty=Duty.GROUP_LEADER.value, group=group
    )
    before = current.select_related("staff").first()
    if before and before.staff_id == person.id:
        params = {"name": person.full_name}
        raise RuleBroken(Violation("duty.already_held", "staff", params))

    current.update(until=now, ended_by=actor.person)
    row = DutyHeld.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        staff=person,
        duty=Duty.GROUP_LEADER.value,
        group=group,
        since=now,
        given_by_id=actor.person,
    )
    message = post.Message(
        "access.group_leader",
        f"Thầy/Cô được phân công làm nhóm trưởng {group.name}.",
        "/",
        f"duty:{row.id}",
    )
    post.tell(actor, [person.id], message, shows_at=now)

    was = before.staff_id if before else None
    deed = Deed(
        "access.group_leader_named",
        f"group:{group.id}",
        [("leader", was, person.id)],
        facts={"name": person.full_name, "group": group.name},
    )
    journal.record(actor, duty, deed, at=now)
    return row
