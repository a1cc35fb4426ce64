"""Fixtures of the office's tests."""

import pytest

from tests.office.rollover_scene import fill_classes
from tests.school import School
from truongso.roster.models import Pupil


@pytest.fixture
def pupils(school: School) -> dict[str, Pupil]:
    """The pupils of the little school by name, as `rollover_scene` puts them in its classes."""
    return fill_classes(school)
