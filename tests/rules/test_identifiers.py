"""Identifiers of people: their form, and what the digits say of the bearer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.rules.identifiers import check_citizen_id, check_moet_id, is_warning


@pytest.mark.parametrize(
    ("text", "born_on", "sex", "code"),
    [
        ("031214123456", date(2014, 5, 1), "m", ""),
        ("031314123456", date(2014, 5, 1), "f", ""),
        ("031014123456", date(1914, 5, 1), "m", ""),
        ("031185000001", date(1985, 1, 1), "f", ""),
        ("031214123456", None, "", ""),
        ("031214123456", date(2014, 5, 1), "f", "identifier.citizen_unlike_person"),
        ("031214123456", date(2015, 5, 1), "m", "identifier.citizen_unlike_person"),
        ("31214123456", date(2014, 5, 1), "m", "identifier.citizen_form"),
        ("03121412345a", date(2014, 5, 1), "m", "identifier.citizen_form"),
        ("０３１２１４１２３４５６", date(2014, 5, 1), "m", "identifier.citizen_form"),
    ],
)
def test_a_citizens_number_tells_century_sex_and_year(
    text: str, born_on: date | None, sex: str, code: str
) -> None:
    found = [violation.code for violation in check_citizen_id(text, born_on=born_on, sex=sex)]
    assert found == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "right"), [("3112345678", True), ("311234567", False), ("311234567x", False)]
)
def test_a_ministry_identifier_has_ten_digits(text: str, *, right: bool) -> None:
    assert (not list(check_moet_id(text))) is right


@given(st.text(max_size=20), st.dates(), st.sampled_from(["m", "f", ""]))
def test_whatever_is_typed_it_never_fails(text: str, born_on: date, sex: str) -> None:
    for violation in [
        *check_citizen_id(text, born_on=born_on, sex=sex),
        *check_moet_id(text),
    ]:
        assert is_warning(violation) == violation.code.endswith("unlike_person")


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from("mf"))
def test_a_number_made_by_the_rule_fits_its_bearer(born_on: date, sex: str) -> None:
    century = 2 * (born_on.year // 100 - 19) + (sex == "f")
    text = f"031{century}{born_on.year % 100:02}123456"
    assert not list(check_citizen_id(text, born_on=born_on, sex=sex))
