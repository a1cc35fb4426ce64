"""How much a page asks of the database: so many statements, however much there is to show.

Beginning and ending the transaction are not counted; setting the school is.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.planning.scenes import handed_in
from tests.school import School
from tests.school_rows import LONG_AGO
from truongso.foundation import clock
from truongso.rules.authority import Duty

ENDS = {"BEGIN", "COMMIT", "ROLLBACK"}
COSTS = {
    ("Sơn", "/bang-tuan/"): 10,
    ("Sơn", "/bang-tuan/?tu=1&den=35"): 10,
    ("Hoa", "/bang-tuan/"): 10,
    ("Hoa", "/duyet/"): 9,
    ("Lan", "/ke-hoach/"): 13,
}


def asked(school: School, who: str, path: str) -> int:
    """Return how many statements a page takes."""
    browser = signed_in(school, who)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return sum(query["sql"].upper() not in ENDS for query in queries)


@pytest.mark.parametrize(("who", "path"), COSTS)
def test_costs_the_same_however_much_there_is(school: School, who: str, path: str) -> None:
    handed_in(school, 13)
    few = asked(school, who, path)
    for no in range(14, 20):
        handed_in(school, no, at=clock.now())
    assert asked(school, who, path) == few <= COSTS[who, path]


def test_a_lent_right_costs_the_inbox_one_statement_more(school: School) -> None:
    since = ("Hoa", Duty.DEPARTMENT_HEAD, "Minh", "planning.approve:lesson_plan")
    school.delegate(*since, since=LONG_AGO, until=clock.now() + timedelta(days=1))
    handed_in(school, 13)
    assert asked(school, "Minh", "/duyet/") <= COSTS["Hoa", "/duyet/"] + 1
