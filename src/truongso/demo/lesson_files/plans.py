"""The content of education plans in the form of appendices I to III of dispatch 5512.

Source: dispatch 5512/BGDĐT-GDTrH of 18 Dec 2020, appendices I (teaching plan of the department),
II (educational activities), III (teacher's plan); rule book 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from truongso.demo import school
from truongso.demo.lesson_files import phrases
from truongso.demo.lesson_files.paper import (
    Block,
    Head,
    Heading,
    Paper,
    Para,
    Signatures,
    Table,
    Title,
)
from truongso.demo.programmes import Lesson, Programme
from truongso.rules.subjects import subjects

COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc")
ROOMS_BY_SUBJECT = {
    "KHTN": "Phòng học bộ môn KHTN",
    "TIN": "Phòng Tin học",
    "NN1": "Phòng Ngoại ngữ",
    "GDTC": "Sân tập, nhà đa năng",
    "NT": "Phòng Nghệ thuật",
    "CN": "Phòng Công nghệ",
}
PERIODIC_TESTS = ("Giữa học kì I", "Cuối học kì I", "Giữa học kì II", "Cuối học kì II")
LONG_TEST_FROM = 70
"""A subject with more periods a year than this has periodic tests of 90 minutes, else of 45.
Source: Circular 22/2021/TT-BGDĐT, article 7 (60 to 90 minutes; 45 minutes)."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What an education plan is about. `signers`: role and name, from left to right.

    `programme` is empty only for plans of activities; `strand` narrows a teacher's plan;
    `notes`: what a later version has more.
    """

    department: str
    department_key: str
    author: str
    subject: str
    grade: int
    programme: Programme | None
    classes: tuple[str, ...]
    pupil_count: int
    teacher_count: int
    year: str
    written_on: date
    signers: tuple[tuple[str, str], ...]
    strand: str = ""
    notes: tuple[str, ...] = ()


def teaching_plan(facts: PlanFacts) -> Paper:
    """Return the department's teaching plan of a subject in a grade (Phụ lục I)."""
    name = subjects()[facts.subject].name
    title = Title(
        "KẾ HOẠCH DẠY HỌC CỦA TỔ CHUYÊN MÔN",
        (f"Môn học/Hoạt động giáo dục: {name}, khối lớp {facts.grade}", f"(Năm học {facts.year})"),
    )
    return _paper(f"Kế hoạch dạy học {name} {facts.grade}", facts, title, _teaching_parts(facts))


def activity_plan(facts: PlanFacts) -> Paper:
    """Return the department's plan of educational activities for a grade (Phụ lục II)."""
    title = Title(
        "KẾ HOẠCH TỔ CHỨC CÁC HOẠT ĐỘNG GIÁO DỤC CỦA TỔ CHUYÊN MÔN",
        (f"Khối lớp {facts.grade}; số học sinh: {facts.pupil_count}", f"(Năm học {facts.year})"),
    )
    name = f"Kế hoạch hoạt động giáo dục khối {facts.grade} – {facts.department}"
    return _paper(name, facts, title, [_activities(facts)])


def teacher_plan(facts: PlanFacts) -> Paper:
    """Return a teacher's education plan for a subject in a grade (Phụ lục III)."""
    name = subjects()[facts.subject].name
    strand = f" ({facts.strand})" if facts.strand else ""
    title = Title(
        "KẾ HOẠCH GIÁO DỤC CỦA GIÁO VIÊN",
        (
            f"Môn học/Hoạt động giáo dục: {name}{strand}, lớp {', '.join(facts.classes)}",
            f"(Năm học {facts.year})",
        ),
    )
    plan = f"Kế hoạch giáo dục {name} {facts.grade} – {facts.author}"
    return _paper(plan, facts, title, _teacher_parts(facts))


