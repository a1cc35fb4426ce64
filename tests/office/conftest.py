"""A school in use, and one with pupils in its classes."""

import pytest

from tests.clients import account_of
from tests.office.rollover_scene import fill_classes
from tests.school import School
from truongso.roster.models import Pupil


@pytest.fixture
def led(school: School) -> School:
    """A school whose principal and admin use their accounts."""
    for name in ("Sơn", "Thu", "Nam"):
        account_of(school, name)
    return school


@pytest.fixture
def pupils(school: School) -> dict[str, Pupil]:
    """The pupils of the little school by name, as `rollover_scene` puts them in its classes."""
    return fill_classes(school)
