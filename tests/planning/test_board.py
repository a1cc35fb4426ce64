"""The board counts what is owed and where it stands, as the plans really are."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.planning.scenes import decide, handed_in, submission
from tests.school import NOW, TODAY, School, at, found
from truongso.approvals.flow import Note
from truongso.foundation.watermarks import Mark
from truongso.planning import spreadsheet
from truongso.planning.models import UploaderDesignation
from truongso.planning.queries.board import Board, board, by_department, showing
from truongso.planning.queries.owed import Scope, owed_lessons
from truongso.roster import queries as roster
from truongso.roster.models import TeachingAssignment
from truongso.rules.approval import Move

MARK = Mark("Lê Minh Thu", "Trường THCS Bình Minh", NOW, "Theo dõi việc nộp")


def see(school: School, first: int = 7, last: int = 7, **scope: Any) -> Board:
    return board(school, Scope(school.year.id, first, last, **scope))


def counts(school: School, who: str, no: int = 7) -> dict[str, int]:
    [row] = [row for row in see(school, no, no).rows if row.staff.id == school.staff[who].id]
    cell = row.cells[no]
    names = ("owed", "approved", "waiting", "returned", "draft", "missing", "late")
    return {name: getattr(cell, name) for name in names if getattr(cell, name)}


def test_counts_each_lesson_where_it_stands(school: School) -> None:
    assert counts(school, "Lan") == {"owed": 2, "missing": 2}
    first = handed_in(school, 13)
    assert counts(school, "Lan") == {"owed": 2, "waiting": 1, "missing": 1}
    decide(school, "Hoa", submission(school, first))
    second = handed_in(school, 14, at=at(TODAY + timedelta(days=5)))
    decide(school, "Hoa", submission(school, second), move=Move.SEND_BACK, notes=[Note("Sửa")])
    assert counts(school, "Lan") == {"owed": 2, "approved": 1, "returned": 1, "late": 1}


def test_owes_what_is_taught_that_week_and_for_shared_subjects_only_the_named(
    school: School,
) -> None:
    names = {row.staff.full_name for row in see(school).rows}
    assert "Trần Việt Dũng" in names
    assert not names & {"Bùi Thanh Hà", "Hoàng Văn Quý", "Phạm Thái Sơn", "Tạ Hoài Nam"}


def test_follows_assignments_and_designations_by_their_dates(school: School) -> None:
    week_8 = date(2026, 10, 26)
    lan = TeachingAssignment.objects.of(school).filter(staff=school.staff["Lan"])
    lan.update(until=week_8)
    UploaderDesignation.objects.of(school).update(until=week_8)
    by_week = {
        no: {row.staff.id for row in see(school, no, no).rows if row.cells[no].owed}
        for no in (7, 8)
    }
    for who in ("Lan", "Dũng"):
        assert school.staff[who].id in by_week[7]
        assert school.staff[who].id not in by_week[8]


def test_owes_a_lesson_once_whatever_the_dates_of_the_assignments(school: School) -> None:
    lan = TeachingAssignment.objects.of(school).filter(staff=school.staff["Lan"])
    lan.filter(school_class=school.classes["6A"]).update(until=date(2027, 1, 4))
    lan.filter(school_class=school.classes["6B"]).update(since=date(2026, 9, 14))
    lessons = owed_lessons(school, Scope(school.year.id, 1, 35, staff_id=school.staff["Lan"].id))
    assert len({lesson.lesson_id for lesson in lessons}) == len(lessons) == 70


def test_sums_agree_with_what_is_behind_them(school: School) -> None:
    handed_in(school, 13)
    made = see(school, 5, 8)
    lessons = owed_lessons(school, Scope(school.year.id, 5, 8))
    assert made.total.owed == len(lessons)
    assert sum(row.total.owed for row in made.rows) == made.total.owed
    groups = by_department(made.rows, made.weeks)
    assert sum(group.sums.total.owed for group in groups) == made.total.owed
    assert [row.staff.full_name for row in showing(made, "waiting")] == ["Nguyễn Ngọc Lan"]


def test_a_department_and_a_person_see_their_part(school: School) -> None:
    department = school.departments["XH"]
    rows = see(school, department_id=department.id).rows
    assert {row.staff.department_id for row in rows} == {department.id}
    [row] = see(school, staff_id=school.staff["Lan"].id).rows
    assert row.staff.id == school.staff["Lan"].id


def test_is_in_vietnamese_name_order(school: School) -> None:
    names = [row.staff.full_name for row in see(school).rows]
    assert names == [
        "Đỗ Thanh Bình",
        "Trần Việt Dũng",
        "Đặng Quỳnh Hoa",
        "Nguyễn Ngọc Lan",
        "Vũ Quang Minh",
        "Phan Kiều Oanh",
        "Ngô Hải Yến",
    ]


def test_sees_nothing_of_another_school(school: School) -> None:
    handed_in(school, 13)
    with found() as other:
        assert see(other).total.waiting == 0
        assert not owed_lessons(other, Scope(school.year.id, 1, 35))


def test_costs_two_statements_whatever_its_size(
    school: School, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        assert see(school, 1, 35).total.owed > 300


def test_the_spreadsheet_says_what_the_board_says(school: School) -> None:
    handed_in(school, 13)
    made = see(school, 7, 8)
    calendar = roster.calendar(school, TODAY)
    content = spreadsheet.of_board(made, made.rows, calendar, MARK)
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]]
    assert len(rows) == len(made.rows) * 2
    assert sum(row[4] for row in rows) == made.total.owed
    assert sum(row[8] for row in rows) == made.total.waiting == 1


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@x", "-2"])
def test_a_name_is_never_a_formula(school: School, name: str) -> None:
    person = school.staff["Lan"]
    person.full_name = name
    person.save()
    made = see(school)
    content = spreadsheet.of_board(made, made.rows, roster.calendar(school, TODAY), MARK)
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == name]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
