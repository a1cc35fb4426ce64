"""Opening the next year, after which the old one is closed for ever."""

import threading
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.office.rollover_scene import (
    AUGUST,
    DATES,
    JULY,
    STAYS,
    build,
    codes,
    in_classes,
    opened,
    prepared,
    seen,
)
from tests.planning.test_races import at_once, refused
from tests.school import School, at, looking_at, new_org
from truongso.access.models import DutyHeld
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import NotAllowed, RuleBroken, Stale
from truongso.foundation.tenancy import acting_in
from truongso.office.actions.year_building import build_year, undo_build
from truongso.office.actions.year_draft import discard_year, prepare_year
from truongso.office.actions.year_opening import open_year
from truongso.office.actions.year_results import enter_results
from truongso.planning.queries.plans import teaching_of
from truongso.roster import models as roster
from truongso.roster import queries as rooster
from truongso.roster import years

Pupils = dict[str, roster.Pupil]


def test_opens_and_closes_for_ever(school: School, pupils: Pupils) -> None:
    year = opened(school, pupils)
    old = roster.SchoolYear.objects.of(school).get(pk=school.year.pk)
    assert (old.state, old.closed_at, year.state) == ("closed", AUGUST, "open")
    assert rooster.calendar(school, AUGUST.date()).year == year
    seen_from = rooster.calendar_named(school, "2026-2027", AUGUST.date())
    assert seen_from.day == date(2027, 5, 31)
    statuses = Counter(roster.Pupil.objects.of(school).values_list("status", flat=True))
    assert statuses == {"studying": 7, "completed": 2, "moved_away": 1}
    moves = roster.PupilMove.objects.of(school).values_list("pupil__full_name", "status", "on")
    assert sorted(moves) == [
        ("Nguyễn Thị Khoa", "completed", AUGUST.date()),
        ("Nguyễn Thị Linh", "completed", AUGUST.date()),
    ]
    members = roster.ClassMember.objects.of(school)
    assert not members.filter(school_class__year=old, until=None).exists()
    assert set(members.filter(school_class__year=year).values_list("since", flat=True)) == {
        AUGUST.date()
    }
    taught = teaching_of(school, school.staff["Lan"].id, AUGUST.date()).regular
    names = [row.name for row in taught["TOAN", 6]]
    assert (names, taught["TOAN", 6][0].year_id) == (["6A", "6B"], year.id)
    verbs = JournalEntry.objects.of(school).filter(verb__startswith="office.year_")
    assert set(verbs.values_list("verb", flat=True)) >= {"office.year_opened", "office.year_closed"}


def test_homeroom_teachers_go_with_their_class(school: School, pupils: Pupils) -> None:
    year = opened(school, pupils)
    rows = DutyHeld.objects.of(school).filter(duty="homeroom_teacher").select_related("staff")
    led = {row.school_class.name: row.staff for row in rows.filter(school_class__year=year)}
    assert led == {"7A": school.staff["Lan"], "8A": school.staff["Hoa"]}
    assert set(rows.filter(school_class__year=school.year).values_list("until", flat=True)) == {
        AUGUST
    }


