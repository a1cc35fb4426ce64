"""Turn a paper and its fate into versions and dated steps; nothing happens after now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from truongso.demo import school
from truongso.demo.lesson_files import Mend
from truongso.demo.lesson_files.phrases import fill, words_of
from truongso.demo.programmes import Lesson, extra_programme, programme
from truongso.demo.story.due import DEPUTIES, HEADS
from truongso.demo.story.fates import Fate
from truongso.demo.story.moments import AUTHOR_HOURS, REVIEWER_HOURS, Hours, next_after
from truongso.demo.story.shapes import Deed, Lending, RemarkNote, Step, StoryPaper, Version
from truongso.foundation.text import folded
from truongso.rules.subjects import subjects

DEPUTY_SHARE = 0.45
"""How many of the plans that a deputy may approve in the head's name he does."""

PRINCIPAL, VICE_PRINCIPAL = "son.pt", "thu.lm"
LEADERS = (PRINCIPAL, VICE_PRINCIPAL)
MAX_TITLE = 60


@dataclass(frozen=True, slots=True)
class Acted:
    """A paper with the versions that exist by now, and what was done with them."""

    paper: StoryPaper
    steps: tuple[Step, ...]


def act_out(
    paper: StoryPaper,
    fate: Fate,
    handed_in_at: datetime,
    now: datetime,
    lendings: Sequence[Lending],
) -> Acted:
    """Return what happens to a paper that is handed in at a moment, as far as now.

    A fate that needs more time than has passed stops on its way: a plan to be approved tomorrow
    still waits today.
    """
    if fate is Fate.MISSING:
        return Acted(paper, ())
    actor = _Actor(paper, Random(f"{paper.key}/steps"), lendings)
    actor.play(fate, handed_in_at)
    steps = tuple(step for step in actor.steps if step.at <= now)
    made = max((step.version for step in steps), default=0)
    return Acted(replace(paper, versions=tuple(actor.versions[:made])), steps)


class _Actor:
    """Plays one paper's fate, step after step, with times of day."""

    def __init__(self, paper: StoryPaper, dice: Random, lendings: Sequence[Lending]) -> None:
        self.paper, self.dice, self.lendings = paper, dice, lendings
        self.steps: list[Step] = []
        self.versions: list[Version] = []
        self.remarks = _remarks(paper, dice)

    def play(self, fate: Fate, handed_in_at: datetime) -> None:
        self._hand_in(handed_in_at, is_draft=fate is Fate.DRAFT)
        match fate:
            case Fate.WITHDRAWN:
                self._do(self._later(AUTHOR_HOURS, 1, 3), Deed.WITHDRAW, self.paper.author)
            case Fate.RETURNED | Fate.RESUBMITTED | Fate.APPROVED_AGAIN:
                self._review(Deed.SEND_BACK)
            case Fate.APPROVED | Fate.CHANGED:
                self._review(Deed.APPROVE)
        if fate in (Fate.RESUBMITTED, Fate.APPROVED_AGAIN, Fate.CHANGED):
            self._hand_in(self._later(AUTHOR_HOURS, 2, 14))
        if fate is Fate.APPROVED_AGAIN:
            self._review(Deed.APPROVE)

    def _hand_in(self, at: datetime, *, is_draft: bool = False) -> None:
        no = len(self.versions) + 1
        mends = tuple(Mend(place, mend) for _, place, mend in self.remarks) if no > 1 else ()
        name = self.versions[0].file_name if self.versions else _file_name(self.paper, self.dice)
        self.versions.append(Version(no, _renamed(name, no), mends))
        author = self.paper.author
        self._do(at - timedelta(seconds=self.dice.randrange(90, 2400)), Deed.DRAFT, author)
        if not is_draft:
            self._do(at, Deed.SUBMIT, author)

    def _review(self, deed: Deed) -> None:
        at = self._later(REVIEWER_HOURS, 1, 20)
        by, behalf = self._reviewer(at)
        opened_at = at - timedelta(seconds=self.dice.randrange(60, 480))
        self._do(max(opened_at, self.steps[-1].at + timedelta(seconds=20)), Deed.OPEN, by, behalf)
        step = Step(at, deed, by, self.paper.key, len(self.versions), behalf)
        if deed is Deed.SEND_BACK:
            step = replace(step, remarks=tuple(remark for remark, _, _ in self.remarks))
        self.steps.append(step)

    def _do(self, at: datetime, deed: Deed, by: str, behalf: str = "") -> None:
        self.steps.append(Step(at, deed, by, self.paper.key, len(self.versions), behalf))

    def _later(self, hours: Hours, least: int, most: int) -> datetime:
        wait = timedelta(minutes=self.dice.randrange(least * 60, most * 60))
        return next_after(self.steps[-1].at, wait, self.dice, hours)

    def _reviewer(self, at: datetime) -> tuple[str, str]:
        """Who decides, and in whose name.

        The head; the deputy where the head has lent it; the leadership on heads' own plans and on
        plans of the department.
        """
        paper = self.paper
        if paper.kind in ("teaching_plan", "activity_plan"):
            return self.dice.choice(LEADERS), ""
        if paper.author in HEADS.values():
            return self.dice.choice(LEADERS), ""
        head, deputy = HEADS[paper.department], DEPUTIES[paper.department]
        act = f"planning.approve:{paper.kind}"
        is_lent = any(each.giver == head and each.covers(act, at) for each in self.lendings)
        if is_lent and paper.author != deputy and self.dice.random() < DEPUTY_SHARE:
            return deputy, head
        return head, ""


