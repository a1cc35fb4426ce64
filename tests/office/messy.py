"""Messy tables as schools send them, as real bytes. Every file tells of the same three pupils."""

import unicodedata
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import xlwt
from openpyxl.styles import Font

from tests.office.tables import saved, xlsx

HEADS = ["STT", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp"]
PUPILS = [
    [1, "3114000001", "Nguyễn Ngọc Hân", "05/09/2014", "Nữ", "6A"],
    [2, "3114000002", "Trần Đức Huy", "12/11/2014", "Nam", "6A"],
    [3, "3114000003", "Đỗ Thị Hường", "30/01/2014", "Nữ", "6B"],
]
TCVN3 = ["NguyÔn Ngäc H©n", "TrÇn §øc Huy", "§ç ThÞ H\u00adêng"]
VNI = ["Nguyeãn Ngoïc Haân", "Traàn Ñöùc Huy", "Ñoã Thò Höôøng"]
File = tuple[str, bytes]


def with_names(names: list[str]) -> list[list[Any]]:
    """The rows with the names written otherwise."""
    return [[*row[:2], name, *row[3:]] for row, name in zip(PUPILS, names, strict=True)]


def text(rows: list[list[Any]], sign: str) -> str:
    return "".join(sign.join(map(str, row)) + "\r\n" for row in rows)


def headings_in_row_4() -> File:
    """The export of the sector database: headings in row 4, columns nobody needs."""
    heads = [*HEADS[:5], "Dân tộc", "Trạng thái", "Lớp học", "Khối học", "Tổ/thôn quê quán"]
    rows = [[*row[:5], "Kinh", "Đang học", row[5], "Khối 6", ""] for row in PUPILS]
    above = [["SỞ GIÁO DỤC VÀ ĐÀO TẠO"], ["DANH SÁCH HỌC SINH LỚP 6"], []]
    return "csdl.xlsx", xlsx(*above, heads, *rows)


def line_breaks_and_catalogues() -> File:
    """Headings with line breaks, sixteen sheets of catalogues."""
    book = openpyxl.load_workbook(BytesIO(xlsx([h.replace(" ", "\n") for h in HEADS], *PUPILS)))
    for number in range(16):
        sheet = book.create_sheet(f"DM{number}")
        sheet.append(["Mã", "Tên dân tộc"])
        sheet.append(["01", "Kinh"])
    return "moet.xlsx", saved(book)


def blocks_of_classes() -> File:
    """Class by class: the name above, headings again, a tick for girls, signatures below."""
    rows: list[list[Any]] = [["TRƯỜNG THCS"], []]
    for name in ("6A", "6B"):
        rows += [[f"LỚP {name}"], ["STT", "Họ và tên", "Ngày sinh", "Nữ (x)", "Số CCCD", "Ghi chú"]]
        rows += [
            [number, row[2], row[3], "x" if row[4] == "Nữ" else None, None, None]
            for number, row in enumerate(PUPILS, start=1)
            if row[5] == name
        ]
    rows += [["Tổng cộng: 3 học sinh"], [None, None, "Ngày 5 tháng 9 năm 2026"]]
    rows += [[None, "Người lập biểu", None, "Hiệu trưởng"], [], [None, "Chu Bích Vân"]]
    return "chia-lop.xlsx", xlsx(*rows)


def two_rows_of_headings() -> File:
    """Merged headings over two rows, numbers of columns below, surname and name apart."""
    top = ["TT", "Mã định danh", "Họ và tên", None, "Ngày sinh", "Giới tính", "Lớp", "Mẹ", None]
    sub = [*[None] * 7, "Họ tên", "Năm sinh"]
    rows = [
        [row[0], row[1], *row[2].rsplit(" ", 1), *row[3:], "Lê Thị Nga", 1985] for row in PUPILS
    ]
    merged = ["C1:D2", "H1:I1", *(f"{letter}1:{letter}2" for letter in "ABEFG")]
    return "hai-dong.xlsx", xlsx(top, sub, list(range(1, 10)), *rows, merged=merged)


def dates_of_all_kinds() -> File:
    """A serial number, a real date, text with hyphens."""
    values = [41887, date(2014, 11, 12), "30-1-2014"]
    rows = [[*row[:3], value, *row[4:]] for row, value in zip(PUPILS, values, strict=True)]
    return "ngay.xlsx", xlsx(HEADS, *rows)


def decomposed() -> File:
    """Letters and marks apart, as some exports write them; stray blanks and an odd Đ."""
    rows = [
        [f" {unicodedata.normalize('NFD', cell).replace('Đ', 'Ð')}\u00a0 " if isinstance(cell, str)
         else cell for cell in row]
        for row in [HEADS, *PUPILS]
    ]  # fmt: skip
    return "nfd.xlsx", xlsx(*rows)


def old_font() -> File:
    """TCVN3, told by the name of the font; the headings are Unicode."""
    book = openpyxl.load_workbook(BytesIO(xlsx(HEADS, *with_names(TCVN3))))
    for row in book.worksheets[0].iter_rows(min_row=2, min_col=3, max_col=3):
        row[0].font = Font(name=".VnTime")
    return "tcvn3.xlsx", saved(book)


def old_workbook() -> File:
    """An .xls with a TCVN3 font and old headings."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Trang1")
    style = xlwt.easyxf("font: name .VnTime")
    heads = ["STT", "M· ®Þnh danh Bé", "Hä vµ tªn", "Ngµy sinh", "Giíi tÝnh", "Líp"]
    sexes = {"Nữ": "N÷", "Nam": "Nam"}
    rows = [[*row[:4], sexes[row[4]], row[5]] for row in with_names(TCVN3)]
    for number, row in enumerate([heads, *rows]):
        for column, value in enumerate(row):
            sheet.write(number, column, value, style)
    out = BytesIO()
    book.save(out)
    return "cu.xls", out.getvalue()


def vni_text() -> File:
    """VNI in a text file of one byte a letter."""
    heads = ["STT", "Ma dinh danh Bo", "Hoï vaø teân", "Ngaøy sinh", "Giôùi tính", "Lôùp"]
    sexes = {"Nữ": "Nöõ", "Nam": "Nam"}
    rows = [[*row[:4], sexes[row[4]], row[5]] for row in with_names(VNI)]
    return "vni.csv", text([heads, *rows], ";").encode("cp1252")


def windows_1258() -> File:
    """Vietnamese Windows of old: letters half composed."""
    whole = "".join(_half_composed(letter) for letter in text([HEADS, *PUPILS], ","))
    return "cp1258.csv", whole.encode("cp1258")


def _half_composed(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", marks.replace(tone, "")) + tone
    return letter


def wide_letters_with_tabs() -> File:
    """UTF-16 with tabs: what Excel calls Unicode text."""
    return "unicode.csv", text([HEADS, *PUPILS], "\t").encode("utf-16")


def marked_with_semicolons() -> File:
    """UTF-8 with its mark, semicolons, empty lines, footers."""
    rows = [["DANH SÁCH"], [""], HEADS, *PUPILS, ["", "", "Tổng số", "3"]]
    return "bom.csv", b"\xef\xbb\xbf" + text(rows, ";").encode()


def class_is_the_sheet() -> File:
    """One sheet a class, no column for it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in ("6A", "6B"):
        sheet = book.create_sheet(f"{name} ")
        for row in (HEADS[:5], *(row[:5] for row in PUPILS if row[5] == name)):
            sheet.append(row)
    return "tung-lop.xlsx", saved(book)


def repeated_and_blanks() -> File:
    """Rows twice, blanks behind everything, class names typed in three ways."""
    rows = [[f"{cell}  " if isinstance(cell, str) else cell for cell in row] for row in PUPILS]
    rows[0][5], rows[1][5], rows[2][5] = "6 A ", "Lớp 6a", "lớp: 6B"
    return "lap.xlsx", xlsx(HEADS, *rows, [4, *rows[0][1:]], [], [5, *[None] * 5])


GOOD: list[Callable[[], File]] = [
    headings_in_row_4,
    line_breaks_and_catalogues,
    blocks_of_classes,
    two_rows_of_headings,
    dates_of_all_kinds,
    decomposed,
    old_font,
    old_workbook,
    vni_text,
    windows_1258,
    wide_letters_with_tabs,
    marked_with_semicolons,
    class_is_the_sheet,
    repeated_and_blanks,
]
