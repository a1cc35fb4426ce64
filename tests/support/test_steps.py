"""First steps: what makes them done, ticking by hand, and how far everybody is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.factors import app_of
from tests.clients import signed_in
from tests.planning.scenes import handed_in
from tests.school import LONG_AGO, NOW, School
from truongso.access.models import DutyHeld
from truongso.audit.models import JournalEntry
from truongso.audit.words import SENTENCES
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.tenancy import acting_in
from truongso.foundation.text import folded, sort_key
from truongso.roster.models import Staff
from truongso.rules.authority import Duty
from truongso.support.actions.steps import put_card_away, tick
from truongso.support.onboarding import FACTOR, deeds_asked, steps, steps_for
from truongso.support.queries.steps import Asked, of_person, of_school

AT_SCHOOL = set(Duty) - {Duty.WARD_OFFICER, Duty.CITY_OFFICER, Duty.SYSTEM}


def done(school: School, name: str) -> set[str]:
    with acting_in(school.id):
        return {one.step.code for one in of_person(school.actor(name)).steps if one.done}


@pytest.mark.parametrize("duty", sorted(AT_SCHOOL))
def test_every_duty_has_four_to_eight_steps(duty: Duty) -> None:
    assert 4 <= len(steps_for([duty])) <= 8


def test_every_step_leads_to_a_page_and_asks_for_deeds_that_are_journalled() -> None:
    assert len({step.code for step in steps()}) == len(steps())
    for step in steps():
        assert reverse(step.route)
    assert deeds_asked() <= SENTENCES.keys()
    assert FACTOR not in deeds_asked()


def test_somebody_with_two_duties_has_each_step_once() -> None:
    codes = [step.code for step in steps_for([Duty.TEACHER, Duty.DEPARTMENT_HEAD])]
    assert len(codes) == len(set(codes))


def test_the_first_plan_handed_in_is_a_step_done(school: School) -> None:
    assert "first_plan" not in done(school, "Lan")
    handed_in(school, 13)
    assert "first_plan" in done(school, "Lan")
    assert "first_plan" not in done(school, "Dũng")


def test_a_second_factor_counts_while_it_is_there(school: School) -> None:
    assert "second_factor" not in done(school, "Thu")
    factor = app_of(school, "Thu", at=NOW)[0]
    assert "second_factor" in done(school, "Thu")
    factor.delete()
    assert "second_factor" not in done(school, "Thu")


def test_a_step_is_ticked_by_hand_and_taken_back_with_a_trace(school: School) -> None:
    lan = school.actor("Lan")
    assert tick(actor=lan, code="see_duties", done=True, now=NOW)
    assert not tick(actor=lan, code="see_duties", done=True, now=NOW)
    assert "see_duties" in done(school, "Lan")
    assert tick(actor=lan, code="see_duties", done=False, now=NOW)
    assert "see_duties" not in done(school, "Lan")
    verbs = JournalEntry.objects.of(school).filter(actor_id=lan.person, verb__startswith="support")
    assert list(verbs.order_by("at", "id").values_list("verb", flat=True)) == [
        "support.step_ticked",
        "support.step_reopened",
    ]


@pytest.mark.parametrize("code", ["first_plan", "clean_data", "nothing"])
def test_only_own_steps_by_hand_are_ticked(school: School, code: str) -> None:
    with pytest.raises(Missing):
        tick(actor=school.actor("Lan"), code=code, done=True, now=NOW)


def test_the_card_of_the_home_page_is_put_away_and_brought_back(school: School) -> None:
    browser = signed_in(school, "Lan")
    assert "Cất thẻ này" in browser.get("/").content.decode()
    assert browser.post("/bat-dau/cat/", {"an": "1"}).status_code == 302
    assert "Cất thẻ này" not in browser.get("/").content.decode()
    assert "Hiện lại thẻ ở trang chủ" in browser.get("/bat-dau/").content.decode()
    put_card_away(actor=school.actor("Lan"), away=False, now=NOW)
    assert "Cất thẻ này" in browser.get("/").content.decode()


def test_my_steps_are_ticked_on_their_page(school: School) -> None:
    browser = signed_in(school, "Lan")
    assert "Kiểm tra nhiệm vụ đang giữ" in browser.get("/bat-dau/").content.decode()
    browser.post("/bat-dau/danh-dau/", {"buoc": "see_duties", "xong": "1"})
    assert "Bỏ đánh dấu" in browser.get("/bat-dau/").content.decode()


def test_everybody_stands_in_the_list_by_department_and_the_unfinished_alone(
    school: School,
) -> None:
    principal = school.actor("Sơn")
    with acting_in(school.id):
        everybody = of_school(principal, Asked(), NOW)
        found = of_school(principal, Asked(department=school.departments["TN"].id), NOW)
    names = [one.staff.full_name for one in everybody]
    assert len(names) == len(set(names)) > 8
    places = [one.staff.department.name if one.staff.department else "" for one in everybody]
    assert places == sorted(places)
    assert {one.staff.department_id for one in found} == {school.departments["TN"].id}
    vice = school.actor("Thu")
    for step in steps_for([Duty.VICE_PRINCIPAL]):
        if step.by_hand:
            tick(actor=vice, code=step.code, done=True, now=NOW)
    with acting_in(school.id):
        [thu] = [
            one
            for one in of_school(principal, Asked(unfinished=True), NOW)
            if one.staff.id == vice.staff_id
        ]
    assert (thu.done, len(thu.left)) == (4, 3)


def test_teachers_do_not_see_how_far_others_are(school: School) -> None:
    with acting_in(school.id), pytest.raises(NotAllowed):
        of_school(school.actor("Lan"), Asked(), NOW)


def add_teachers(school: School, count: int) -> None:
    for number in range(count):
        full = f"Người Thứ {number}"
        person = Staff.objects.create(
            school_id=school.id,
            code=f"N{number}",
            full_name=full,
            sort_key=sort_key(full),
            search_key=folded(full),
            department=school.departments["TN"],
            works_since=date(2020, 8, 1),
        )
        DutyHeld.objects.create(
            school_id=school.id, staff=person, duty=Duty.TEACHER.value, since=LONG_AGO
        )


def test_progress_costs_the_same_for_ten_and_for_sixty(school: School) -> None:
    browser = signed_in(school, "Sơn")

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked_of:
            assert browser.get(address).status_code == 200
        return len(asked_of)

    addresses = ("/bat-dau/tien-do/", "/bat-dau/tien-do/in/")
    cost(addresses[0])
    before = [cost(address) for address in addresses]
    add_teachers(school, 50)
    assert [cost(address) for address in addresses] == before
    assert max(before) <= 14
    page = browser.get("/bat-dau/tien-do/?trang=2").content.decode()
    assert "Trang trước" in page
    assert "Người Thứ 49" in browser.get("/bat-dau/tien-do/in/?loc=chua-xong").content.decode()
