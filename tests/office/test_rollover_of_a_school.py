"""The demo school's year rolled over, with 752 pupils: every number checked, in few statements."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.rollover_scene import leave
from tests.school import School, at, looking_at, new_org
from truongso.demo import founding
from truongso.demo.calendar import lay_year
from truongso.demo.founded import Founded
from truongso.foundation.errors import RuleBroken
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in
from truongso.office.actions.calendar import Holiday, add_holiday, remove_holiday
from truongso.office.actions.year_building import build_year, undo_build
from truongso.office.actions.year_draft import prepare_year
from truongso.office.actions.year_opening import open_year
from truongso.office.actions.year_results import enter_results
from truongso.office.queries import rollover as queries
from truongso.roster import models as roster
from truongso.rules.years import Outcome, YearDates

CLASSES = [f"{grade}{letter}" for grade in (6, 7, 8, 9) for letter in "ABCD"]
MORE = 7
"""Pupils added to each class, so that the school has 640 + 16 × 7 = 752."""

JULY, AUGUST = at(date(2027, 7, 12)), at(date(2027, 8, 20))
DATES = YearDates(date(2027, 8, 30), date(2028, 5, 31), date(2027, 9, 6))
BOSS, ADMIN, DEPUTY = "principal", "it_admin", "vice_principal"


@dataclass
class Told:
    """What the roll-over took: statements and seconds of each step."""

    statements: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def step(self, name: str, call: Callable[[], Any]) -> Any:
        """Do a step and note what it took."""
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            answer = call()
        self.seconds[name] = round(time.perf_counter() - begun, 2)
        self.statements[name] = len(captured)
        return answer


@pytest.fixture
def whole(database: str) -> Iterator[School]:
    """The demo school as founded, with more pupils in every class, and without the moves and
    faults that its profiles have for the data checks.
    """
    school_id = new_org("school")
    year = lay_year(date(2026, 11, 25))
    with looking_at(school_id):
        with acting_in(school_id), mock.patch.object(founding, "lay_profiles"):
            founded = founding.found_school(school_id, year, at=at(date(2026, 8, 1)))
            _more_pupils(founded)
        people = {row.duty: row.staff for row in founded.duties.values()}
        yield School(
            school_id,
            f"d{school_id % 10**9}",
            founded.year,
            staff={duty: people[duty] for duty in (BOSS, ADMIN, DEPUTY)},
            classes=founded.classes,
        )


def _more_pupils(founded: Founded) -> None:
    for name in CLASSES:
        pupils = [
            roster.Pupil(
                id=new_id(),
                school_id=founded.id,
                code=f"M{name}{number}",
                full_name=f"Phạm Thị Thêm {number}",
                sort_key=f"them{number}",
                search_key=f"them{number}",
                sex="f",
                born_on=date(2015, 3, 3),
            )
            for number in range(MORE)
        ]
        roster.Pupil.objects.bulk_create(pupils)
        roster.ClassMember.objects.bulk_create(
            roster.ClassMember(
                school_id=founded.id,
                pupil=pupil,
                school_class=founded.classes[name],
                since=founded.year.starts_on,
            )
            for pupil in pupils
        )


def _results(school: School, when: datetime) -> None:
    """One of 7B has moved away; the first of each A and C is retained, one of 6B goes on summer."""
    gone = roster.ClassMember.objects.of(school).filter(school_class=school.classes["7B"])
    leave(gone.select_related("pupil")[0].pupil, when.date() - timedelta(days=30))
    for name in CLASSES:
        row = school.classes[name]
        usual = Outcome.COMPLETED if row.grade == 9 else Outcome.PROMOTED
        pupils = queries.pupils_of(school, school.year.id, [row.id], when.date())
        outcomes = dict.fromkeys((pupil.id for pupil in pupils), usual)
        if name[1] in "AC":
            outcomes[pupils[0].id] = Outcome.RETAINED
        if name == "6B":
            outcomes[pupils[-1].id] = Outcome.SUMMER
        enter_results(
            actor=school.actor(DEPUTY, when), class_id=row.id, outcomes=outcomes, now=when
        )


def sizes(school: School, year: roster.SchoolYear) -> dict[str, int]:
    return {row.name: count for row, count in queries.sizes(school, year.id)}


def test_the_demo_schools_year_is_rolled_over_undone_and_opened(whole: School) -> None:
    told = Told()
    old = {name: count for name, count in sizes(whole, whole.year).items() if name in CLASSES}
    assert sum(old.values()) == 752
    _results(whole, JULY)
    admin = {"actor": whole.actor(ADMIN, JULY), "now": JULY}
    row = prepare_year(dates=DATES, **admin)
    change = told.step("preview", lambda: queries.preview(whole, row, JULY.date()))[2]
    ask = {"year_id": row.year_id, **admin}
    seen = queries.fingerprint(change)
    told.step("build", lambda: build_year(seen=seen, **ask))
    first = sizes(whole, row.year)
    _right(old, first, change)

    told.step("undo", lambda: undo_build(**ask))
    assert sizes(whole, row.year) == {}
    assert {n: c for n, c in sizes(whole, whole.year).items() if n in CLASSES} == old
    build_year(seen=seen, **ask)
    assert sizes(whole, row.year) == first

    boss = {"actor": whole.actor(BOSS, AUGUST), "now": AUGUST}
    waiting = {place.pupil.id for place in change.undecided}
    told.step("open", lambda: open_year(year_id=row.year_id, unplaced=waiting, **boss))
    statuses = Counter(roster.Pupil.objects.of(whole).values_list("status", flat=True))
    leavers = old["9A"] + old["9B"] + old["9C"] + old["9D"] - 2
    assert statuses == {"completed": leavers, "moved_away": 1, "studying": 752 - leavers - 1}

    holiday = roster.Break.objects.of(whole).filter(year=whole.year)[0]
    with pytest.raises(RuleBroken):
        remove_holiday(holiday_id=holiday.id, **boss)
    late = Outcome.PROMOTED
    with pytest.raises(RuleBroken):
        enter_results(
            class_id=whole.classes["6B"].id, outcomes=dict.fromkeys(waiting, late), **boss
        )
    add_holiday(
        holiday=Holiday("Nghỉ bão", date(2027, 10, 4), date(2027, 10, 5)), **boss
    )  # the new year is open
    print(f"roll-over of 752 pupils: {told.statements} statements, {told.seconds} s")
    assert told.statements["preview"] <= 12
    assert max(told.statements.values()) <= 45


def _right(old: dict[str, int], new: dict[str, int], change: Any) -> None:
    """Each class goes up less whoever repeats, and with whoever repeats where it arrives."""
    expected = dict.fromkeys(("6A", "6B", "6C", "6D"), 0)
    for name in CLASSES[:12]:
        stays = name[1] in "AC"
        expected[f"{int(name[0]) + 1}{name[1]}"] = old[name] - stays
    expected["7B"] -= 1  # on summer measures
    expected["8B"] -= 1  # has moved away
    for name in CLASSES:
        if name[1] in "AC":
            expected[name] += 1
    assert new == expected
    assert len(change.retained) == 8
    assert len(change.undecided) == 1
    assert len(change.left) == 1
    assert len(change.completed) == old["9A"] + old["9B"] + old["9C"] + old["9D"] - 2
