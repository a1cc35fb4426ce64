"""Everything is killed while teachers type marks: no acknowledged cell is lost or done twice.

A few kills; `python -m tests.drills.kill_typing --kills 200` is the whole drill.
"""

import random

import pytest

from tests.drills.kill_typing import drill

pytestmark = [pytest.mark.drill, pytest.mark.xdist_group("drill")]


def test_every_acknowledged_cell_is_there_once() -> None:
    seed = random.randrange(10**6)
    report = drill(kills=3, seed=seed, control=False, say=print)
    print(seed, report)
    assert report.wrong == {}
    assert report.acked == report.present > 20
