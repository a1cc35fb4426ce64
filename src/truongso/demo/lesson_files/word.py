"""Set a paper as a Word file (.docx)."""

from collections.abc import Callable
from datetime import datetime, time
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

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

FONT = "Times New Roman"
SHORT_SIDE, LONG_SIDE = Cm(21), Cm(29.7)
LEFT, RIGHT, TOP, BOTTOM = Cm(2.8), Cm(1.8), Cm(2), Cm(2)
STYLES = ("Normal", "Heading 1", "Heading 2", "Heading 3", "Title")
KEPT_STYLES = frozenset({*STYLES, "Table Grid", "Normal Table", "Default Paragraph Font", "Footer"})
CELL_STYLE_ID = "Cell"
HEAD_SHARES = (42, 58)
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def as_docx(paper: Paper) -> bytes:
    """Return the paper as a .docx on A4, in Times New Roman 13."""
    document = Document(BytesIO(_blank()))
    _lay_page(document, paper)
    for block in paper.blocks:
        SETTERS[type(block)](document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def _blank() -> bytes:
    """An empty document with the styles of all papers, and no others: they cost time per file."""
    document = Document()
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            style.delete()
    for name in STYLES:
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(13)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), FONT)
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(3)
        style.paragraph_format.line_spacing = 1.1
        if name != "Normal":
            style.font.bold, style.font.italic = True, name == "Heading 3"
            style.font.color.rgb = None
            style.paragraph_format.space_before = Pt(6)
            _drop_border(style)
    cell = document.styles.add_style(CELL_STYLE_ID, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = document.styles["Normal"], Pt(12)
    document.styles["Title"].font.size = Pt(15)
    document.styles["Title"].paragraph_format.alignment = CENTRE
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _drop_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _lay_page(document: Any, paper: Paper) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = SHORT_SIDE, LONG_SIDE
    if paper.landscape:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = LONG_SIDE, SHORT_SIDE
    page.left_margin, page.right_margin = LEFT, RIGHT
    page.top_margin, page.bottom_margin = TOP, BOTTOM
    properties = document.core_properties
    properties.title, properties.author = paper.name, paper.author
    properties.language, properties.comments = "vi-VN", ""
    written_at = datetime.combine(paper.written_on, time(8))
    properties.created = properties.modified = written_at
    _number_pages(page.footer.paragraphs[0])


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _head(document: Any, block: Head) -> None:
    for cell, texts in zip(
        _bare_table(document, HEAD_SHARES), (block.left, block.right), strict=True
    ):
        for place, text in enumerate(texts):
            _centred(cell, text, place, bold=place > 0).font.size = Pt(12)


def _title(document: Any, block: Title) -> None:
    _styled(document, block.text, "Title")
    for line in block.below:
        document.add_paragraph(line).alignment = CENTRE


def _heading(document: Any, block: Heading) -> None:
    _styled(document, block.text, f"Heading{block.level}")


def _styled(document: Any, text: str, style_id: str) -> None:
    """Add a paragraph by the style's id: by its name every style is looked at each time."""
    document.add_paragraph(text)._p.style = style_id


def _para(document: Any, block: Para) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = JUSTIFY
    if block.lead:
        paragraph.add_run(block.lead + " ").bold = True
    if block.text:
        paragraph.add_run(block.text)
    else:
        paragraph.paragraph_format.keep_with_next = True


def _items(document: Any, block: Items) -> None:
    for text in block.texts:
        paragraph = document.add_paragraph(f"–\t{text}")
        paragraph.alignment = JUSTIFY
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = Cm(0.9), Cm(-0.5)
        layout.tab_stops.add_tab_stop(Cm(0.9))


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.widths), style="Table Grid")
    shares = _set_widths(document, table, block.widths)
    cells = table._cells  # one walk through the table; row by row it is walked each time
    for place, text in enumerate([*block.header, *(cell for row in block.rows for cell in row)]):
        column, is_header = place % len(shares), place < len(shares)
        cells[place].width = shares[column]
        _fill(cells[place], text, bold=is_header, centred=is_header or column in block.middle)
    for place, row in enumerate(table._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill(cell: Any, text: str, *, bold: bool, centred: bool) -> None:
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph._p.style = CELL_STYLE_ID
        run = paragraph.add_run(line)
        if bold:
            run.bold = True
        if centred:
            paragraph.alignment = CENTRE


def _signatures(document: Any, block: Signatures) -> None:
    cells = _bare_table(document, (1,) * len(block.people))
    for cell, (role, note, name) in zip(cells, block.people, strict=True):
        _centred(cell, block.day if cell is cells[-1] else "", 0, bold=False).italic = True
        _centred(cell, role, 1, bold=True)
        _centred(cell, note, 2, bold=False).italic = True
        for place in range(3, 6):
            _centred(cell, "", place, bold=False)
        _centred(cell, name, 6, bold=True)
    cells[0]._tc.getparent().get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _bare_table(document: Any, widths: tuple[int, ...]) -> list[Any]:
    """The cells of a row without lines, as wide as the text, in these shares."""
    table = document.add_table(rows=1, cols=len(widths))
    cells = list(table.rows[0].cells)
    for cell, share in zip(cells, _set_widths(document, table, widths), strict=True):
        cell.width = share
    return cells


def _set_widths(document: Any, table: Any, widths: tuple[int, ...]) -> list[int]:
    page = document.sections[0]
    width = page.page_width - page.left_margin - page.right_margin
    shares = [width * share // sum(widths) for share in widths]
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    return shares


def _centred(cell: Any, text: str, place: int, *, bold: bool) -> Any:
    paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
    paragraph.alignment = CENTRE
    run = paragraph.add_run(text)
    run.bold = bold
    return run


SETTERS: dict[type[Block], Callable[[Any, Any], None]] = {
    Head: _head,
    Title: _title,
    Heading: _heading,
    Para: _para,
    Items: _items,
    Table: _table,
    Signatures: _signatures,
}
