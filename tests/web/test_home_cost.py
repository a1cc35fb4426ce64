"""How many statements the pages of a school's admin take, before and after the setting up."""

import pytest

from tests.office.people import children
from tests.planning.test_page_cost import asked
from tests.school import NOW, School, give_accounts
from truongso.access.models import Account
from truongso.foundation.tenancy import acting_in
from truongso.office.queries import setting_up
from truongso.roster.models import TimetableVersion

MOST = {"/thiet-lap/": 25, "/nhiem-vu/de-xuat/": 20}


def at_work(school: School) -> None:
    """Bring in what the little school lacks: pupils, a timetable, its principal's account."""
    children(school)
    with acting_in(school.id):
        TimetableVersion.objects.of(school).filter(year=school.year).first() or (
            TimetableVersion.objects.create(
                school_id=school.id, year=school.year, name="1", valid_from=school.year.starts_on
            )
        )
    give_accounts(school, "Sơn")
    with acting_in(school.id):
        Account.objects.filter(school_id=school.id).update(
            must_confirm=False, must_change_password=False
        )


def test_a_school_at_work_is_not_asked_about_its_setting_up_any_more(school: School) -> None:
    before = asked(school, "Nam", "/")
    with acting_in(school.id):
        assert not setting_up.is_at_work(school, NOW)
    at_work(school)
    with acting_in(school.id):
        assert setting_up.is_at_work(school, NOW)
    after = asked(school, "Nam", "/")
    print(f"home of an admin: {before} statements while setting up, {after} afterwards")
    assert after <= before - 12


@pytest.mark.parametrize("path", MOST)
def test_pages_of_setting_up_cost_a_handful(school: School, path: str) -> None:
    few = asked(school, "Nam", path)
    at_work(school)
    assert asked(school, "Nam", path) <= few + 1
    assert few <= MOST[path], few
