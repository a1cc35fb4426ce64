"""Lesson plans in the form of appendix IV: real content, real files."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from docx import Document

from tests.demo.conftest import Fonts
from truongso.demo import school
from truongso.demo.lesson_files import LessonFacts, Mend, Paper, as_docx, as_pdf, lesson_plan
from truongso.demo.lesson_files.paper import Head, Heading, Items, Para, Signatures, Table, Title
from truongso.demo.programmes import Lesson, programme, programmes
from truongso.rules.subjects import subjects

ACTIVITIES = ("Hoạt động 1: Mở đầu", "Hoạt động 2: ", "Hoạt động 3: ", "Hoạt động 4: Vận dụng")
PARTS = ("a) Mục tiêu:", "b) Nội dung:", "c) Sản phẩm:", "d) Tổ chức thực hiện:")
STEPS = ("Giao nhiệm vụ:", "Thực hiện nhiệm vụ:", "Báo cáo, thảo luận:", "Kết luận, nhận định:")


def facts(subject: str = "TOAN", grade: int = 6, no: int = 9, by: str = "lan.nn") -> LessonFacts:
    person = school.staff()[by]
    return LessonFacts(
        school="THCS Bình Minh",
        department=school.departments()[person.department].name,
        teacher=person.full_name,
        subject=subject,
        subject_name=subjects()[subject].name,
        grade=grade,
        classes=(f"{grade}A", f"{grade}B"),
        lessons=(programme(subject, grade).lesson(no),),
        week_no=6,
        monday=date(2026, 11, 23),
        written_on=date(2026, 11, 18),
    )


def lines(paper: Paper) -> list[str]:
    """Every piece of text of a paper, in order."""
    found: list[str] = []
    for block in paper.blocks:
        match block:
            case Head():
                found += [*block.left, *block.right]
            case Title():
                found += [block.text, *block.below]
            case Heading():
                found.append(block.text)
            case Para():
                found.append(f"{block.lead} {block.text}".strip())
            case Items():
                found += block.texts
            case Table():
                found += [*block.header, *(cell for row in block.rows for cell in row)]
            case Signatures():
                found += [part for person in block.people for part in person]
    return found


def text_of(paper: Paper) -> str:
    return "\n".join(lines(paper))


def pdf_text(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return " ".join("\n".join(page.get_textpage().get_text_bounded() for page in pages).split())


def test_has_every_part_of_the_form() -> None:
    text = text_of(lesson_plan(facts()))
    assert "TÊN BÀI DẠY: BÀI 9. BỘI CHUNG. BỘI CHUNG NHỎ NHẤT" in text
    assert "Nguyễn Ngọc Lan" in text
    assert "lớp: 6A, 6B" in text
    assert "Thời gian thực hiện: 3 tiết" in text
    places = [text.index(f"{part}. ") for part in ("I", "II", "III")]
    assert places == sorted(places)
    for part in ("1. Về kiến thức", "2. Về năng lực", "3. Về phẩm chất", *ACTIVITIES):
        assert part in text


@pytest.mark.parametrize("by", ["lan.nn", "oanh.pk"])
def test_each_activity_has_its_four_parts_and_steps(by: str) -> None:
    text = text_of(lesson_plan(facts(by=by)))
    activities = re.split(r"Hoạt động \d: ", text)[1:]
    assert len(activities) == 4
    for activity in activities:
        for part in (*PARTS, *STEPS):
            assert part in activity


def test_minutes_of_the_activities_add_up_to_the_periods() -> None:
    for no in (9, 12, 13):
        plan = facts(no=no)
        minutes = re.findall(r"Hoạt động \d: .*\((\d+) phút\)", text_of(lesson_plan(plan)))
        assert sum(map(int, minutes)) == 45 * plan.lessons[0].periods


def test_speaks_of_the_lesson_and_its_points() -> None:
    plan = facts("KHTN", 9, 3, by="minh.vq")
    text = text_of(lesson_plan(plan)).lower()
    for point in plan.lessons[0].points:
        assert text.count(point.lower()) >= 3


def test_two_teachers_write_differently_and_one_writes_the_same_twice() -> None:
    lan, other = lesson_plan(facts()), lesson_plan(facts(by="trung.hd"))
    assert lesson_plan(facts()) == lan
    same = set(lines(lan)) & set(lines(other))
    assert len(same) < 0.7 * len(set(lines(lan)))


def test_a_later_version_answers_the_remark_where_it_belongs() -> None:
    mend = Mend("practice", "Phân hóa: nhóm A làm câu 1, nhóm B làm đủ ba câu.")
    first, second = lesson_plan(facts()), lesson_plan(replace(facts(), mends=(mend,)))
    added = [line for line in lines(second) if line not in lines(first)]
    assert added == [f"Bổ sung sau góp ý: {mend.text}"]
    text = text_of(second)
    assert text.index("Hoạt động 3") < text.index(mend.text) < text.index("Hoạt động 4")


def test_lessons_of_a_topic_share_a_plan() -> None:
    taught = programme("TOAN", 6)
    plan = replace(facts(), lessons=(taught.lesson(1), taught.lesson(2)))
    text = text_of(lesson_plan(plan))
    assert "BÀI 1. TẬP HỢP" in text
    assert "BÀI 2. CÁCH GHI SỐ TỰ NHIÊN" in text
    assert "Thời gian thực hiện: 4 tiết" in text


def test_a_test_has_a_matrix_of_a_hundred_per_cent() -> None:
    plan = lesson_plan(facts(no=13))
    table = next(b for b in plan.blocks if isinstance(b, Table) and b.header[0] == "Nội dung")
    assert table.rows[-1][-1] == "100%"
    for column in range(1, 5):
        parts = [int(row[column].rstrip("%")) for row in table.rows]
        assert sum(parts[:-1]) == parts[-1]


def test_a_test_without_scores_has_criteria() -> None:
    no = next(each.no for each in programme("GDTC", 6).lessons if each.kind == "test")
    plan = lesson_plan(facts("GDTC", 6, no, by="hung.cm"))
    assert any(isinstance(b, Table) and b.header[1:] == ("Đạt", "Chưa đạt") for b in plan.blocks)


@pytest.mark.parametrize("subject", list(subjects()))
def test_every_lesson_of_the_year_can_be_written(subject: str) -> None:
    for taught in programmes():
        for lesson in taught.lessons if taught.subject == subject else ():
            plan = lesson_plan(replace(facts(subject), grade=taught.grade, lessons=(lesson,)))
            text = text_of(plan)
            assert not re.search(r"\{\w+\}|None|\.\.", text)
            assert 2500 < len(text) < 14_000


def test_word_file_opens_and_holds_the_plan() -> None:
    paper = lesson_plan(facts())
    document = Document(BytesIO(as_docx(paper)))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert "III. TIẾN TRÌNH DẠY HỌC" in paragraphs
    assert document.core_properties.author == "Nguyễn Ngọc Lan"
    assert document.core_properties.title == paper.name
    page = document.sections[0]
    assert round(page.page_width.cm) == 21
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    held = " ".join("\n".join([*paragraphs, *cells]).split())
    for line in lines(paper):
        assert " ".join(line.split()) in held


def test_word_file_with_tables_holds_them() -> None:
    paper = lesson_plan(facts("VAN", 6, 1, by="oanh.pk"))
    wanted = sum(isinstance(block, Table) for block in paper.blocks)
    document = Document(BytesIO(as_docx(paper)))
    assert len(document.tables) == wanted + 1  # and the head
    assert wanted >= 4


@pytest.mark.parametrize(("subject", "no"), [("TOAN", 9), ("VAN", 1), ("NN1", 3), ("GDTC", 4)])
def test_pdf_has_two_to_four_pages_and_is_tagged(subject: str, no: int, fonts: Fonts) -> None:
    paper = lesson_plan(facts(subject, 6, no))
    data = as_pdf(paper, font_dir=fonts.folder, font=fonts.family)
    assert 2 <= len(pypdfium2.PdfDocument(data)) <= 4
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data


def test_pdf_holds_the_plan_with_all_its_letters(fonts: Fonts) -> None:
    paper = lesson_plan(facts("LSDL", 7, 4, by="le.tm"))
    text = pdf_text(as_pdf(paper, font_dir=fonts.folder, font=fonts.family))
    for block in paper.blocks:
        if isinstance(block, Heading | Title):
            assert " ".join(block.text.split()) in text


def test_the_same_paper_gives_the_same_pdf(fonts: Fonts) -> None:
    paper = lesson_plan(facts())
    first, second = (as_pdf(paper, font_dir=fonts.folder, font=fonts.family) for _ in range(2))
    assert first == second


def test_what_looks_like_a_program_is_only_text(fonts: Fonts) -> None:
    lesson = replace(facts().lessons[0], title='Bài 9. #read("/etc/passwd") $x$ [a] *b*')
    paper = lesson_plan(replace(facts(), lessons=(lesson,)))
    text = pdf_text(as_pdf(paper, font_dir=fonts.folder, font=fonts.family))
    assert '#READ("/ETC/PASSWD") $X$ [A] *B*' in text.replace("“", '"').replace("”", '"')


def test_an_exercise_fits_the_lesson() -> None:
    plan = facts("TOAN", 6, 7)
    text = text_of(lesson_plan(plan))
    assert "thừa số nguyên tố" in text
    assert isinstance(plan.lessons[0], Lesson)
