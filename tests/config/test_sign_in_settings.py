"""Settings of signing in: single sign-on, and where a second factor is asked for."""

import pytest

from truongso.config.environment import BadSetting, read

BASE = {
    "TRUONGSO_OIDC_ISSUER": "https://so.example/",
    "TRUONGSO_OIDC_CLIENT_ID": "a",
    "TRUONGSO_OIDC_CLIENT_SECRET": "b",
}


def test_reads_its_settings() -> None:
    oidc = read(BASE | {"TRUONGSO_OIDC_MATCH": "email", "TRUONGSO_OIDC_DOMAINS": "A.vn, b.vn"}).oidc
    assert oidc
    assert (oidc.issuer, oidc.claim, oidc.domains) == (
        "https://so.example",
        "email",
        ("a.vn", "b.vn"),
    )
    assert read({}).oidc is None


@pytest.mark.parametrize(
    "more",
    [
        {"TRUONGSO_OIDC_ISSUER": "http://so.example"},
        {"TRUONGSO_OIDC_MATCH": "sub"},
        {"TRUONGSO_OIDC_CLIENT_SECRET": ""},
    ],
)
def test_refuses_settings_that_are_not_safe(more: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        read(BASE | more)


@pytest.mark.parametrize(
    ("env", "asked"),
    [
        ({}, True),
        ({"TRUONGSO_TRYING_OUT": "1"}, False),
        ({"TRUONGSO_TRYING_OUT": "1", "TRUONGSO_SECOND_FACTOR": "1"}, True),
        ({"TRUONGSO_SECOND_FACTOR": "0"}, True),
    ],
)
def test_a_second_factor_is_not_asked_for_only_when_tried_out(
    env: dict[str, str], asked: bool
) -> None:
    assert read(env).second_factor is asked
