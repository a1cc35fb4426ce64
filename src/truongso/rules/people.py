"""What a person's record must say before it is kept: names, days of birth, dates of work.

Pure. Ages are bounds of what can be, not rights: a pupil enters grade 6 at eleven and may be up to
three years older, more with a disability.
Source: Circular 15/2026/TT-BGDĐT (charter), age of pupils; Circular 42/2021/TT-BGDĐT; rule book 7.
"""

from collections.abc import Iterator
from datetime import date

from truongso.rules.subjects import GRADES
from truongso.rules.verdict import Violation

PUPIL_AGES = (10, 20)
STAFF_AGES = (18, 70)
LARGEST_CLASS = 45
"""Pupils of a class at most. Source: Circular 15/2026/TT-BGDĐT (charter)."""


def age_on(born_on: date, day: date) -> int:
    """Return the full years of age on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def check_born(born_on: date, day: date, ages: tuple[int, int]) -> Iterator[Violation]:
    """Yield why a day of birth cannot be right for one of such an age on a day."""
    least, most = ages
    age = age_on(born_on, day)
    if not least <= age <= most:
        said = {"born_on": born_on, "age": age, "least": least, "most": most}
        yield Violation("person.impossible_age", "born_on", said)


def check_name(full_name: str) -> Iterator[Violation]:
    """Yield why a text is no full name: it has a family and a given name, and no digits."""
    if len(full_name.split()) < 2 or any(letter.isdigit() for letter in full_name):
        yield Violation("person.name_incomplete", "full_name", {"name": full_name})


def check_work(works_since: date, works_until: date | None) -> Iterator[Violation]:
    """Yield why days of work cannot be; the end is exclusive, None while it lasts."""
    if works_until is not None and works_until <= works_since:
        yield Violation("person.leaves_before_coming", "works_until", {"since": works_since})


def check_class(name: str, grade: int, *, extra: bool) -> Iterator[Violation]:
    """Yield why a class may not have this name and grade: an ordinary one begins with its grade."""
    if grade not in GRADES:
        yield Violation("class.unknown_grade", "grade", {"grade": grade})
    elif not extra and not name.startswith(str(grade)):
        yield Violation("class.name_without_grade", "name", {"name": name, "grade": grade})