def test_whoever_has_no_result_blocks_the_opening(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    build(school, row)
    ask = {"actor": school.actor("Sơn", AUGUST), "year_id": row.year_id, "now": AUGUST}
    for unplaced in (set(), {pupils["An"].id}):
        with pytest.raises(RuleBroken) as broken:
            open_year(unplaced=unplaced, **ask)
        assert codes(broken) == ["year.pupils_undecided"]
    open_year(unplaced={pupils["Chi"].id}, **ask)


def test_the_old_year_is_taught_to_its_end(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    build(school, row)
    last = school.week(35).monday + timedelta(days=5)
    with pytest.raises(RuleBroken) as broken:
        open_year(
            actor=school.actor("Sơn", at(last)),
            year_id=row.year_id,
            unplaced={pupils["Chi"].id},
            now=at(last),
        )
    assert codes(broken) == ["year.still_taught"]


def test_a_result_that_changed_after_building_asks_for_building_again(
    school: School, pupils: Pupils
) -> None:
    row = prepared(school, pupils)
    build(school, row)
    enter_results(
        actor=school.actor("Lan", JULY),
        class_id=school.classes["6A"].id,
        outcomes={pupils["Chi"].id: STAYS},
        now=JULY,
    )
    ask = {"year_id": row.year_id, "now": AUGUST}
    with pytest.raises(Stale) as stale:
        open_year(actor=school.actor("Sơn", AUGUST), unplaced=set(), **ask)
    assert codes(stale) == ["year.changed_since_built"]
    undo_build(actor=school.actor("Nam", AUGUST), **ask)
    row.refresh_from_db()
    build(school, row)
    year = open_year(actor=school.actor("Sơn", AUGUST), unplaced=set(), **ask)
    assert in_classes(school, year)["6A"] == {"Bảo", "Chi"}


def test_what_is_open_is_never_undone(school: School, pupils: Pupils) -> None:
    year = opened(school, pupils)
    ask = {"actor": school.actor("Sơn", AUGUST), "year_id": year.id, "now": AUGUST}
    for again in (
        lambda: undo_build(**ask),
        lambda: discard_year(**ask),
        lambda: build_year(seen="", **ask),
        lambda: open_year(unplaced=set(), **ask),
    ):
        with pytest.raises(Stale) as stale:
            again()
        assert codes(stale) == ["year.opened_before"]


def test_opening_waits_for_acts_that_have_passed_the_wall(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    build(school, row)
    boss, later = school.actor("Sơn", AUGUST), {pupils["Chi"].id}
    answers: list[Any] = []

    def open_it() -> None:
        answers.append(open_year(actor=boss, year_id=row.year_id, unplaced=later, now=AUGUST))
        connection.close()

    opening = threading.Thread(target=open_it)
    with acting_in(school.id):
        years.require_open(school, school.year.id)
        opening.start()
        opening.join(timeout=1)
        assert answers == []  # the act that has passed is not overtaken
    opening.join(timeout=30)
    assert answers[0].state == "open"
    with acting_in(school.id), pytest.raises(RuleBroken) as broken:
        years.require_open(school, school.year.id)
    assert codes(broken) == ["year.closed"]


def test_a_school_opens_its_first_year(school: School) -> None:
    school_id = new_org("school")
    with looking_at(school_id):
        boss = roster.Staff.objects.create(
            school_id=school_id,
            code="HT",
            full_name="Lý Thu Hà",
            sort_key="ha",
            search_key="ha",
            works_since=date(2020, 8, 1),
        )
        DutyHeld.objects.create(
            school_id=school_id, staff=boss, duty="principal", since=at(date(2020, 8, 1))
        )
        first = School(school_id, "first", school.year, staff={"Hà": boss})
        ask = {"actor": first.actor("Hà", AUGUST), "now": AUGUST}
        row = prepare_year(dates=DATES, **ask)
        build_year(year_id=row.year_id, seen=seen(first, row), **ask)
        open_year(year_id=row.year_id, unplaced=set(), **ask)
        assert rooster.calendar(first, AUGUST.date()).year.code == "2027-2028"


def test_opened_twice_it_is_opened_once(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    build(school, row)
    boss, later = school.actor("Sơn", AUGUST), {pupils["Chi"].id}

    def one() -> Any:
        return open_year(actor=boss, year_id=row.year_id, unplaced=later, now=AUGUST)

    answers = at_once(one, one)
    assert [error.violations[0].code for error in refused(answers)] == ["year.opened_before"]
    assert JournalEntry.objects.of(school).filter(verb="office.year_opened").count() == 1


@pytest.mark.parametrize("who", ["Nam", "Thu", "Hoa"])
def test_only_the_principal_opens(school: School, pupils: Pupils, who: str) -> None:
    row = prepared(school, pupils)
    build(school, row)
    with pytest.raises(NotAllowed):
        open_year(
            actor=school.actor(who, AUGUST),
            year_id=row.year_id,
            unplaced={pupils["Chi"].id},
            now=AUGUST,
        )
