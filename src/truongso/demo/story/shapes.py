"""What the story tells: papers, their versions, who did what when. Plain values to be replayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from truongso.demo.lesson_files import Mend


class Deed(StrEnum):
    """What somebody did with a version of a paper."""

    DRAFT = "draft"
    """The author put a file there, not yet handed in."""
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    OPEN = "open"
    """The reviewer opened the file to read it."""
    APPROVE = "approve"
    SEND_BACK = "send_back"


@dataclass(frozen=True, slots=True)
class RemarkNote:
    """A remark on a page of the file; page 0: on the whole."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a paper: the name of its file (.docx or .pdf) and what it has more than the
    first: mends of a lesson plan, notes of an education plan.
    """

    no: int
    file_name: str
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryPaper:
    """A plan of any kind that somebody owes, and the versions that exist (none: it is missing).

    `author` is a sign-in name, `lessons` numbers in the programme of subject and grade, or of the
    extra class when `extra_class` names one. `week_no` and `due_on` only for lesson plans, `strand`
    only for a teacher's plan of an integrated subject, `department` its key.
    """

    key: str
    kind: str
    author: str
    subject: str = ""
    grade: int | None = None
    strand: str = ""
    department: str = ""
    extra_class: str = ""
    lessons: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    week_no: int | None = None
    due_on: date | None = None
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done: by whom, at an aware moment; `behalf`: in whose name, when lent.

    `reference`: the number of the answer from above (school plan).
    """

    at: datetime
    deed: Deed
    by: str
    paper: str
    version: int
    behalf: str = ""
    remarks: tuple[RemarkNote, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Lending:
    """A delegation (ủy nhiệm) of acts from a head to the deputy, given at a moment."""

    giver: str
    receiver: str
    acts: tuple[str, ...]
    given_at: datetime
    since: datetime
    until: datetime

    def covers(self, act: str, at: datetime) -> bool:
        """Tell whether the act may be done under it at the moment."""
        return act in self.acts and self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that was done until now: papers by key, delegations, steps in order of time."""

    papers: Mapping[str, StoryPaper]
    lendings: tuple[Lending, ...]
    steps: tuple[Step, ...]

    def steps_of(self, key: str) -> list[Step]:
        """Return what was done with a paper, in order."""
        return [step for step in self.steps if step.paper == key]
