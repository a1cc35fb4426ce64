"""A full class before the gradebook, and what lies on a clipboard after copying in Excel."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.screen import Screen
from tests.school import School
from truongso.foundation.text import folded, sort_key
from truongso.gradebook.models import MarkChange, SheetLine
from truongso.roster.models import ClassMember, Pupil

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ")
GIVEN = ("An", "Bình", "Chi", "Dương", "Giang", "Hạnh", "Khoa", "Ngân", "Phong")
KEYPAD = {**{str(digit): (f"Numpad{digit}", 96 + digit) for digit in range(10)},
          ".": ("NumpadDecimal", 110), "\r": ("NumpadEnter", 13)}  # fmt: skip
EXCEL_HTML = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet><meta name=Generator content="Microsoft Excel 15">
</head><body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=256 style='border-collapse:collapse'>
<!--StartFragment-->{rows}<!--EndFragment--></table></body></html>"""
COPY = """async ([text, html]) => navigator.clipboard.write([new ClipboardItem({
  "text/plain": new Blob([text], {type: "text/plain"}),
  "text/html": new Blob([html], {type: "text/html"}),
})])"""


def full_class(school: School) -> list[Pupil]:
    """Put 45 pupils into 6A; returns them in the order of the book."""
    names = [f"{family} Minh {given}" for family in FAMILIES for given in GIVEN]
    made = [
        Pupil(
            school_id=school.id,
            code=f"HS{no:03}",
            full_name=name,
            sort_key=sort_key(name),
            search_key=folded(name),
            sex="f",
            born_on=date(2015, 1, 1),
        )
        for no, name in enumerate(names, 1)
    ]
    Pupil.objects.bulk_create(made)
    ClassMember.objects.bulk_create(
        ClassMember(
            school_id=school.id,
            pupil=pupil,
            school_class=school.classes["6A"],
            since=school.year.starts_on,
        )
        for pupil in made
    )
    return sorted(made, key=lambda pupil: (pupil.sort_key, pupil.code))


def address(school: School, subject: str = "TOAN") -> str:
    """Where the sheet of 6A is."""
    return f"/so-diem/{school.classes['6A'].id}/{subject}/1/"


def opened(screen: Screen, school: School, subject: str = "TOAN") -> None:
    """Open the sheet and wait until it is drawn."""
    screen.open(address(school, subject))
    expect(screen.page.get_by_label("TX1, ").first).to_be_visible()


def cell(page: Page, column: str, pupil: Pupil) -> Locator:
    """The cell of a pupil."""
    return page.get_by_label(f"{column}, {pupil.full_name}", exact=True)


def column_of(school: School, pupils: Sequence[Pupil], at: int) -> list[int | None]:
    """What stands in a column, in the order of the pupils."""
    lines = {line.pupil_id: line.marks for line in SheetLine.objects.of(school)}
    return [lines[pupil.pk][at] if pupil.pk in lines else None for pupil in pupils]


def changes(school: School) -> int:
    """How many changes the diary has: none is ever there twice."""
    return int(MarkChange.objects.of(school).count())


def saved(page: Page) -> None:
    """Wait until nothing is left to be sent."""
    expect(page.locator("#sheet-status")).to_have_attribute("data-tone", "saved")
    expect(page.locator("#sheet-status")).to_contain_text("Đã lưu lúc")


def type_on_keypad(page: Page, text: str) -> None:
    """Type on the numeric pad of a keyboard, as the browser hears it with Num Lock on."""
    link = page.context.new_cdp_session(page)
    for sign in text:
        code, number = KEYPAD[sign]
        event: dict[str, Any] = {
            "key": "Enter" if sign == "\r" else sign,
            "code": code,
            "windowsVirtualKeyCode": number,
            "isKeypad": True,
        }
        link.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": sign, **event})
        link.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    link.detach()


def type_on_keyboard(page: Page, text: str) -> None:
    """Type, with Tab and Enter where they stand in the text."""
    for sign in text:
        page.keyboard.press({"\t": "Tab", "\n": "Enter"}.get(sign, sign))


def copy_in_excel(screen: Screen, rows: Sequence[Sequence[str]]) -> None:
    """Put cells on the clipboard in the two forms in which Excel puts them there."""
    page = screen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cells = ("".join(f"<td class=xl65 align=right>{text}</td>" for text in row) for row in rows)
    lines = "".join(f"<tr height=20>{row}</tr>" for row in cells)
    text = "".join("\t".join(row) + "\r\n" for row in rows)
    page.evaluate(COPY, [text, EXCEL_HTML.replace("{rows}", lines)])
    # Excel's styles are cleaned by the browser in this page's name: the test's doing.
    screen.expected("Applying inline style")
