"""The story told at several moments of the week, and where each paper stands in it."""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from functools import cache

from tests.demo.conftest import TODAY
from truongso.demo.calendar import DemoYear, lay_year
from truongso.demo.story import Deed, Step, Story, tell
from truongso.foundation.days import SCHOOL_ZONE

MOMENTS = [
    datetime.combine(TODAY + timedelta(days=days), clock, SCHOOL_ZONE)
    for days, clock in (
        (-2, time(0, 5)),
        (-2, time(8)),
        (0, time(14)),
        (2, time(7, 30)),
        (3, time(23, 59)),
        (4, time(12)),
    )
]
EVERY_STATE = {"missing", "draft", "submitted", "returned", "approved", "resubmitted", "again"}
SOME_DAY = MOMENTS[2]


@cache
def told(now: datetime) -> tuple[DemoYear, Story]:
    year = lay_year(now.date())
    return year, tell(year, now)


def by_paper(story: Story) -> dict[str, list[Step]]:
    steps: dict[str, list[Step]] = defaultdict(list)
    for step in story.steps:
        steps[step.paper].append(step)
    return steps


def state(steps: list[Step]) -> str:
    """Where a paper stands, told by its steps; "again": approved after it was sent back."""
    if not steps:
        return "missing"
    deeds = [step.deed for step in steps if step.deed is not Deed.OPEN]
    if deeds[-1] is Deed.SUBMIT:
        return "resubmitted" if steps[-1].version > 1 else "submitted"
    if deeds[-1] is Deed.DRAFT:
        return "draft" if steps[-1].version == 1 else "returned"
    if deeds[-1] is Deed.APPROVE:
        return "again" if steps[-1].version > 1 else "approved"
    return {Deed.WITHDRAW: "withdrawn", Deed.SEND_BACK: "returned"}[deeds[-1]]


def states_of_week(now: datetime, week_no: int) -> Counter[str]:
    _, story = told(now)
    steps = by_paper(story)
    return Counter(
        state(steps[key]) for key, paper in story.papers.items() if paper.week_no == week_no
    )
