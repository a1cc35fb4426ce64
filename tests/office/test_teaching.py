"""Teaching assigned by hand: from a day, ending the one before; departments and groups."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.planning.test_races import at_once
from tests.school import NOW, TODAY, School, found
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale
from truongso.notices.models import Notice
from truongso.office.actions.departments import Named, save_department, save_group
from truongso.office.actions.teaching import Asked, assign
from truongso.roster.models import Department, SubjectGroup, TeachingAssignment


def asked(school: School, **changes: Any) -> Asked:
    """Hoa takes over maths in 6A from Lan, today."""
    names = {"staff": "Hoa", "seen": "Lan"} | {
        key: changes.pop(key) for key in ("staff", "seen") if key in changes
    }
    ids = {key: school.staff[name].id if name else None for key, name in names.items()}
    seen = str(ids["seen"] or "")
    base = Asked(school.classes["6A"].id, "TOAN", "", ids["staff"], TODAY, seen)
    return replace(base, **changes)


def do(school: School, who: str = "Nam", **changes: Any) -> TeachingAssignment | None:
    return assign(actor=school.actor(who), asked=asked(school, **changes), now=NOW)


def test_the_next_teacher_begins_as_the_one_before_ends(school: School) -> None:
    made = do(school)
    rows = TeachingAssignment.objects.of(school).filter(
        school_class=school.classes["6A"], subject="TOAN"
    )
    told = [(row.staff_id, row.since, row.until) for row in rows.order_by("since")]
    assert told == [
        (school.staff["Lan"].id, date(2026, 8, 29), TODAY),
        (school.staff["Hoa"].id, TODAY, None),
    ]
    notice = Notice.objects.of(school).get(kind="roster.assigned")
    assert notice.to_id == school.staff["Hoa"].id
    assert made is not None


def test_teaching_may_only_end(school: School) -> None:
    assert do(school, staff=None) is None
    rows = TeachingAssignment.objects.of(school).filter(
        school_class=school.classes["6A"], subject="TOAN", until=None
    )
    assert not rows.exists()
    with pytest.raises(RuleBroken) as refused:
        do(school, staff=None, seen=None)
    assert refused.value.violations[0].code == "assignment.nobody_teaches"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"staff": "Lan"}, "assignment.unchanged"),
        ({"since": date(2026, 8, 29)}, "assignment.before_the_last"),
        ({"since": date(2028, 1, 1)}, "class.outside_year"),
        ({"strand": "Vật lí", "seen": None}, "assignment.unknown_strand"),
    ],
)
def test_refuses_by_the_rules(school: School, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        do(school, **changes)
    assert code in [violation.code for violation in refused.value.violations]


def test_who_has_left_is_not_assigned(school: School) -> None:
    school.staff["Hoa"].works_until = date(2026, 10, 1)
    school.staff["Hoa"].save(update_fields=["works_until"])
    with pytest.raises(RuleBroken) as refused:
        do(school)
    assert refused.value.violations[0].code == "assignment.not_working"


def test_of_two_at_once_one_is_told(school: School) -> None:
    calls = [
        partial(assign, actor=school.actor(who), asked=asked(school, staff=taker), now=NOW)
        for who, taker in (("Vân", "Hoa"), ("Nam", "Minh"))
    ]
    answers = at_once(*calls)
    assert sorted(type(answer).__name__ for answer in answers) == ["Stale", "TeachingAssignment"]


@pytest.mark.parametrize("who", ["Lan", "Hoa", "Bình"])
def test_others_do_not_assign(school: School, who: str) -> None:
    with pytest.raises(NotAllowed):
        do(school, who)


def test_another_schools_class_and_teacher_do_not_exist(school: School) -> None:
    with found() as other:
        for foreign in (
            asked(school),
            replace(asked(other), staff_id=school.staff["Hoa"].id),
        ):
            with pytest.raises(Missing):
                assign(actor=other.actor("Nam"), asked=foreign, now=NOW)


def test_departments_and_groups_are_made_and_renamed(school: School) -> None:
    nam = school.actor("Nam")
    made = save_department(
        actor=nam, department_id=None, named=Named("Tổ Ngoại ngữ", "Tổ NN"), now=NOW
    )
    renamed = Named("Tổ Tiếng Anh", "Tổ TA", seen="Tổ Ngoại ngữ")
    save_department(actor=nam, department_id=made.id, named=renamed, now=NOW)
    assert Department.objects.of(school).get(pk=made.pk).name == "Tổ Tiếng Anh"
    with pytest.raises(Stale):
        save_department(actor=nam, department_id=made.id, named=renamed, now=NOW)
    with pytest.raises(RuleBroken):
        save_department(actor=nam, department_id=None, named=Named("Tổ Tiếng Anh", "x"), now=NOW)
    group = save_group(
        actor=nam, department_id=made.id, group_id=None, named=Named("Nhóm 6"), now=NOW
    )
    save_group(
        actor=nam,
        department_id=made.id,
        group_id=group.id,
        named=Named("Nhóm 6, 7", seen="Nhóm 6"),
        now=NOW,
    )
    assert SubjectGroup.objects.of(school).get(pk=group.pk).name == "Nhóm 6, 7"


def test_others_keep_no_departments_and_no_foreign_ones(school: School) -> None:
    with pytest.raises(NotAllowed):
        save_department(
            actor=school.actor("Hoa"), department_id=None, named=Named("X", "X"), now=NOW
        )
    with found() as other:
        nam, foreign = other.actor("Nam"), school.departments["TN"].id
        with pytest.raises(Missing):
            save_department(actor=nam, department_id=foreign, named=Named("X", "X"), now=NOW)
        with pytest.raises(Missing):
            save_group(actor=nam, department_id=foreign, group_id=None, named=Named("X"), now=NOW)
