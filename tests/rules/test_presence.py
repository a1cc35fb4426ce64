"""What is asked of pupils who came or left in the middle of a term."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.rules.presence import Asked, asked_of

END = date(2027, 1, 10)


@pytest.mark.parametrize(
    ("came_on", "left_on", "asked"),
    [
        (date(2026, 9, 7), None, Asked.ALL),
        (END, None, Asked.ALL),
        (END + timedelta(days=1), None, Asked.BROUGHT),
        (date(2026, 9, 7), END, Asked.NOTHING),
        (date(2026, 9, 7), END + timedelta(days=1), Asked.ALL),
        (END + timedelta(days=1), END + timedelta(days=9), Asked.BROUGHT),
    ],
)
def test_asks(came_on: date, left_on: date | None, asked: Asked) -> None:
    assert asked_of(came_on=came_on, left_on=left_on, term_ends_on=END) is asked


@given(st.dates(), st.dates())
def test_coming_later_in_the_term_never_asks_less(one: date, other: date) -> None:
    """A pupil who is still there owes every column, unless he came after the term."""
    came_on, end = min(one, other), max(one, other)
    assert asked_of(came_on=came_on, left_on=None, term_ends_on=end) is Asked.ALL
