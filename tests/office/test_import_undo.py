"""Taking a written import back: every row as before, or one sentence that says what stands."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests.clients import signed_in
from tests.jobs import run_jobs
from tests.office.tables import checked, run_of, written, xlsx
from tests.planning.test_races import at_once
from tests.school import NOW, School, found
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, sentence
from truongso.foundation.tenancy import acting_in
from truongso.office.actions import classes
from truongso.office.actions import imports as acts
from truongso.office.actions.imports_undone import undo
from truongso.office.importing import steps
from truongso.office.importing.traces import ORDER
from truongso.office.models import ImportRun, ImportTrace
from truongso.roster.models import (
    ClassMember,
    Department,
    Pupil,
    Staff,
    TeachingAssignment,
    TimetableSlot,
)

DAY = date(2026, 11, 2)
PUPILS = ["Mã học sinh", "Họ tên", "Ngày sinh", "Giới tính", "Lớp", "Số CCCD", "Trạng thái"]
AN = ["HS1", "Nguyễn Văn An", "05/09/2014", "Nam", "6A", "031214000011", ""]
BE = ["HS2", "Trần Thị Bé", "06/09/2014", "Nữ", "6B", "031314000012", ""]


def everything(school: School) -> dict[str, list[Any]]:
    """Every row of every table that imports write, as the database tells it."""
    told = {}
    with connection.cursor() as cursor:
        for model in ORDER:
            table = model._meta.db_table
            cursor.execute(
                f'SELECT t::text FROM "{table}" t WHERE school_id = %s ORDER BY 1',
                [school.id],
            )
            told[table] = [row for (row,) in cursor.fetchall()]
    return told


def take_back(school: School, run: ImportRun, who: str = "Nam") -> None:
    undo(actor=school.actor(who), run_id=run.id, now=NOW)


def refused(school: School, run: ImportRun, who: str = "Nam") -> str:
    with pytest.raises(RuleBroken) as broken:
        take_back(school, run, who)
    [violation] = broken.value.violations
    return sentence(violation)


STAFF = xlsx(
    ["Mã CB", "Họ và tên", "Ngày sinh", "Tổ", "Số CCCD"],
    ["GV005", "Nguyễn Ngọc Lan", "01/02/1985", "Khoa học tự nhiên", "031185000001"],
    ["", "Hoàng Thị Mới", "03/04/1990", "Tổ Văn", ""],
    ["", "Trần Việt Dũng", "", "Tổ Văn", ""],
)
ASSIGNMENTS = xlsx(
    ["GV", "Môn", "Lớp dạy"],
    ["Đặng Quỳnh Hoa", "Toán", "6A, 6B"],
    ["Trần Việt Dũng", "Lí", "7A"],
)
TIMETABLE = xlsx(
    ["Thứ", "Tiết", "6A", "6B"],
    ["Hai", 1, "Chào cờ - Lan", "Tin"],
    [None, 2, "Toán", "KHTN - Dũng"],
)


@pytest.mark.parametrize(
    ("kind", "file"), [("staff", STAFF), ("assignments", ASSIGNMENTS), ("timetable", TIMETABLE)]
)
def test_every_row_is_as_before(school: School, kind: str, file: bytes) -> None:
    before = everything(school)
    run = written(school, checked(school, kind, file, from_day=DAY))
    assert run.state == "done"
    assert everything(school) != before
    take_back(school, run)
    assert everything(school) == before
    assert run_of(school, run.id).state == "undone"
    with acting_in(school.id):
        [entry] = JournalEntry.objects.filter(verb="office.import_undone")
    assert "danh-sach.xlsx" in entry.payload
    assert "chuyển sang bước khác" in refused(school, run)


def test_a_timetable_that_took_anothers_place_gives_it_back(school: School) -> None:
    written(school, checked(school, "timetable", TIMETABLE, from_day=DAY))
    before = everything(school)
    other = xlsx(["Thứ", "Tiết", "6A", "6B"], ["Ba", 1, "Toán", None])
    second = written(school, checked(school, "timetable", other, from_day=DAY, name="b.xlsx"))
    assert TimetableSlot.objects.of(school).filter(version__valid_from=DAY).count() == 1
    take_back(school, second)
    assert everything(school) == before


def test_pupils_new_changed_and_moved_to_another_class(school: School) -> None:
    written(school, checked(school, "pupils", xlsx(PUPILS, AN), from_day=date(2026, 9, 7)))
    before = everything(school)
    changed = ["HS1", "Nguyễn Văn Ân", "05/09/2014", "Nam", "6B", "031214000013", "Tạm nghỉ học"]
    run = written(school, checked(school, "pupils", xlsx(PUPILS, changed, BE), from_day=DAY))
    pupil = Pupil.objects.of(school).get(code="HS1")
    assert (pupil.full_name, pupil.status) == ("Nguyễn Văn Ân", "on_leave")
    take_back(school, run)
    assert everything(school) == before


def test_a_programme_is_as_before_unless_a_plan_stands_on_a_lesson(school: School) -> None:
    heads = ["Môn", "Khối", "Bài số", "Tên bài", "Số tiết", "Tuần"]
    before = everything(school)
    rows = [["Tin", 8, 1, "Máy tính", 2, "1"], ["Tin", 8, 2, "Mạng", 1, "2"]]
    run = written(school, checked(school, "programmes", xlsx(heads, *rows)))
    assert everything(school) != before
    take_back(school, run)
    assert everything(school) == before


def test_classes_go_with_the_homeroom_duties_given(school: School) -> None:
    before = everything(school)
    file = xlsx(["Lớp", "Khối", "GVCN"], ["8A1", 8, "Nguyễn Ngọc Lan"])
    run = checked(school, "classes", file)
    acts.confirm(actor=school.actor("Sơn"), run_id=run.id, past_wrong=False, now=NOW)
    run_jobs(school, at=NOW)
    assert everything(school) != before
    with pytest.raises(NotAllowed):
        take_back(school, run, "Lan")
    take_back(school, run, "Sơn")
    assert everything(school) == before


def test_what_was_built_on_it_is_said_and_nothing_is_taken_back(school: School) -> None:
    run = written(school, checked(school, "staff", STAFF))
    fresh = Staff.objects.of(school).get(full_name="Hoàng Thị Mới")
    TeachingAssignment.objects.create(
        school_id=school.id,
        staff=fresh,
        school_class=school.classes["7A"],
        subject="NGUVAN",
        since=DAY,
    )
    Staff.objects.of(school).filter(full_name="Trần Việt Dũng").update(position="Tổ phó")
    before = everything(school)
    said = refused(school, run)
    assert "1 cán bộ đã có phân công giảng dạy" in said
    assert "1 cán bộ đã sửa sau khi nhập" in said
    assert everything(school) == before


def test_pupils_whose_class_was_changed_since_stay(school: School) -> None:
    run = written(school, checked(school, "pupils", xlsx(PUPILS, AN, BE), from_day=DAY))
    an = Pupil.objects.of(school).get(code="HS1")
    classes.change_class(
        actor=school.actor("Sơn"),
        from_id=school.classes["6A"].id,
        to_id=school.classes["6B"].id,
        pupil_ids=[an.id],
        day=DAY + timedelta(days=9),
        now=NOW,
    )
    said = refused(school, run)
    assert "1 chỗ trong lớp đã sửa sau khi nhập" in said
    assert "1 học sinh đã xếp lớp" in said
    assert ClassMember.objects.of(school).count() == 3


def test_a_later_import_of_the_same_rows_stands_on_the_first(school: School) -> None:
    first = written(school, checked(school, "pupils", xlsx(PUPILS, AN), from_day=DAY))
    other = [*AN[:1], "Nguyễn Văn Ân", *AN[2:]]
    second = written(school, checked(school, "pupils", xlsx(PUPILS, other), from_day=DAY))
    assert "1 học sinh đã sửa sau khi nhập" in refused(school, first)
    take_back(school, second)
    take_back(school, first)
    assert not Pupil.objects.of(school).exists()


def test_a_run_whose_traces_are_gone_says_so(school: School) -> None:
    run = written(school, checked(school, "staff", STAFF))
    client = signed_in(school, "Nam")
    page = f"/nhap-du-lieu/lan/{run.id}/"
    assert f"{page}hoan-tac/" in client.get(page).content.decode()
    with acting_in(school.id):
        steps.forget(school.actor("Nam"), at=NOW + timedelta(days=31))
        assert not ImportTrace.objects.of(school).exists()
    assert "không hoàn tác được" in refused(school, run)
    shown = client.get(page).content.decode()
    assert f"{page}hoan-tac/" not in shown
    assert "Không hoàn tác được lần nhập này" in shown


def test_nobody_without_the_right_and_no_other_school(school: School) -> None:
    run = written(school, checked(school, "staff", STAFF))
    with pytest.raises(NotAllowed):
        take_back(school, run, "Lan")
    with found() as other, pytest.raises(Missing):
        undo(actor=other.actor("Nam"), run_id=run.id, now=NOW)
    assert Department.objects.of(school).filter(name="Tổ Văn").exists()


def test_two_who_take_it_back_at_once_and_one_who_edits_meanwhile(school: School) -> None:
    run = written(school, checked(school, "pupils", xlsx(PUPILS, AN), from_day=DAY))
    an = Pupil.objects.of(school).get(code="HS1")

    def edit() -> int:
        return classes.change_class(
            actor=school.actor("Sơn"),
            from_id=school.classes["6A"].id,
            to_id=school.classes["6B"].id,
            pupil_ids=[an.id],
            day=DAY + timedelta(days=9),
            now=NOW,
        )

    answers = at_once(partial(take_back, school, run), edit, partial(take_back, school, run))
    there = Pupil.objects.of(school).filter(pk=an.id).exists()
    assert answers.count(None) == (0 if there else 1)
    assert ClassMember.objects.of(school).count() == (2 if there else 0)
    assert (answers[1] == 1) == there
