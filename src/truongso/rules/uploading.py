"""Who hands in the lesson plan of a lesson, and what one file may hold.

Pure. In an integrated subject (KHTN, LS&ĐL, Nghệ thuật) several teachers teach a class; the
department head names one of them, who hands in for the grade.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from truongso.rules.subjects import Subject
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class Unit:
    """What one file is for: lessons of one programme, with the topic (chủ đề) of each."""

    subject: Subject
    grade: int
    extra: bool
    titles: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uploader:
    """The one who hands in: whether he teaches the subject in the grade, and who is named."""

    person: UUID
    teaches: bool
    named: UUID | None = None
    named_name: str = ""


def check_uploader(unit: Unit, who: Uploader, *, at: str = "") -> Iterator[Violation]:
    """Yield why a person may not hand in for a unit; nothing when he may.

    Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.2 ("tổ trưởng quy định 01 giáo viên trong
    số những người dạy đưa bài lên").
    """
    params = {"subject": unit.subject.name, "grade": unit.grade}
    if not who.teaches:
        yield Violation("plan.not_your_lesson", at, {"lesson": unit.titles[0]})
    elif unit.subject.integrated and not unit.extra:
        if who.named is None:
            yield Violation("plan.no_uploader", at, params)
        elif who.named != who.person:
            yield Violation("plan.not_the_uploader", at, params | {"uploader": who.named_name})


def check_unit(topics: Sequence[str], *, at: str = "") -> Iterator[Violation]:
    """Yield whether the lessons of one file are more than one lesson or one topic.

    Source: Decision 20/QĐ-THCS, section II.2 ("Mỗi bài dạy hoặc 01 chủ đề nằm trong 1 file").

    >>> list(check_unit(["Chủ đề 1", "Chủ đề 1"]))
    []
    """
    if len(topics) > 1 and (len(set(topics)) > 1 or not topics[0]):
        yield Violation("plan.lessons_not_one_topic", at)
