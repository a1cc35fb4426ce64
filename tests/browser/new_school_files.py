"""The files of the made-up school, each as messy as schools send them, as real bytes."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import xlwt
from openpyxl.styles import Font

from tests.browser.new_school import ACTIVITIES, CLASSES, DAYS, LESSONS, PERIODS, Child, NewSchool
from tests.office.messy import _half_composed as half_composed
from tests.office.tables import saved, xlsx
from truongso.demo.programmes import Lesson, programmes
from truongso.foundation.old_letters import TCVN3, VNI_ALONE, VNI_MARKS
from truongso.rules.subjects import subjects

TO_TCVN3 = {new: chr(old) for old, new in TCVN3.items()} | {
    ord(new): chr(old) for old, new in TCVN3.items()
}
TO_VNI = {pair[2]: pair[:2] for pairs in VNI_MARKS.values() for pair in pairs.split()} | {
    new: old for old, new in VNI_ALONE.items()
}


@dataclass(frozen=True)
class Messy:
    """A file to be taken in: what it holds, its name and bytes, what is wrong with it in words."""

    kind: str
    name: str
    content: bytes
    faults: str
    wrong: int = 0


def tcvn3(text: str) -> str:
    """The text as a TCVN3 font writes it; capitals with marks have none there."""
    return "".join(TO_TCVN3.get(ord(one), one) for one in text)


def vni(text: str) -> str:
    """The text as a VNI font writes it."""
    return "".join(_vni(one) for one in text)


def _vni(letter: str) -> str:
    small = letter.lower()
    if small not in TO_VNI:
        return letter
    return TO_VNI[small] if letter == small else TO_VNI[small].upper()


def delimited(rows: Sequence[Sequence[Any]], sign: str) -> str:
    """Rows as a text file."""
    return "".join(sign.join(map(str, row)) + "\r\n" for row in rows)


def vietnamese(day: date, sign: str = "/") -> str:
    """A day as it is typed."""
    return f"{day.day:02}{sign}{day.month:02}{sign}{day.year}"


def all_files(school: NewSchool) -> list[Messy]:
    """Every file in the order in which it is taken in."""
    makers: list[Callable[[NewSchool], Messy]] = [
        staff_with_a_fault, staff, classes, grade_6, grade_7, grade_8, grade_9, added_pupils,
        assignments, activities, first_programmes, second_programmes, third_programmes, timetable,
    ]  # fmt: skip
    return [make(school) for make in makers]


def _staff_rows(school: NewSchool, *, fault: bool) -> list[list[Any]]:
    rows = [
        [no, one.name, vietnamese(one.born_on), "x" if one.sex == "f" else "", one.department,
         one.post, f"0{912000000 + no * 371}"]
        for no, one in enumerate(school.staff, start=1)
    ]  # fmt: skip
    if fault:
        rows[16][2] = "31/02/1980"
    return rows


def staff_with_a_fault(school: NewSchool) -> Messy:
    """An old workbook in TCVN3 whose headings stand in row 5, with an impossible date."""
    return Messy("staff", "DS can bo 2026.xls", _staff_book(school, fault=True),
                 ".xls, phông TCVN3, tiêu đề ở dòng 5, một ngày sinh 31/02", wrong=1)  # fmt: skip


def staff(school: NewSchool) -> Messy:
    """The same, mended."""
    return Messy("staff", "DS can bo 2026 (sua).xls", _staff_book(school, fault=False),
                 ".xls, phông TCVN3, tiêu đề ở dòng 5")  # fmt: skip


def _staff_book(school: NewSchool, *, fault: bool) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("CBGV")
    style = xlwt.easyxf("font: name .VnTime")
    heads = ["TT", "Họ và tên", "Ngày tháng năm sinh", "Nữ", "Tổ", "Chức vụ", "Số ĐT"]
    above = [["UBND phường"], ["Trường THCS Bình Minh"], ["Danh sách cán bộ, giáo viên"], []]
    for number, row in enumerate([*above, heads, *_staff_rows(school, fault=fault)]):
        for column, value in enumerate(row):
            sheet.write(number, column, tcvn3(value) if isinstance(value, str) else value, style)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def classes(school: NewSchool) -> Messy:
    """Unicode text from Excel (UTF-16 with tabs), homeroom teachers beside the classes."""
    rows = [["STT", "Tên lớp", "Khối", "GVCN", "Phòng học"]]
    rows += [[no, f"Lớp {name}", name[0], school.homerooms[name].name, f"P{no}"]
             for no, name in enumerate(CLASSES, start=1)]  # fmt: skip
    content = delimited(rows, "\t").encode("utf-16")
    return Messy("classes", "lop-gvcn.csv", content, "CSV UTF-16, dấu Tab, tên lớp “Lớp 6A”")


def _grade(school: NewSchool, grade: int) -> list[Child]:
    return [one for one in school.pupils if one.school_class[0] == str(grade)]


def grade_6(school: NewSchool) -> Messy:
    """An export of the sector database: headings in row 4, numbers without their zeros."""
    heads = ["STT", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh", "Giới tính",
             "Dân tộc", "Trạng thái", "Lớp học", "Khối học", "Số ĐDCN"]  # fmt: skip
    rows = [[no, one.moet_id, one.name, vietnamese(one.born_on), "Nam" if one.sex == "m" else "Nữ",
             "Kinh", "Đang học", one.school_class, "Khối 6", int(one.citizen_id)]
            for no, one in enumerate(_grade(school, 6), start=1)]  # fmt: skip
    above = [["SỞ GIÁO DỤC VÀ ĐÀO TẠO"], ["DANH SÁCH HỌC SINH KHỐI 6"], []]
    content = xlsx(*above, heads, *rows, merged=["A1:F1", "A2:F2"])
    return Messy("pupils", "csdl-khoi6.xlsx", content, "tiêu đề ở dòng 4, ô gộp, mất số 0 đầu")


def grade_7(school: NewSchool) -> Messy:
    """One sheet a class, letters and marks apart (NFD), serial dates."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    zero = date(1899, 12, 30)
    for name in (one for one in CLASSES if one[0] == "7"):
        sheet = book.create_sheet(f"{name} ")
        sheet.append([unicodedata.normalize("NFD", head)
                      for head in ("TT", "Họ tên HS", "Sinh ngày", "Giới tính")])  # fmt: skip
        mine = (one for one in school.pupils if one.school_class == name)
        for no, one in enumerate(mine, start=1):
            spelled = unicodedata.normalize("NFD", one.name)
            sex = "Nam" if one.sex == "m" else "Nữ"
            sheet.append([no, f" {spelled}\u00a0", (one.born_on - zero).days, sex])
    return Messy("pupils", "K7.xlsx", saved(book), "mỗi lớp một trang, chữ NFD, ngày là số sê-ri")


