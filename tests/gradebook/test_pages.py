"""The list pages: who sees them, what they count, in how many statements."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.gradebook.scenes import book, page, pupils, save
from tests.school import NOW, School
from truongso.foundation import clock
from truongso.gradebook.queries import books
from truongso.roster import queries as roster


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def get(school: School, who: str, address: str) -> Any:
    return signed_in(school, who, at=NOW).get(address)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_my_pages_say_what_is_missing(school: School) -> None:
    known = pupils(school)
    save(school, *((pupil, "tx1", "8") for pupil in known))
    shown = text(get(school, "Lan", "/so-diem/"))
    both = roster.calendar(school, NOW.date())
    found = books.books(school, both.year, 1, both.day, staff_id=school.staff["Lan"].id)
    assert [one.row.name for one in found] == ["6A", "6B"]
    assert found[0].missing == len(known) * 5
    assert found[0].percent == 16
    assert f"/so-diem/{school.classes['6A'].id}/TOAN/1/" in shown
    assert text(get(school, "Vân", "/so-diem/")).count("Thầy/Cô chưa được phân công") == 1


def test_the_sheet_as_data_has_every_pupil_in_name_order(school: School) -> None:
    known = pupils(school)
    save(school, (known[1], "tx1", "8,5"))
    address = f"/so-diem/{school.classes['6A'].id}/TOAN/1/du-lieu/"
    told = get(school, "Lan", address).json()
    assert [row["name"] for row in told["rows"]] == [pupil.full_name for pupil in known]
    assert told["rows"][1]["marks"][0] == 85
    assert [column["key"] for column in told["columns"]] == [
        "tx1", "tx2", "tx3", "tx4", "gk", "ck",
    ]  # fmt: skip
    assert told["may_edit"]
    for who in ("Hoa", "Sơn", "Thu"):
        seen = get(school, who, address).json()
        assert not seen["may_edit"]
        assert seen["closed"]
    for who in ("Oanh", "Nam", "Vân"):
        assert get(school, who, address).status_code == 403


def test_a_pupil_who_left_stands_at_the_end_and_is_closed(school: School) -> None:
    known = pupils(school)
    save(school, (known[0], "tx1", "8"), (known[1], "tx1", "8"))
    members = school.classes["6A"].members.of(school)
    members.filter(pupil=known[0]).update(until=date(2026, 10, 10))
    members.filter(pupil=known[2]).update(until=date(2026, 10, 10))
    told = get(school, "Lan", f"/so-diem/{school.classes['6A'].id}/TOAN/1/du-lieu/").json()
    assert told["rows"][-1]["name"] == known[0].full_name
    assert told["rows"][-1]["left"]
    assert told["rows"][-1]["locked"] & 1
    assert known[2].full_name not in [row["name"] for row in told["rows"]]
    refused = save(school, (known[0], "tx2", "8"))["refused"]
    assert [one["code"] for one in refused] == ["gradebook.not_in_class"]


def test_progress_is_the_schools_for_leaders_and_the_departments_for_heads(
    school: School,
) -> None:
    pupils(school)
    whole, part = (text(get(school, who, "/so-diem/tien-do/")) for who in ("Sơn", "Hoa"))
    assert "Phan Kiều Oanh" in whole
    assert "Phan Kiều Oanh" not in part
    assert "Nguyễn Ngọc Lan" in part
    assert "/so-diem/hoc-ki/1/" in whole
    assert "/so-diem/hoc-ki/1/" not in part
    assert get(school, "Lan", "/so-diem/tien-do/").status_code == 403


def test_the_days_of_a_term_are_set_on_its_page(school: School) -> None:
    browser = signed_in(school, "Sơn", at=NOW)
    sent = {"midterm_first": "2026-11-02", "midterm_last": "2026-11-14", "finals_from": ""}
    assert browser.post("/so-diem/hoc-ki/1/han/", sent).status_code == 302
    assert 'value="2026-11-14"' in text(browser.get("/so-diem/hoc-ki/1/"))
    half = {"midterm_first": "2026-11-02", "midterm_last": ""}
    assert browser.post("/so-diem/hoc-ki/1/han/", half).status_code == 422
    assert browser.get("/so-diem/hoc-ki/3/").status_code == 404
    assert get(school, "Lan", "/so-diem/hoc-ki/1/").status_code == 403


def test_saving_through_the_door_and_in_a_closed_window(school: School) -> None:
    known = pupils(school)
    browser = signed_in(school, "Lan", at=NOW)
    address = f"/so-diem/{school.classes['6A'].id}/TOAN/1/luu/"
    body = {
        "batch": "01990000-0000-7000-8000-000000000001",
        "cells": [{"pupil": str(known[0].id), "column": "gk", "text": "8,5", "version": 0}],
    }
    told = browser.post(address, body, content_type="application/json")
    assert told.json()["saved"] == 1
    assert browser.post(address, body, content_type="application/json").json() == told.json()
    book(school, final=(date(2026, 12, 21), date(2027, 1, 9)))
    body |= {"batch": "01990000-0000-7000-8000-000000000002"}
    body["cells"] = [{"pupil": str(known[0].id), "column": "ck", "text": "8", "version": 0}]
    refused = browser.post(address, body, content_type="application/json").json()["refused"]
    assert "21/12/2026" in refused[0]["sentence"]


def test_lists_cost_the_same_for_any_number_of_pages(school: School) -> None:
    pupils(school)
    calendar = roster.calendar(school, NOW.date())
    with CaptureQueriesContext(connection) as seen:
        found = books.books(school, calendar.year, 1, calendar.day)
    assert len(found) > 8
    assert len(seen) <= 4
    save(school, *((pupil, "tx1", "8") for pupil in pupils_again(school)))
    with CaptureQueriesContext(connection) as again:
        books.books(school, calendar.year, 1, calendar.day)
    assert len(again) == 4


def pupils_again(school: School) -> list[Any]:
    members = school.classes["6A"].members.of(school).select_related("pupil")
    return [member.pupil for member in members]


def test_a_sheet_is_read_in_three_statements(school: School) -> None:
    from truongso.gradebook.queries.sheet import readable, sheet_data

    pupils(school)
    lan = school.actor("Lan")
    with CaptureQueriesContext(connection) as seen:
        sheet_data(lan, readable(lan, page(school), NOW), NOW)
    assert len(seen) <= 3
