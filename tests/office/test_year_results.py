"""Results of a year, entered class by class by whoever may."""

import pytest

from tests.office.rollover_scene import (
    JULY,
    RESULTS,
    codes,
    enter,
)
from tests.school import School
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.office.actions.year_results import enter_results
from truongso.office.queries.results import lines
from truongso.roster import models as roster
from truongso.roster import queries as rooster
from truongso.rules.years import Outcome

Pupils = dict[str, roster.Pupil]


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
