"""The bulk path gives what the rule of one pupil gives, pupil by pupil."""

from array import array
from datetime import date
from random import Random

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
SAID = {
    Comment.D: (0, 0),
    Comment.CD: (FAILED_1, FAILED_2),
    None: (MISSING_1, MISSING_2),
}


def pupils(random: Random) -> list[PupilYear]:
    """Pupils of one school: as many subjects each, mostly good so that every level comes about."""
    scored, commented = random.randint(1, 9), random.randint(0, 5)

    def score() -> int | None:
        some = (random.choice(EDGES), random.randint(0, 100), None)
        return random.choice((80, 85, 90, 65)) if random.random() < 0.85 else random.choice(some)

    def mark() -> Comment | None:
        return Comment.D if random.random() < 0.9 else random.choice((Comment.CD, None))

    def level() -> Level | None:
        return random.choice((*Level, Level.TOT, None))

    return [
        PupilYear(
            [Scored(str(at), score(), score()) for at in range(scored)],
            [Commented(str(at), mark(), mark()) for at in range(commented)],
            (level(), level()),
            absent=random.choice((None, *range(0, 60, 5), 45, 46)),
        )
        for _ in range(random.randint(1, 30))
    ]


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


@given(st.integers(0, 2**32).map(Random), st.sampled_from(AdjustmentMode), st.booleans())
def test_the_bulk_path_equals_the_rule_of_one_pupil(
    random: Random, mode: AdjustmentMode, both: bool
) -> None:
    rules = circular_on(date(2026, 9, 7), adjustment=mode, both_remedies=both)
    found = pupils(random)
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
