"""The worker is killed while it signs a batch: everything is signed on restart, nothing twice.

A few kills; `python -m tests.drills.kill_signing --kills 100` is the whole drill.
"""

import random

import pytest

from tests.drills.kill_signing import drill

pytestmark = [pytest.mark.drill, pytest.mark.xdist_group("drill")]


def test_a_batch_is_signed_whole_and_once_however_often_the_worker_dies() -> None:
    seed = random.randrange(10**6)
    report = drill(kills=2, papers=8, seed=seed, say=print)
    print(seed, report)
    assert report.wrong == []
    assert (report.kills, report.signatures) == (2, 8)
