"""Ways in which an admin may try to raise himself or others, each as one request of his."""

import json
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from tests.clients import account_of
from tests.school import School
from truongso.foundation import clock
from truongso.foundation.days import local_day
from truongso.rules.authority import Duty

APPROVE = "planning.approve:lesson_plan"
GIVE = "/nhiem-vu/giao/"


def today() -> str:
    return local_day(clock.now()).isoformat()


def giving(school: School, who: str, duty: str, **more: str) -> dict[str, str]:
    return {"staff": str(school.staff[who].id), "duty": duty, "since": today()} | more


Try = Callable[[School, School, Client], HttpResponse]


def own_leading(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Nam", "principal", replace="on"))


def own_ordinary(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Nam", "clerk"))


def own_head(led: School, other: School, nam: Client) -> HttpResponse:
    over = str(led.departments["TN"].id)
    return nam.post(GIVE, giving(led, "Nam", "department_head", over=over, replace="on"))


def second_admin(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Lan", "it_admin"))


def accomplice_as_vice_principal(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Lan", "vice_principal"))


def replacing_the_principal(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Lan", "principal", replace="on"))


def by_json(led: School, other: School, nam: Client) -> HttpResponse:
    body = json.dumps(giving(led, "Lan", "principal", replace="on"))
    return nam.post(GIVE, body, content_type="application/json", HTTP_ACCEPT="application/json")


def forged_person(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Lan", "clerk") | {"staff": str(uuid4())})


def person_of_another_school(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Lan", "clerk") | {"staff": str(other.staff["Lan"].id)})


def department_of_another_school(led: School, other: School, nam: Client) -> HttpResponse:
    over = str(other.departments["TN"].id)
    return nam.post(GIVE, giving(led, "Lan", "department_head", over=over))


def back_dated(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Lan", "clerk", since="2026-09-01"))


def duty_of_the_system(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Lan", "system"))


def duty_of_another_level(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(GIVE, giving(led, "Lan", "ward_officer"))


def ending_the_principal(led: School, other: School, nam: Client) -> HttpResponse:
    duty = led.duties["Sơn", Duty.PRINCIPAL].id
    return nam.post(f"/nhiem-vu/{duty}/ket-thuc/")


def prolonging_his_own(led: School, other: School, nam: Client) -> HttpResponse:
    duty = led.duties["Nam", Duty.IT_ADMIN].id
    return nam.post(f"/nhiem-vu/{duty}/ket-thuc/", {"until": "2036-01-01"})


def the_emergency_door(led: School, other: School, nam: Client) -> HttpResponse:
    asked = {"staff": str(led.staff["Lan"].id), "hours": "72", "reason": "Cần gấp vì sự cố máy chủ"}
    return nam.post("/nhiem-vu/khan-cap/", asked)


def the_principals_password(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post("/tai-khoan-truong/phieu/", {"account": account_id(led, "Sơn")})


def the_vice_principals_password(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post("/tai-khoan-truong/phieu/", {"account": account_id(led, "Thu")})


def hidden_among_others(led: School, other: School, nam: Client) -> HttpResponse:
    both = [account_id(led, "Lan"), account_id(led, "Sơn")]
    return nam.post("/tai-khoan-truong/phieu/", {"account": both})


def his_own_password(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post("/tai-khoan-truong/phieu/", {"account": account_id(led, "Nam")})


def suspending_the_principal(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(f"/tai-khoan-truong/{account_id(led, 'Sơn')}/tam-khoa/", {"reason": "Thử"})


def withdrawing_the_principal(led: School, other: School, nam: Client) -> HttpResponse:
    address = f"/tai-khoan-truong/{account_id(led, 'Sơn')}/thu-hoi/"
    return nam.post(address, {"reason": "leaves"})


def another_schools_account(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post("/tai-khoan-truong/phieu/", {"account": account_id(other, "Lan")})


def another_schools_person(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post("/tai-khoan-truong/lap/", {"staff": str(other.staff["Hà"].id)})


def a_second_account(led: School, other: School, nam: Client) -> HttpResponse:
    more = {"username": "hieu-truong", "is_active": "1", "must_confirm": ""}
    return nam.post("/tai-khoan-truong/lap/", {"staff": str(led.staff["Lan"].id)} | more)


def waking_a_withdrawn_account(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post(f"/tai-khoan-truong/{account_id(led, 'Hoa')}/mo-khoa/", {"is_active": "1"})


def confirming_the_table(led: School, other: School, nam: Client) -> HttpResponse:
    return nam.post("/phan-quyen/xac-nhan/", {"fingerprint": "0" * 64})


def lending_to_himself(led: School, other: School, nam: Client) -> HttpResponse:
    duty = led.duties["Hoa", Duty.DEPARTMENT_HEAD].id
    asked = {"duty": str(duty), "receiver": str(led.staff["Nam"].id), "acts": APPROVE}
    return nam.post("/uy-quyen/giao/", asked | {"since": today(), "until": today()})


def moving_plans(led: School, other: School, nam: Client) -> HttpResponse:
    address = f"/viec-do-dang/{led.staff['Lan'].id}/ban-giao/"
    return nam.post(address, {"successor": str(led.staff["Hà"].id), "work": str(uuid4())})


def account_id(school: School, name: str) -> str:
    return str(account_of(school, name).id)


WAYS: list[tuple[Try, int]] = [
    (own_leading, 403),
    (own_ordinary, 403),
    (own_head, 403),
    (second_admin, 403),
    (accomplice_as_vice_principal, 403),
    (replacing_the_principal, 403),
    (by_json, 422),
    (forged_person, 404),
    (person_of_another_school, 404),
    (department_of_another_school, 404),
    (back_dated, 422),
    (duty_of_the_system, 422),
    (duty_of_another_level, 422),
    (ending_the_principal, 403),
    (prolonging_his_own, 403),
    (the_emergency_door, 403),
    (the_principals_password, 403),
    (the_vice_principals_password, 403),
    (hidden_among_others, 403),
    (his_own_password, 403),
    (suspending_the_principal, 403),
    (withdrawing_the_principal, 403),
    (another_schools_account, 404),
    (another_schools_person, 404),
    (a_second_account, 422),
    (waking_a_withdrawn_account, 422),
    (confirming_the_table, 403),
    (lending_to_himself, 403),
    (moving_plans, 403),
]
