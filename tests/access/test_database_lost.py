"""The database goes away under a request: it is said truly what is known of the act."""

from typing import Any

import pytest
from django.db import OperationalError, connections

from tests.clients import signed_in
from tests.school import School
from truongso.access.models import Session

BUSY, UNSURE = "core.busy", "core.unsure"
DATA = {"Accept": "application/json"}


def lose(*_: object) -> None:
    """What the driver raises when the server is gone."""
    raise OperationalError("server closed the connection unexpectedly")


def code_of(answer: Any) -> str:
    """The code of the one problem in an answer."""
    assert answer.status_code == 503
    [problem] = answer.json()["problems"]
    return str(problem["code"])


def test_a_page_says_that_the_system_is_busy(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(school, "Lan")
    with monkeypatch.context() as patch:
        patch.setattr(type(connections["default"]), "_set_autocommit", lose)
        assert code_of(browser.get("/", headers=DATA)) == BUSY
        assert "Hệ thống đang bận" in browser.get("/").text
    assert browser.get("/").status_code == 200


def test_an_act_lost_while_it_is_kept_is_not_said_to_be_undone(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(school, "Lan")
    other = Session.objects.filter(school_id=school.id).count()
    with monkeypatch.context() as patch:
        patch.setattr(type(connections["default"]), "_commit", lose)
        assert code_of(browser.post("/dang-xuat/", headers=DATA)) == UNSURE
    assert Session.objects.filter(school_id=school.id).count() == other


def test_a_page_lost_at_its_end_changed_nothing(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(school, "Lan")
    with monkeypatch.context() as patch:
        patch.setattr(type(connections["default"]), "_commit", lose)
        assert code_of(browser.get("/", headers=DATA)) == BUSY
