"""Giving and ending duties: by whom, from when, never to oneself; the emergency door; why."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.clients import account_of, signed_in
from tests.school import NOW, School, found
from truongso.access import gate
from truongso.access.actions.giving import GivingAsked, end_duty, give_duty, name_emergency_admin
from truongso.access.actions.rights import confirm_rights
from truongso.access.models import DutyHeld, RightsReading
from truongso.access.queries import rights, why
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.notices.models import Notice
from truongso.rules.authority import Duty, Right, Whose

WEEK = timedelta(days=7)
REASON = "Quản trị viên nằm viện, cần cấp lại mật khẩu"


@pytest.fixture
def give(school: School) -> Any:
    """Give as Nam; each test changes one thing."""

    def call(actor: str = "Nam", **changes: Any) -> DutyHeld:
        who = changes.pop("who", "Lan")
        values: dict[str, Any] = {
            "staff_id": school.staff[who].id,
            "duty": Duty.CLERK,
            "over_id": None,
            "since": NOW,
            "reason": "QĐ 12",
        }
        asked = GivingAsked(**(values | changes))
        return give_duty(actor=school.actor(actor), asked=asked, now=NOW)

    return call


def head_of(school: School, department: str) -> dict[str, Any]:
    return {"duty": Duty.DEPARTMENT_HEAD, "over_id": school.departments[department].id}


def test_a_duty_is_given_told_and_journalled(school: School, give: Any) -> None:
    row = give()
    assert row.given_by_id == school.staff["Nam"].id
    assert Notice.objects.of(school).get().to_id == school.staff["Lan"].id
    entry = json.loads(JournalEntry.objects.of(school).get().payload)
    assert (entry["verb"], entry["reason"]) == ("access.duty_given", "QĐ 12")
    assert entry["facts"]["duty"] == "Văn thư"


def test_a_second_head_is_refused_and_a_replacement_follows_at_once(
    school: School, give: Any
) -> None:
    with pytest.raises(RuleBroken) as refused:
        give(**head_of(school, "TN"))
    assert refused.value.violations[0].code == "duty.has_holder"
    give(**head_of(school, "TN"), replace=True)
    hoa, lan = school.actor("Hoa"), school.actor("Lan")
    thing = Whose(school.staff["Dũng"].id, school.departments["TN"].id)
    act = "planning.approve:lesson_plan"
    assert not isinstance(gate.may(hoa, act, thing, at=NOW), Right)
    assert isinstance(gate.may(lan, act, thing, at=NOW), Right)


def test_a_head_is_of_the_department_he_heads(school: School, give: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        give(who="Oanh", **head_of(school, "TN"), replace=True)
    assert refused.value.violations[0].code == "duty.wrong_department"


def test_a_homeroom_class_has_one_teacher_at_a_time(school: School, give: Any) -> None:
    asked = {"duty": Duty.HOMEROOM_TEACHER, "over_id": school.classes["6A"].id}
    give(**asked, until=NOW + WEEK)
    with pytest.raises(RuleBroken):
        give(who="Hà", **asked)
    give(who="Hà", **asked, since=NOW + WEEK)


def test_what_a_duty_is_over_must_be_named_and_be_ours(school: School, give: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        give(duty=Duty.DEPARTMENT_HEAD)
    assert refused.value.violations[0].code == "duty.no_such_thing"
    with found() as other:
        theirs = other.departments["TN"].id
    with pytest.raises(Missing):
        give(duty=Duty.DEPARTMENT_HEAD, over_id=theirs)


@pytest.mark.parametrize("who", ["Lan", "Hoa", "Thu", "Vân"])
def test_only_principal_and_admin_give_duties(give: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        give(who, who="Hà")


def test_leading_duties_are_the_principals_to_give(school: School, give: Any) -> None:
    account_of(school, "Hà")
    for duty in (Duty.VICE_PRINCIPAL, Duty.IT_ADMIN):
        with pytest.raises(NotAllowed):
            give(who="Hà", duty=duty)
    give("Sơn", who="Hà", duty=Duty.VICE_PRINCIPAL)


def test_the_principal_hands_his_office_over(school: School, give: Any) -> None:
    account_of(school, "Thu")
    give("Sơn", who="Thu", duty=Duty.PRINCIPAL, since=NOW + WEEK, replace=True)
    then = NOW + WEEK
    assert school.actor("Thu", then).holds(Duty.PRINCIPAL)
    assert not school.actor("Sơn", then).holds(Duty.PRINCIPAL)
    assert school.actor("Sơn", then - timedelta(seconds=1)).holds(Duty.PRINCIPAL)


def test_nobody_gives_himself_anything_or_lays_his_own_down(school: School, give: Any) -> None:
    for who in ("Nam", "Sơn"):
        with pytest.raises(NotAllowed) as refused:
            give(who, who=who)
        assert refused.value.violations[0].code == "duty.to_oneself"
    with pytest.raises(NotAllowed):
        end(school, "Sơn", school.duties["Sơn", Duty.PRINCIPAL])


def end(school: School, who: str, row: DutyHeld) -> DutyHeld:
    return end_duty(actor=school.actor(who), duty_id=row.id, until=NOW, now=NOW)


def test_an_ended_duty_ends_what_was_lent_from_it(school: School) -> None:
    act = "planning.approve:lesson_plan"
    lent = {"since": NOW - WEEK, "until": NOW + WEEK}
    school.delegate("Hoa", Duty.DEPARTMENT_HEAD, "Minh", act, **lent)
    thing = Whose(school.staff["Lan"].id, school.departments["TN"].id)
    assert isinstance(gate.may(school.actor("Minh"), act, thing, at=NOW), Right)
    end(school, "Nam", school.duties["Hoa", Duty.DEPARTMENT_HEAD])
    assert not isinstance(gate.may(school.actor("Minh"), act, thing, at=NOW), Right)
    with pytest.raises(RuleBroken):
        end(school, "Nam", school.duties["Hoa", Duty.DEPARTMENT_HEAD])


def test_the_last_admin_stays_until_there_is_another_who_can_sign_in(
    school: School, give: Any
) -> None:
    nams = school.duties["Nam", Duty.IT_ADMIN]
    with pytest.raises(RuleBroken) as refused:
        end(school, "Sơn", nams)
    assert refused.value.violations[0].code == "duty.last_leader"
    account_of(school, "Lan")
    give("Sơn", duty=Duty.IT_ADMIN)
    end(school, "Sơn", nams)


def emergency(school: School, who: str = "Thu", whom: str = "Lan", hours: int = 72) -> DutyHeld:
    return name_emergency_admin(
        actor=school.actor(who),
        staff_id=school.staff[whom].id,
        hours=hours,
        reason=REASON,
        now=NOW,
    )


def test_the_emergency_admin_is_for_hours_and_everybody_is_alarmed(school: School) -> None:
    account_of(school, "Lan")
    row = emergency(school)
    assert row.emergency
    assert school.actor("Lan", NOW + timedelta(hours=71)).holds(Duty.IT_ADMIN)
    assert not school.actor("Lan", NOW + timedelta(hours=72)).holds(Duty.IT_ADMIN)
    alarmed = Notice.objects.of(school).filter(kind="access.emergency_admin")
    names = ("Sơn", "Nam", "Lan")
    assert {one.to_id for one in alarmed} == {school.staff[name].id for name in names}
    entry = JournalEntry.objects.of(school).get(verb="access.emergency_admin_named")
    assert json.loads(entry.payload)["reason"] == REASON


@pytest.mark.parametrize(
    ("who", "whom", "hours", "error"),
    [
        ("Sơn", "Lan", 24, NotAllowed),
        ("Nam", "Lan", 24, NotAllowed),
        ("Hoa", "Lan", 24, NotAllowed),
        ("Thu", "Thu", 24, NotAllowed),
        ("Thu", "Lan", 73, RuleBroken),
        ("Thu", "Hoa", 24, RuleBroken),
        ("Thu", "Hà", 24, RuleBroken),
    ],
)
def test_the_emergency_door_is_narrow(
    school: School, who: str, whom: str, hours: int, error: type[Exception]
) -> None:
    account_of(school, "Lan")
    account_of(school, "Hoa")
    with pytest.raises(error):
        emergency(school, who, whom, hours)
    assert not DutyHeld.objects.of(school).filter(emergency=True).exists()


def test_an_emergency_admin_is_no_reason_to_let_the_last_one_go(school: School) -> None:
    account_of(school, "Lan")
    emergency(school)
    with pytest.raises(RuleBroken):
        end(school, "Sơn", school.duties["Nam", Duty.IT_ADMIN])


def test_the_first_principal_is_named_by_whoever_begins_and_none_after(
    school: School, give: Any
) -> None:
    DutyHeld.objects.of(school).filter(duty="principal").delete()
    give(who="Hà", duty=Duty.PRINCIPAL)
    with pytest.raises(NotAllowed):
        give(who="Lan", duty=Duty.PRINCIPAL, since=NOW + WEEK)


def test_the_principal_confirms_the_table_as_it_stands(school: School, give: Any) -> None:
    son = school.actor("Sơn")
    before = rights.fingerprint(school, NOW)
    confirm_rights(actor=son, fingerprint=before, now=NOW)
    assert RightsReading.objects.of(school).get().fingerprint == before
    give(who="Hà", duty=Duty.DEPARTMENT_DEPUTY, over_id=school.departments["TN"].id)
    assert rights.fingerprint(school, NOW) != before
    with pytest.raises(Stale):
        confirm_rights(actor=son, fingerprint=before, now=NOW)
    for name in ("Thu", "Nam", "Hoa"):
        with pytest.raises(NotAllowed):
            confirm_rights(actor=school.actor(name), fingerprint=before, now=NOW)


@pytest.mark.parametrize(
    ("who", "act", "thing", "yes", "said"),
    [
        ("Hoa", "planning.approve:lesson_plan", "colleague", True, "Tổ trưởng chuyên môn"),
        ("Hoa", "planning.approve:lesson_plan", "own", False, "Không ai tự duyệt"),
        ("Hoa", "planning.approve:lesson_plan", "other", False, "chỉ cho làm với hồ sơ"),
        ("Minh", "planning.approve:lesson_plan", "colleague", False, "không có quyền này"),
        ("Nam", "planning.approve:lesson_plan", "colleague", False, "Quản trị viên"),
        ("Lan", "planning.submit:lesson_plan", "own", True, "của chính mình"),
        ("Hà", "planning.submit:lesson_plan", "own", False, "Chưa có tài khoản"),
    ],
)
def test_says_which_duty_or_rule_decides(
    school: School, who: str, act: str, thing: str, yes: bool, said: str
) -> None:
    for name in ("Hoa", "Minh", "Nam", "Lan"):
        account_of(school, name)
    question = why.Question(school.staff[who].id, act, thing)
    answer = why.answer(school.actor("Sơn"), question, NOW)
    assert answer.yes is yes
    assert said in answer.text


def test_names_the_delegation_that_decides(school: School) -> None:
    account_of(school, "Minh")
    act = "planning.approve:lesson_plan"
    lent = {"since": NOW - WEEK, "until": NOW + WEEK}
    school.delegate("Hoa", Duty.DEPARTMENT_HEAD, "Minh", act, **lent)
    question = why.Question(school.staff["Minh"].id, act, "colleague")
    answer = why.answer(school.actor("Sơn"), question, NOW)
    assert answer.yes
    assert "thay mặt Đặng Quỳnh Hoa" in answer.text


def test_pages_of_duties_open_and_keep_what_was_typed(school: School) -> None:
    nam = signed_in(school, "Nam")
    page = nam.get("/nhiem-vu/").content.decode()
    assert "Giao nhiệm vụ" in page
    assert "Khẩn cấp" not in page
    asked = {"staff": str(school.staff["Lan"].id), "duty": "department_head", "since": "xyz"}
    answer = nam.post("/nhiem-vu/giao/", asked)
    assert answer.status_code == 422
    assert f'<option value="{school.staff["Lan"].id}" selected>' in answer.content.decode()
    thu = signed_in(school, "Thu").get("/nhiem-vu/").content.decode()
    assert "Khẩn cấp" in thu
    assert signed_in(school, "Lan").get("/nhiem-vu/").status_code == 403
    assert "Vì sao" in signed_in(school, "Lan").get("/vi-sao/").content.decode()
