"""Ordinary files as teachers have them, by name: all of these must pass, some with a remark."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
import xlsxwriter
from pikepdf import Array, Dictionary, Name, String

from tests.documents.making import (
    EQUATION_OLE,
    LESSON,
    docx_file,
    old_word,
    pdf_file,
    png,
    typeset_pdf,
    with_body,
    with_parts,
    with_relation,
    with_type,
)

OMML = (
    '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f><m:num>'
    "<m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>"
)
TRACKED = (
    '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>mới</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="A"><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>'
)
SVG = (
    b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"'
    b' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>'
)


@dataclass(frozen=True)
class Ordinary:
    """One ordinary file: its name, how it is made, the remarks it gets."""

    name: str
    make: Callable[[], bytes]
    notes: tuple[str, ...] = ()


def _rich(document: object) -> None:
    document.add_heading("Hoạt động", 1)  # type: ignore[attr-defined]
    table = document.add_table(4, 3)  # type: ignore[attr-defined]
    table.cell(0, 0).text = "Hoạt động của giáo viên và học sinh"
    document.add_picture(io.BytesIO(png(60, 40)))  # type: ignore[attr-defined]
    document.sections[0].header.paragraphs[0].text = "Trường THCS"  # type: ignore[attr-defined]


def _commented(document: object) -> None:
    paragraph = document.paragraphs[0]  # type: ignore[attr-defined]
    document.add_comment(paragraph.runs, "Xem lại", author="B", initials="B")  # type: ignore[attr-defined]


def _equation(prog_id: str) -> Callable[[], bytes]:
    def make() -> bytes:
        base = with_relation("oleObject", "embeddings/oleObject1.bin", external=False)
        shape = (
            f'<w:p><w:r><w:object><o:OLEObject Type="Embed" ProgID="{prog_id}" ShapeID="s"'
            ' DrawAspect="Content" ObjectID="_1" r:id="rX1"/></w:object></w:r></w:p>'
        )
        return with_parts({"word/embeddings/oleObject1.bin": EQUATION_OLE}, with_body(shape, base))

    return make


def _chart() -> bytes:
    workbook = io.BytesIO()
    with xlsxwriter.Workbook(workbook, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, [8, 9, 7])
    chart = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    base = with_type("word/charts/chart1.xml", chart)
    entries = {
        "word/charts/chart1.xml": b"<c:chartSpace xmlns:c='urn:c'/>",
        "word/charts/_rels/chart1.xml.rels": _relations(
            "../embeddings/Microsoft_Excel_Sheet1.xlsx"
        ),
        "word/embeddings/Microsoft_Excel_Sheet1.xlsx": workbook.getvalue(),
    }
    return with_parts(entries, base)


def _relations(target: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}"/></Relationships>'
    ).encode()


def _linked() -> bytes:
    base = with_relation("hyperlink", "https://hoctap.example.com")
    return with_relation("hyperlink", "mailto:toan@example.test", part="footnotes", base=base)


def _links(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([0, 0, 9, 9]),
                A=Dictionary(S=Name.URI, URI=String("https://hoctap.example.com")),
            )
        ]
    )
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))
    pdf.Root.PageMode = Name.UseOutlines
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Mục 1", 0))


def _form(pdf: pikepdf.Pdf) -> None:
    box = Dictionary(FT=Name.Tx, T=String("ten"), Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(box)]))


def _scan() -> bytes:
    """Pages that are one picture each, as phone scanners make them."""

    def fill(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            picture = pdf.make_stream(b"\x80" * 300 * 400)
            picture.Type, picture.Subtype = Name.XObject, Name.Image
            picture.Width, picture.Height, picture.BitsPerComponent = 300, 400, 8
            picture.ColorSpace = Name.DeviceGray
            page.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))
            page.obj.Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /Im0 Do")

    return pdf_file(fill)


def _broken_table() -> bytes:
    return pdf_file().replace(b"startxref\n", b"startxref\n9")


CORPUS: dict[str, Ordinary] = {
    "plain": Ordinary("Bài 1.docx", docx_file),
    "headings, table, picture, header": Ordinary("Bài 2.docx", lambda: docx_file(_rich)),
    "links to pages and mail": Ordinary("Bài 3.docx", _linked),
    "link to a site whose name ends like a program": Ordinary(
        "Bài 3.docx", lambda: with_relation("hyperlink", "https://example.com")
    ),
    "equations of Word": Ordinary("Bài 4.docx", lambda: with_body(OMML)),
    "equations of MathType": Ordinary(
        "Bài 5.docx", _equation("Equation.DSMT4"), ("note.equations",)
    ),
    "old equations": Ordinary("Bài 5.docx", _equation("Equation.3"), ("note.equations",)),
    "comments": Ordinary("Bài 6.docx", lambda: docx_file(_commented), ("note.comments",)),
    "tracked changes": Ordinary(
        "Bài 7.docx", lambda: with_body(TRACKED), ("note.tracked_changes",)
    ),
    "embedded font": Ordinary(
        "Bài 8.docx", lambda: with_parts({"word/fonts/f1.odttf": b"\x8a\x11" * 999})
    ),
    "chart": Ordinary("Bài 9.docx", _chart),
    "drawing": Ordinary("Bài 9.docx", lambda: with_parts({"word/media/image1.svg": SVG})),
    "linked picture": Ordinary(
        "Bài 10.docx",
        lambda: with_relation("image", "http://198.51.100.7/a.png"),
        ("note.linked_picture",),
    ),
    "template on the own machine": Ordinary(
        "Bài 11.docx",
        lambda: with_relation(
            "attachedTemplate", "file:///C:\\Users\\GV\\Templates\\Normal.dotm", part="settings"
        ),
        ("note.local_template",),
    ),
    "own named template": Ordinary(
        "Bài 11.docx",
        lambda: with_relation("attachedTemplate", "Normal.dotm", part="settings"),
        ("note.local_template",),
    ),
    "outline of an old file": Ordinary("Bài 12.doc", old_word),
    "old file with equations": Ordinary(
        "Bài 12.doc",
        lambda: old_word(more={("ObjectPool", "_1", "Equation Native"): b"x"}),
        ("note.equations",),
    ),
    "typeset, tagged, embedded fonts": Ordinary("Bài 13.pdf", lambda: typeset_pdf(LESSON)),
    "simple pdf": Ordinary("Bài 14.PDF", pdf_file),
    "links, outline, goes to a page": Ordinary("Bài 15.pdf", lambda: pdf_file(_links)),
    "form without script": Ordinary("Bài 16.pdf", lambda: pdf_file(_form)),
    "packed objects": Ordinary(
        "Bài 17.pdf",
        lambda: pdf_file(_links, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ),
    "for the web": Ordinary("Bài 18.pdf", lambda: pdf_file(pages=9, linearize=True)),
    "phone scanner": Ordinary("Bài 19.pdf", _scan, ("note.pictures_only",)),
    "printing restricted": Ordinary(
        "Bài 20.pdf",
        lambda: pdf_file(encryption=pikepdf.Encryption(owner="chu", user="", R=4)),
        ("note.restricted",),
    ),
    "broken table": Ordinary("Bài 21.pdf", _broken_table, ("note.repaired",)),
    "printer's prefix": Ordinary(
        "Bài 22.pdf", lambda: b"\x1b%-12345X@PJL JOB\r\n" + pdf_file(), ()
    ),
    "blank padding": Ordinary(
        "Bài 23.pdf", lambda: b"\xef\xbb\xbf\r\n" + pdf_file() + b"\0" * 4000, ("note.repaired",)
    ),
}
