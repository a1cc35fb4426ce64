"""The profiles of the demo school: invented numbers fit their bearers."""

from datetime import date

import pytest

from truongso.demo.people import pupils
from truongso.demo.profiles import citizen_id
from truongso.rules.identifiers import check_citizen_id


def test_invented_numbers_fit_their_bearers_and_are_nobody_elses() -> None:
    numbers = set()
    for number, draft in enumerate(pupils(2026)):
        text = citizen_id(draft.born_on, draft.sex, number)
        assert not list(check_citizen_id(text, born_on=draft.born_on, sex=draft.sex))
        numbers.add(text)
    assert len(numbers) == 640


@pytest.mark.parametrize(("sex", "text"), [("m", "031085900001"), ("f", "031185900001")])
def test_numbers_of_the_last_century(sex: str, text: str) -> None:
    assert citizen_id(date(1985, 3, 4), sex, 900_001) == text
