"""A teacher's own weeks: what is due next, in order, and how far it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from truongso.foundation.actor import Actor
from truongso.planning.models import LateLeave
from truongso.planning.queries import plans
from truongso.planning.queries.owed import OwedLesson, Scope, owed_lessons
from truongso.roster.models import SchoolClass
from truongso.roster.queries import Calendar
from truongso.rules.approval import UNDO_WITHIN
from truongso.rules.calendar import TeachingWeek
from truongso.rules.deadlines import LatePolicy, lesson_plan_due
from truongso.rules.policy import Policy
from truongso.rules.subjects import subjects

TO_DO = ("missing", "draft", "returned")


@dataclass(frozen=True, slots=True)
class Due:
    """One lesson that the teacher owes a plan for, as his page shows it.

    `standing` is what the author is told: a decision shows when the seconds for undoing are over.
    `classes`: those the plan would serve. `leave`: the request to be late, if there is one.
    """

    lesson: OwedLesson
    subject: str
    classes: tuple[SchoolClass, ...]
    standing: str
    due_on: date
    days_late: int
    leave: LateLeave | None
    needs_leave: bool

    @property
    def name(self) -> str:
        """The subject with its grade: "Toán 6"."""
        return f"{self.subject} {self.lesson.grade}"

    @property
    def granted(self) -> bool:
        """Tell whether handing in late has been allowed."""
        return self.leave is not None and bool(self.leave.granted)


@dataclass(frozen=True, slots=True)
class DueWeek:
    """A week of a teacher with what is due in it."""

    week: TeachingWeek
    due_on: date
    items: list[Due]

    @property
    def left(self) -> int:
        """How many plans are still to be handed in."""
        return sum(item.standing in ("missing", "draft") for item in self.items)

    @property
    def returned(self) -> int:
        """How many plans were sent back."""
        return sum(item.standing == "returned" for item in self.items)

    @property
    def handed_in(self) -> int:
        """How many plans were handed in, whatever became of them."""
        return len(self.items) - self.left


@dataclass(frozen=True, slots=True)
class Weeks:
    """A teacher's weeks: those in view, and older ones of which something is still open."""

    shown: list[DueWeek]
    older: list[DueWeek]

    @property
    def all(self) -> list[DueWeek]:
        """Every week, in order."""
        return [*self.older, *self.shown]

    @property
    def next(self) -> DueWeek | None:
        """The week to hand in for next; one that is not over comes before what is overdue."""
        return next((week for week in self.shown if week.left), None)

    @property
    def owed_before(self) -> int:
        """How many plans of older weeks were never handed in."""
        return sum(week.left for week in self.older)


def due_weeks(
    actor: Actor, calendar: Calendar, policy: Policy, now: datetime, *, back: int = 1
) -> Weeks:
    """Return the actor's weeks from `back` weeks ago to the furthest that may be handed in.

    Older weeks appear only as long as something of them is missing or was sent back.
    """
    last = min(calendar.current_no + policy.weeks_ahead, len(calendar.weeks))
    first = max(calendar.current_no - back, 1)
    scope = Scope(calendar.year.id, 1, max(last, 1), staff_id=actor.person)
    owed = owed_lessons(actor, scope)
    shown = _Showing(
        day=calendar.day,
        now=now,
        served=_served(actor, calendar.day) if owed else lambda _lesson: (),
        leaves=_leaves(actor, policy, owed),
        by_leave=policy.late_policy is LatePolicy.LEAVE,
    )
    weeks = Weeks([], [])
    for week in calendar.weeks[:last]:
        items = [shown.item(lesson, week) for lesson in owed if lesson.week_no == week.no]
        if week.no < first:
            items = [item for item in items if item.standing in TO_DO]
        if items:
            into = weeks.older if week.no < first else weeks.shown
            into.append(DueWeek(week, lesson_plan_due(week), items))
    return weeks


@dataclass(frozen=True, slots=True)
class _Showing:
    """What is the same for every lesson of a teacher's page."""

    day: date
    now: datetime
    served: Callable[[OwedLesson], tuple[SchoolClass, ...]]
    leaves: dict[UUID, LateLeave]
    by_leave: bool

    def item(self, lesson: OwedLesson, week: TeachingWeek) -> Due:
        due_on = lesson_plan_due(week)
        open_still = lesson.standing in ("missing", "draft")
        late = max((self.day - due_on).days, 0) if open_still else (lesson.days_late or 0)
        leave = self.leaves.get(lesson.lesson_id)
        return Due(
            lesson,
            _(subjects()[lesson.subject].name),
            self.served(lesson),
            told_standing(lesson.standing, lesson.state_at, self.now),
            due_on,
            late,
            leave,
            needs_leave=self.by_leave and open_still and late > 0 and not (leave and leave.granted),
        )


def _leaves(actor: Actor, policy: Policy, owed: Sequence[OwedLesson]) -> dict[UUID, LateLeave]:
    """Requests to be late matter only where the school asks for them."""
    if policy.late_policy is not LatePolicy.LEAVE:
        return {}
    return plans.leaves_of(actor, actor.person, [lesson.lesson_id for lesson in owed])


def _served(actor: Actor, day: date) -> Callable[[OwedLesson], tuple[SchoolClass, ...]]:
    """Which classes a lesson's plan would serve: for extra teaching the one class."""
    serving = plans.serving_of(actor, actor.person, day)

    def classes(lesson: OwedLesson) -> tuple[SchoolClass, ...]:
        if lesson.extra_class_id is not None:
            row = serving.extra.get(lesson.extra_class_id)
            return (row,) if row else ()
        return tuple(serving.regular.get((lesson.subject, lesson.grade), ()))

    return classes


def told_standing(standing: str, state_at: object, now: datetime) -> str:
    """Return the standing as the author is told it: a fresh decision still shows as waiting."""
    fresh = isinstance(state_at, datetime) and now - state_at < UNDO_WITHIN
    return "waiting" if standing in ("approved", "returned") and fresh else standing
