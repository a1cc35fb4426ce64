"""Scenes of results: the worked pupil of the rule book (E) and others, through the acts."""

from datetime import datetime

from tests.gradebook.scenes import NOW, page, save
from tests.school import School
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import conduct as conduct_acts
from truongso.gradebook.actions.conduct import Said
from truongso.gradebook.actions.deciding import Cell
from truongso.roster.models import Pupil, TeachingAssignment
from truongso.rules.circular import Level, circular_on
from truongso.rules.columns import columns_for
from truongso.rules.gradebook import key_of
from truongso.rules.subjects import subjects

E = {
    "VAN": ("7 8 7,5 8 7 7,5", "8 7,5 8 8 8 8", 74, 79, 77),
    "TOAN": ("9 8,5 9 10 8,5 9", "9 9 9,5 9 9 9,3", 89, 92, 91),
    "NN1": ("6 6,5 7 6 6 6,5", "6,5 7 6,5 7 6,5 6,8", 63, 67, 66),
    "GDCD": ("8 9 8,5 8", "9 9 8,5 9", 83, 89, 87),
    "LSDL": ("7,5 8 8 8,5 8 7,8", "8 8,5 8 9 8 8,3", 79, 83, 82),
    "KHTN": ("8 8 9 8,5 8 8,3", "8 8,5 9 9 8,5 8,5", 83, 86, 85),
    "CN": ("9 8 8 8,5", "9 9 9 8,5", 84, 88, 87),
    "TIN": ("9 10 9 9,5", "10 9 9,5 9", 94, 93, 93),
}
"""Pupil E of the rule book: the marks of both terms, their averages, the year's."""


def taught_by_lan(school: School, name: str = "6A") -> None:
    """Lan teaches every subject of a class."""
    row = school.classes[name]
    TeachingAssignment.objects.of(school).filter(school_class=row).delete()
    TeachingAssignment.objects.bulk_create(
        TeachingAssignment(
            id=new_id(),
            school_id=school.id,
            staff=school.staff["Lan"],
            school_class=row,
            subject=code,
            since=school.year.starts_on,
        )
        for code in subjects()
    )


def fill(
    school: School,
    pupils: list[Pupil],
    *,
    score: str = "8,5",
    terms: tuple[int, ...] = (1, 2),
    name: str = "6A",
    when: datetime = NOW,
) -> None:
    """Give pupils the same score everywhere, and Đ in the comment subjects."""
    circular = circular_on(school.year.starts_on)
    grade = school.classes[name].grade
    for code, subject in subjects().items():
        text = "Đ" if subject.assessed_by == "comments" else score
        keys = [key_of(column) for column in columns_for(code, grade, circular)]
        for term in terms:
            cells = [Cell(pupil.id, key, text, 0) for pupil in pupils for key in keys]
            answer = save(school, *cells, where=page(school, code, name, term), at=when)
            assert not answer["refused"]


def worked(school: School, pupil: Pupil) -> None:
    """Give a pupil all marks of pupil E."""
    circular = circular_on(school.year.starts_on)
    for code, subject in subjects().items():
        keys = [key_of(column) for column in columns_for(code, 6, circular)]
        for term in (1, 2):
            said = E[code][term - 1].split() if code in E else ["Đ"] * len(keys)
            assert subject.assessed_by == ("scores" if code in E else "comments")
            cells = [Cell(pupil.id, key, text, 0) for key, text in zip(keys, said, strict=True)]
            assert not save(school, *cells, where=page(school, code, "6A", term))["refused"]


def behave(
    school: School,
    pupils: list[Pupil],
    level: Level = Level.TOT,
    *,
    absent: int = 0,
    terms: tuple[int, ...] = (1, 2),
    who: str = "Sơn",
    name: str = "6A",
) -> None:
    """Give pupils the same conduct and absences."""
    for term in terms:
        conduct_acts.enter_conduct(
            actor=school.actor(who),
            class_id=school.classes[name].id,
            term=term,
            said={pupil.id: Said(level, absent) for pupil in pupils},
            now=NOW,
        )
