"""The lesson programmes of the demo school: what is taught in which of the 35 weeks, as values."""

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from truongso.demo import school
from truongso.rules.calendar import TERM_WEEKS
from truongso.rules.programme import Span, lay_lessons, periods_by_week
from truongso.rules.subjects import GRADES, subjects

Row = tuple[str, str, dict[str, Any]]  # topic, strand and entry of a lesson in its file


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a programme: `kind` is "lesson", "review" or "test"; weeks are 1 to 35.

    `points` are what is to be known, as noun phrases. `first_period` counts through the programme.
    """

    no: int
    title: str
    topic: str
    strand: str
    kind: str
    periods: int
    points: tuple[str, ...]
    first_period: int
    first_week: int
    last_week: int

    @property
    def name(self) -> str:
        """The title without its number: "Tập hợp" of "Bài 1. Tập hợp"."""
        head, _, rest = self.title.partition(". ")
        return rest if rest and head.startswith("Bài ") else self.title


@dataclass(frozen=True, slots=True)
class Programme:
    """A lesson programme (phân phối chương trình) of a subject in a grade, or of an extra class."""

    subject: str
    grade: int
    lessons: tuple[Lesson, ...]

    def lesson(self, no: int) -> Lesson:
        """Return the lesson with this number (from 1)."""
        return self.lessons[no - 1]


@cache
def programme(subject: str, grade: int) -> Programme:
    """Return the lesson programme of a subject in a grade."""
    return _programme(f"{subject.lower()}_{grade}")


@cache
def extra_programme(school_class: str) -> Programme:
    """Return the programme of an extra class, by the name of the class."""
    return _programme(next(c.programme for c in school.extra_classes() if c.name == school_class))


def programmes() -> list[Programme]:
    """Return the programmes of all subjects and grades, extra classes left out."""
    return [programme(code, grade) for code in subjects() for grade in GRADES]


def _programme(name: str) -> Programme:
    """Strands of an integrated subject run side by side, each at its own pace; the lessons are
    numbered in the order in which they begin.
    """
    data = school.read("programmes", f"{name}.toml")
    pace = data.get("pace", {})
    rows = [
        (topic["name"], topic.get("strand", ""), lesson)
        for topic in data["topic"]
        for lesson in topic["lessons"]
    ]
    placed = list(
        chain.from_iterable(
            _laid([row for row in rows if row[1] == strand], pace, data.get("starts_week", 1))
            for strand in dict.fromkeys(strand for _, strand, _ in rows)
        )
    )
    placed.sort(key=lambda place: (place[1].first_week, place[1].last_week))
    lessons, taught = [], 0
    for no, ((topic, strand, entry), span) in enumerate(placed, start=1):
        lessons.append(
            Lesson(
                no,
                entry["title"],
                topic,
                strand,
                entry.get("kind", "lesson"),
                entry["periods"],
                tuple(entry["points"]),
                taught + 1,
                span.first_week,
                span.last_week,
            )
        )
        taught += entry["periods"]
    return Programme(data["subject"], data["grade"], tuple(lessons))


def _laid(rows: list[Row], pace: dict[str, list[int]], starts_week: int) -> list[tuple[Row, Span]]:
    """Lay the lessons of one strand (or of the whole subject) over the weeks."""
    periods = [lesson["periods"] for _, _, lesson in rows]
    strand = rows[0][1]
    if strand in pace:
        by_week = [
            count
            for count, weeks in zip(pace[strand], TERM_WEEKS, strict=True)
            for _ in range(weeks)
        ]
    else:
        by_week = periods_by_week(sum(periods))
    by_week[: starts_week - 1] = [0] * (starts_week - 1)
    return list(zip(rows, lay_lessons(periods, by_week), strict=True))
