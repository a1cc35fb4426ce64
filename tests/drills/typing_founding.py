"""Founds schools whose teachers type marks: the little school with full classes and passwords.

Run as a program in the drill's installation: `python -m tests.drills.typing_founding 3`. Nobody has
signed in; that is the browsers' work.
"""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tests.drills.founding import Person

PUPILS = 12
BORN = date(2015, 1, 1)


@dataclass(frozen=True)
class Page:
    """A page of the gradebook: its class, its subject, and the term."""

    class_id: str
    subject: str
    term: int

    @property
    def address(self) -> str:
        """Where it is opened."""
        return f"/so-diem/{self.class_id}/{self.subject}/{self.term}/"


@dataclass(frozen=True)
class Teacher:
    """A teacher who will sign in and type: as whom, with which password, into which pages."""

    person: Person
    username: str
    password: str
    pages: list[Page]


def teachers(told: str) -> list[Teacher]:
    """Return who takes part, from what this program has printed."""
    return [
        Teacher(
            Person(**line["person"]),
            line["username"],
            line["password"],
            [Page(**page) for page in line["pages"]],
        )
        for line in json.loads(told)
    ]


def main(count: int) -> None:
    """Found so many schools and print who types in them."""
    import django

    django.setup()
    from tests import school as little

    found = []
    for number in range(count):
        school_id = little.new_org("school", f"Trường THCS Nhập điểm {number + 1}")
        with little.looking_at(school_id):
            found += _people(little.build(school_id))
    print(json.dumps([asdict(teacher) for teacher in found]))


def _people(school: Any) -> list[Teacher]:
    from tests.school import PASSWORD, give_accounts
    from tests.school_rows import TEACHING

    for name, row in school.classes.items():
        _fill(school, name, row)
    pages: dict[str, list[Page]] = {}
    for who, subject, _strand, classes in TEACHING:
        of = [Page(str(school.classes[name].id), subject, 1) for name in classes]
        pages.setdefault(who, []).extend(of)
    give_accounts(school, *pages)
    return [
        Teacher(
            Person(school.id, who, str(school.staff[who].id), "", decides=False, lessons=[]),
            school.username(who),
            PASSWORD,
            of,
        )
        for who, of in pages.items()
    ]


def _fill(school: Any, name: str, row: Any) -> None:
    from truongso.foundation.text import folded, sort_key
    from truongso.roster.models import ClassMember, Pupil

    pupils = Pupil.objects.bulk_create(
        Pupil(
            school_id=school.id,
            code=f"{name}-{number:02}",
            full_name=f"Nguyễn Thị {name} {number:02}",
            sort_key=sort_key(f"{number:02}"),
            search_key=folded(f"{name} {number:02}"),
            sex="f",
            born_on=BORN,
        )
        for number in range(PUPILS)
    )
    ClassMember.objects.bulk_create(
        ClassMember(school_id=school.id, pupil=pupil, school_class=row, since=school.year.starts_on)
        for pupil in pupils
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
