"""One signed paper for all tests of signatures: keys are made once."""

import pytest

from tests.documents.test_press import FONTS
from tests.seal.papers import Signed
from tests.seal.pki import House


@pytest.fixture(scope="session")
def paper() -> Signed:
    if not FONTS.exists():
        pytest.skip("the pages are not built here (make builds them)")
    return Signed(House())
