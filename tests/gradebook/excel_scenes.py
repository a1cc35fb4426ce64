"""Files of marks from other programs, made by code, and what becomes of one here."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl

from tests.gradebook.scenes import NOW, page, pupils
from tests.jobs import run_jobs
from tests.office.tables import saved, xlsx
from tests.school import School
from tests.uploads import ready
from truongso.foundation.ids import new_id
from truongso.foundation.text import folded, sort_key
from truongso.gradebook.actions import score_exports, score_files
from truongso.gradebook.models import ScoreFile
from truongso.gradebook.queries import score_files as queries
from truongso.gradebook.queries.place import Page
from truongso.roster.models import ClassMember, Pupil

Marks = Sequence[str]
SIX = ("8", "7,5", "9", "8", "7", "8,5")


def born(pupil: Pupil) -> str:
    """The birthday as files have it."""
    return f"{pupil.born_on:%d/%m/%Y}"


def number(text: str) -> Any:
    """A mark as Excel holds it."""
    return float(text.replace(",", ".")) if text.replace(",", "").isdigit() else (text or None)


def exported(school: School, *, who: str = "Lan", where: Page | None = None) -> openpyxl.Workbook:
    """A page taken out, opened again."""
    _name, made = score_exports.export_page(
        actor=school.actor(who), page=where or page(school), now=NOW
    )
    return openpyxl.load_workbook(made)


def sent(
    school: School,
    content: bytes | openpyxl.Workbook,
    *,
    who: str = "Lan",
    where: Page | None = None,
    whole: bool = False,
    name: str = "bang-diem.xlsx",
    blank_erases: bool = False,
    term: int = 1,
    at: datetime = NOW,
) -> ScoreFile:
    """A file dropped on a page (or for all pages: `whole`), and read."""
    raw = content if isinstance(content, bytes) else saved(content)
    upload = ready(school, who, name, content=raw, purpose="import", at=at)
    run = score_files.begin(
        actor=school.actor(who, at),
        upload_id=upload,
        page=None if whole else (where or page(school)),
        term=term,
        blank_erases=blank_erases,
        now=at,
    )
    run_jobs(school, at=at)
    return queries.own(school.actor(who, at), run.id)


def found(run: ScoreFile, at: int = 0) -> dict[str, Any]:
    """The dry run of a sheet of a file."""
    row = list(run.pages.all())[at]
    assert not row.problems, row.problems
    return dict(row.found)


def problems(run: ScoreFile, at: int = 0) -> list[str]:
    """The codes for which a sheet is refused."""
    return [code for code, _ in list(run.pages.all())[at].problems]


def written(
    school: School,
    run: ScoreFile,
    *,
    who: str = "Lan",
    reason: str = "",
    use: Sequence[str] = (),
    skip_bad: bool = False,
    at: datetime = NOW,
) -> tuple[int, int]:
    """Say yes to every sheet of a file."""
    return score_files.confirm(
        actor=school.actor(who, at),
        file_id=run.id,
        numbers={row.no for row in run.pages.all()},
        reason=reason,
        use=use,
        skip_bad=skip_bad,
        now=at,
    )


def csdl_1(known: Sequence[Pupil], marks: Marks = SIX) -> bytes:
    """The sector database, first form: five regular columns, text cells, local code missing."""
    heads = ["STT", "Lớp", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh"]
    heads += [f"ĐĐGtx {no}" for no in range(1, 6)] + ["ĐĐGgk", "ĐĐGck", "Nhận xét"]
    rows = [
        [str(no), "6A", p.moet_id, p.full_name, born(p), *marks[:4], "", *marks[4:], "Tiến bộ"]
        for no, p in enumerate(known, start=1)
    ]
    return xlsx(["SỞ GIÁO DỤC VÀ ĐÀO TẠO"], ["BẢNG ĐIỂM HỌC KỲ 1"], ["Môn: Toán"], heads, *rows)


def csdl_2(known: Sequence[Pupil], marks: Marks = SIX) -> bytes:
    """The sector database, second form: all regular marks in one cell."""
    heads = ["STT", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh", "ĐĐGtx", "ĐĐGgk", "ĐĐGck"]
    heads += ["ĐTBmhk", "Mã nhận xét", "Nội dung nhận xét"]
    rows = [
        [no, p.moet_id, p.full_name, born(p), " ".join(marks[:4]), *marks[4:], "7,9", "T1", "Khá"]
        for no, p in enumerate(known, start=1)
    ]
    return xlsx(heads, *rows)


def vnedu(known: Sequence[Pupil], marks: Marks = SIX) -> bytes:
    """vnEdu: numbers, heading over two rows, merged, a hidden column of ids."""
    top = ["STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "ĐĐGtx", None, None, None]
    top += ["ĐĐGgk", "ĐĐGck", "ĐTBmhk", "Nhận xét", "id"]
    sub = [None] * 4 + [1, 2, 3, 4] + [None] * 5
    rows = [
        [no, p.code, p.full_name, born(p), *map(number, marks), 7.9, "Chăm", str(new_id())]
        for no, p in enumerate(known, start=1)
    ]
    title = ["BẢNG ĐIỂM MÔN TOÁN - LỚP 6A - HỌC KỲ I - NĂM HỌC 2026 - 2027"]
    merged = ["E3:H3", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "I3:I4", "J3:J4", "K3:K4", "L3:L4"]
    return xlsx(title, [None], top, sub, *rows, ["Giáo viên bộ môn"], merged=merged)


def smas(known: Sequence[Pupil], marks: Marks = SIX) -> bytes:
    """SMAS: spaces in the headings, title row, a total and signatures below."""
    heads = ["STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "ĐĐG TX", None, None, None]
    heads += ["ĐĐG GK", "ĐĐG CK", "TBM"]
    rows = [
        [no, p.code, p.full_name, born(p), *map(number, marks), 7.9]
        for no, p in enumerate(known, start=1)
    ]
    numbers = [None] * 4 + [1, 2, 3, 4]
    signs = [["Tổng số", None, len(rows)], ["Hải Phòng, ngày 3 tháng 1 năm 2027"], ["(Ký tên)"]]
    return xlsx(["SỔ ĐIỂM MÔN Toán LỚP 6A"], ["HK1"], heads, numbers, *rows, *signs,
                merged=["E3:H3"])  # fmt: skip


def compared(known: Sequence[Pupil], marks: Marks = SIX) -> bytes:
    """The export that teachers compare: no code, data from row 7, gaps, averages of both terms."""
    heads = ["STT", None, "Họ và tên", "Ngày sinh", "Giới tính", "ĐĐGtx1", "ĐĐGtx2", "ĐĐGtx3"]
    heads += ["ĐĐGtx4", None, "ĐĐGgk", "ĐĐGck", "ĐTBmhk1", "ĐTBmhk2", "ĐTBmcn"]
    rows = [
        [no, None, p.full_name, born(p), "Nam", *marks[:4], None, *marks[4:], "7,9", None, None]
        for no, p in enumerate(known, start=1)
    ]
    return xlsx(["Lớp: 6A"], [None], [None], [None], [None], heads, *rows, title="Toán")


def long_bien(known: Sequence[Pupil], marks: Marks = SIX) -> bytes:
    """A school's own system: headings in rows 5 and 6, the numbers of the columns in row 7."""
    top = ["STT", "Tên lớp", "Mã học sinh", "Mã định danh", "Họ và tên", "Ngày sinh"]
    top += ["ĐĐGtx", None, None, None, "ĐĐGgk", "ĐĐGck"]
    sub = [None] * 6 + ["1", "2", "3", "4", None, None]
    numbers = [str(no) for no in range(1, 13)]
    rows = [
        [str(no), "6A", p.code, p.moet_id, p.full_name, born(p), *marks]
        for no, p in enumerate(known, start=1)
    ]
    above = [["ỦY BAN NHÂN DÂN", None, None, "BẢNG ĐIỂM HỌC KỲ"]]
    above += [["TRƯỜNG", None, None, "Học kỳ 1 năm học 2026-2027"], [None, None, None, "Môn: Toán"]]
    return xlsx(*above, [None], top, sub, numbers, *rows,
                merged=["G5:J5", *(f"{c}5:{c}6" for c in "ABCDEFKL")])  # fmt: skip


