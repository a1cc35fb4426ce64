"""Founds the schools of a drill inside its own installation, and says who takes part.

Run as a program in the installation's environment: `python -m tests.drills.founding 2`; what it
prints is read by the rig. The schools are the little school of the other tests; everybody's browser
has signed in already, because hashing passwords is not what a drill is about.
"""

import json
import sys
from dataclasses import asdict, dataclass
from typing import Any

WRITERS = ("Lan", "Minh", "Dũng", "Oanh", "Yến")
DECIDERS = ("Hoa", "Bình")
FURTHEST_WEEK = 8  # today lies in week 6, and the school takes plans two weeks ahead


@dataclass(frozen=True)
class Lesson:
    """A lesson somebody may hand in for, with the classes its plan serves."""

    id: str
    classes: list[str]


@dataclass(frozen=True)
class Person:
    """Somebody who takes part: his school, his rows' ids, his session, what he may hand in for."""

    school: int
    name: str
    staff: str
    cookie: str
    decides: bool
    lessons: list[Lesson]


def people(told: str) -> list[Person]:
    """Return who takes part, from what this program has printed."""
    return [
        Person(**{**line, "lessons": [Lesson(**lesson) for lesson in line["lessons"]]})
        for line in json.loads(told)
    ]


def main(count: int) -> None:
    """Found so many schools and print who takes part."""
    import django

    django.setup()
    from tests import school as little

    found = []
    for number in range(count):
        school_id = little.new_org("school", f"Trường THCS Diễn tập {number + 1}")
        with little.looking_at(school_id):
            school = little.build(school_id)
            found += [_person(school, name) for name in WRITERS + DECIDERS]
    print(json.dumps([asdict(person) for person in found]))


def _person(school: Any, name: str) -> Person:
    from django.conf import settings

    from tests.clients import signed_in

    cookie = signed_in(school, name).cookies[settings.SESSION_COOKIE].value
    staff = str(school.staff[name].id)
    lessons = _lessons(school, name)
    return Person(school.id, name, staff, cookie, name in DECIDERS, lessons)


def _lessons(school: Any, name: str) -> list[Lesson]:
    from tests.school_rows import TEACHING

    taught = [(subject, classes) for who, subject, _, classes in TEACHING if who == name]
    return [
        Lesson(str(lesson.id), [str(school.classes[c].id) for c in classes if int(c[0]) == grade])
        for subject, classes in taught
        for grade in sorted({int(c[0]) for c in classes})
        for lesson in school.programmes[subject, grade].lessons.of(school).order_by("no")
        if lesson.first_week <= FURTHEST_WEEK
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]))