def _paper(
    name: str, facts: PlanFacts, title: Title, parts: Iterator[Block] | list[Block]
) -> Paper:
    place = school.bodies()[-1].place
    day = facts.written_on
    signatures = Signatures(
        f"{place}, ngày {day.day} tháng {day.month} năm {day.year}",
        tuple((role.upper(), "(Ký và ghi rõ họ tên)", name) for role, name in facts.signers),
    )
    head = Head(
        (
            f"TRƯỜNG: {school.bodies()[-1].short_name}",
            f"TỔ: {facts.department.removeprefix('Tổ ')}",
        ),
        COUNTRY,
    )
    notes = [Para(note, "Bổ sung sau góp ý:") for note in facts.notes]
    blocks = (head, title, *parts, *notes, signatures)
    return Paper(name, facts.author, day, blocks, landscape=True)


def _teaching_parts(facts: PlanFacts) -> Iterator[Block]:
    yield Heading("I. Đặc điểm tình hình", 1)
    yield Para(
        f"{len(facts.classes)} lớp ({', '.join(facts.classes)}); {facts.pupil_count} học sinh.",
        "1. Số lớp, số học sinh:",
    )
    yield Para(
        f"{facts.teacher_count} giáo viên; trình độ đào tạo: đại học trở lên {facts.teacher_count};"
        f" mức đạt chuẩn nghề nghiệp: Tốt {facts.teacher_count - 1}, Khá 1.",
        "2. Tình hình đội ngũ:",
    )
    yield Para("", "3. Thiết bị dạy học:")
    yield _equipment(facts)
    room = ROOMS_BY_SUBJECT.get(facts.subject, "Phòng học của lớp")
    yield Para(f"{room}: dùng cho các tiết theo thời khóa biểu.", "4. Phòng học bộ môn, sân bãi:")
    yield Heading("II. Kế hoạch dạy học", 1)
    yield Heading("1. Phân phối chương trình", 2)
    lessons = _lessons(facts)
    rows = tuple(
        (str(place), lesson.title, str(lesson.periods), _requirements(facts.subject, lesson))
        for place, lesson in enumerate(lessons, start=1)
    )
    total = str(sum(lesson.periods for lesson in lessons))
    header = ("STT", "Bài học", "Số tiết", "Yêu cầu cần đạt")
    yield Table((3, 18, 5, 30), header, (*rows, ("", "Tổng", total, "")), frozenset({0, 2}))
    yield Heading("2. Kiểm tra, đánh giá định kỳ", 2)
    yield _periodic_tests(facts)
    yield Heading("III. Các nội dung khác", 1)
    yield Para(
        "Sinh hoạt chuyên môn theo nghiên cứu bài học 2 lần mỗi học kì; bồi dưỡng học sinh giỏi và"
        " phụ đạo học sinh chưa đạt theo kế hoạch của nhà trường; tích hợp giáo dục năng lực số,"
        " an toàn giao thông và bảo vệ môi trường."
    )


