"""A school in use."""

import pytest

from tests.clients import account_of
from tests.school import School


@pytest.fixture
def led(school: School) -> School:
    """A school whose principal and admin use their accounts."""
    for name in ("Sơn", "Thu", "Nam"):
        account_of(school, name)
    return school
