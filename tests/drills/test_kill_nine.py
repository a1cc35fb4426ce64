"""Web server, job worker and database are killed while people work: nothing is lost or done twice.

A few kills; `python -m tests.drills.kill_nine --kills 50` is the whole drill.
"""

import random

import pytest

from tests.drills.kill_nine import drill

pytestmark = [pytest.mark.drill, pytest.mark.xdist_group("drill")]


def test_what_was_acknowledged_is_there_once() -> None:
    seed = random.randrange(10**6)
    report = drill(kills=6, seed=seed, control=False, say=print)
    print(seed, report)
    assert report.wrong == {}
    assert report.acked == report.present > 30


def test_the_drill_sees_what_a_careless_database_loses() -> None:
    report = drill(kills=2, seed=1, control=True, say=print)
    assert report.lost
    assert report.present < report.acked
