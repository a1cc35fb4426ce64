"""Traces of reading: whoever is not the class's own teacher says why, once a day; it is seen."""

import json
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest

from tests.clients import signed_in
from tests.office.people import children
from tests.school import NOW, School, found
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.office.actions import reading as acts
from truongso.office.actions.reading import Purpose
from truongso.roster.models import Pupil

WHY = Purpose("family", "Báo em ốm")
FORM = {"purpose": "family", "note": "Báo em ốm"}
QUESTION = "cho biết mục đích"


@pytest.fixture
def an(school: School) -> Pupil:
    return children(school)["An"]


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def traces(school: School) -> list[dict[str, object]]:
    rows = JournalEntry.objects.of(school).filter(verb__startswith="roster.").order_by("at", "id")
    return [json.loads(row.payload) for row in rows]


def test_the_clerk_says_why_once_a_day(school: School, an: Pupil) -> None:
    browser, address = signed_in(school, "Vân", at=NOW), f"/hoc-sinh/{an.id}/"
    assert QUESTION in browser.get(address).content.decode()
    assert traces(school) == []
    assert browser.post(f"{address}xem/", FORM).status_code == 302
    for _ in range(3):
        assert QUESTION not in browser.get(address).content.decode()
    [trace] = traces(school)
    assert (trace["verb"], trace["target"]) == ("roster.profile_read", f"pupil:{an.id}")
    assert trace["reason"] == "Liên hệ gia đình, người thân: Báo em ốm"
    with mock.patch.object(clock, "now", return_value=NOW + timedelta(days=1)):
        tomorrow = signed_in(school, "Vân", at=NOW + timedelta(days=1))
        assert QUESTION in tomorrow.get(address).content.decode()


def test_another_pupil_is_asked_for_again_with_the_purpose_said_last(
    school: School, an: Pupil
) -> None:
    browser = signed_in(school, "Vân", at=NOW)
    browser.post(f"/hoc-sinh/{an.id}/xem/", FORM)
    other = Pupil.objects.of(school).exclude(pk=an.pk).first()
    assert other is not None
    page = browser.get(f"/hoc-sinh/{other.id}/").content.decode()
    assert QUESTION in page
    assert 'value="family" checked' in page


def test_the_homeroom_teacher_is_not_asked_and_leaves_no_trace(school: School, an: Pupil) -> None:
    page = signed_in(school, "Oanh", at=NOW).get(f"/hoc-sinh/{an.id}/").content.decode()
    assert QUESTION not in page
    assert "Phạm Thị Ánh" in page
    assert traces(school) == []


@pytest.mark.parametrize("who", ["Lan", "Hoa", "Bình"])
def test_a_subject_teacher_sees_the_class_list_but_no_profile(
    school: School, an: Pupil, who: str
) -> None:
    browser = signed_in(school, who, at=NOW)
    assert browser.get(f"/hoc-sinh/{an.id}/").status_code == 403
    seen = {"Lan": 200, "Hoa": 403, "Bình": 403}
    assert browser.get(f"/lop/{school.classes['6A'].id}/").status_code == seen[who]


def test_a_purpose_is_one_of_the_list_and_other_is_explained(school: School, an: Pupil) -> None:
    for purpose in (Purpose(""), Purpose("curiosity"), Purpose("other")):
        with pytest.raises(RuleBroken):
            acts.read_pupil(actor=school.actor("Vân"), pupil_id=an.id, purpose=purpose, now=NOW)
    assert traces(school) == []
    answer = signed_in(school, "Vân", at=NOW).post(f"/hoc-sinh/{an.id}/xem/", {"purpose": "other"})
    assert answer.status_code == 422
    assert "cần ghi rõ" in answer.content.decode()


def test_the_principal_and_the_person_himself_see_who_looked(school: School, an: Pupil) -> None:
    acts.read_pupil(actor=school.actor("Vân"), pupil_id=an.id, purpose=WHY, now=NOW)
    lan = school.staff["Lan"]
    acts.read_staff(actor=school.actor("Nam"), staff_id=lan.id, purpose=WHY, now=NOW)
    seen = signed_in(school, "Sơn", at=NOW).get(f"/hoc-sinh/{an.id}/ai-da-xem/").content.decode()
    assert "Chu Bích Vân" in seen
    assert "Báo em ốm" in seen
    own = signed_in(school, "Lan", at=NOW).get(f"/can-bo/{lan.id}/ai-da-xem/").content.decode()
    assert "Tạ Hoài Nam" in own
    for who, address in (
        ("Vân", f"/hoc-sinh/{an.id}/ai-da-xem/"),
        ("Hoa", f"/can-bo/{lan.id}/ai-da-xem/"),
    ):
        assert signed_in(school, who, at=NOW).get(address).status_code == 403


def test_ones_own_profile_is_read_without_a_question(school: School) -> None:
    lan = school.staff["Lan"]
    page = signed_in(school, "Lan", at=NOW).get(f"/can-bo/{lan.id}/").content.decode()
    assert QUESTION not in page
    assert traces(school) == []


def test_a_list_taken_out_leaves_who_why_and_how_many(school: School, an: Pupil) -> None:
    browser = signed_in(school, "Lan", at=NOW)
    place = f"/lop/{school.classes['6A'].id}/"
    assert browser.post(f"{place}excel/", {"purpose": ""}).status_code == 422
    assert browser.post(f"{place}excel/", FORM).status_code == 200
    assert browser.post(f"{place}in/", FORM).status_code == 200
    facts = [(trace["verb"], trace["facts"]) for trace in traces(school)]
    told = {"name": "6A", "count": 3}
    assert facts == [
        ("roster.class_list_exported", told | {"form": "xlsx"}),
        ("roster.class_list_exported", told | {"form": "print"}),
    ]
    assert browser.post("/hoc-sinh/excel/", FORM).status_code == 403


def test_another_schools_people_are_not_there(school: School, an: Pupil) -> None:
    lan, place = school.staff["Lan"], school.classes["6A"]
    with found() as other:
        clerk = other.actor("Vân")
        with pytest.raises(Missing):
            acts.read_pupil(actor=clerk, pupil_id=an.id, purpose=WHY, now=NOW)
        with pytest.raises(Missing):
            acts.read_staff(actor=clerk, staff_id=lan.id, purpose=WHY, now=NOW)
        with pytest.raises(Missing):
            acts.take_out_class(
                actor=clerk, class_id=place.id, purpose=WHY, form="xlsx", count=1, now=NOW
            )
    with pytest.raises(NotAllowed):
        acts.take_out_pupils(actor=school.actor("Lan"), purpose=WHY, form="xlsx", count=1, now=NOW)
