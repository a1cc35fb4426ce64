"""What the data checks find, each on a case with and one without the fault."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest

from truongso.rules.data_checks import CHECKS, check_all
from truongso.rules.records import Class, DutyOf, Person, Records, Teaching, Week

DAY = date(2026, 10, 14)


def uid(name: str) -> UUID:
    return uuid5(UUID(int=1), name)


def pupil(name: str, **told: Any) -> Person:
    return Person(uid(name), name, name.lower(), date(2015, 1, 1), "m", **told)


AN, BINH = pupil("An"), replace(pupil("Bình"), born_on=date(2015, 2, 2))
LAN = Person(uid("Lan"), "Lan", "lan", date(1985, 1, 1), "f", department=uid("TN"))
A, B = Class(uid("6A"), "6A", 6), Class(uid("6B"), "6B", 6)
TEACH = [Teaching(one.id, LAN.id, "TOAN") for one in (A, B)]
CLEAN = Records(
    day=DAY,
    pupils=[AN, BINH],
    staff=[LAN],
    classes={A.id: A, B.id: B},
    places=[(AN.id, A.id), (BINH.id, B.id)],
    teaching=TEACH,
    slots=TEACH,
    duties=[
        DutyOf(LAN.id, "teacher"),
        DutyOf(LAN.id, "department_head", uid("TN")),
        DutyOf(LAN.id, "homeroom_teacher", A.id),
        DutyOf(uid("Minh"), "homeroom_teacher", B.id),
    ],
    programmes=frozenset({("TOAN", 6, None)}),
    departments={uid("TN"): "Tổ KHTN"},
    weeks=[Week(no, DAY) for no in range(1, 36)],
)


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert {name: found for name, found in check_all(CLEAN).items() if found} == {}
    assert {name: found for name, found in check_all(Records(DAY)).items() if found}.keys() == {
        "weeks"
    }


def wrong(**changes: Any) -> Records:
    return replace(CLEAN, **changes)


CROWD = [pupil(f"Em {no}", moet_id="") for no in range(46)]
FAULTS: Iterable[tuple[str, Records, list[str]]] = [
    ("no-class", wrong(places=[(AN.id, A.id)]), ["Bình"]),
    ("two-classes", wrong(places=[*CLEAN.places, (AN.id, B.id)]), ["An"]),
    ("twins", wrong(pupils=[AN, BINH, replace(AN, id=uid("other"))]), ["An", "An"]),
    ("births", wrong(pupils=[replace(AN, born_on=date(1990, 1, 1)), BINH]), ["An"]),
    ("births", wrong(staff=[replace(LAN, born_on=date(2012, 1, 1))]), ["Lan"]),
    ("identifiers", wrong(pupils=[replace(AN, moet_id="12"), BINH]), ["An"]),
    ("identifiers", wrong(pupils=[replace(AN, citizen_id="031315123456"), BINH]), ["An"]),
    (
        "shared-identifiers",
        wrong(pupils=[replace(one, citizen_id="031215123456") for one in (AN, BINH)]),
        ["An", "Bình"],
    ),
    ("no-homeroom", wrong(duties=[*CLEAN.duties][:3]), ["6B"]),
    (
        "too-large",
        wrong(pupils=CROWD, places=[(one.id, A.id) for one in CROWD]),
        ["6A"],
    ),
    ("no-programme", wrong(programmes=frozenset()), ["6A", "6B"]),
    ("no-teacher", wrong(teaching=TEACH[:1]), ["6B"]),
    (
        "no-teacher",
        wrong(programmes=frozenset({("TOAN", 6, None), ("TIN", 6, None)})),
        ["6A", "6B"],
    ),
    ("two-teachers", wrong(teaching=[*TEACH, Teaching(A.id, uid("Minh"), "TOAN")]), ["6A"]),
    ("timetable", wrong(slots=[Teaching(A.id, uid("Minh"), "TOAN")]), ["6A"]),
    ("no-department", wrong(staff=[replace(LAN, department=None)]), ["Lan"]),
    ("no-teaching", wrong(teaching=[Teaching(A.id, uid("Minh"), "TOAN")]), ["Lan"]),
    (
        "duties",
        wrong(duties=[*CLEAN.duties, DutyOf(LAN.id, "homeroom_teacher", B.id)]),
        ["–", "Lan"],
    ),
    ("no-head", wrong(departments={uid("TN"): "Tổ KHTN", uid("XH"): "Tổ KHXH"}), ["Tổ KHXH"]),
    ("weeks", wrong(weeks=[Week(no, DAY) for no in range(1, 35)]), ["35"]),
]


@pytest.mark.parametrize(("code", "records", "names"), FAULTS)
def test_finds_what_is_wrong(code: str, records: Records, names: list[str]) -> None:
    assert [finding.name for finding in CHECKS[code](records)] == names


def test_every_check_is_tried_on_a_fault() -> None:
    assert {code for code, _, _ in FAULTS} == CHECKS.keys()


def test_pupils_who_left_are_not_asked_for() -> None:
    gone = replace(AN, status="moved_away")
    assert not list(CHECKS["no-class"](wrong(pupils=[gone], places=[])))
    assert not list(CHECKS["twins"](wrong(pupils=[gone, replace(gone, id=uid("x"))])))
