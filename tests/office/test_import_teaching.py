"""Who teaches what, the timetable and the lesson programmes, taken in from tables."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.office.tables import NOW, checked, codes, lines, written, xlsx
from tests.planning.scenes import hand_in, offer
from tests.school import School
from truongso.foundation.days import local_day
from truongso.office.importing import queries
from truongso.office.models import ImportRun
from truongso.roster.models import (
    Department,
    ProgrammeLesson,
    SchoolClass,
    Staff,
    StaffDetail,
    TeachingAssignment,
    TimetableSlot,
    TimetableVersion,
)
from truongso.roster.queries import calendar, timetable

DAY = date(2026, 11, 2)


def verdicts(school: School, run: ImportRun) -> list[str]:
    return [line.verdict for line in lines(school, run)]


def who_teaches(school: School, subject: str, name: str) -> list[tuple[str, date, Any]]:
    rows = TeachingAssignment.objects.of(school).filter(subject=subject, school_class__name=name)
    told = rows.select_related("staff").order_by("since")
    return [(row.staff.full_name, row.since, row.until) for row in told]


def test_classes_are_made_and_their_grade_is_read_from_the_name(school: School) -> None:
    run = checked(school, "classes", xlsx(["Lớp", "Khối"], ["Lớp 6A", 6], ["8 a1", ""], ["A9", ""]))
    assert verdicts(school, run) == ["same", "new", "wrong"]
    written(school, run, past_wrong=True)
    assert SchoolClass.objects.of(school).get(name="8A1").grade == 8


def test_staff_are_found_by_code_then_name_and_keep_their_code(school: School) -> None:
    heads = ["Mã CB", "Họ và tên", "Ngày sinh", "Tổ", "Email", "Số CCCD"]
    file = xlsx(
        heads,
        ["GV005", "Nguyễn Ngọc Lan", "01/02/1985", "Khoa học tự nhiên", "", "031185000001"],
        ["", "Hoàng Thị Mới", "03/04/1990", "Tổ Khoa học xã hội", "moi@example.test", ""],
        ["", "Trần Việt Dũng", "", "Tổ Văn", "", ""],
    )
    run = checked(school, "staff", file)
    assert verdicts(school, run) == ["changed", "new", "changed"]
    assert queries.departments_to_come(school, run) == ["Tổ Văn"]
    written(school, run)
    made = Department.objects.of(school).get(name="Tổ Văn")
    assert Staff.objects.of(school).get(full_name="Trần Việt Dũng").department_id == made.id
    fresh = Staff.objects.of(school).get(full_name="Hoàng Thị Mới")
    assert (fresh.code, fresh.department_id) == ("CB0001", school.departments["XH"].id)
    detail = StaffDetail.objects.of(school).get(staff=school.staff["Lan"])
    assert (detail.citizen_id, detail.born_on) == ("031185000001", date(1985, 2, 1))


def test_an_assignment_to_another_ends_the_old_one_on_the_day(school: School) -> None:
    file = xlsx(
        ["GV", "Môn", "Lớp dạy"],
        ["Đặng Quỳnh Hoa", "Toán", "6A, 6B"],
        ["Phan Kiều Oanh", "Văn", "6A;6B"],
        ["Trần Việt Dũng", "Lí", "7A"],
    )
    run = checked(school, "assignments", file, from_day=DAY)
    assert verdicts(school, run) == ["changed", "same", "new"]
    assert lines(school, run)[0].changes[0] == ["6A", "Nguyễn Ngọc Lan", "Đặng Quỳnh Hoa"]
    written(school, run)
    assert who_teaches(school, "TOAN", "6A") == [
        ("Nguyễn Ngọc Lan", date(2026, 8, 29), DAY),
        ("Đặng Quỳnh Hoa", DAY, None),
    ]
    assert who_teaches(school, "KHTN", "7A") == [("Trần Việt Dũng", DAY, None)]


def test_a_second_file_of_a_list_counts_from_the_same_day(school: School) -> None:
    """A school's first assignments in two files must not begin months apart."""
    first = xlsx(["GV", "Môn", "Lớp dạy"], ["Đặng Quỳnh Hoa", "Toán", "6A"])
    second = xlsx(["GV", "Môn", "Lớp dạy"], ["Trần Việt Dũng", "Lí", "7A"])
    assert checked(school, "assignments", first).from_day == local_day(NOW)
    written(school, checked(school, "assignments", first, from_day=date(2026, 9, 7)))
    assert checked(school, "assignments", second).from_day == date(2026, 9, 7)
    later = NOW + timedelta(days=8)
    proposed = queries.first_day(school, "assignments", calendar(school, local_day(later)))
    assert proposed == local_day(later)


def test_the_other_shape_one_row_a_class_is_read_alike(school: School) -> None:
    file = xlsx(
        ["Lớp", "Môn học", "Giáo viên"],
        ["6A", "Toán", "Đặng Quỳnh Hoa"],
        ["6A", "Toán", "Nguyễn Ngọc Lan"],
        ["6A", "Bơi", "Ai Đó"],
    )
    run = checked(school, "assignments", file, from_day=DAY)
    assert [code for _, _, code in codes(school, run)] == [
        "import.assigned_twice",
        "import.unknown_teacher",
        "import.unknown_subject",
    ]


MATRIX = [
    ["THỜI KHÓA BIỂU"],
    ["Thứ", "Tiết", "6A", "6B"],
    ["Hai", 1, "Chào cờ - Lan", "Tin"],
    [None, 2, "Toán", "KHTN - Dũng"],
    ["Thứ 3", 1, "Văn\nOanh", "Toán"],
    [None, 6, "Lí", None],
]