def own_table(known: Sequence[Pupil], marks: Marks = SIX) -> bytes:
    """A teacher's own table: names without codes and birthdays, short headings, a repeated head."""
    heads = ["TT", "Họ tên", "TX1", "TX2", "TX3", "TX4", "Giữa kì", "Cuối kì"]
    rows: list[Any] = [[no, p.full_name, *marks] for no, p in enumerate(known, start=1)]
    return xlsx(["Lớp 6A"], heads, *rows[:2], heads, *rows[2:], [None, None, None])


def own_csv(known: Sequence[Pupil], marks: Marks = SIX) -> bytes:
    """A text table with semicolons and a mark of its letters, surname and given name apart."""
    lines = ["STT;Mã HS;Họ đệm;Tên;TX1;TX2;TX3;TX4;GK;CK"]
    for no, p in enumerate(known, start=1):
        family, _, given = p.full_name.rpartition(" ")
        lines.append(";".join([str(no), p.code, family, given, *marks]))
    return b"\xef\xbb\xbf" + "\r\n".join(lines).encode()


LAYOUTS: dict[str, Callable[[Sequence[Pupil]], bytes]] = {
    "csdl_1": csdl_1,
    "csdl_2": csdl_2,
    "vnedu": vnedu,
    "smas": smas,
    "compared": compared,
    "long_bien": long_bien,
    "own_table": own_table,
    "own_csv": own_csv,
}


def edited(book: openpyxl.Workbook, cells: dict[str, Any], sheet: int = 0) -> bytes:
    """A workbook with some cells changed."""
    for place, value in cells.items():
        book.worksheets[sheet][place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def more_pupils(school: School, count: int) -> Sequence[Pupil]:
    """The pupils of 6A with so many more, in name order."""
    pupils(school)
    for no in range(count):
        name = f"Trần Văn {chr(ord('A') + no)}"
        one = Pupil.objects.create(
            school_id=school.id, code=f"TT{no:03}", full_name=name, sort_key=sort_key(name),
            search_key=folded(name), sex="m", born_on=date(2014, 3, no + 1),
        )  # fmt: skip
        ClassMember.objects.create(
            school_id=school.id, pupil=one, school_class=school.classes["6A"],
            since=school.year.starts_on,
        )  # fmt: skip
    members = Pupil.objects.of(school).filter(places__school_class=school.classes["6A"])
    return list(members.order_by("sort_key", "born_on", "code"))


def with_moet_ids(school: School, known: Sequence[Pupil]) -> Sequence[Pupil]:
    """The same pupils, each with an id of the ministry that begins with a zero."""
    for no, pupil in enumerate(known, start=1):
        pupil.moet_id = f"0{no:09}"
        pupil.save(update_fields=["moet_id"])
    return known
