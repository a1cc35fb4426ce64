"""Papers are numbered without gaps or doubles, also by eight jobs at once that fail and are cut.

`NUMBERED_PAPERS=2000` in the environment makes it the whole drill (a good minute on two cores).
"""

import os

from tests.school import School
from tests.sealing.numbering import numbered

WANTED = int(os.environ.get("NUMBERED_PAPERS", "160"))


def test_eight_jobs_leave_no_gap_and_no_double(school: School) -> None:
    numbers, failures = numbered(school, WANTED)
    assert numbers == list(range(1, WANTED + 1))
    assert failures > WANTED // 8
