"""Which lesson a file is for, guessed from its name. The teacher confirms every guess.

Pure. Names are as teachers write them: "Bài 12 - Phân số.docx", "TOAN6_tiet25-26.pdf",
"KHBD tuần 6 chủ đề 3 (KHTN 6).pdf". The caller passes names and titles without marks, lower case.
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

WORDS = re.compile(r"[a-z]+|[0-9]+")
LESSON_NO = re.compile(r"\b(?:bai|b|lesson|unit)[ ._-]*([0-9]{1,3})(?![0-9])")
PERIODS = re.compile(
    r"\b(?:tiet|t|ppct)[ ._-]*([0-9]{1,3})(?:[ ._]*(?:-|,|\+|den|va)[ ._]*([0-9]{1,3}))?"
)
WEEK = re.compile(r"\b(?:tuan|week|w)[ ._-]*([0-9]{1,2})(?![0-9])")
COMMON = {"bai", "tiet", "tuan", "chu", "de", "lop", "khbd", "ke", "hoach", "day", "giao", "an"}
NUMBER_IN_TITLE = re.compile(r"^(?:bai|unit|lesson|tiet) ([0-9]{1,3})\b")

LESSON_POINTS, PERIOD_POINTS, WEEK_POINTS, TITLE_POINTS, TOKEN_POINTS = 4.0, 4.0, 1.0, 6.0, 2.0
ENOUGH, CLEARLY = 3.0, 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lesson that a file may be for. `title` and `tokens` without marks, lower case.

    `tokens`: words that name the subject and grade, such as "toan", "6", "toan6".
    """

    key: Hashable
    no: int
    title: str
    first_period: int
    periods: int
    week: int
    tokens: frozenset[str]


def match(names: Sequence[str], lessons: Sequence[Candidate]) -> list[Hashable | None]:
    """Return for each file name the key of its lesson; None where no lesson is clearly the one.

    A lesson is given to one file only: to the name that fits it best.

    >>> a = Candidate("a", 5, "bai 5. phep nhan", 9, 2, 3, frozenset({"toan", "6"}))
    >>> b = Candidate("b", 6, "bai 6. luy thua", 11, 2, 3, frozenset({"toan", "6"}))
    >>> match(["toan 6 bai 6.docx", "khbd tiet 9-10.pdf", "anh lop.pdf"], [a, b])
    ['b', 'a', None]
    """
    scored = sorted(
        (
            (score(name.replace("_", " "), lesson), place, lesson.key)
            for place, name in enumerate(names)
            for lesson in lessons
        ),
        key=lambda line: -line[0],
    )
    chosen: dict[int, Hashable] = {}
    for points, place, key in scored:
        if points < ENOUGH or place in chosen or key in chosen.values():
            continue
        rivals = [s for s, p, k in scored if p == place and k != key and k not in chosen.values()]
        if points - max(rivals, default=0.0) >= CLEARLY:
            chosen[place] = key
    return [chosen.get(place) for place in range(len(names))]


def score(name: str, lesson: Candidate) -> float:
    """Return how well a file name fits a lesson: 0 not at all; about 3 and more is a good sign."""
    points = _numbers(name, lesson)
    words = set(WORDS.findall(name)) - COMMON
    title = [w for w in WORDS.findall(lesson.title) if w not in COMMON and not w.isdigit()]
    shared = [word for word in title if word in words]
    if title:
        points += TITLE_POINTS * len(shared) / len(title)
    named = {token for token in lesson.tokens if token in words}
    if points:
        points += TOKEN_POINTS * len(named) / max(len(lesson.tokens), 1)
    return max(points, 0.0)


def _numbers(name: str, lesson: Candidate) -> float:
    """Points for numbers of lesson, periods and week; a number that differs speaks against."""
    points = 0.0
    if found := LESSON_NO.search(name):
        points += LESSON_POINTS if int(found.group(1)) == _number(lesson) else -LESSON_POINTS
    if found := PERIODS.search(name):
        first, last = int(found.group(1)), int(found.group(2) or found.group(1))
        touches = first < lesson.first_period + lesson.periods and last >= lesson.first_period
        points += PERIOD_POINTS if touches else -PERIOD_POINTS
        points += 1.0 if first == lesson.first_period else 0.0
    if found := WEEK.search(name):
        points += WEEK_POINTS if int(found.group(1)) == lesson.week else -WEEK_POINTS
    return points


def _number(lesson: Candidate) -> int:
    """The number a teacher calls the lesson by: that in its title, else its place."""
    found = NUMBER_IN_TITLE.search(lesson.title)
    return int(found.group(1)) if found else lesson.no
