"""How many statements whole requests of the gradebook send, the one that names the school too."""

import json
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.gradebook.scenes import pupils, save
from tests.school import NOW, School
from truongso.access.models import Session
from truongso.access.queries import duties_beside, duties_of, with_duties
from truongso.foundation import clock
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import SETTING

ENDS = {"BEGIN", "COMMIT"}


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def sent(school: School, method: str, path: str, **more: Any) -> list[str]:
    """What a request of Lan sends, as it is sent in life: in a transaction of its own."""
    browser = signed_in(school, "Lan", at=NOW)
    with CaptureQueriesContext(connection) as seen:
        answer = getattr(browser, method)(path, **more)
    assert answer.status_code == 200
    told = [one["sql"] for one in seen.captured_queries]
    told = [sql for sql in told if sql not in ENDS and "SAVEPOINT" not in sql]
    if not any(SETTING in sql for sql in told):
        told.insert(0, SETTING)
    return told


def test_a_sheet_is_opened_in_six_statements_and_fetched_in_five(school: School) -> None:
    save(school, *((pupil, "tx1", "8") for pupil in pupils(school)))
    address = f"/so-diem/{school.classes['6A'].id}/TOAN/1/"
    assert len(sent(school, "get", address)) == 6
    assert len(sent(school, "get", f"{address}du-lieu/")) == 5


def test_marks_are_saved_in_eight_statements_also_where_others_stood(school: School) -> None:
    known = pupils(school)
    save(school, *((pupil, "tx1", "8") for pupil in known))
    address = f"/so-diem/{school.classes['6A'].id}/TOAN/1/luu/"
    for column, version in (("tx2", 0), ("tx1", 1)):
        cells = [
            {"pupil": str(pupil.id), "column": column, "text": "9", "version": version}
            | {"reason": "Cộng nhầm"}
            for pupil in known
        ]
        body = json.dumps({"batch": str(new_id()), "cells": cells})
        told = sent(school, "post", address, data=body, content_type="application/json")
        assert len(told) == 8


def test_the_duties_beside_a_session_are_those_that_are_asked_for_alone(school: School) -> None:
    for name in ("Lan", "Hoa", "Minh", "Sơn"):
        signed_in(school, name, at=NOW)
        found = with_duties(Session.objects.filter(account__staff=school.staff[name]), NOW)
        [row] = found
        assert duties_beside(row) == duties_of(school, school.staff[name].id, NOW) != ()
