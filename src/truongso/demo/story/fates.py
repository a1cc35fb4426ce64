"""How each lesson plan of a week ends up by now, in believable proportions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil
from random import Random

from truongso.demo.story.shapes import StoryPaper

LATE_AUTHORS = frozenset({"huy.tq", "long.vh", "trung.hd"})
"""Teachers who often hand in after the Saturday."""

NEW_AUTHOR = "bao.dg"
"""The one in his first year, who still misses plans."""


class Fate(Enum):
    """What has become of a plan."""

    MISSING = auto()
    DRAFT = auto()
    WAITING = auto()
    WITHDRAWN = auto()
    RETURNED = auto()
    RESUBMITTED = auto()
    """Sent back, handed in again as version 2, waiting."""
    APPROVED_AGAIN = auto()
    """Sent back, then version 2 approved."""
    CHANGED = auto()
    """Approved; a changed version waits while the approved one is in force."""
    APPROVED = auto()


IN_STEPS = frozenset({Fate.RETURNED, Fate.RESUBMITTED, Fate.APPROVED_AGAIN, Fate.CHANGED})
"""Fates that take days: such plans were handed in early."""

FEW = {Fate.WITHDRAWN: 1, Fate.RETURNED: 1, Fate.RESUBMITTED: 1, Fate.CHANGED: 1}
QUOTAS: dict[int, dict[Fate, int]] = {
    -5: FEW | {Fate.MISSING: 1, Fate.DRAFT: 1, Fate.WAITING: 1, Fate.APPROVED_AGAIN: 5},
    -4: FEW | {Fate.MISSING: 1, Fate.DRAFT: 1, Fate.WAITING: 1, Fate.APPROVED_AGAIN: 7},
    -3: FEW | {Fate.MISSING: 2, Fate.DRAFT: 1, Fate.WAITING: 1, Fate.APPROVED_AGAIN: 4},
    -2: FEW | {Fate.MISSING: 1, Fate.DRAFT: 1, Fate.WAITING: 2, Fate.APPROVED_AGAIN: 6},
    -1: FEW | {Fate.MISSING: 2, Fate.DRAFT: 1, Fate.WAITING: 3, Fate.APPROVED_AGAIN: 5},
    0: {
        Fate.MISSING: 3,
        Fate.DRAFT: 2,
        Fate.WAITING: 6,
        Fate.WITHDRAWN: 1,
        Fate.RETURNED: 3,
        Fate.RESUBMITTED: 3,
        Fate.CHANGED: 2,
        Fate.APPROVED_AGAIN: 4,
    },
}
"""Plans of a week by how many weeks it lies from now; the rest is approved at once."""

COMING_SHARES = {
    Fate.WAITING: 0.34,
    Fate.RETURNED: 0.07,
    Fate.RESUBMITTED: 0.06,
    Fate.APPROVED_AGAIN: 0.06,
}
"""Of the plans already handed in for a coming week; the rest of them is approved."""

HANDED_AT_DUE = 0.95
ENOUGH_FOR_ALL = 8
"""With fewer plans handed in than this there are only waiting and approved ones."""

DRAFT_SHARE = 0.2
OWING = (Fate.MISSING, Fate.DRAFT)


@dataclass(frozen=True, slots=True)
class Fated:
    """A plan with its fate and by how many days it came late (0: on time)."""

    paper: StoryPaper
    fate: Fate
    days_late: int


def of_past_week(papers: Sequence[StoryPaper], offset: int, dice: Random) -> Iterator[Fated]:
    """Yield the fates of a week that is `offset` (0 or less) weeks from now."""
    quota = QUOTAS[offset]
    left = _careless_first(papers, dice)
    for fate in OWING:
        for _ in range(quota[fate]):
            yield Fated(left.pop(0), fate, 0)
    dice.shuffle(left)
    fates = [fate for fate, count in quota.items() if fate not in OWING for _ in range(count)]
    for place, paper in enumerate(left):
        fate = fates[place] if place < len(fates) else Fate.APPROVED
        yield Fated(paper, fate, 0 if fate in IN_STEPS else _days_late(paper, dice))


def of_coming_week(papers: Sequence[StoryPaper], progress: float, dice: Random) -> Iterator[Fated]:
    """Yield the fates of a week still to come.

    `progress`, 0 to 1: how much of the time for handing in has passed.
    """
    left = _careless_first(papers, dice)[::-1]
    handed = round(len(left) * HANDED_AT_DUE * progress**1.6)
    fates = [
        fate
        for fate, share in COMING_SHARES.items()
        if handed >= ENOUGH_FOR_ALL or fate is Fate.WAITING
        for _ in range(ceil(handed * share))
    ]
    for place, paper in enumerate(left[:handed]):
        yield Fated(paper, fates[place] if place < len(fates) else Fate.APPROVED, 0)
    drafts = round((len(left) - handed) * DRAFT_SHARE * min(1.0, 4 * progress))
    for place, paper in enumerate(left[handed:]):
        yield Fated(paper, Fate.DRAFT if place < drafts else Fate.MISSING, 0)


def _careless_first(papers: Sequence[StoryPaper], dice: Random) -> list[StoryPaper]:
    """Shuffled, but those who are known for owing plans come first."""
    mixed = dice.sample(list(papers), len(papers))
    return sorted(mixed, key=lambda paper: paper.author not in {NEW_AUTHOR, *LATE_AUTHORS})


def _days_late(paper: StoryPaper, dice: Random) -> int:
    if paper.author in LATE_AUTHORS:
        return dice.choice((0, 1, 1, 2, 3))
    if paper.author == NEW_AUTHOR:
        return dice.choice((0, 1, 2))
    return 1 if dice.random() < 0.03 else 0
