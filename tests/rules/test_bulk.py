"""The bulk path gives what the rule of one pupil gives, pupil by pupil."""

from array import array
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.rules.assessment import Commented, PupilYear, Scored, assess
from truongso.rules.bulk import (
    FAILED_1,
    FAILED_2,
    MISSING_1,
    MISSING_2,
    NOT_COUNTED,
    Columns,
    Outcome,
    YearOutcome,
    outcomes,
    pair,
)
from truongso.rules.circular import AdjustmentMode, Level, circular_on
from truongso.rules.scores import Comment

EDGES = (0, 34, 35, 49, 50, 64, 65, 79, 80, 89, 90, 100)
SCORES = st.one_of(st.sampled_from(EDGES), st.integers(0, 100), st.none())
GOOD = st.sampled_from((80, 85, 90, 65))
MARKS = st.sampled_from((Comment.D, Comment.D, Comment.CD, None))
LEVELS = st.one_of(st.none(), st.sampled_from(Level))
SAID = {
    Comment.D: (0, 0),
    Comment.CD: (FAILED_1, FAILED_2),
    None: (MISSING_1, MISSING_2),
}


@st.composite
def pupils(draw: st.DrawFn) -> list[PupilYear]:
    """Pupils of one school: as many subjects each, mostly good so that every level comes about."""
    scored, commented = draw(st.integers(1, 9)), draw(st.integers(0, 5))
    score = st.one_of(GOOD, GOOD, GOOD, SCORES)
    mark = st.one_of(st.just(Comment.D), st.just(Comment.D), MARKS)
    one = st.builds(
        PupilYear,
        st.lists(st.tuples(score, score), min_size=scored, max_size=scored).map(
            lambda found: [Scored(str(at), *two) for at, two in enumerate(found)]
        ),
        st.lists(st.tuples(mark, mark), min_size=commented, max_size=commented).map(
            lambda found: [Commented(str(at), *two) for at, two in enumerate(found)]
        ),
        st.tuples(LEVELS, LEVELS),
        st.none(),
        st.one_of(st.none(), st.integers(0, 60)),
        st.just(False),
    )
    return draw(st.lists(one, min_size=1, max_size=12))


def columns_of(found: list[PupilYear]) -> Columns:
    """Pupils as columns."""
    return Columns(
        [
            array("H", [pair(p.scored[at].first, p.scored[at].second) for p in found])
            for at in range(len(found[0].scored))
        ],
        [
            array(
                "H",
                [SAID[p.commented[at].first][0] | SAID[p.commented[at].second][1] for p in found],
            )
            for at in range(len(found[0].commented))
        ],
        array("H", [pair(*p.conduct) for p in found]),
        array("H", [NOT_COUNTED if p.absent is None else p.absent for p in found]),
    )


@given(pupils(), st.sampled_from(AdjustmentMode), st.booleans())
def test_the_bulk_path_equals_the_rule_of_one_pupil(
    found: list[PupilYear], mode: AdjustmentMode, both: bool
) -> None:
    rules = circular_on(date(2026, 9, 7), adjustment=mode, both_remedies=both)
    expected: list[Outcome] = []
    for one in found:
        result = assess(one, circular=rules)
        terms = [each.level if each else None for each in (result.first, result.second)]
        year = result.year.level if result.year else None
        whole = YearOutcome(year, result.conduct, result.decision, result.honour)
        expected.append((terms[0], terms[1], whole))
    assert list(outcomes(columns_of(found), circular=rules)) == expected


def test_more_subjects_than_fit_are_refused() -> None:
    one = array("H", [0])
    with pytest.raises(ValueError, match="at most 15"):
        outcomes(Columns([one] * 16, [], one, one), circular=circular_on(date(2026, 9, 7)))
