"""Who is at the demo school, who teaches what, and when in the week, as values.

Reads the files of `data/`; knows no tables. All people in them are invented.
"""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from truongso.rules.authority import Duty
from truongso.rules.subjects import GRADES

CLASSES = tuple(f"{grade}{letter}" for grade in GRADES for letter in "ABCD")


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the tree Bộ → Sở → phường → trường."""

    kind: str
    code: str
    name: str
    short_name: str
    place: str


@dataclass(frozen=True, slots=True)
class Department:
    """A department (tổ chuyên môn), its subject groups and the subjects whose plans it makes."""

    key: str
    name: str
    short_name: str
    groups: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff, or an officer above the school (then `org` names the kind of body).

    `login` is the sign-in name and the key in all other data. `works_since` is None for one who
    came at the beginning of the demo year. `department` and `group` are empty for office staff.
    """

    login: str
    full_name: str
    sex: str
    position: str
    duties: tuple[Duty, ...]
    email: str
    code: str = ""
    department: str = ""
    group: str = ""
    qualification: str = ""
    works_since: date | None = None
    org: str = "school"

    @property
    def address(self) -> str:
        """How one speaks of him: "Thầy" or "Cô"."""
        return "Thầy" if self.sex == "m" else "Cô"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who teaches a subject, or a strand of it, in a class; both by key."""

    staff: str
    school_class: str
    subject: str
    strand: str


@dataclass(frozen=True, slots=True)
class ExtraClass:
    """A class of extra teaching (lớp dạy thêm): `count` pupils out of the classes `of`."""

    name: str
    grade: int
    subject: str
    staff: str
    programme: str
    of: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A period of the timetable: weekday 0 (Monday) to 5, period 1 to 5 of its session."""

    school_class: str
    weekday: int
    afternoon: bool
    period: int
    subject: str
    strand: str
    staff: str


@cache
def bodies() -> tuple[Body, ...]:
    """Return the organisations from the ministry down to the school."""
    return tuple(Body(**entry) for entry in read("school.toml")["org"])


@cache
def departments() -> dict[str, Department]:
    """Return the departments by key."""
    return {
        entry["key"]: Department(
            entry["key"],
            entry["name"],
            entry["short_name"],
            tuple(entry["groups"]),
            tuple(entry["subjects"]),
        )
        for entry in read("school.toml")["department"]
    }


@cache
def staff() -> dict[str, Person]:
    """Return those who work at the school, by sign-in name, leadership first."""
    return {entry["login"]: _person(entry) for entry in read("staff.toml")["staff"]}


@cache
def officials() -> dict[str, Person]:
    """Return the officers of ward and city, by sign-in name."""
    return {entry["login"]: _person(entry) for entry in read("staff.toml")["official"]}


@cache
def assignments() -> tuple[Assignment, ...]:
    """Return the teaching assignments (phân công giảng dạy) of term 1, extra classes included."""
    data = read("assignments.toml")
    ordinary = (
        Assignment(login, name, entry["subject"], entry.get("strand", ""))
        for entry in data["assignment"]
        for login, names in entry["staff"].items()
        for name in names.split()
    )
    extra = (Assignment(each.staff, each.name, each.subject, "") for each in extra_classes())
    return (*ordinary, *extra)


@cache
def homerooms() -> dict[str, str]:
    """Return the homeroom teacher (giáo viên chủ nhiệm) of each class."""
    return dict(read("assignments.toml")["homeroom"])


@cache
def uploaders() -> dict[tuple[str, int], str]:
    """Return who hands in the lesson plans of an integrated subject, by subject and grade."""
    return {
        (entry["subject"], int(grade)): login
        for entry in read("assignments.toml")["uploader"]
        for grade, login in entry["staff"].items()
    }


@cache
def extra_classes() -> tuple[ExtraClass, ...]:
    """Return the classes of extra teaching."""
    return tuple(
        ExtraClass(
            entry["name"],
            entry["grade"],
            entry["subject"],
            entry["staff"],
            entry["programme"],
            tuple(entry["pupils"]["from"]),
            entry["pupils"]["count"],
        )
        for entry in read("assignments.toml")["extra_class"]
    )


@cache
def timetable() -> tuple[Slot, ...]:
    """Return the weekly timetable of term 1, extra classes included."""
    text = files("truongso.demo").joinpath("data", "timetable.csv").read_text("utf-8")
    return tuple(
        Slot(
            row["class"],
            int(row["weekday"]),
            row["session"] == "afternoon",
            int(row["period"]),
            row["subject"],
            row["strand"],
            row["staff"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def _person(entry: dict[str, Any]) -> Person:
    return Person(**entry | {"duties": tuple(Duty(duty) for duty in entry["duties"])})


@cache
def read(*path: str) -> dict[str, Any]:
    """Return the content of a TOML file of `data/`."""
    return tomllib.loads(files("truongso.demo").joinpath("data", *path).read_text("utf-8"))
