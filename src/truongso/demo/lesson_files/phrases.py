"""The sentences that lesson plans are put together from, by subject and by form of work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from truongso.demo import school
from truongso.demo.programmes import Lesson
from truongso.rules.subjects import subjects

SETS_BY_STRAND = {
    "Lịch sử": "lsdl_s",
    "Địa lí": "lsdl_d",
    "Âm nhạc": "nt_n",
    "Mĩ thuật": "nt_m",
}
SQUARES = (4, 9, 16, 25, 36, 49, 64, 81)
AIMS_BY_SUBJECT = {"GDTC": "skill_aims", "NT": "skill_aims", "HDTN": "activity_aims"}


@dataclass(frozen=True, slots=True)
class Task:
    """One activity: what for, what, with which result, and how the work is given out.

    `lists_tasks`: its content announces exercises or questions.
    """

    form: str
    aim: str
    content: str
    product: str
    assign: str
    lists_tasks: bool = False


@dataclass(frozen=True, slots=True)
class PhraseSet:
    """The sentences of one subject or kind of lesson; they hold {n}, {p}, {p1} … to be filled."""

    teacher_equipment: tuple[str, ...]
    pupil_equipment: tuple[str, ...]
    skills: tuple[str, ...]
    opening: tuple[Task, ...]
    knowledge: tuple[Task, ...]
    practice: tuple[Task, ...]
    application: tuple[Task, ...]


def set_for(subject: str, lesson: Lesson) -> PhraseSet:
    """Return the sentences that fit a lesson: by its kind, its strand, or what it trains."""
    if lesson.kind == "test" and assessed_by_comments(subject):
        return _phrase_set("assess")
    if lesson.kind != "lesson":
        return _phrase_set(lesson.kind)
    if subject == "VAN":
        return _phrase_set(_literature_set(lesson.title))
    return _phrase_set(SETS_BY_STRAND.get(lesson.strand, subject.lower()))


def assessed_by_comments(subject: str) -> bool:
    """Tell whether the subject has no scores, so that its tests are performances or products.

    Source: Circular 22/2021/TT-BGDĐT, article 5.
    """
    return subjects()[subject].assessed_by == "comments"


def aims_for(subject: str) -> tuple[str, ...]:
    """Return the sentences in which a subject's aims are written."""
    return tuple(common()[AIMS_BY_SUBJECT.get(subject, "knowledge_aims")])


def words_of(lesson: Lesson, grade: int) -> dict[str, str]:
    """Return what the placeholders of the sentences stand for in this lesson."""
    points = lesson.points
    return {
        "n": lesson.name.removeprefix("Đọc: "),
        "g": str(grade),
        "p": points[0],
        "p1": points[0],
        "p2": points[1],
        "p3": points[-1],
    }


def draw(dice: Random, sentences: Sequence[str], count: int, words: Mapping[str, str]) -> list[str]:
    """Return so many of the sentences, filled in, in their own order."""
    places = sorted(dice.sample(range(len(sentences)), min(count, len(sentences))))
    return [fill(sentences[place], words) for place in places]


def fill(sentence: str, words: Mapping[str, str]) -> str:
    """Return the sentence with its placeholders filled."""
    return sentence.format_map(words)


def tasks(subject: str, lesson: Lesson, words: Mapping[str, str], dice: Random) -> list[str]:
    """Return what the class practises: exercises that fit the lesson, or questions about it.

    Empty for subjects that are practised by doing (sport, arts, activities).
    """
    if subject in AIMS_BY_SUBJECT:
        return []
    fitting = _fitting(subject, lesson.title) or _fitting(subject, " ".join(lesson.points))
    chosen = dice.sample(fitting, min(3, len(fitting)))
    exercises = [
        f"Bài {place}. {text.format_map(_numbers(dice))}" for place, text in enumerate(chosen, 1)
    ]
    return exercises if len(exercises) > 1 else exercises + _questions(words, dice)


def _questions(words: Mapping[str, str], dice: Random) -> list[str]:
    """Three questions of rising difficulty about the lesson's points."""
    texts = common()["questions"]
    return [fill(dice.choice(texts[place : place + 2]), words) for place in (0, 2, 4)]


@cache
def common() -> dict[str, Any]:
    """Return the sentences that all subjects share."""
    return school.read("phrases", "common.toml")


def _fitting(subject: str, about: str) -> list[str]:
    about = about.lower()
    return [
        text
        for entry in school.read("exercises.toml")["exercise"]
        if entry["subject"] == subject and entry["word"].lower() in about
        for text in entry["texts"]
    ]


def _literature_set(title: str) -> str:
    if title.startswith("Đọc"):
        return "van_doc"
    return "van_tv" if title.startswith("Thực hành tiếng Việt") else "van_viet"


def _numbers(dice: Random) -> dict[str, int]:
    """Small whole numbers for an exercise: squares s and t, cube k, product q, angle g1 …"""
    a, c = dice.sample(range(3, 10), 2)
    root = dice.choice(range(2, 10))
    return {
        "a": a,
        "b": dice.randrange(11, 24),
        "c": c,
        "d": 12 * dice.randrange(10, 60),
        "e": dice.choice((24, 36, 48)),
        "q": a * c,
        "r": root,
        "s": root**2,
        "t": dice.choice(SQUARES),
        "k": dice.choice((8, 27, 64, 125)),
        "l3": 3 * a,
        "l4": 4 * a,
        "g1": dice.choice((30, 35, 40, 45, 50, 60, 65, 70)),
    }


@cache
def _phrase_set(name: str) -> PhraseSet:
    data = school.read("phrases", f"{name}.toml")
    tasks = {
        part: tuple(Task(**entry) for entry in data[part])
        for part in ("opening", "knowledge", "practice", "application")
    }
    return PhraseSet(
        tuple(data["teacher_equipment"]),
        tuple(data["pupil_equipment"]),
        tuple(data["skills"]),
        **tasks,
    )
