"""What tests of signatures stand on: keys and one signed paper for all, as making keys is slow."""

from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.clients import account_of
from tests.documents.test_press import FONTS
from tests.school import NOW, School
from tests.seal.papers import Signed
from tests.seal.pki import House
from truongso.rules.signing import Kind
from truongso.seal import certificates
from truongso.seal.actions.authority import found_authority
from truongso.seal.actions.own_keys import KeyAsked, add_key
from truongso.seal.models import Key

SECRET = "mưa rào tháng bảy"


@pytest.fixture(scope="session")
def paper() -> Signed:
    if not FONTS.exists():
        pytest.skip("the pages are not built here (make builds them)")
    return Signed(House())


@cache
def _ready(number: int) -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that are made once for the whole run, by turns: nothing here rests on fresh ones."""
    turns = iter(range(10**6))
    monkeypatch.setattr(certificates, "new_key", lambda: _ready(next(turns) % 4))


@pytest.fixture
def sealing(school: School) -> School:
    """A school with an authority, where Lan, Sơn and Nam have accounts."""
    for name in ("Lan", "Sơn", "Nam"):
        account_of(school, name)
    found_authority(actor=school.actor("Nam"), now=NOW)
    return school


def internal(school: School, name: str = "Lan", secret: str = SECRET) -> Key:
    """An internal key of a person."""
    asked = KeyAsked(Kind.SCHOOL, "Khóa của tôi", secret, secret)
    return add_key(actor=school.actor(name), asked=asked, now=NOW)
