"""Pupils' profiles: made, changed, kept from being overwritten; who may, and whose pupil it is."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from tests.clients import signed_in
from tests.office.people import SINCE, children, values
from tests.planning.test_races import at_once
from tests.school import NOW, School, found, looking_at
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.office.actions.pupils import Entry, add_pupil, save_pupil
from truongso.office.profile_fields import PUPIL_FIELDS, fingerprint, values_of
from truongso.office.queries import pupils as queries
from truongso.roster.models import ClassMember, Pupil, PupilDetail, PupilMove

DAY = date(2026, 10, 1)


@pytest.fixture
def pupils(school: School) -> dict[str, Pupil]:
    return children(school)


def entry(school: School, **changes: Any) -> Entry:
    return replace(Entry(school.classes["6A"].id, DAY), **changes)


def add(school: School, who: str = "Vân", asked: Entry | None = None, **told: Any) -> Pupil:
    return add_pupil(
        actor=school.actor(who), values=values(**told), entry=asked or entry(school), now=NOW
    )


def seen(row: Pupil) -> str:
    return fingerprint(standing(row))


def standing(row: Pupil) -> dict[str, Any]:
    detail = queries.detail_of(row, row.id)
    return values_of(PUPIL_FIELDS, Pupil.objects.of(row).get(pk=row.pk), detail)


def save(school: School, row: Pupil, who: str = "Vân", **told: Any) -> list[str]:
    before = standing(row)
    return save_pupil(
        actor=school.actor(who),
        pupil_id=row.id,
        values=before | told,
        seen=fingerprint(before),
        now=NOW,
    )


def test_a_new_pupil_has_a_profile_a_class_and_an_entry(school: School) -> None:
    row = add(school, citizen_id="031315123456", father_name="Vũ Văn Cha")
    assert PupilDetail.objects.of(school).get(pupil=row).citizen_id == "031315123456"
    place = ClassMember.objects.of(school).get(pupil=row)
    assert (place.school_class_id, place.since) == (school.classes["6A"].id, DAY)
    moved = PupilMove.objects.of(school).get(pupil=row)
    assert (moved.status, moved.on, moved.recorded_by_id) == (
        "studying",
        DAY,
        school.staff["Vân"].id,
    )
    said = json.loads(JournalEntry.objects.of(school).get(verb="roster.pupil_added").payload)
    assert said["facts"] == {"name": "Vũ Thị Mới", "class": "6A"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"full_name": "Mới"}, "person.name_incomplete"),
        ({"born_on": date(1990, 1, 1)}, "person.impossible_age"),
        ({"citizen_id": "123"}, "identifier.citizen_form"),
        ({"moet_id": "12"}, "identifier.moet_form"),
        ({"code": "HS001"}, "person.code_taken"),
    ],
)
def test_refuses_what_cannot_be(
    school: School, pupils: dict[str, Pupil], told: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(school, **told)
    assert [violation.code for violation in refused.value.violations] == [code]
    assert Pupil.objects.of(school).count() == len(pupils)


def test_a_number_unlike_the_person_only_warns(school: School) -> None:
    row = add(school, citizen_id="031215123456")
    assert "không khớp" in queries.warnings_of(standing(row))[0]


def test_a_pupil_from_another_school_brings_papers(school: School) -> None:
    with pytest.raises(RuleBroken):
        add(school, asked=entry(school, transferred=True))
    told = {"other_school": "THCS Hoa Sen", "papers": "Giấy giới thiệu số 7"}
    row = add(school, asked=entry(school, transferred=True, **told))
    assert PupilMove.objects.of(school).get(pupil=row).papers == "Giấy giới thiệu số 7"


def test_the_journal_keeps_values_of_lists_and_hides_those_of_profiles(
    school: School, pupils: dict[str, Pupil]
) -> None:
    changed = save(school, pupils["An"], full_name="Phạm Thị Ảnh", father_phone="0900 000 001")
    assert changed == ["full_name", "father_phone"]
    said = json.loads(JournalEntry.objects.of(school).get(verb="roster.pupil_changed").payload)
    assert said["changes"] == [
        ["full_name", "Phạm Thị Ánh", "Phạm Thị Ảnh"],
        ["father_phone", None, "kept_quiet"],
    ]
    row = Pupil.objects.of(school).get(pk=pupils["An"].pk)
    assert row.search_key == "pham thi anh"
    assert save(school, row) == []


def test_what_was_not_seen_is_not_overwritten(school: School, pupils: dict[str, Pupil]) -> None:
    old = seen(pupils["An"])
    save(school, pupils["An"], hometown="Hải Phòng")
    with pytest.raises(Stale):
        save_pupil(
            actor=school.actor("Nam"),
            pupil_id=pupils["An"].id,
            values=standing(pupils["An"]) | {"hometown": "Nam Định"},
            seen=old,
            now=NOW,
        )
    assert standing(pupils["An"])["hometown"] == "Hải Phòng"


def test_of_two_at_once_one_is_told(school: School, pupils: dict[str, Pupil]) -> None:
    row, before = pupils["An"], standing(pupils["An"])
    connection.close()

    def write(who: str, text: str) -> Any:
        actor = school.actor(who)
        return lambda: save_pupil(
            actor=actor,
            pupil_id=row.id,
            values=before | {"hometown": text},
            seen=fingerprint(before),
            now=NOW,
        )

    with looking_at(school.id):
        answers = at_once(write("Vân", "Hải Phòng"), write("Nam", "Nam Định"))
        assert sorted(type(answer).__name__ for answer in answers) == ["Stale", "list"]
        assert JournalEntry.objects.of(school).filter(verb="roster.pupil_changed").count() == 1


def test_the_page_shows_what_another_wrote_and_keeps_what_was_typed(
    school: School, pupils: dict[str, Pupil]
) -> None:
    form = {
        name: value.isoformat() if isinstance(value, date) else value or ""
        for name, value in standing(pupils["An"]).items()
        if not isinstance(value, bool)
    }
    old = seen(pupils["An"])
    save(school, pupils["An"], hometown="Hải Phòng")
    browser = signed_in(school, "Nam")
    address = f"/hoc-sinh/{pupils['An'].id}/sua/"
    answer = browser.post(address, form | {"hometown": "Nam Định", "seen": old})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Chu Bích Vân" in text
    assert "Hải Phòng" in text
    assert 'value="Nam Định"' in text
    again = form | {"hometown": "Nam Định", "seen": seen(pupils["An"])}
    assert browser.post(address, again).status_code == 302
    assert standing(pupils["An"])["hometown"] == "Nam Định"


def test_a_refused_form_keeps_what_was_typed(school: School, pupils: dict[str, Pupil]) -> None:
    sent = {"full_name": "Vũ Thị Mới", "code": "HS900", "born_on": "1/9/1990", "sex": "f"}
    answer = signed_in(school, "Vân").post("/hoc-sinh/moi/", sent | {"on": "2026-10-01"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Vũ Thị Mới"' in text
    assert "Ngày sinh 01/09/1990" in text


@pytest.mark.parametrize("who", ["Oanh", "Lan", "Hoa", "Bình", "Minh"])
def test_others_keep_no_profiles(school: School, pupils: dict[str, Pupil], who: str) -> None:
    with pytest.raises(NotAllowed):
        add(school, who)
    with pytest.raises(NotAllowed):
        save(school, pupils["An"], who, hometown="X")


def test_another_schools_pupil_and_class_do_not_exist(
    school: School, pupils: dict[str, Pupil]
) -> None:
    before = standing(pupils["An"])
    with found() as other:
        with pytest.raises(Missing):
            save_pupil(
                actor=other.actor("Vân"),
                pupil_id=pupils["An"].id,
                values=before,
                seen=fingerprint(before),
                now=NOW,
            )
        with pytest.raises(Missing):
            add(other, asked=Entry(school.classes["6A"].id, SINCE))
