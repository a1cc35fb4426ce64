"""What the demo school has done until now: plans in every state, with times and remarks. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from truongso.demo.calendar import CURRENT_WEEK, DemoYear
from truongso.demo.story import due, fates, yearly
from truongso.demo.story.acting import Acted, act_out
from truongso.demo.story.fates import Fated
from truongso.demo.story.files import file_of
from truongso.demo.story.moments import last_minute, on_day
from truongso.demo.story.shapes import (
    Deed,
    Lending,
    RemarkNote,
    Step,
    Story,
    StoryPaper,
    Version,
)
from truongso.foundation.days import day_begins, day_ends, local_day

__all__ = [
    "Deed",
    "Lending",
    "RemarkNote",
    "Step",
    "Story",
    "StoryPaper",
    "Version",
    "file_of",
    "tell",
]

WEEKS_BACK, WEEKS_AHEAD = CURRENT_WEEK - 1, 2
EARLY_BIRDS = 0.15
ON_TIME_DAYS = {-5: 1, -4: 2, -3: 4, -2: 6, -1: 8, 0: 9}
"""How often plans come on which day before the Saturday they are due."""

EARLY_DAYS = (-6, -5, -4, -3)
LAST_MINUTE_SHARE = 0.2


def tell(year: DemoYear, now: datetime) -> Story:
    """Return everything done from before the year's start until now (aware, in week 4).

    Lesson plans of the weeks 1 to 6 and all education plans. Steps come in the order of time, none
    after now; replayed through the real actions they leave each paper as the story says. The same
    year and moment give the same story.
    """
    lendings = yearly.lendings(year)
    acted = [*yearly.education_plans(year, now, lendings)]
    for week_no in range(CURRENT_WEEK - WEEKS_BACK, CURRENT_WEEK + WEEKS_AHEAD + 1):
        acted += _week(year, week_no, now, lendings)
    steps = sorted((step for each in acted for step in each.steps), key=lambda step: step.at)
    papers = {each.paper.key: each.paper for each in acted}
    return Story(papers, lendings, tuple(steps))


def _week(
    year: DemoYear, week_no: int, now: datetime, lendings: Sequence[Lending]
) -> Iterator[Acted]:
    papers = list(due.lesson_plans_of_week(year, week_no))
    dice = Random(f"{year.code}/week/{week_no}")
    opens, due_on = _window(year, week_no)
    if week_no <= CURRENT_WEEK:
        fated = fates.of_past_week(papers, week_no - CURRENT_WEEK, dice)
    else:
        whole = day_ends(due_on) - day_begins(opens)
        progress = min((now - day_begins(opens)) / whole, 1.0)
        fated = fates.of_coming_week(papers, progress, dice)
    for each in fated:
        moment = Random(f"{each.paper.key}/moment")
        if week_no <= CURRENT_WEEK:
            at = _past_moment(each, due_on, now, moment)
        else:
            at = _coming_moment(each, opens, min(due_on, local_day(now)), moment)
        yield act_out(each.paper, each.fate, at, now, lendings)


def _window(year: DemoYear, week_no: int) -> tuple[date, date]:
    """The first and the last day for handing in a week's plans on time."""
    due_on = year.week(week_no).monday - timedelta(days=2)
    opens = year.week(max(week_no - WEEKS_AHEAD, 1)).monday
    return opens, due_on


def _past_moment(each: Fated, due_on: date, now: datetime, dice: Random) -> datetime:
    if each.days_late:
        late = [
            at
            for days in range(each.days_late, 0, -1)
            if (at := on_day(due_on + timedelta(days=days), dice)) < now
        ]
        if late:
            return late[0]
    if each.fate in fates.IN_STEPS:
        return on_day(due_on + timedelta(days=dice.choice(EARLY_DAYS)), dice)
    if dice.random() < EARLY_BIRDS:
        return on_day(due_on - timedelta(days=dice.randrange(6, 10)), dice)
    days = dice.choices(list(ON_TIME_DAYS), list(ON_TIME_DAYS.values()))[0]
    if days == 0 and dice.random() < LAST_MINUTE_SHARE:
        return last_minute(due_on, dice)
    return on_day(due_on + timedelta(days=days), dice)


def _coming_moment(each: Fated, first: date, last: date, dice: Random) -> datetime:
    """Handed in between the day the week opens and today; what takes days, on the first days."""
    days = (last - first).days
    if each.fate in fates.IN_STEPS:
        return on_day(first + timedelta(days=dice.randrange(min(days, 3) + 1)), dice)
    return on_day(first + timedelta(days=dice.randrange(days + 1)), dice)