def test_a_timetable_of_classes_across_becomes_a_dated_one(school: School) -> None:
    run = checked(school, "timetable", xlsx(*MATRIX), from_day=DAY)
    assert codes(school, run) == []
    assert verdicts(school, run) == ["new"] * 7
    written(school, run)
    version = timetable(school, school.year.id, DAY)
    assert version
    assert version.valid_from == DAY
    slots = TimetableSlot.objects.of(school).filter(version=version)
    told = {
        (s.weekday, s.afternoon, s.period, s.school_class.name): (s.subject, s.strand, s.staff_id)
        for s in slots.select_related("school_class")
    }
    assert told[0, False, 2, "6A"] == ("TOAN", "", school.staff["Lan"].id)
    assert told[0, False, 2, "6B"] == ("KHTN", "Vật lí", school.staff["Dũng"].id)
    assert told[1, True, 1, "6A"] == ("KHTN", "Vật lí", school.staff["Dũng"].id)
    again = checked(school, "timetable", xlsx(*MATRIX, title="TKB"), from_day=DAY)
    assert verdicts(school, again) == ["same"] * 7


def test_a_changed_timetable_leaves_the_old_one_as_it_was(school: School) -> None:
    written(school, checked(school, "timetable", xlsx(*MATRIX), from_day=DAY))
    rows = [list(row) for row in MATRIX]
    rows[3][2] = "Văn"
    rows[4][2] = "Toán - Hoa"
    later = DAY + timedelta(days=14)
    run = checked(school, "timetable", xlsx(*rows), from_day=later)
    assert sorted(verdicts(school, run)) == ["changed"] * 2 + ["same"] * 5
    written(school, run)
    assert TimetableVersion.objects.of(school).count() == 2
    assert TimetableSlot.objects.of(school).filter(version__valid_from=later).count() == 7


def test_a_teacher_in_two_places_at_once_is_refused_with_the_cell(school: School) -> None:
    rows = [*MATRIX[:2], ["Hai", 1, "Toán", "Toán"], [None, 2, "KHTN", "Bơi"]]
    run = checked(school, "timetable", xlsx(*rows), from_day=DAY)
    assert codes(school, run) == [
        (3, "D3", "import.teacher_busy"),
        (4, "C4", "import.which_teacher"),
        (4, "D4", "import.unknown_subject"),
    ]


def test_a_timetable_as_a_list_is_read_alike(school: School) -> None:
    file = xlsx(
        ["Thứ", "Buổi", "Tiết", "Lớp", "Môn", "Giáo viên"],
        ["2", "Sáng", 1, "6A", "Toán", "Nguyễn Ngọc Lan"],
        ["CN", "Sáng", 1, "6A", "Toán", ""],
    )
    run = checked(school, "timetable", file, from_day=DAY)
    assert verdicts(school, run) == ["new", "wrong"]


PROGRAMME = [
    ["PHÂN PHỐI CHƯƠNG TRÌNH MÔN TIN HỌC LỚP 8"],
    ["Tiết", "Bài", "Tên bài", "Số tiết", "Chủ đề"],
    *([f"{n}", n, f"Bài {n}. Học", 1, "Chủ đề 1"] for n in range(1, 36)),
]


def test_a_programme_is_laid_over_the_weeks(school: School) -> None:
    run = checked(school, "programmes", xlsx(*PROGRAMME))
    assert set(verdicts(school, run)) == {"new"}
    assert codes(school, run) == []
    written(school, run)
    rows = ProgrammeLesson.objects.of(school).filter(programme__subject="TIN", programme__grade=8)
    told = list(rows.order_by("no").values_list("no", "first_period", "first_week", "topic"))
    assert len(told) == 35
    assert told[9] == (10, 10, 10, "Chủ đề 1")


def test_period_by_period_is_one_lesson_and_a_wrong_total_is_told(school: School) -> None:
    file = xlsx(
        ["Môn", "Khối", "Tiết", "Tên bài"],
        ["Toán", 8, 1, "Đơn thức"],
        ["Toán", 8, 2, "Đơn thức (tiếp)"],
        ["Toán", 8, 3, "Đa thức"],
    )
    run = checked(school, "programmes", file)
    told = {line.label: line.values for line in lines(school, run) if line.verdict == "new"}
    assert (told["Đơn thức"]["periods"], told["Đa thức"]["first_period"]) == (2, 3)
    assert [code for _, _, code in codes(school, run)] == ["import.programme_total"]


def test_lessons_with_plans_never_change(school: School) -> None:
    hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [13]))
    rows = [
        ["Toán", 6, f"Bài {n}. Nội dung TOAN 6", 2, f"Chủ đề {(n - 1) // 4 + 1}"]
        for n in range(1, 71)
    ]
    heads = ["Môn", "Khối", "Tên bài", "Số tiết", "Chủ đề"]
    same = checked(school, "programmes", xlsx(heads, *rows))
    assert set(verdicts(school, same)) == {"same"}
    rows[11][2] = rows[12][2] = "Bài khác"
    run = checked(school, "programmes", xlsx(heads, *rows))
    assert codes(school, run) == [(14, "C14", "import.lesson_has_plans")]
    with pytest.raises(Exception, match="wrong_rows"):
        written(school, run, past_wrong=True)
    fewer = checked(school, "programmes", xlsx(heads, *rows[:12]))
    assert "import.lesson_gone" in {code for _, _, code in codes(school, fewer)}
