"""The content of the school's education plan (kế hoạch giáo dục của nhà trường).

Source: dispatch 5512/BGDĐT-GDTrH of 18 Dec 2020, part II; Decision 20/QĐ-THCS, section II.1.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from truongso.demo import school
from truongso.demo.calendar import DemoYear
from truongso.demo.lesson_files.paper import (
    Block,
    Head,
    Heading,
    Items,
    Paper,
    Para,
    Signatures,
    Table,
    Title,
)
from truongso.demo.people import CLASS_SIZES
from truongso.demo.school import CLASSES
from truongso.rules.authority import Duty
from truongso.rules.subjects import GRADES, subjects

BASES = (
    "Chương trình giáo dục phổ thông ban hành kèm theo Thông tư số 32/2018/TT-BGDĐT và các thông"
    " tư sửa đổi, bổ sung;",
    "Thông tư số 22/2021/TT-BGDĐT về đánh giá học sinh trung học cơ sở;",
    "Điều lệ trường trung học ban hành theo Thông tư số 15/2026/TT-BGDĐT;",
    "Công văn số 5512/BGDĐT-GDTrH về xây dựng và tổ chức thực hiện kế hoạch giáo dục của nhà"
    " trường;",
    "Điều kiện thực tế của nhà trường và địa phương.",
)
AIMS = (
    "100% học sinh được học đủ các môn học và hoạt động giáo dục bắt buộc; tổ chức dạy học đủ 35"
    " tuần.",
    "100% giáo viên có kế hoạch bài dạy được duyệt trước khi lên lớp.",
    "Tăng tỉ lệ học sinh xếp mức Tốt và Khá; không có học sinh bỏ học.",
    "Hoàn thành chuyển đổi hồ sơ chuyên môn sang hồ sơ điện tử.",
)
TASKS = (
    "Hiệu trưởng: phê duyệt kế hoạch của tổ chuyên môn, kiểm tra việc thực hiện hằng tuần.",
    "Phó hiệu trưởng: theo dõi việc nộp, duyệt kế hoạch bài dạy; thời khóa biểu; kiểm tra nội bộ.",
    "Tổ trưởng: duyệt kế hoạch của giáo viên; có thể ủy nhiệm tổ phó theo từng loại hồ sơ.",
    "Giáo viên: nộp kế hoạch bài dạy chậm nhất thứ Bảy của tuần liền trước tuần dạy.",
    "Văn thư: lưu kế hoạch đã duyệt, gửi cấp trên theo quy định.",
)


@dataclass(frozen=True, slots=True)
class SchoolPlanFacts:
    """What the school's plan is about: the year, who wrote it and when."""

    year: DemoYear
    author: str
    principal: str
    written_on: date


def school_plan(facts: SchoolPlanFacts) -> Paper:
    """Return the school's education plan of a year, to be sent to the ward."""
    _, _, ward, our_school = school.bodies()
    day = facts.written_on
    blocks = (
        Head(
            (f"UBND {ward.short_name.upper()}", our_school.name.upper()),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"),
        ),
        Title("KẾ HOẠCH GIÁO DỤC CỦA NHÀ TRƯỜNG", (f"Năm học {facts.year.code}",)),
        *_parts(facts),
        Signatures(
            f"{our_school.place}, ngày {day.day} tháng {day.month} năm {day.year}",
            (
                ("NƠI NHẬN", "(UBND phường; các tổ; lưu VT)", ""),
                ("HIỆU TRƯỞNG", "", facts.principal),
            ),
        ),
    )
    return Paper(f"Kế hoạch giáo dục nhà trường {facts.year.code}", facts.author, day, blocks)


def _parts(facts: SchoolPlanFacts) -> Iterator[Block]:
    yield Heading("I. CĂN CỨ XÂY DỰNG KẾ HOẠCH", 1)
    yield Items(BASES)
    yield Heading("II. ĐIỀU KIỆN THỰC HIỆN", 1)
    yield Heading("1. Đội ngũ", 2)
    yield _staff()
    yield Heading("2. Lớp và học sinh", 2)
    yield _pupils()
    yield Heading("III. MỤC TIÊU", 1)
    yield Items(AIMS)
    yield Heading("IV. KHUNG THỜI GIAN VÀ CHƯƠNG TRÌNH", 1)
    yield from _calendar(facts.year)
    yield Para("", "Số tiết các môn học và hoạt động giáo dục trong năm:")
    yield _programme()
    yield Heading("V. TỔ CHỨC THỰC HIỆN", 1)
    yield Items(TASKS)


def _staff() -> Table:
    people = list(school.staff().values())
    teachers = [person for person in people if Duty.TEACHER in person.duties]
    rows = []
    for place, department in enumerate(school.departments().values(), start=1):
        members = [person for person in teachers if person.department == department.key]
        levels = Counter(person.qualification for person in members)
        rows.append(
            (
                str(place),
                department.name,
                str(len(members)),
                str(levels["Thạc sĩ"]),
                str(levels["Đại học"]),
                ", ".join(group.removeprefix("Nhóm ") for group in department.groups),
            )
        )
    office = len(people) - len(teachers)
    rows.append((str(len(rows) + 1), "Tổ Văn phòng", str(office), "", "", ""))
    header = ("STT", "Tổ", "Số người", "Thạc sĩ", "Đại học", "Các nhóm chuyên môn")
    return Table((3, 8, 4, 4, 4, 12), header, tuple(rows), frozenset({0, 2, 3, 4}))


def _pupils() -> Table:
    sizes = dict(zip(CLASSES, CLASS_SIZES, strict=True))
    rows = []
    for grade in GRADES:
        names = [name for name in CLASSES if name.startswith(str(grade))]
        total = sum(sizes[name] for name in names)
        listed = ", ".join(f"{name}: {sizes[name]}" for name in names)
        rows.append((f"Khối {grade}", str(len(names)), str(total), listed))
    rows.append(("Toàn trường", str(len(CLASSES)), str(sum(CLASS_SIZES)), ""))
    header = ("Khối", "Số lớp", "Số học sinh", "Sĩ số từng lớp")
    return Table((3, 2, 3, 8), header, tuple(rows), frozenset({0, 1, 2}))


def _calendar(year: DemoYear) -> Iterator[Block]:
    for term, name in ((1, "Học kì I"), (2, "Học kì II")):
        weeks = [week for week in year.weeks if week.term == term]
        first, last = weeks[0].monday, weeks[-1].saturday
        text = f"{len(weeks)} tuần thực dạy, từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}."
        yield Para(text, f"{name}:")
    breaks = "; ".join(
        f"{each.name}: {each.first:%d/%m/%Y}"
        + (f" – {each.last:%d/%m/%Y}" if each.last - each.first >= timedelta(days=1) else "")
        for each in year.breaks
    )
    yield Para(f"{breaks}.", "Nghỉ trong năm:")


def _programme() -> Table:
    rows = [
        (str(place), subject.name, *(str(subject.periods_in(grade)) for grade in GRADES))
        for place, subject in enumerate(subjects().values(), start=1)
    ]
    totals = [
        str(sum(subject.periods_in(grade) for subject in subjects().values())) for grade in GRADES
    ]
    rows.append(("", "Tổng số tiết", *totals))
    header = ("STT", "Môn học, hoạt động giáo dục", *(f"Lớp {grade}" for grade in GRADES))
    return Table((2, 10, 3, 3, 3, 3), header, tuple(rows), frozenset({0, 2, 3, 4, 5}))
