"""Pupils come and go: status, class and history together; the last move is taken back whole."""

import json
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.office.people import children
from tests.planning.test_races import at_once
from tests.school import NOW, TODAY, School, found
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.office.actions.classes import change_class
from truongso.office.actions.moves import Asked, move_pupil, undo_move
from truongso.office.queries import pupils as queries
from truongso.roster.models import ClassMember, Pupil, PupilMove

AWAY = Asked("moved_away", TODAY, other_school="THCS Hoa Sen", papers="Đơn số 5")


@pytest.fixture
def an(school: School) -> Pupil:
    return children(school)["An"]


def last_move(school: School, row: Pupil) -> str:
    found_moves = queries.moves_of(school, row.id)
    return str(found_moves[-1].id) if found_moves else ""


def move(school: School, row: Pupil, asked: Asked, who: str = "Vân", **changes: Any) -> PupilMove:
    asked = replace(asked, seen=last_move(school, row), **changes)
    return move_pupil(actor=school.actor(who), pupil_id=row.id, asked=asked, now=NOW)


def undo(school: School, row: Pupil, wrong: PupilMove, reason: str = "Ghi nhầm") -> PupilMove:
    return undo_move(
        actor=school.actor("Vân"), pupil_id=row.id, move_id=wrong.id, reason=reason, now=NOW
    )


def status(school: School, row: Pupil) -> str:
    return Pupil.objects.of(school).get(pk=row.pk).status


def place(school: School, row: Pupil, day: date = TODAY) -> str:
    found_place = queries.classes_of(school, [row.id], day).get(row.id)
    return found_place.name if found_place else ""


def test_who_moves_away_leaves_the_class_on_the_day(school: School, an: Pupil) -> None:
    move(school, an, AWAY)
    assert status(school, an) == "moved_away"
    assert place(school, an, date(2026, 10, 13)) == "6A"
    assert place(school, an) == ""
    said = json.loads(JournalEntry.objects.of(school).get(verb="roster.pupil_moved").payload)
    assert said["changes"] == [["status", "studying", "moved_away"]]


def test_who_comes_back_is_put_into_a_class_even_the_old_one(school: School, an: Pupil) -> None:
    move(school, an, AWAY, on=date(2026, 9, 20))
    back = Asked("studying", date(2026, 10, 5))
    with pytest.raises(RuleBroken) as refused:
        move(school, an, back)
    assert refused.value.violations[0].code == "move.class_missing"
    move(school, an, back, class_id=school.classes["6A"].id)
    assert (status(school, an), place(school, an)) == ("studying", "6A")
    assert ClassMember.objects.of(school).filter(pupil=an).count() == 2
    assert place(school, an, date(2026, 9, 25)) == ""


def test_on_leave_the_place_in_the_class_is_kept(school: School, an: Pupil) -> None:
    move(school, an, Asked("on_leave", TODAY, reason="Ốm dài ngày"))
    assert (status(school, an), place(school, an)) == ("on_leave", "6A")
    move(school, an, Asked("studying", TODAY))
    assert (status(school, an), place(school, an)) == ("studying", "6A")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (replace(AWAY, on=date(2026, 10, 20)), "move.in_the_future"),
        (replace(AWAY, papers=""), "move.papers_missing"),
        (Asked("completed", TODAY), "move.not_last_grade"),
        (Asked("studying", TODAY), "move.cannot_follow"),
    ],
)
def test_refuses_by_the_rules(school: School, an: Pupil, asked: Asked, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        move(school, an, asked)
    assert code in [violation.code for violation in refused.value.violations]
    assert not PupilMove.objects.of(school).exists()


def test_a_move_does_not_come_before_the_last_one(school: School, an: Pupil) -> None:
    move(school, an, AWAY)
    with pytest.raises(RuleBroken) as refused:
        move(
            school,
            an,
            Asked("studying", date(2026, 10, 1)),
            class_id=school.classes["6A"].id,
        )
    assert refused.value.violations[0].code == "move.before_the_last"


def test_the_last_move_is_taken_back_by_a_correcting_row(school: School, an: Pupil) -> None:
    wrong = move(school, an, AWAY)
    made = undo(school, an, wrong)
    assert (made.corrects_id, made.status, made.reason) == (wrong.id, "studying", "Ghi nhầm")
    assert (status(school, an), place(school, an)) == ("studying", "6A")
    assert PupilMove.objects.of(school).count() == 2
    with pytest.raises(RuleBroken):
        undo(school, an, wrong)


def test_taking_a_return_back_leaves_no_class(school: School, an: Pupil) -> None:
    move(school, an, AWAY, on=date(2026, 9, 20))
    back = move(school, an, Asked("studying", TODAY), class_id=school.classes["6B"].id)
    assert place(school, an) == "6B"
    undo(school, an, back)
    assert (status(school, an), place(school, an)) == ("moved_away", "")
    move(school, an, Asked("studying", TODAY), class_id=school.classes["6B"].id)
    assert (status(school, an), place(school, an)) == ("studying", "6B")


def test_an_undo_puts_back_the_class_of_that_day_and_no_earlier_one(
    school: School, an: Pupil
) -> None:
    change_class(
        actor=school.actor("Nam"),
        from_id=school.classes["6A"].id,
        to_id=school.classes["6B"].id,
        pupil_ids=[an.id],
        day=TODAY,
        now=NOW,
    )
    wrong = move(school, an, AWAY)
    assert place(school, an) == ""
    undo(school, an, wrong)
    open_ones = ClassMember.objects.of(school).filter(pupil=an, until=None)
    assert open_ones.get().school_class_id == school.classes["6B"].id


def test_taking_back_a_return_of_the_same_day_leaves_the_pupil_away(
    school: School, an: Pupil
) -> None:
    move(school, an, AWAY)
    back = move(school, an, Asked("studying", TODAY), class_id=school.classes["6A"].id)
    assert place(school, an) == "6A"
    undo(school, an, back)
    assert (status(school, an), place(school, an)) == ("moved_away", "")


def test_an_undo_needs_a_reason(school: School, an: Pupil) -> None:
    wrong = move(school, an, AWAY)
    with pytest.raises(RuleBroken):
        undo(school, an, wrong, reason="")
    assert status(school, an) == "moved_away"


def test_of_two_moves_at_once_one_is_told(school: School, an: Pupil) -> None:
    actors = [school.actor(who) for who in ("Vân", "Nam")]
    calls = [
        partial(move_pupil, actor=actor, pupil_id=an.id, asked=AWAY, now=NOW) for actor in actors
    ]
    answers = at_once(*calls)
    assert sorted(type(answer).__name__ for answer in answers) == ["PupilMove", "Stale"]
    assert PupilMove.objects.of(school).count() == 1


def test_a_page_that_did_not_see_the_last_move_writes_nothing(school: School, an: Pupil) -> None:
    move(school, an, Asked("on_leave", TODAY, reason="Ốm"))
    with pytest.raises(Stale):
        move_pupil(actor=school.actor("Nam"), pupil_id=an.id, asked=AWAY, now=NOW)


@pytest.mark.parametrize("who", ["Oanh", "Lan", "Hoa"])
def test_others_record_no_moves(school: School, an: Pupil, who: str) -> None:
    with pytest.raises(NotAllowed):
        move(school, an, AWAY, who)


def test_another_schools_pupil_does_not_exist(school: School, an: Pupil) -> None:
    wrong = move(school, an, AWAY)
    with found() as other:
        with pytest.raises(Missing):
            move(other, an, AWAY)
        with pytest.raises(Missing):
            undo(other, an, wrong)
