"""Makes the one school that all others are copies of: the demo's people, in week 10 of the year.

Run as a program in an empty installation: `python -m bench.school 1`, with the first week that has
plans. Plans, and the marks of one class, are made by the real acts at the times of the story; only
the files are a line of text each, so rows are real and bytes few. Marks of the other classes are
rows without acts. Prints the number of the school.
"""

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truongso.demo.calendar import DemoYear
    from truongso.demo.makers import MadeFile
    from truongso.demo.story import Lending, Step, Story
    from truongso.demo.story.acting import Acted

WEEK_NOW, LAST_WEEK = 10, 12
OLDEST = -5
"""The demo knows fates of weeks up to five back; older ones are like that one."""


def main() -> None:
    """Make the school and print its number."""
    first = int(sys.argv[1])
    import django

    django.setup()
    from bench import marks
    from truongso.demo import founding
    from truongso.demo.calendar import CURRENT_WEEK, lay_year
    from truongso.demo.replay import Replay
    from truongso.foundation import clock
    from truongso.foundation.days import day_begins, local_day
    from truongso.foundation.tenancy import acting_in

    now = clock.now()
    year = lay_year(local_day(now) - timedelta(weeks=WEEK_NOW - CURRENT_WEEK))
    prepared = day_begins(year.starts_on) - timedelta(days=14)
    school_id = founding.found_bodies(prepared)["school"]
    with acting_in(school_id):
        founded = founding.found_school(school_id, year, at=prepared)
    story = _story(year, first, now)
    replay = Replay(founded, story, lambda step: _file(story, step))
    lendings = sorted(story.lendings, key=lambda lending: lending.given_at)
    with acting_in(school_id):
        for step in story.steps:
            while lendings and lendings[0].given_at <= step.at:
                replay.lend(lendings.pop(0))
            replay.play(step)
    with acting_in(school_id):
        marks.fill(replay, now)
        marks.lay(founded)
    sys.stdout.write(f"{school_id}\n")


def _story(year: "DemoYear", first: int, now: datetime) -> "Story":
    """Lesson plans of the weeks from the first, in every state, and the year's education plans."""
    from truongso.demo.story import Story, yearly

    lendings = yearly.lendings(year)
    acted = [*yearly.education_plans(year, now, lendings)]
    for no in range(first, LAST_WEEK + 1):
        acted += _week(year, no, now, lendings)
    steps = sorted((step for each in acted for step in each.steps), key=lambda step: step.at)
    return Story({each.paper.key: each.paper for each in acted}, lendings, tuple(steps))


def _week(
    year: "DemoYear", no: int, now: datetime, lendings: "tuple[Lending, ...]"
) -> Iterator["Acted"]:
    from truongso.demo.story import due, fates
    from truongso.demo.story.acting import act_out
    from truongso.foundation.days import local_day

    dice = Random(f"bench/{no}")
    papers = list(due.lesson_plans_of_week(year, no))
    due_on = year.week(no).monday - timedelta(days=2)
    if no <= WEEK_NOW:
        fated = fates.of_past_week(papers, max(no - WEEK_NOW, OLDEST), dice)
        first, last = due_on - timedelta(days=5), due_on
    else:
        fated = fates.of_coming_week(papers, 0.8, dice)
        first, last = year.week(no - 2).monday, local_day(now) - timedelta(days=1)
    for each in fated:
        yield act_out(each.paper, each.fate, _moment(first, last, dice), now, lendings)


def _moment(first: date, last: date, dice: Random) -> datetime:
    from truongso.demo.story.moments import on_day

    return on_day(first + timedelta(days=dice.randrange((last - first).days + 1)), dice)


def _file(story: "Story", step: "Step") -> "MadeFile":
    """A line of text where the demo has a real file: the rows that follow are the same."""
    from truongso.demo.makers import MadeFile

    name = story.papers[step.paper].versions[step.version - 1].file_name
    line = f"{step.paper} {step.version}"
    if name.endswith(".pdf"):
        return MadeFile(line.encode(), ".pdf", 3, line)
    return MadeFile(line.encode(), ".docx", None, line, f"PDF {line}".encode(), 3)


if __name__ == "__main__":
    main()
