"""Rolling the little school's year over: prepared, seen, built, undone, built again, opened."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.office.rollover_scene import (
    DATES,
    JULY,
    build,
    codes,
    in_classes,
    leave,
    prepared,
    seen,
)
from tests.planning.test_races import at_once, refused
from tests.school import NOW, School, found
from truongso.access.models import DutyHeld
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.office.actions.year_building import build_year, undo_build
from truongso.office.actions.year_draft import choose, discard_year, prepare_year
from truongso.office.queries import rollover as queries
from truongso.planning.queries.plans import teaching_of
from truongso.roster import models as roster
from truongso.roster import queries as rooster

Pupils = dict[str, roster.Pupil]


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


@pytest.mark.parametrize("who", ["Hoa", "Lan", "Vân"])
def test_others_prepare_no_year(school: School, who: str) -> None:
    with pytest.raises(NotAllowed):
        prepare_year(actor=school.actor(who, JULY), dates=DATES, now=JULY)


def test_another_schools_draft_is_not_there(school: School, pupils: Pupils) -> None:
    row = prepared(school, pupils)
    with found() as other, pytest.raises(Missing):
        build_year(actor=other.actor("Nam", JULY), year_id=row.year_id, seen="", now=JULY)
