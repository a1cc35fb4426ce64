"""Identifiers of people: their form, and where they disagree with what else is known."""

from datetime import date

import pytest

from truongso.rules.identifiers import check_citizen_id, check_moet_id, doubts_about

BORN = date(2014, 5, 6)


@pytest.mark.parametrize("text", ["311400000", "31140000011", "311400000A", "", "٣١١٤٠٠٠٠٠١"])
def test_a_sector_identifier_has_ten_digits(text: str) -> None:
    [found] = check_moet_id(text)
    assert (found.code, found.at) == ("identifier.moet_form", "moet_id")


@pytest.mark.parametrize("text", ["03121412345", "0312141234567", "03121412345x", " "])
def test_a_personal_number_has_twelve_digits(text: str) -> None:
    [found] = check_citizen_id(text)
    assert found.code == "identifier.citizen_form"


def test_right_forms_pass() -> None:
    assert list(check_moet_id("3114000001")) == []
    assert list(check_citizen_id("031214123456")) == []


@pytest.mark.parametrize(
    ("number", "born", "sex", "codes"),
    [
        ("031214123456", BORN, "m", []),
        ("031314123456", BORN, "f", []),
        ("031085123456", date(1985, 1, 1), "m", []),
        ("031185123456", date(1985, 1, 1), "f", []),
        ("031214123456", BORN, "f", ["identifier.other_sex"]),
        ("031214123456", date(2013, 5, 6), "m", ["identifier.other_year"]),
        ("031014123456", BORN, "f", ["identifier.other_year", "identifier.other_sex"]),
        ("031214123456", None, "", []),
        ("12", BORN, "m", []),
    ],
)
def test_doubts_about_century_year_and_sex(
    number: str, born: date | None, sex: str, codes: list[str]
) -> None:
    assert [one.code for one in doubts_about(number, born_on=born, sex=sex)] == codes
