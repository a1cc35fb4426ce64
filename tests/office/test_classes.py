"""Classes by hand: made, renamed, and pupils who change class from a day."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from tests.office.people import SINCE, children
from tests.planning.test_races import at_once
from tests.school import NOW, TODAY, School, found
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.office.actions.classes import (
    ClassAsked,
    add_class,
    change_class,
    edit_class,
    place_pupil,
)
from truongso.office.actions.extra_classes import leave_extra
from truongso.office.queries import pupils as queries
from truongso.roster.models import ClassMember, Pupil, SchoolClass


@pytest.fixture
def pupils(school: School) -> dict[str, Pupil]:
    return children(school)


def change(school: School, ids: list[UUID], day: date = TODAY, who: str = "Nam") -> int:
    return change_class(
        actor=school.actor(who),
        from_id=school.classes["6A"].id,
        to_id=school.classes["6B"].id,
        pupil_ids=ids,
        day=day,
        now=NOW,
    )


def place(school: School, row: Pupil, day: date) -> str:
    return queries.classes_of(school, [row.id], day)[row.id].name


def test_pupils_change_class_from_a_day(school: School, pupils: dict[str, Pupil]) -> None:
    assert change(school, [pupils["An"].id, pupils["Đức"].id]) == 2
    for name in ("An", "Đức"):
        assert place(school, pupils[name], TODAY - timedelta(days=1)) == "6A"
        assert place(school, pupils[name], TODAY) == "6B"
    assert place(school, pupils["Ân"], TODAY) == "6A"


def test_when_one_is_no_longer_there_nobody_moves(school: School, pupils: dict[str, Pupil]) -> None:
    with pytest.raises(RuleBroken) as refused:
        change(school, [pupils["An"].id, pupils["Bảy"].id])
    assert refused.value.violations[0].code == "class.not_a_member"
    assert place(school, pupils["An"], TODAY) == "6A"


@pytest.mark.parametrize(
    ("day", "code"),
    [(SINCE, "class.before_joining"), (date(2028, 1, 1), "class.outside_year")],
)
def test_the_day_lies_after_joining_and_in_the_year(
    school: School, pupils: dict[str, Pupil], day: date, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        change(school, [pupils["An"].id], day)
    assert code in [violation.code for violation in refused.value.violations]


def test_two_clerks_do_not_move_one_pupil_twice(school: School, pupils: dict[str, Pupil]) -> None:
    actors = [school.actor("Vân"), school.actor("Nam")]
    places = [school.classes["6A"].id, school.classes["6B"].id]
    calls = [
        partial(
            change_class,
            actor=actor,
            from_id=places[0],
            to_id=places[1],
            pupil_ids=[pupils["An"].id],
            day=TODAY,
            now=NOW,
        )
        for actor in actors
    ]
    answers = at_once(*calls)
    assert sorted(type(answer).__name__ for answer in answers) == ["RuleBroken", "int"]
    assert ClassMember.objects.of(school).filter(pupil=pupils["An"], until=None).count() == 1


def put(school: School, row: Pupil, where: str, who: str = "Nam") -> ClassMember:
    return place_pupil(
        actor=school.actor(who),
        pupil_id=row.id,
        class_id=school.classes[where].id,
        day=TODAY,
        now=NOW,
    )


def test_a_pupil_without_a_class_is_put_into_one(school: School, pupils: dict[str, Pupil]) -> None:
    ClassMember.objects.of(school).filter(pupil=pupils["An"]).update(until=TODAY)
    put(school, pupils["An"], "6B")
    assert place(school, pupils["An"], TODAY) == "6B"
    with pytest.raises(RuleBroken) as refused:
        put(school, pupils["An"], "6A")
    assert refused.value.violations[0].code == "class.already_in_one"


def test_an_extra_class_is_beside_the_ordinary_one(
    school: School, pupils: dict[str, Pupil]
) -> None:
    asked = ClassAsked("Toán 6 nâng cao", 6, extra=True)
    school.classes["x"] = add_class(actor=school.actor("Nam"), asked=asked, now=NOW)
    put(school, pupils["An"], "x")
    assert place(school, pupils["An"], TODAY) == "6A"
    with pytest.raises(RuleBroken):
        put(school, pupils["An"], "x")


def test_who_has_left_is_put_nowhere(school: School, pupils: dict[str, Pupil]) -> None:
    Pupil.objects.of(school).filter(pk=pupils["An"].pk).update(status="moved_away")
    ClassMember.objects.of(school).filter(pupil=pupils["An"]).update(until=TODAY)
    with pytest.raises(RuleBroken) as refused:
        put(school, pupils["An"], "6B")
    assert refused.value.violations[0].code == "class.not_at_school"
    with pytest.raises(NotAllowed):
        put(school, pupils["An"], "6B", "Lan")


def test_who_was_in_both_classes_leaves_the_old_one(
    school: School, pupils: dict[str, Pupil]
) -> None:
    ClassMember.objects.create(
        school_id=school.id,
        pupil=pupils["An"],
        school_class=school.classes["6B"],
        since=SINCE,
    )
    assert change(school, [pupils["An"].id]) == 1
    open_ones = ClassMember.objects.of(school).filter(pupil=pupils["An"], until=None)
    assert open_ones.get().school_class_id == school.classes["6B"].id


def test_a_class_is_made_and_renamed(school: School) -> None:
    row = add_class(actor=school.actor("Thu"), asked=ClassAsked("6C", 6), now=NOW)
    asked = ClassAsked("7C", 7, seen="6C")
    edit_class(actor=school.actor("Thu"), class_id=row.id, asked=asked, now=NOW)
    assert SchoolClass.objects.of(school).get(pk=row.pk).name == "7C"
    with pytest.raises(Stale):
        edit_class(actor=school.actor("Thu"), class_id=row.id, asked=asked, now=NOW)


@pytest.mark.parametrize(
    ("name", "grade", "code"),
    [("6A", 6, "class.name_taken"), ("7X", 6, "class.name_without_grade")],
)
def test_refuses_names_that_do_not_fit(school: School, name: str, grade: int, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        add_class(actor=school.actor("Thu"), asked=ClassAsked(name, grade), now=NOW)
    assert [violation.code for violation in refused.value.violations] == [code]


def test_a_class_with_people_keeps_its_grade(school: School, pupils: dict[str, Pupil]) -> None:
    asked = ClassAsked("7B", 7, seen="6A")
    with pytest.raises(RuleBroken) as refused:
        edit_class(
            actor=school.actor("Thu"), class_id=school.classes["6A"].id, asked=asked, now=NOW
        )
    assert [violation.code for violation in refused.value.violations] == ["class.has_people"]


@pytest.mark.parametrize("who", ["Lan", "Hoa", "Oanh"])
def test_others_keep_no_classes(school: School, pupils: dict[str, Pupil], who: str) -> None:
    calls: list[Any] = [
        lambda: change(school, [pupils["An"].id], who=who),
        lambda: add_class(actor=school.actor(who), asked=ClassAsked("6C", 6), now=NOW),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


def test_another_schools_class_does_not_exist(school: School) -> None:
    with found() as other, pytest.raises(Missing):
        edit_class(
            actor=other.actor("Thu"),
            class_id=school.classes["6A"].id,
            asked=ClassAsked("6D", 6, seen="6A"),
            now=NOW,
        )


def extra_place(school: School, row: Pupil) -> ClassMember:
    """A pupil's place in a class of extra teaching."""
    club = add_class(actor=school.actor("Nam"), asked=ClassAsked("6X", 6, extra=True), now=NOW)
    return place_pupil(
        actor=school.actor("Nam"), pupil_id=row.id, class_id=club.id, day=TODAY, now=NOW
    )


