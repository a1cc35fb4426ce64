"""What tests of the documents stand on."""

import pytest
from django.test import Client

from tests.clients import signed_in
from tests.school import School
from truongso.documents import converter


@pytest.fixture
def lan(school: School) -> Client:
    """Lan's browser."""
    return signed_in(school, "Lan")


@pytest.fixture
def no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without LibreOffice."""
    monkeypatch.setattr(converter, "program", lambda: None)


needs_converter = pytest.mark.skipif(converter.program() is None, reason="no LibreOffice here")
