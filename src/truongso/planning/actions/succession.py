"""Handing a leaver's open work over to his successor, and saying honestly what stays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.planning.models import Plan, PlanLesson, UploaderDesignation
from truongso.planning.queries.succession import UploaderLine, open_work, slot_for
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import Staff
from truongso.rules.authority import Whose
from truongso.rules.verdict import Violation

ACT = "planning.hand_over_work"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went to the successor, and what stayed, by name."""

    moved: list[str]
    left: list[str]


@act
def hand_over_work(
    *,
    actor: Actor,
    staff_id: UUID,
    successor_id: UUID,
    chosen: Collection[UUID],
    now: datetime,
) -> HandedOver:
    """Hand a person's open work over to a successor (người kế nhiệm): plans and uploader roles.

    `chosen`: the ids of the plans and roles that were ticked. Versions keep the name of whoever
    made them. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("hand_over_work", actor.school_id, staff_id)
    person, successor = roster.person(actor, staff_id), roster.person(actor, successor_id)
    duty = gate.require(actor, ACT, Whose(department=person.department_id), at=now)
    years.require_open(actor, roster.calendar(actor, local_day(now)).year.id)

    if person.id == successor.id:
        raise RuleBroken(Violation("work.same_person", "successor"))
    work = open_work(actor, person, successor, now, lock=True)
    plans = [line.plan for line in work.plans if not line.stays and line.plan.id in chosen]
    uploads = [line for line in work.uploads if line.teaches and line.row.id in chosen]
    if not plans and not uploads:
        raise RuleBroken(Violation("work.nothing_chosen"))

    for plan in plans:
        _take_on(plan, successor)
    for line in uploads:
        _name_uploader(actor, line, successor, now)
    moved = [plan.title for plan in plans] + [line.name for line in uploads]
    gone = {*(plan.id for plan in plans), *(line.row.id for line in uploads)}
    left = [line.plan.title for line in work.plans if line.plan.id not in gone]
    left += [line.name for line in work.uploads if line.row.id not in gone]
    _tell_successor(actor, person, successor, len(moved), now)

    deed = Deed(
        "planning.work_handed_over",
        f"staff:{person.id}",
        [("staff", person.id, successor.id)],
        facts={
            "name": person.full_name,
            "successor": successor.full_name,
            "count": len(moved),
            "moved": moved,
            "left": left,
        },
    )
    journal.record(actor, duty, deed, at=now)
    return HandedOver(moved, left)


def _take_on(plan: Plan, successor: Staff) -> None:
    plan.slot = slot_for(plan, successor)
    plan.author, plan.department_id = successor, successor.department_id
    plan.save(update_fields=["slot", "author", "department"])
    PlanLesson.objects.of(plan).filter(plan=plan).update(author=successor)


def _name_uploader(actor: Actor, line: UploaderLine, successor: Staff, now: datetime) -> None:
    day = local_day(now)
    line.row.until = day
    line.row.save(update_fields=["until"])
    UploaderDesignation.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        year_id=line.row.year_id,
        subject=line.row.subject,
        grade=line.row.grade,
        staff=successor,
        since=day,
        named_by_id=actor.person,
        named_at=now,
    )


def _tell_successor(
    actor: Actor, person: Staff, successor: Staff, count: int, now: datetime
) -> None:
    message = post.Message(
        "plan.handed_over",
        f"Thầy/Cô nhận bàn giao {count} việc đang dở của {person.full_name}.",
        reverse("my_plans"),
        f"work:{person.id}:{now:%y%m%d%H%M%S}",
    )
    post.tell(actor, [successor.id], message, shows_at=now)
