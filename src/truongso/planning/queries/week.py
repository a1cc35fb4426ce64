"""A teacher's own weeks: what is due next, in order, and what each file could be for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truongso.foundation.actor import Actor
from truongso.foundation.text import folded
from truongso.planning.models import LateLeave
from truongso.planning.queries import plans
from truongso.planning.queries.owed import OwedLesson, Scope, owed_lessons
from truongso.roster.models import SchoolClass
from truongso.roster.queries import Calendar
from truongso.rules import matching
from truongso.rules.approval import UNDO_WITHIN
from truongso.rules.calendar import TeachingWeek
from truongso.rules.deadlines import lesson_plan_due
from truongso.rules.policy import Policy
from truongso.rules.subjects import subjects


@dataclass(frozen=True, slots=True)
class Due:
    """One lesson that the teacher owes a plan for, as his page shows it.

    `standing` is what the author is told: a decision shows when the seconds for undoing are over.
    `classes`: those the plan would serve. `leave`: "asked", "granted", "refused" or "".
    """

    lesson: OwedLesson
    subject: str
    classes: tuple[SchoolClass, ...]
    standing: str
    due_on: date
    days_late: int
    leave: str


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


def due_weeks(
    actor: Actor, calendar: Calendar, policy: Policy, now: datetime, *, back: int = 1
) -> list[DueWeek]:
    """Return the actor's weeks from `back` weeks ago to the furthest that may be handed in.

    Older weeks appear only as long as something of them is missing or was sent back.
    """
    last = min(calendar.current_no + policy.weeks_ahead, len(calendar.weeks))
    first = max(calendar.current_no - back, 1)
    scope = Scope(calendar.year.id, 1, max(last, 1), staff_id=actor.person)
    owed = owed_lessons(actor, scope)
    leaves = plans.leaves_of(actor, actor.person, [lesson.lesson_id for lesson in owed])
    served = _served(actor, owed, calendar.day)
    weeks = []
    for week in calendar.weeks[:last]:
        items = [
            _due(
                lesson,
                week,
                served(lesson),
                _leave(leaves.get(lesson.lesson_id)),
                calendar.day,
                now,
            )
            for lesson in owed
            if lesson.week_no == week.no
        ]
        if week.no < first:
            items = [item for item in items if item.standing in ("missing", "returned", "draft")]
        if items or week.no >= first:
            weeks.append(DueWeek(week, lesson_plan_due(week), items))
    return weeks


def _served(
    actor: Actor, owed: Sequence[OwedLesson], day: date
) -> Callable[[OwedLesson], tuple[SchoolClass, ...]]:
    """Which classes a lesson's plan would serve: the teacher's own; for an integrated subject all
    of the grade; for extra teaching the one class.
    """
    taught = plans.teaching_of(actor, actor.person, day)
    pairs = {(o.subject, o.grade) for o in owed if subjects()[o.subject].integrated}
    shared = {pair: plans.classes_taught(actor, *pair, day) for pair in pairs}

    def classes(lesson: OwedLesson) -> tuple[SchoolClass, ...]:
        if lesson.extra_class_id is not None:
            row = taught.extra.get(lesson.extra_class_id)
            return (row,) if row else ()
        pair = (lesson.subject, lesson.grade)
        return tuple(shared.get(pair) or taught.regular.get(pair) or ())

    return classes


def _due(
    lesson: OwedLesson,
    week: TeachingWeek,
    classes: tuple[SchoolClass, ...],
    leave: str,
    day: date,
    now: datetime,
) -> Due:
    due_on = lesson_plan_due(week)
    open_still = lesson.standing in ("missing", "draft")
    late = max((day - due_on).days, 0) if open_still else (lesson.days_late or 0)
    return Due(
        lesson,
        subjects()[lesson.subject].name,
        classes,
        told_standing(lesson.standing, lesson.state_at, now),
        due_on,
        late,
        leave,
    )


def told_standing(standing: str, state_at: object, now: datetime) -> str:
    """Return the standing as the author is told it: a fresh decision still shows as waiting."""
    fresh = isinstance(state_at, datetime) and now - state_at < UNDO_WITHIN
    return "waiting" if standing in ("approved", "returned") and fresh else standing


def _leave(leave: LateLeave | None) -> str:
    if leave is None:
        return ""
    return {None: "asked", True: "granted", False: "refused"}[leave.granted]


def as_choices(due: Sequence[DueWeek]) -> list[dict[str, object]]:
    """Return the lessons a file may be for, as plain values for the page's script.

    Each: lesson, week, subject, grade, title, topic, programme (what may share a file), classes.
    """
    return [
        {
            "lesson": str(item.lesson.lesson_id),
            "week": item.lesson.week_no,
            "subject": item.subject,
            "grade": item.lesson.grade,
            "no": item.lesson.no,
            "title": item.lesson.title,
            "topic": item.lesson.topic,
            "programme": f"{item.lesson.subject}:{item.lesson.grade}:{item.lesson.extra_class_id}",
            "classes": [{"id": str(row.id), "name": row.name} for row in item.classes],
        }
        for week in due
        for item in week.items
        if item.lesson.plan_id is None
    ]


def lessons_for(names: Sequence[str], due: Sequence[DueWeek]) -> list[UUID | None]:
    """Return for each file name the lesson it is probably for, among those without a plan."""
    open_items = [
        item for week in due for item in week.items if item.standing in ("missing", "draft")
    ]
    candidates = [_candidate(item) for item in open_items if item.lesson.plan_id is None]
    found = matching.match([folded(name) for name in names], candidates)
    return [key if isinstance(key, UUID) else None for key in found]


def _candidate(item: Due) -> matching.Candidate:
    lesson = item.lesson
    short = folded(subjects()[lesson.subject].short)
    words = set(matching.WORDS.findall(short)) | set(matching.WORDS.findall(lesson.subject.lower()))
    return matching.Candidate(
        lesson.lesson_id,
        lesson.no,
        folded(lesson.title),
        lesson.first_period,
        lesson.periods,
        lesson.week_no,
        frozenset(words | {str(lesson.grade)}),
    )