def leave(school: School, there: ClassMember, day: date, who: str = "Nam") -> ClassMember:
    whose = {"pupil_id": there.pupil_id, "place_id": there.id}
    return leave_extra(actor=school.actor(who), **whose, day=day, now=NOW)


def test_a_pupil_leaves_an_extra_class_and_may_come_back(
    school: School, pupils: dict[str, Pupil]
) -> None:
    there, day = extra_place(school, pupils["An"]), TODAY + timedelta(days=7)
    assert leave(school, there, day).until == day
    assert place(school, pupils["An"], day) == "6A"
    with pytest.raises(RuleBroken, match="left_already"):
        leave(school, there, day + timedelta(days=1))
    again = place_pupil(
        actor=school.actor("Nam"),
        pupil_id=there.pupil_id,
        class_id=there.school_class_id,
        day=day,
        now=NOW,
    )
    assert (again.since, again.until) == (day, None)


def test_nobody_leaves_his_own_class_this_way_nor_without_the_right(
    school: School, pupils: dict[str, Pupil]
) -> None:
    own = ClassMember.objects.of(school).get(pupil=pupils["An"], until=None)
    with pytest.raises(RuleBroken, match="not_extra"):
        leave(school, own, TODAY)
    there = extra_place(school, pupils["An"])
    with pytest.raises(RuleBroken, match="outside_year"):
        leave(school, there, date(2028, 1, 1))
    with pytest.raises(NotAllowed):
        leave(school, there, TODAY, "Lan")
    there.pupil_id = pupils["Ân"].id
    with pytest.raises(Missing):
        leave(school, there, TODAY)
