"""Rolling the little school's year over: prepared, seen, built, undone, built again, opened."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.office.rollover_scene import (
    AUGUST,
    DATES,
    JULY,
    RESULTS,
    STAYS,
    build,
    enter,
    fill_classes,
    leave,
    opened,
    prepared,
    seen,
)
from tests.planning.test_races import at_once, refused
from tests.school import NOW, School, at, found
from truongso.access.models import DutyHeld
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.office.actions.year_building import build_year, undo_build
from truongso.office.actions.year_draft import choose, discard_year, prepare_year
from truongso.office.actions.year_opening import open_year
from truongso.office.actions.year_results import enter_results
from truongso.office.queries import rollover as queries
from truongso.office.queries.results import lines
from truongso.planning.queries.plans import teaching_of
from truongso.roster import models as roster
from truongso.roster import queries as rooster
from truongso.rules.years import Outcome

Pupils = dict[str, roster.Pupil]


@pytest.fixture
def pupils(school: School) -> Pupils:
    """The pupils of the scene by name."""
    return fill_classes(school)


def in_classes(school: School, year: roster.SchoolYear) -> dict[str, set[str]]:
    """Who stands in each class of a year, by the last part of the name."""
    rows = roster.SchoolClass.objects.of(school).filter(year=year)
    return {
        row.name: {
            member.pupil.full_name.rpartition(" ")[2]
            for member in row.members.of(school).select_related("pupil")
        }
        for row in rows
    }


def codes(raised: Any) -> list[str]:
    return [violation.code for violation in raised.value.violations]


def rows_of_school(school: School) -> dict[str, int]:
    """How many rows of each kind the school has."""
    tables = (
        roster.SchoolYear,
        roster.TeachingWeek,
        roster.Break,
        roster.SchoolClass,
        roster.ClassMember,
        roster.TeachingAssignment,
        roster.Programme,
        roster.ProgrammeLesson,
        roster.YearDraft,
        DutyHeld,
    )
    return {table.__name__: table.objects.of(school).count() for table in tables}


def test_a_draft_year_has_its_35_weeks_and_nobody_sees_it(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    mondays = dict(row.year.weeks.of(school).values_list("no", "monday"))
    assert (len(mondays), mondays[1], mondays[35]) == (35, date(2027, 9, 6), date(2028, 5, 15))
    assert row.year.code == "2027-2028"
    assert rooster.calendar(school, date(2027, 9, 10)).year == school.year
    with pytest.raises(Missing):
        rooster.calendar_named(school, "2027-2028", NOW.date())


def test_the_dates_may_be_laid_again(school: School) -> None:
    nam = school.actor("Nam", JULY)
    first = prepare_year(actor=nam, dates=DATES, now=JULY)
    later = replace(DATES, first_monday=date(2027, 9, 13), breaks=())
    again = prepare_year(actor=nam, dates=later, now=JULY)
    assert again.id == first.id
    assert again.year.weeks.of(school).get(no=1).monday == date(2027, 9, 13)
    assert again.year.breaks.of(school).count() == 0
    assert roster.SchoolYear.objects.of(school).count() == 2


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"starts_on": date(2027, 5, 31)}, "year.overlaps"),
        ({"first_monday": date(2027, 9, 7)}, "calendar.not_a_monday"),
        ({"first_monday": date(2027, 8, 23)}, "year.week_before_start"),
        ({"ends_on": date(2028, 5, 13)}, "year.weeks_too_long"),
    ],
)
def test_refuses_dates_that_do_not_fit(school: School, dates: dict[str, date], code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        prepare_year(actor=school.actor("Nam", JULY), dates=replace(DATES, **dates), now=JULY)
    assert code in codes(broken)


def test_builds_what_was_shown(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    build(school, row)
    assert in_classes(school, row.year) == {
        "6A": {"Bảo"},
        "6B": set(),
        "7A": {"An", "Dung"},
        "7B": {"Em", "Giang"},
        "8A": {"Hải"},
    }
    taught = roster.TeachingAssignment.objects.of(school).filter(school_class__year=row.year)
    assert Counter(taught.values_list("school_class__name", flat=True)) == {
        "6A": 7,  # TOAN, TIN, KHTN in three strands, VAN, GDCD: by the same as in the old 6A
        "6B": 7,
        "7A": 4,  # TOAN, TIN, GDCD, VAN
    }
    lessons = roster.ProgrammeLesson.objects.of(school)
    old, new = (
        set(lessons.filter(programme__year=year).values_list("title", "no", "periods"))
        for year in (school.year, row.year)
    )
    assert old == new
    assert roster.TimetableVersion.objects.of(school).filter(year=row.year).count() == 0
    entry = JournalEntry.objects.of(school).get(verb="office.classes_made")
    assert '"promoted":5,"retained":1' in entry.payload


def test_nothing_of_the_draft_counts_before_it_is_opened(school: School, pupils: Pupils) -> None:
    build(school, prepared(school, pupils))
    in_october = date(2027, 10, 6)
    old_class = school.classes["6A"]
    taught = teaching_of(school, school.staff["Oanh"].id, in_october).regular
    assert taught["VAN", 6] == [old_class, school.classes["6B"]]


def test_undone_everything_is_as_it_was(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    before = rows_of_school(school)
    build(school, row)
    assert rows_of_school(school) != before
    undo_build(actor=school.actor("Thu", JULY), year_id=row.year_id, now=JULY)
    assert rows_of_school(school) == before
    build(school, row)  # and may be built once more
    discard_year(actor=school.actor("Nam", JULY), year_id=row.year_id, now=JULY)
    assert rows_of_school(school) == {
        **before,
        "SchoolYear": 1,
        "TeachingWeek": 35,
        "Break": 1,
        "YearDraft": 0,
    }


def test_is_not_built_as_it_was_seen_when_the_old_year_has_changed(
    school: School, pupils: Pupils
) -> None:
    row = prepared(school, pupils)
    shown = seen(school, row)
    leave(pupils["An"], JULY.date())
    with pytest.raises(Stale) as stale:
        build_year(actor=school.actor("Nam", JULY), year_id=row.year_id, seen=shown, now=JULY)
    assert codes(stale) == ["year.changed"]
    build(school, row)
    assert in_classes(school, row.year)["7A"] == {"Dung"}


def test_the_choices_are_followed(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    old, chosen, _ = queries.preview(school, row, JULY.date())
    renamed = {c.id: ("7A",) for c in old.classes if c.grade == 6}
    chosen = replace(
        chosen,
        next_names=dict(chosen.next_names) | renamed,
        first=("6A", "6B", "6C"),
        retained={pupils["Bảo"].id: "6C"},
        teachers="follow",
    )
    choose(actor=school.actor("Nam", JULY), year_id=row.year_id, chosen=chosen, now=JULY)
    row.refresh_from_db()
    build(school, row)
    assert in_classes(school, row.year) == {
        "6A": set(),
        "6B": set(),
        "6C": {"Bảo"},
        "7A": {"An", "Dung", "Em", "Giang"},
        "8A": {"Hải"},
    }


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


def test_two_who_build_at_once_build_it_once(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    shown = seen(school, row)
    people = [school.actor(who, JULY) for who in ("Nam", "Thu")]

    def one(place: int) -> Any:
        return build_year(actor=people[place], year_id=row.year_id, seen=shown, now=JULY)

    answers = at_once(lambda: one(0), lambda: one(1))
    assert [codes_of for error in refused(answers) for codes_of in map(str, error.violations)]
    assert [error.violations[0].code for error in refused(answers)] == ["year.built_before"]
    assert roster.SchoolClass.objects.of(school).filter(year=row.year).count() == 5
    assert JournalEntry.objects.of(school).filter(verb="office.classes_made").count() == 1


def test_opened_twice_it_is_opened_once(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    build(school, row)
    boss, later = school.actor("Sơn", AUGUST), {pupils["Chi"].id}

    def one() -> Any:
        return open_year(actor=boss, year_id=row.year_id, unplaced=later, now=AUGUST)

    answers = at_once(one, one)
    assert [error.violations[0].code for error in refused(answers)] == ["year.opened_before"]
    assert JournalEntry.objects.of(school).filter(verb="office.year_opened").count() == 1


@pytest.mark.parametrize("who", ["Hoa", "Lan", "Vân"])
def test_others_prepare_no_year(school: School, who: str) -> None:
    with pytest.raises(NotAllowed):
        prepare_year(actor=school.actor(who, JULY), dates=DATES, now=JULY)


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


def test_another_schools_draft_is_not_there(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    with found() as other, pytest.raises(Missing):
        build_year(actor=other.actor("Nam", JULY), year_id=row.year_id, seen="", now=JULY)


def test_results_are_entered_by_the_homeroom_teacher_and_the_leaders(
    school: School, pupils: Pupils
) -> None:
    assert enter(school, pupils, "6A", "Lan") == 4
    assert enter(school, pupils, "6A", "Thu") == 0  # nothing changed
    for who, class_name in (("Lan", "6B"), ("Nam", "6A"), ("Oanh", "6A")):
        with pytest.raises(NotAllowed):
            enter(school, pupils, class_name, who)
    calendar = rooster.calendar(school, JULY.date())
    shown = {line.school_class.name: line for line in lines(school.actor("Sơn", JULY), calendar)}
    assert (shown["6A"].pupils, shown["6A"].missing) == (4, 0)
    assert (shown["6B"].missing, shown["9A"].missing) == (2, 2)
    mine = lines(school.actor("Lan", JULY), calendar)
    assert [line.school_class.name for line in mine] == ["6A"]


@pytest.mark.parametrize(
    ("name", "outcome", "code"),
    [
        ("An", Outcome.COMPLETED, "result.wrong_outcome"),
        ("Em", Outcome.PROMOTED, "result.not_in_class"),
        ("Phúc", Outcome.PROMOTED, "result.not_in_class"),
    ],
)
def test_refuses_results_that_cannot_be(
    school: School, pupils: Pupils, name: str, outcome: Outcome, code: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        enter_results(
            actor=school.actor("Lan", JULY),
            class_id=school.classes["6A"].id,
            outcomes={pupils[name].id: outcome},
            now=JULY,
        )
    assert codes(broken) == [code]
    assert len(RESULTS) == 4
