"""A teacher's own phrases for comments: changed, read back, nobody else's business."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.gradebook.scenes import NOW
from tests.school import School
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.foundation.errors import RuleBroken
from truongso.gradebook.actions.phrases import change_phrases
from truongso.gradebook.queries import phrases as queries
from truongso.rules.phrases import Change, Kind

ADDRESS, KEEP = "/so-diem/mau-cau/", "/so-diem/mau-cau/luu/"


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def put(*texts: str, at: int | None = None) -> list[Change]:
    return [Change(Kind.PUT, text, at) for text in texts]


def change(school: School, who: str, *changes: Change) -> list[str]:
    return change_phrases(actor=school.actor(who), changes=changes, now=NOW)


def test_phrases_are_changed_in_order_and_concern_only_their_teacher(school: School) -> None:
    change(school, "Dũng", *put("Tiến bộ."))
    assert change(school, "Lan", *put("Chăm chỉ.", "Tiến bộ.")) == ["Chăm chỉ.", "Tiến bộ."]
    moved = [*put("Tiến bộ.", at=0), Change(Kind.REWORD, "Chăm chỉ.", to="Rất chăm.")]
    assert change(school, "Lan", *moved) == ["Tiến bộ.", "Rất chăm."]
    again = [moved[1]]
    assert change(school, "Lan", *again) == ["Tiến bộ.", "Rất chăm."]
    assert change(school, "Lan", Change(Kind.DROP, "Tiến bộ.")) == ["Rất chăm."]
    assert queries.own(school.actor("Dũng")) == ["Tiến bộ."]

    told = JournalEntry.objects.of(school).filter(
        verb="gradebook.phrases_changed", actor_id=school.actor("Lan").person
    )
    assert told.count() == 3
    assert not any("chăm" in entry.payload.lower() for entry in told)


def test_a_list_holds_two_hundred_phrases_of_a_comments_length(school: School) -> None:
    change(school, "Lan", *put(*(f"Câu {no}" for no in range(200))))
    with pytest.raises(RuleBroken) as full:
        change(school, "Lan", *put("Một câu nữa"))
    assert [one.code for one in full.value.violations] == ["phrases.too_many"]
    with pytest.raises(RuleBroken) as long:
        change(school, "Dũng", *put("x" * 501))
    assert [one.code for one in long.value.violations] == ["phrases.too_long"]
    assert queries.own(school.actor("Dũng")) == []


def test_the_doors_read_and_change_ones_own(school: School) -> None:
    browser = signed_in(school, "Lan", at=NOW)

    def post(*changes: Any) -> Any:
        return browser.post(KEEP, {"changes": changes}, content_type="application/json")

    made = post({"kind": "put", "text": "  Tiến  bộ. "}, {"kind": "put", "text": "Chăm."})
    assert made.json() == {"phrases": ["Tiến bộ.", "Chăm."]}
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(ADDRESS).json() == made.json()
    assert len([one for one in seen.captured_queries if "gradebook_phrase" in one["sql"]]) == 1
    for wrong in (
        {"kind": "put", "text": " "},
        {"kind": "swap", "text": "Chăm."},
        {"kind": "put", "text": "A", "at": -1},
        {"kind": "reword", "text": "Chăm."},
        {"kind": "drop", "text": 5},
        "Chăm.",
    ):
        assert post(wrong).status_code == 400
    assert post().status_code == 400
    assert browser.get(ADDRESS).json() == made.json()