def grade_8(school: NewSchool) -> Messy:
    """VNI in a text file of one byte a letter."""
    rows: list[list[Any]] = [["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp"]]
    rows += [[no, one.name, vietnamese(one.born_on, "-"), "Nam" if one.sex == "m" else "Nữ",
              one.school_class] for no, one in enumerate(_grade(school, 8), start=1)]  # fmt: skip
    content = vni(delimited(rows, ";")).encode("cp1252")
    return Messy("pupils", "khoi8.csv", content, "CSV, phông VNI, dấu chấm phẩy")


def grade_9(school: NewSchool) -> Messy:
    """Class under class, headings again over each, a tick for girls, signatures below."""
    rows: list[list[Any]] = [["TRƯỜNG THCS BÌNH MINH"], []]
    for name in (one for one in CLASSES if one[0] == "9"):
        rows += [[f"LỚP {name}"], ["STT", "Họ và tên", "Ngày sinh", "Nữ (x)", "Ghi chú"]]
        mine = (one for one in school.pupils if one.school_class == name)
        for no, one in enumerate(mine, start=1):
            rows.append([no, one.name, one.born_on, "x" if one.sex == "f" else None, None])
    rows += [[f"Tổng cộng: {len(_grade(school, 9))} học sinh"], [None, "Người lập biểu"]]
    content = xlsx(*rows)
    return Messy("pupils", "lop 9.xlsx", content, "lớp nọ dưới lớp kia, tiêu đề lặp lại, dấu x")


def added_pupils(school: NewSchool) -> Messy:
    """UTF-8 with its mark: identifiers of grade 9, every row twice."""
    rows: list[list[Any]] = [["Họ và tên", "Ngày sinh", "Giới tính", "Lớp", "Mã định danh Bộ"]]
    for one in _grade(school, 9):
        sex = "Nam" if one.sex == "m" else "Nữ"
        row = [one.name, vietnamese(one.born_on), sex, one.school_class, one.moet_id]
        rows += [row, row]
    content = b"\xef\xbb\xbf" + delimited(rows, ",").encode()
    return Messy("pupils", "bo-sung-ma-dinh-danh.csv", content, "CSV có BOM, dòng lặp hai lần")


