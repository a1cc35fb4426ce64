"""Staff by hand: made, changed, and leaving, when duties and teaching end."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from tests.school import NOW, TODAY, School, found
from truongso.access.queries import duties_of
from truongso.audit.models import JournalEntry
from truongso.foundation.days import SCHOOL_ZONE
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.office.actions.profiles import new_staff_detail
from truongso.office.actions.staff import add_staff, end_work, print_of, save_staff
from truongso.office.profile_fields import STAFF_FIELDS, empty, values_of
from truongso.office.queries import staff as queries
from truongso.roster.models import Staff, SubjectGroup, TeachingAssignment

LEAVES = date(2026, 11, 1)


def values(**told: Any) -> dict[str, Any]:
    given = {"full_name": "Vũ Thị Mới", "code": "GV900", "works_since": date(2026, 8, 1)}
    return {field.name: empty(field) for field in STAFF_FIELDS} | given | told


def standing(school: School, row: Staff) -> tuple[dict[str, Any], str]:
    row = Staff.objects.of(school).get(pk=row.pk)
    detail = queries.detail_of(school, row.id) or new_staff_detail(row)
    return values_of(STAFF_FIELDS, row, detail), print_of(row, detail)


def save(school: School, row: Staff, who: str = "Vân", seen: str = "", **told: Any) -> bool:
    before, printed = standing(school, row)
    return save_staff(
        actor=school.actor(who),
        staff_id=row.id,
        values=before | told,
        department_id=row.department_id,
        group_id=told.pop("group_id", row.group_id),
        seen=seen or printed,
        now=NOW,
    )


def add(school: School, who: str = "Vân", **told: Any) -> Staff:
    return add_staff(
        actor=school.actor(who),
        values=values(**told),
        department_id=school.departments["TN"].id,
        group_id=None,
        now=NOW,
    )


def test_a_new_member_has_a_profile_and_a_department(school: School) -> None:
    row = add(school, born_on=date(1990, 2, 3), sex="f", citizen_id="031190123456")
    told = standing(school, row)[0]
    assert (told["citizen_id"], row.department_id) == (
        "031190123456",
        school.departments["TN"].id,
    )
    assert Staff.objects.of(school).get(pk=row.pk).search_key == "vu thi moi"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"code": "GV001"}, "person.code_taken"),
        ({"born_on": date(2015, 1, 1)}, "person.impossible_age"),
        ({"citizen_id": "12"}, "identifier.citizen_form"),
    ],
)
def test_refuses_what_cannot_be(school: School, told: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(school, **told)
    assert [violation.code for violation in refused.value.violations] == [code]


def test_a_profile_is_changed_and_not_overwritten_unseen(school: School) -> None:
    lan = school.staff["Lan"]
    old = standing(school, lan)[1]
    assert save(school, lan, position="Giáo viên")
    assert not save(school, lan)
    with pytest.raises(Stale):
        save(school, lan, seen=old, position="Tổ phó")


def test_a_group_lies_in_the_department(school: School) -> None:
    elsewhere = SubjectGroup.objects.create(
        school_id=school.id, department=school.departments["XH"], name="Nhóm Văn"
    )
    with pytest.raises(RuleBroken) as refused:
        save(school, school.staff["Lan"], group_id=elsewhere.id)
    assert [violation.code for violation in refused.value.violations] == ["person.group_elsewhere"]


def leave(school: School, who: str = "Vân", day: date = LEAVES) -> int:
    return end_work(
        actor=school.actor(who),
        staff_id=school.staff["Lan"].id,
        day=day,
        reason="Nghỉ hưu",
        now=NOW,
    )


def test_duties_and_teaching_end_with_the_work(school: School) -> None:
    lan = school.staff["Lan"].id
    assert leave(school) == 2
    before = datetime(2026, 10, 31, 23, 59, tzinfo=SCHOOL_ZONE)
    after = datetime(2026, 11, 1, tzinfo=SCHOOL_ZONE)
    assert duties_of(school, lan, before)
    assert not duties_of(school, lan, after)
    rows = TeachingAssignment.objects.of(school).filter(staff_id=lan)
    assert set(rows.values_list("until", flat=True)) == {LEAVES}
    with pytest.raises(RuleBroken) as refused:
        leave(school)
    assert refused.value.violations[0].code == "person.already_left"


def test_what_would_begin_after_leaving_never_begins(school: School) -> None:
    lan = school.staff["Lan"]
    TeachingAssignment.objects.create(
        school_id=school.id,
        staff=lan,
        school_class=school.classes["7A"],
        subject="TIN",
        since=date(2027, 1, 18),
    )
    leave(school)
    row = TeachingAssignment.objects.of(school).get(staff=lan, subject="TIN")
    assert row.until == row.since


def test_the_journal_tells_departments_by_name(school: School) -> None:
    lan = school.staff["Lan"]
    before, printed = standing(school, lan)
    save_staff(
        actor=school.actor("Vân"),
        staff_id=lan.id,
        values=before,
        department_id=school.departments["XH"].id,
        group_id=None,
        seen=printed,
        now=NOW,
    )
    said = json.loads(JournalEntry.objects.of(school).get(verb="roster.staff_changed").payload)
    assert said["changes"] == [["department", "Tổ Khoa học tự nhiên", "Tổ Khoa học xã hội"]]


def test_nobody_begins_after_he_has_left(school: School) -> None:
    leave(school)
    with pytest.raises(RuleBroken) as refused:
        save(school, school.staff["Lan"], works_since=date(2026, 12, 1))
    assert refused.value.violations[0].code == "person.leaves_before_coming"


def test_leaving_today_ends_duties_at_once(school: School) -> None:
    leave(school, day=TODAY)
    assert not duties_of(school, school.staff["Lan"].id, NOW)


@pytest.mark.parametrize("who", ["Lan", "Hoa", "Minh"])
def test_others_keep_no_staff(school: School, who: str) -> None:
    for call in (add, leave):
        with pytest.raises(NotAllowed):
            call(school, who)
    with pytest.raises(NotAllowed):
        save(school, school.staff["Lan"], who, position="Hiệu trưởng")


def test_another_schools_people_do_not_exist(school: School) -> None:
    lan = school.staff["Lan"]
    with found() as other:
        clerk = other.actor("Vân")
        with pytest.raises(Missing):
            end_work(actor=clerk, staff_id=lan.id, day=LEAVES, reason="x", now=NOW)
        with pytest.raises(Missing):
            add_staff(
                actor=clerk,
                values=values(),
                department_id=school.departments["TN"].id,
                group_id=None,
                now=NOW,
            )
