"""A person's week in a few numbers, for the home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from truongso.approvals.models import Submission
from truongso.approvals.queries import waiting_for
from truongso.foundation.actor import Actor
from truongso.planning.queries.board import Cell
from truongso.planning.queries.owed import OwedLesson, Scope, owed_lessons
from truongso.planning.queries.week import told_standing
from truongso.roster.queries import Calendar
from truongso.rules.authority import Duty
from truongso.rules.deadlines import lesson_plan_due
from truongso.rules.policy import Policy

WHOLE_SCHOOL = (Duty.PRINCIPAL, Duty.VICE_PRINCIPAL)
DEPARTMENT = (Duty.DEPARTMENT_HEAD, Duty.DEPARTMENT_DEPUTY)


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What a teacher still has to do: the next week with plans to hand in, what was sent back.

    `week_no` is None when nothing is left in the weeks that may be handed in; `before` counts what
    was never handed in for weeks that are over.
    """

    week_no: int | None
    due_on: date | None
    left: int
    returned: int
    before: int


def own_work(actor: Actor, calendar: Calendar, policy: Policy, now: datetime) -> OwnWork:
    """Return what the actor still has to do with his lesson plans, in one statement."""
    last = min(calendar.current_no + policy.weeks_ahead, len(calendar.weeks))
    owed = owed_lessons(actor, Scope(calendar.year.id, 1, max(last, 1), staff_id=actor.person))
    open_ = [lesson for lesson in owed if lesson.standing in ("missing", "draft")]
    now_on = [lesson for lesson in open_ if lesson.week_no >= calendar.current_no]
    week_no = min((lesson.week_no for lesson in now_on), default=None)
    week = calendar.week(week_no) if week_no is not None else None
    return OwnWork(
        week_no=week_no,
        due_on=lesson_plan_due(week) if week else None,
        left=sum(lesson.week_no == week_no for lesson in now_on),
        returned=sum(_returned(lesson, now) for lesson in owed),
        before=len(open_) - len(now_on),
    )


def _returned(lesson: OwedLesson, now: datetime) -> bool:
    return told_standing(lesson.standing, lesson.state_at, now) == "returned"


def first_waiting(actor: Actor, now: datetime) -> tuple[int, Submission | None]:
    """Return how many submissions wait for the actor, and the most urgent one."""
    waiting = waiting_for(actor, now=now)
    first = waiting.first()
    return (waiting.order_by().count(), first) if first else (0, None)


def week_numbers(actor: Actor, calendar: Calendar) -> Cell | None:
    """Return the numbers of the week being prepared for, over what the actor oversees.

    The school for its leadership, the department for its head and deputy; None for others.
    """
    if not calendar.weeks:
        return None
    no = calendar.in_view
    if actor.holds(*WHOLE_SCHOOL):
        return _summed(owed_lessons(actor, Scope(calendar.year.id, no, no)))
    over = next((held.over for held in actor.duties if _oversees(held.duty, held.loan)), None)
    if over is None:
        return None
    return _summed(owed_lessons(actor, Scope(calendar.year.id, no, no, department_id=over)))


def _oversees(duty: Duty, loan: object) -> bool:
    return duty in DEPARTMENT and loan is None


def _summed(lessons: Sequence[OwedLesson]) -> Cell:
    cell = Cell()
    for lesson in lessons:
        cell.add(lesson)
    return cell