def assignments(school: NewSchool) -> Messy:
    """Two rows of headings, some merged; the classes of a teacher in one cell."""
    rows: list[list[Any]] = []
    for worker in school.staff:
        mine = [name for (name, _), one in school.assignments.items() if one is worker]
        if worker.teaches:
            rows.append([len(rows) + 1, worker.name, LESSONS[worker.teaches][0], "; ".join(mine)])
    top = ["TT", "Họ tên giáo viên", "Phân công", None]
    content = xlsx(["PHÂN CÔNG CHUYÊN MÔN"], top, [None, None, "Môn", "Lớp dạy"], *rows,
                   merged=["A1:D1", "A2:A3", "B2:B3", "C2:D2"])  # fmt: skip
    return Messy("assignments", "phan-cong.xlsx", content, "tiêu đề hai dòng, ô gộp, nhiều lớp")


def activities(school: NewSchool) -> Messy:
    """Vietnamese Windows of old, letters half composed."""
    rows = [["Giáo viên", "Môn học", "Lớp"]]
    rows += [[school.homerooms[name].name, "Hoạt động trải nghiệm", name] for name in CLASSES]
    text = "".join(map(half_composed, delimited(rows, ",")))
    return Messy("assignments", "hdtn.csv", text.encode("cp1258"), "CSV bảng mã Windows-1258")


def _courses(school: NewSchool) -> list[tuple[str, int, tuple[Lesson, ...]]]:
    return [(subjects()[one.subject].name, one.grade, one.lessons) for one in programmes()]


def first_programmes(school: NewSchool) -> Messy:
    """A sheet for each subject and grade, headings under two rows of titles."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, grade, lessons in _courses(school)[:20]:
        sheet = book.create_sheet(f"{name[:20]} {grade}")
        sheet.append([f"PHÂN PHỐI CHƯƠNG TRÌNH MÔN {name.upper()} LỚP {grade}"])
        sheet.append([])
        sheet.append(["Tuần", "Chủ đề", "Tên bài học", "Số tiết"])
        for one in lessons:
            weeks = f"{one.first_week}-{one.last_week}"
            sheet.append([weeks, one.topic, one.title, str(one.periods)])
    return Messy("programmes", "PPCT 1.xlsx", saved(book), "mỗi môn một trang, số là chữ")


def second_programmes(school: NewSchool) -> Messy:
    """UTF-8 with its mark and semicolons."""
    content = b"\xef\xbb\xbf" + delimited(_listed(_courses(school)[20:40]), ";").encode()
    return Messy("programmes", "PPCT 2.csv", content, "CSV có BOM, dấu chấm phẩy")


def third_programmes(school: NewSchool) -> Messy:
    """An old workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("PPCT")
    for number, row in enumerate(_listed(_courses(school)[40:])):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    out = BytesIO()
    book.save(out)
    return Messy("programmes", "PPCT 3.xls", out.getvalue(), ".xls")


def _listed(courses: list[tuple[str, int, tuple[Lesson, ...]]]) -> list[list[Any]]:
    rows: list[list[Any]] = [["Môn học", "Khối", "Bài số", "Tên bài dạy", "Số tiết", "Tuần"]]
    for name, grade, lessons in courses:
        rows += [
            [name, grade, one.no, one.title.replace(";", ","), one.periods,
             f"{one.first_week}-{one.last_week}"] for one in lessons
        ]  # fmt: skip
    return rows


def timetable(school: NewSchool) -> Messy:
    """The table that hangs in the staff room: days merged downward, classes across."""
    rows: list[list[Any]] = [["THỜI KHÓA BIỂU HỌC KỲ I"], [], ["Thứ", "Tiết", *CLASSES]]
    merged = []
    for day in range(DAYS):
        merged.append(f"A{len(rows) + 1}:A{len(rows) + PERIODS}")
        for period in range(1, PERIODS + 1):
            row: list[Any] = [f"Thứ {day + 2}" if period == 1 else None, period]
            rows.append(row + [_cell(school, name, (day, period)) for name in CLASSES])
    book = openpyxl.load_workbook(BytesIO(xlsx(*rows, merged=merged, title="Sáng")))
    book.worksheets[0]["A1"].font = Font(bold=True)
    return Messy("timetable", "TKB so 1.xlsx", saved(book), "bảng ngang, ô thứ gộp, tên gọi tắt")


def _cell(school: NewSchool, name: str, slot: tuple[int, int]) -> str | None:
    subject = school.timetable.get((name, slot))
    if subject is None:
        return None
    if subject == ACTIVITIES:
        return subject
    teacher = school.assignments[name, subject].name.split()[-1]
    return f"{LESSONS[subject][0]} - {teacher}"
