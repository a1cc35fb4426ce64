"""A school in which something of each kind has been kept long enough."""

import pytest

from tests.retention.scene import grow_old
from tests.school import School


@pytest.fixture
def old(school: School) -> School:
    """The little school with old things."""
    return grow_old(school)