def lessons_of(paper: StoryPaper) -> list[Lesson]:
    """Return the lessons a lesson plan is for; none for other papers."""
    if not paper.lessons or paper.grade is None:
        return []
    if paper.extra_class:
        taught = extra_programme(paper.extra_class)
    else:
        taught = programme(paper.subject, paper.grade)
    return [taught.lesson(no) for no in paper.lessons]


def _remarks(paper: StoryPaper, dice: Random) -> list[tuple[RemarkNote, str, str]]:
    """One or two remarks a reviewer makes, each with where and how the author mends it."""
    data = school.read("remarks.toml")
    lessons = lessons_of(paper)
    if not lessons or paper.grade is None:
        entry = dice.choice(data["plan_remark"])
        return [(RemarkNote(entry["page"], entry["text"]), "", entry["mend"])]
    words = words_of(lessons[0], paper.grade)
    chosen = dice.sample(data["remark"], dice.choice((1, 1, 2)))
    return [
        (
            RemarkNote(entry["page"], fill(entry["text"], words)),
            entry["place"],
            fill(entry["mend"], words),
        )
        for entry in chosen
    ]


def _file_name(paper: StoryPaper, dice: Random) -> str:
    """Name the file as its author does: each has a way of his own."""
    way = Random(paper.author).randrange(4)
    suffix = dice.choice((".docx", ".docx", ".pdf", ".pdf", ".pdf"))
    lessons = lessons_of(paper)
    if not lessons:
        return _plan_name(paper) + suffix
    lesson = lessons[0]
    title = _clean(lesson.title)
    short = subjects()[paper.subject].short
    names = (
        f"{short} {paper.grade} - {title}",
        f"KHBD_Tuan{paper.week_no}_{_plain(short)}{paper.grade}_{_plain(title)}",
        f"Tuần {paper.week_no} - {title} ({short} {paper.grade})",
        f"{title} - lớp {paper.grade}",
    )
    return names[way] + suffix


def _plan_name(paper: StoryPaper) -> str:
    subject = _clean(subjects()[paper.subject].short) if paper.subject else ""
    return {
        "school_plan": "Kế hoạch giáo dục nhà trường",
        "teaching_plan": f"PL1 - Kế hoạch dạy học {subject} {paper.grade}",
        "activity_plan": f"PL2 - Kế hoạch hoạt động giáo dục khối {paper.grade}",
        "teacher_plan": f"PL3 - Kế hoạch giáo dục {subject} {paper.grade}",
    }[paper.kind]


def _renamed(name: str, no: int) -> str:
    if no == 1:
        return name
    stem, _, suffix = name.rpartition(".")
    return f"{stem} (sửa lần {no - 1}).{suffix}"


def _clean(title: str) -> str:
    title = re.sub(r'[\\/:*?"<>|]', "", title)
    return title if len(title) <= MAX_TITLE else title[:MAX_TITLE].rpartition(" ")[0]


def _plain(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]+", "_", folded(text)).strip("_")
