"""Education plans of the year and the delegations of the heads, as they went until now."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from truongso.demo.calendar import CURRENT_WEEK, DemoYear
from truongso.demo.story import due
from truongso.demo.story.acting import Acted, act_out
from truongso.demo.story.fates import NEW_AUTHOR, Fate
from truongso.demo.story.moments import on_day
from truongso.demo.story.shapes import Deed, Lending, Step, StoryPaper
from truongso.foundation.days import SCHOOL_ZONE, day_ends
from truongso.rules.calendar import WEEK

LESSON_PLANS = "planning.approve:lesson_plan"
EXTRA_LESSON_PLANS = "planning.approve:extra_lesson_plan"
TEACHER_PLANS = "planning.approve:teacher_plan"

ANSWER = "Số 47/UBND-VHXH"
CLERK = "van.cb"

FATES_OF_DEPARTMENTS = {
    "teaching/TIN-9": Fate.DRAFT,
    "teaching/GDDP-9": Fate.MISSING,
    "teaching/GDDP-8": Fate.RETURNED,
    "teaching/HDTN-9": Fate.WAITING,
    "teaching/NT-8": Fate.WAITING,
    "teaching/CN-9": Fate.RESUBMITTED,
    "teaching/KHTN-7": Fate.CHANGED,
    "activity/XH-9": Fate.WAITING,
    "activity/TN-8": Fate.RETURNED,
    "activity/TN-6": Fate.APPROVED_AGAIN,
}
"""Plans of departments that are not simply approved; a few more were approved in version 2."""

FATES_OF_TEACHERS = {
    Fate.MISSING: 2,
    Fate.DRAFT: 2,
    Fate.WAITING: 4,
    Fate.RETURNED: 2,
    Fate.RESUBMITTED: 2,
    Fate.CHANGED: 1,
    Fate.APPROVED_AGAIN: 9,
}
SLOW = frozenset({Fate.WAITING, Fate.RETURNED, Fate.RESUBMITTED, Fate.CHANGED, Fate.DRAFT})
AGAIN_SHARE = 0.15


def lendings(year: DemoYear) -> tuple[Lending, ...]:
    """Return the delegations of the year: both heads to their deputies, one of them from week 3."""
    first = datetime.combine(year.week(1).monday, time(7, 30), SCHOOL_ZONE)
    third = datetime.combine(year.week(3).monday, time(7, 30), SCHOOL_ZONE)
    term_ends = day_ends(year.week(18).sunday)
    return (
        _lending("XH", (TEACHER_PLANS,), first - 2 * WEEK, first),
        _lending("TN", (LESSON_PLANS, EXTRA_LESSON_PLANS), first - WEEK, term_ends),
        _lending("XH", (LESSON_PLANS,), third, day_ends(year.week(CURRENT_WEEK + 4).sunday)),
    )


def education_plans(year: DemoYear, now: datetime, lent: Sequence[Lending]) -> Iterator[Acted]:
    """Yield the education plans of school, departments and teachers with what was done to them."""
    dice = Random(f"{year.code}/education")
    plans = list(due.education_plans())
    for plan in plans:
        if plan.kind == "school_plan":
            yield _school_plan(plan, year)
    for plan in plans:
        if plan.kind in ("teaching_plan", "activity_plan"):
            usual = Fate.APPROVED_AGAIN if dice.random() < AGAIN_SHARE else Fate.APPROVED
            fate = FATES_OF_DEPARTMENTS.get(plan.key, usual)
            yield act_out(plan, fate, _handed_in(year, fate, 9, dice), now, lent)
    teachers = [plan for plan in plans if plan.kind == "teacher_plan"]
    for plan, fate in _fates_of_teachers(teachers, dice):
        yield act_out(plan, fate, _handed_in(year, fate, 4, dice), now, lent)


def _lending(department: str, acts: tuple[str, ...], since: datetime, until: datetime) -> Lending:
    giver, receiver = due.HEADS[department], due.DEPUTIES[department]
    return Lending(giver, receiver, acts, since - timedelta(hours=11), since, until)


def _handed_in(year: DemoYear, fate: Fate, days_before: int, dice: Random) -> datetime:
    """Most plans come before the first lesson; those still on their way came in the last weeks."""
    if fate in SLOW:
        week = year.week(dice.choice((CURRENT_WEEK - 2, CURRENT_WEEK - 1)))
        day = week.monday + timedelta(days=dice.randrange(5))
    else:
        day = year.week(1).monday - timedelta(days=dice.randrange(3, 3 + days_before))
    return on_day(day, dice)


def _fates_of_teachers(
    plans: Sequence[StoryPaper], dice: Random
) -> Iterator[tuple[StoryPaper, Fate]]:
    """The new teacher comes first in the row of fates, so that he is among those who owe plans."""
    mixed = sorted(dice.sample(plans, len(plans)), key=lambda plan: plan.author != NEW_AUTHOR)
    fates = [fate for fate, count in FATES_OF_TEACHERS.items() for _ in range(count)]
    for place, plan in enumerate(mixed):
        yield plan, fates[place] if place < len(fates) else Fate.APPROVED


def _school_plan(plan: StoryPaper, year: DemoYear) -> Acted:
    """The vice-principal hands it in, the ward answers, the clerk records the answer."""
    handed_in_at = datetime.combine(year.starts_on, time(9, 12, 30), SCHOOL_ZONE)
    answered_at = handed_in_at + timedelta(days=5, hours=5, minutes=41)
    acted = act_out(plan, Fate.WAITING, handed_in_at, answered_at, ())
    opened = Step(answered_at - timedelta(minutes=3), Deed.OPEN, CLERK, plan.key, 1)
    answer = replace(opened, at=answered_at, deed=Deed.APPROVE, reference=ANSWER)
    return Acted(acted.paper, (*acted.steps, opened, answer))
