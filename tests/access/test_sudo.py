"""Proving again that one is oneself before rights are given: what was typed is never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver

from tests.access.factors import app_of, shown
from tests.access.matrix_scene import routes
from tests.access.test_second_step import verbs
from tests.clients import account_of, signed_in
from tests.school import PASSWORD, School, give_accounts
from truongso.access import sudo
from truongso.access.actions.proving import Proof, prove
from truongso.access.models import Delegation, Session
from truongso.foundation import clock
from truongso.foundation.errors import RuleBroken
from truongso.rules.authority import Duty

GIVE = "/uy-quyen/giao/"


@pytest.fixture
def asked(school: School) -> dict[str, Any]:
    """What Hoa types to lend a right to Minh."""
    first = clock.now().date() + timedelta(days=1)
    return {
        "duty": str(school.duties["Hoa", Duty.DEPARTMENT_HEAD].id),
        "receiver": str(school.staff["Minh"].id),
        "since": first.isoformat(),
        "until": (first + timedelta(days=5)).isoformat(),
        "acts": ["planning.approve:lesson_plan", "planning.approve:teacher_plan"],
        "note": "Đi tập huấn “chuyên môn” & về",
    }


@pytest.fixture
def hoa(school: School) -> Client:
    """Hoa signed in an hour ago."""
    give_accounts(school, "Hoa")
    return signed_in(school, "Hoa", at=clock.now() - timedelta(hours=1))


def lent(school: School) -> list[Delegation]:
    return list(Delegation.objects.of(school))


def test_asks_first_and_keeps_what_was_typed(
    hoa: Client, school: School, asked: dict[str, Any]
) -> None:
    answer = hoa.post(GIVE, asked)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert lent(school) == []
    assert 'value="Đi tập huấn “chuyên môn” &amp; về"' in page
    assert page.count('name="acts"') == 2
    done = hoa.post(GIVE, asked | {"proof": PASSWORD})
    assert done["Location"] == "/uy-quyen/"
    [row] = lent(school)
    assert (row.note, len(row.acts)) == (asked["note"], 2)
    assert verbs(school) == ["access.proved", "access.delegation_given"]


def test_does_not_ask_right_after_signing_in(school: School, asked: dict[str, Any]) -> None:
    assert signed_in(school, "Hoa").post(GIVE, asked).status_code == 302


def test_a_proof_is_good_for_ten_minutes(
    hoa: Client, school: School, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    hoa.post(GIVE, asked | {"proof": PASSWORD})
    now = clock.now()
    for later, status in ((9, 302), (11, 403)):
        moment = now + timedelta(minutes=later)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert hoa.post(
            "/nhom-truong/" + "0" * 8 + "-0000-4000-8000-" + "0" * 12 + "/",
            {"staff": str(school.staff["Minh"].id)},
        ).status_code == (404 if status == 302 else 403)


def test_a_wrong_proof_is_refused_and_kept(
    hoa: Client, school: School, asked: dict[str, Any]
) -> None:
    answer = hoa.post(GIVE, asked | {"proof": "sai mật khẩu"})
    assert answer.status_code == 403
    assert "Chưa đúng" in answer.content.decode()
    assert lent(school) == []
    assert verbs(school) == ["access.proof_refused"]


def test_guessing_is_slowed_down_and_only_for_this_session(
    hoa: Client, school: School, asked: dict[str, Any]
) -> None:
    for _ in range(10):
        hoa.post(GIVE, asked | {"proof": "sai mật khẩu"})
    assert "Hãy đợi" in hoa.post(GIVE, asked | {"proof": PASSWORD}).content.decode()
    other = signed_in(school, "Hoa", at=clock.now() - timedelta(hours=1))
    assert other.post(GIVE, asked | {"proof": PASSWORD}).status_code == 302


def test_takes_a_code_of_the_app_once(hoa: Client, school: School, asked: dict[str, Any]) -> None:
    _row, secret = app_of(school, "Hoa", at=clock.now())
    code = shown(secret, clock.now())
    assert hoa.post(GIVE, asked | {"proof": f"{code[:3]} {code[3:]}"}).status_code == 302
    session = Session.objects.get(school_id=school.id)
    with pytest.raises(RuleBroken):
        prove(
            actor=school.actor("Hoa", clock.now()),
            session=session.key_hash,
            proof=Proof(code=code),
            now=clock.now(),
        )


def test_the_proof_holds_although_the_act_was_refused(
    hoa: Client, school: School, asked: dict[str, Any]
) -> None:
    _row, secret = app_of(school, "Hoa", at=clock.now())
    code = shown(secret, clock.now())
    wrong = asked | {"until": "2020-01-01", "proof": code}
    assert hoa.post(GIVE, wrong).status_code == 422
    assert hoa.post(GIVE, asked).status_code == 302
    Session.objects.update(proved_at=None)
    assert hoa.post(GIVE, asked | {"proof": code}).status_code == 403


def test_a_script_is_told_to_ask_and_sends_again(
    hoa: Client, school: School, asked: dict[str, Any]
) -> None:
    for headers in ({"Accept": "application/json"}, {"HX-Request": "true"}):
        answer = hoa.post(GIVE, asked, headers=headers)
        assert (answer.status_code, answer["X-Prove"]) == (403, "1")
    wrong = hoa.post("/xac-nhan/", {"proof": "sai"}, headers={"Accept": "application/json"})
    assert wrong.json()["problems"][0]["code"] == "proof.wrong"
    right = hoa.post("/xac-nhan/", {"proof": PASSWORD}, headers={"Accept": "application/json"})
    assert right.json()["csrf"]
    assert hoa.post(GIVE, asked, headers={"HX-Request": "true"}).status_code == 302


def test_the_question_never_shows_the_proof_again(hoa: Client, asked: dict[str, Any]) -> None:
    page = hoa.post(GIVE, asked | {"proof": "một bí mật sai"}).content.decode()
    assert "một bí mật sai" not in page
    assert page.count('name="csrfmiddlewaretoken"') >= 1


def test_reading_is_never_asked_for_a_proof(hoa: Client) -> None:
    assert hoa.get("/uy-quyen/").status_code == 200


def test_the_journal_is_taken_out_only_after_a_proof(school: School) -> None:
    give_accounts(school, "Sơn")
    browser = signed_in(school, "Sơn", at=clock.now() - timedelta(hours=1))
    assert browser.post("/nhat-ky/xuat/").status_code == 403
    answer = browser.post("/nhat-ky/xuat/", {"proof": PASSWORD})
    assert answer["Content-Type"].startswith("application/vnd")
    answer.close()


def test_every_route_that_asks_is_there() -> None:
    assert routes() >= sudo.ROUTES
    assert len(sudo.ROUTES) >= 10


def test_the_decorator_asks_as_the_list_does() -> None:
    @sudo.needs_sudo
    def door(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    request = HttpRequest()
    request.resolver_match = get_resolver().resolve("/tai-khoan/")
    request.method = "POST"
    assert sudo.asks(request, door)
    request.method = "GET"
    assert not sudo.asks(request, door)
    assert not sudo.asks(request, lambda asked: HttpResponse())


def test_an_account_without_a_usable_password_is_not_proved_by_none(school: School) -> None:
    account_of(school, "Lan")
    signed_in(school, "Lan")
    session = Session.objects.get(school_id=school.id).key_hash
    with pytest.raises(RuleBroken):
        prove(
            actor=school.actor("Lan", clock.now()), session=session, proof=Proof(), now=clock.now()
        )
