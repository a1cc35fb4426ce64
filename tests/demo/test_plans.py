"""Education plans in the form of appendices I to III, and the school's plan."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from docx import Document

from tests.demo.conftest import Fonts
from tests.demo.test_lesson_files import text_of
from truongso.demo.calendar import DemoYear
from truongso.demo.lesson_files import (
    PlanFacts,
    SchoolPlanFacts,
    activity_plan,
    as_docx,
    as_pdf,
    school_plan,
    teacher_plan,
    teaching_plan,
)
from truongso.demo.lesson_files.paper import Paper, Table
from truongso.demo.programmes import programme, programmes
from truongso.rules.subjects import subjects

FACTS = PlanFacts(
    department="Tổ Khoa học tự nhiên",
    department_key="TN",
    author="Trần Việt Dũng",
    subject="KHTN",
    grade=6,
    programme=programme("KHTN", 6),
    classes=("6A", "6B", "6C", "6D"),
    pupil_count=160,
    teacher_count=3,
    year="2026-2027",
    written_on=date(2026, 10, 10),
    signers=(("Tổ trưởng", "Đặng Quỳnh Hoa"), ("Hiệu trưởng", "Phạm Thái Sơn")),
)


def table(paper: Paper, header: str) -> Table:
    return next(b for b in paper.blocks if isinstance(b, Table) and header in b.header)


def test_teaching_plan_lists_every_lesson_with_its_periods() -> None:
    rows = table(teaching_plan(FACTS), "Bài học").rows
    lessons = programme("KHTN", 6).lessons
    assert [row[1] for row in rows[:-1]] == [lesson.title for lesson in lessons]
    assert rows[-1][2] == "140"
    assert all(row[3].startswith("– ") for row in rows[:-1])


@pytest.mark.parametrize("subject", list(subjects()))
def test_teaching_plan_has_the_four_periodic_tests_in_order(subject: str) -> None:
    for taught in programmes():
        if taught.subject == subject:
            facts = replace(FACTS, subject=subject, grade=taught.grade, programme=taught)
            rows = table(teaching_plan(facts), "Bài kiểm tra, đánh giá").rows
            weeks = [int(row[2].removeprefix("Tuần ")) for row in rows]
            assert len(rows) == 4
            assert weeks == sorted(set(weeks))
            long = subjects()[subject].periods_in(taught.grade) > 70
            assert {row[1] for row in rows} == {"90 phút" if long else "45 phút"}


def test_teacher_plan_keeps_to_his_strand() -> None:
    facts = replace(FACTS, strand="Vật lí", classes=("6A", "6B"))
    rows = table(teacher_plan(facts), "Bài học").rows
    wanted = [each for each in programme("KHTN", 6).lessons if each.strand == "Vật lí"]
    assert [row[1] for row in rows] == [lesson.title for lesson in wanted]
    assert sum(int(row[2]) for row in rows) == 35


def test_activity_plan_names_the_grade_and_nobody_elses_activities() -> None:
    text = text_of(activity_plan(replace(FACTS, subject="", programme=None)))
    assert "Câu lạc bộ Toán tuổi thơ lớp 6" in text
    assert "Ngày hội đọc sách" not in text


def test_a_later_version_says_what_was_added() -> None:
    note = "Đã thống nhất với bộ phận thiết bị."
    for make in (teaching_plan, teacher_plan):
        assert note not in text_of(make(FACTS))
        assert note in text_of(make(replace(FACTS, notes=(note,))))


def test_school_plan_counts_classes_periods_and_weeks(year: DemoYear) -> None:
    text = text_of(
        school_plan(SchoolPlanFacts(year, "Lê Minh Thu", "Phạm Thái Sơn", year.starts_on))
    )
    for part in ("640", "1015", "1032", "18 tuần thực dạy", "17 tuần thực dạy", year.code):
        assert part in text


def test_plans_come_as_word_and_pdf_lying_on_their_side(fonts: Fonts) -> None:
    paper = teaching_plan(FACTS)
    page = Document(BytesIO(as_docx(paper))).sections[0]
    assert page.page_width > page.page_height
    document = pypdfium2.PdfDocument(as_pdf(paper, font_dir=fonts.folder, font=fonts.family))
    width, height = document[0].get_size()
    assert width > height
