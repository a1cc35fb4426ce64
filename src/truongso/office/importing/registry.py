"""What is done with each kind: how its rows are compared, how they are written, what they touch."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from truongso.foundation.tenancy import InSchool
from truongso.office.importing import (
    assignments,
    classes,
    programmes,
    pupils,
    staff,
    timetables,
    writing_people,
    writing_pupils,
    writing_teaching,
)
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.rows import Record
from truongso.office.importing.writing import Writer

Check = Callable[[Scene, Iterable[Record]], Iterator[Draft]]


@dataclass(frozen=True, slots=True)
class Trade:
    """The check and the writer of a kind, and the tables whose change makes a check outdated."""

    check: Check
    write: Writer
    tables: tuple[str, ...]


PEOPLE = ("roster_staff", "roster_staffdetail", "roster_department")
TEACHING = ("roster_staff", "roster_schoolclass", "roster_teachingassignment")
TRADES: dict[str, Trade] = {
    "classes": Trade(
        classes.check,
        writing_people.write_classes,
        ("roster_staff", "roster_schoolclass", "access_dutyheld"),
    ),
    "pupils": Trade(
        pupils.check,
        writing_pupils.write,
        ("roster_pupil", "roster_pupildetail", "roster_classmember", "roster_schoolclass"),
    ),
    "staff": Trade(staff.check, writing_people.write_staff, PEOPLE),
    "assignments": Trade(assignments.check, writing_teaching.write_assignments, TEACHING),
    "timetable": Trade(
        timetables.check,
        writing_teaching.write_timetable,
        (*TEACHING, "roster_timetableversion", "roster_timetableslot"),
    ),
    "programmes": Trade(
        programmes.check,
        writing_teaching.write_programmes,
        ("roster_programme", "roster_programmelesson"),
    ),
}


def fingerprint(owner: InSchool, kind: str) -> str:
    """Return a mark of all that the rows were compared with; it differs once any of it changes."""
    marks = []
    with connection.cursor() as cursor:
        for table in TRADES[kind].tables:
            cursor.execute(
                f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 7)), 0)"  # noqa: S608
                f' FROM "{table}" t WHERE school_id = %s',
                [owner.school_id],
            )
            marks.append(":".join(map(str, cursor.fetchone())))
    return "|".join(marks)
