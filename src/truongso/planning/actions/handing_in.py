"""How a version of a plan is made and handed in: shared by the acts that do it.

Not an act itself: the caller has found and locked the plan, asked the gate and the rules.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truongso.approvals import flow
from truongso.approvals.models import Submission
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.ids import new_id
from truongso.planning import papers
from truongso.planning.models import Plan, PlanVersion
from truongso.roster.models import SchoolClass
from truongso.roster.queries import Calendar
from truongso.rules import deadlines
from truongso.rules.approval import State
from truongso.rules.authority import Duty


@dataclass(frozen=True, slots=True)
class Handing:
    """A plan about to get a version: the classes it serves, the calendar, the author's note."""

    plan: Plan
    classes: list[SchoolClass]
    calendar: Calendar
    note: str = ""


def hand_in_version(
    actor: Actor, handing: Handing, file_id: UUID, *, as_draft: bool, now: datetime
) -> PlanVersion:
    """Give the plan, new or there already, its next version; hand it in unless it stays a draft."""
    plan = handing.plan
    version = PlanVersion(
        id=new_id(),
        school_id=plan.school_id,
        plan=plan,
        no=plan.latest_no + 1,
        file_id=file_id,
        made_by_id=actor.person,
        made_at=now,
        note=handing.note,
    )
    plan.latest_no = version.no
    plan.state, plan.state_at = State.DRAFT.value, now
    if not as_draft:
        _stamp(handing, version, now)
    plan.save(force_insert=plan._state.adding)
    version.save(force_insert=True)
    if not as_draft:
        flow.submit(actor, _paper(actor, handing, version, local_day(now)), at=now)
    return version


def hand_over(actor: Actor, handing: Handing, version: PlanVersion, *, now: datetime) -> None:
    """Hand in a version that is there: a draft, or one that was withdrawn."""
    plan = handing.plan
    _stamp(handing, version, now)
    version.save(update_fields=["due_on", "days_late", "handed_in_at"])
    plan.save(update_fields=["first_handed_in_at", "days_late", "state", "state_at"])
    withdrawn = Submission.objects.of(actor).filter(subject_id=plan.id, version_no=version.no)
    if earlier := withdrawn.first():
        flow.submit_again(earlier, at=now, days_late=version.days_late)
    else:
        flow.submit(actor, _paper(actor, handing, version, local_day(now)), at=now)


def _stamp(handing: Handing, version: PlanVersion, now: datetime) -> None:
    """Say when a version is handed in and how late it is.

    How late the plan is says its first hand-in that was not withdrawn; a version after remarks has
    its own stamp, shown beside.
    """
    plan = handing.plan
    version.due_on = due_on(handing)
    version.days_late = deadlines.days_late(version.due_on, local_day(now)) if version.due_on else 0
    version.handed_in_at = now
    if plan.first_handed_in_at is None:
        plan.first_handed_in_at, plan.days_late = now, version.days_late
    plan.state, plan.state_at = State.SUBMITTED.value, now


def due_on(handing: Handing) -> date | None:
    """Return the last day on which the plan is on time; None for plans that are not weekly."""
    week_no = handing.plan.week_no
    if week_no is None:
        return None
    week = handing.calendar.week(week_no)
    if week is None:
        raise Missing
    return deadlines.lesson_plan_due(week)


def _paper(actor: Actor, handing: Handing, version: PlanVersion, day: date) -> flow.Paper:
    plan = handing.plan
    week = handing.calendar.week(plan.week_no) if plan.week_no is not None else None
    ids = [row.id for row in handing.classes]
    urgent_on = papers.first_day_taught(actor, plan, week, ids, day=day) if week else None
    return papers.paper(
        plan,
        version,
        is_head=actor.holds(Duty.DEPARTMENT_HEAD),
        detail=papers.detail_of(plan, handing.classes),
        urgent_on=urgent_on,
    )