def _equipment(facts: PlanFacts) -> Table:
    lessons = [lesson for lesson in _lessons(facts) if lesson.kind == "lesson"]
    bank = phrases.set_for(facts.subject, lessons[0])
    rows = []
    for place, text in enumerate(bank.teacher_equipment):
        lesson = lessons[place * len(lessons) // len(bank.teacher_equipment)]
        things = _things(text, lesson, facts.grade)
        rows.append((str(place + 1), things, str(len(facts.classes)), lesson.title, ""))
    header = ("STT", "Thiết bị dạy học", "Số lượng", "Các bài thí nghiệm/thực hành", "Ghi chú")
    return Table((3, 20, 5, 20, 5), header, tuple(rows), frozenset({0, 2}))


def _periodic_tests(facts: PlanFacts) -> Table:
    subject = subjects()[facts.subject]
    is_long = subject.periods_in(facts.grade) > LONG_TEST_FROM
    by_comments = phrases.assessed_by_comments(facts.subject)
    tests = [lesson for lesson in _lessons(facts) if lesson.kind == "test"]
    weeks = sorted({lesson.last_week for lesson in tests})
    rows = []
    for place, name in enumerate(PERIODIC_TESTS):
        last = weeks[min(place * len(weeks) // 4, len(weeks) - 1)]
        points = next(lesson.points for lesson in tests if lesson.last_week == last)
        wanted = "\n".join(f"– {point[:1].upper()}{point[1:]}." for point in points)
        form = "Thực hành, sản phẩm" if by_comments else "Viết (trên giấy)"
        rows.append((name, "90 phút" if is_long else "45 phút", f"Tuần {last}", wanted, form))
    header = ("Bài kiểm tra, đánh giá", "Thời gian", "Thời điểm", "Yêu cầu cần đạt", "Hình thức")
    return Table((4, 3, 3, 10, 4), header, tuple(rows), frozenset({1, 2}))


def _activities(facts: PlanFacts) -> Table:
    rows: list[tuple[str, ...]] = []
    for entry in school.read("activities.toml")["activity"]:
        if entry["department"] != facts.department_key:
            continue
        texts = [entry[key].format(g=facts.grade) for key in ("title", "aim")]
        when = [str(entry["periods"]), f"Tuần {entry['week']}", entry["place"]]
        who = [facts.author, entry["partners"], entry["needs"]]
        rows.append((str(len(rows) + 1), *texts, *when, *who))
    header = (
        "STT",
        "Chủ đề",
        "Yêu cầu cần đạt",
        "Số tiết",
        "Thời điểm",
        "Địa điểm",
        "Chủ trì",
        "Phối hợp",
        "Điều kiện thực hiện",
    )
    return Table((5, 14, 18, 5, 7, 9, 10, 10, 12), header, tuple(rows), frozenset({0, 3, 4}))


def _teacher_parts(facts: PlanFacts) -> Iterator[Block]:
    yield Heading("I. Kế hoạch dạy học", 1)
    room = ROOMS_BY_SUBJECT.get(facts.subject, "Lớp học")
    rows = []
    for place, lesson in enumerate(_lessons(facts), start=1):
        bank = phrases.set_for(facts.subject, lesson)
        text = bank.teacher_equipment[place % len(bank.teacher_equipment)]
        things = _things(text, lesson, facts.grade)
        weeks = f"{lesson.first_week}"
        if lesson.last_week > lesson.first_week:
            weeks += f"–{lesson.last_week}"
        rows.append((str(place), lesson.title, str(lesson.periods), f"Tuần {weeks}", things, room))
    header = ("STT", "Bài học", "Số tiết", "Thời điểm", "Thiết bị dạy học", "Địa điểm dạy học")
    yield Table((3, 18, 4, 6, 17, 9), header, tuple(rows), frozenset({0, 2, 3}))
    yield Heading("II. Nhiệm vụ khác", 1)
    yield Para(
        "Bồi dưỡng, phụ đạo học sinh theo phân công; tham gia sinh hoạt chuyên môn của tổ, nhóm;"
        " tổ chức các hoạt động giáo dục theo kế hoạch của nhà trường."
    )


def _lessons(facts: PlanFacts) -> list[Lesson]:
    if facts.programme is None:
        return []
    wanted = facts.strand
    return [lesson for lesson in facts.programme.lessons if wanted in ("", lesson.strand)]


def _things(text: str, lesson: Lesson, grade: int) -> str:
    """Equipment as the content of a cell."""
    things = phrases.fill(text, phrases.words_of(lesson, grade))
    return things[:1].upper() + things[1:]


def _requirements(subject: str, lesson: Lesson) -> str:
    """The requirements (yêu cầu cần đạt) of a lesson, one line each."""
    aims = phrases.aims_for(subject)
    return "\n".join(
        "– " + phrases.fill(aims[(lesson.no + place) % len(aims)], {"p": point})
        for place, point in enumerate(lesson.points)
    )
