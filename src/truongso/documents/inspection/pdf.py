"""What is in a PDF: every object of it, also those packed inside others, and its text."""

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2

from truongso.documents.inspection.kinds import BLANK
from truongso.documents.inspection.pdf_objects import weigh_object
from truongso.documents.inspection.pdf_streams import Unpacking
from truongso.documents.inspection.report import MOST_TEXT, Refused, Report

MOST_PAGES = 300
MOST_OBJECTS = 300_000
LONGEST_SIDE = 14_400.0
SHORTEST_SIDE = 3.0
END_MARK = b"%%EOF"
MOST_AFTER_END = 1024
ZIP_END = b"PK\x05\x06"
ZIP_ENTRY = b"PK\x01\x02"
HEAD = 1024
WEB_PAGE = re.compile(rb"(?i)<\s*(html|script|svg|body|iframe|!doctype)\b")
NEEDLESS_WARNING = re.compile(r"linearization|hint table", re.IGNORECASE)


def inspect_pdf(data: bytes, report: Report) -> None:
    """Weigh every object of a PDF, count its pages and gather its text. Raises Refused."""
    _one_kind_only(data)
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Refused("file.encrypted") from None
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused("file.damaged", detail=type(error).__name__) from None
    with pdf:
        try:
            _weigh(pdf, report)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, OverflowError) as error:
            raise Refused("file.damaged", detail=type(error).__name__) from None
    if not report.problems:
        report.text = "\f".join(_texts(data, report))
        if not report.text.strip():
            report.note("note.pictures_only")


def _one_kind_only(data: bytes) -> None:
    """A file that is also a web page or a ZIP shows one thing to us and another to others."""
    if WEB_PAGE.search(data[:HEAD]):
        raise Refused("file.two_kinds", first="PDF", second="HTML")
    after = data[data.rfind(END_MARK) + len(END_MARK) :] if END_MARK in data else b""
    if WEB_PAGE.search(after[:HEAD]):
        raise Refused("file.two_kinds", first="PDF", second="HTML")
    if len(after.strip(BLANK)) > MOST_AFTER_END:
        raise Refused("file.two_kinds", first="PDF", second="dữ liệu khác ở cuối")
    end = data.rfind(ZIP_END)
    if end >= 0:
        table_size = int.from_bytes(data[end + 12 : end + 16], "little")
        if table_size == 0 or data[max(0, end - table_size) :].startswith(ZIP_ENTRY):
            raise Refused("file.two_kinds", first="PDF", second="ZIP")


def _weigh(pdf: pikepdf.Pdf, report: Report) -> None:
    if pdf.is_encrypted:
        report.note("note.restricted")
    _weigh_root(pdf.Root, report)
    _weigh_pages(pdf, report)
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused("file.too_heavy")
    unpacking = Unpacking(report)
    for thing in pdf.objects:
        for part in _parts(thing):
            weigh_object(part, report)
            if isinstance(part, pikepdf.Stream):
                unpacking.weigh(part)
    if any(not NEEDLESS_WARNING.search(str(warning)) for warning in pdf.get_warnings()):
        report.note("note.repaired")


def _weigh_root(root: pikepdf.Object, report: Report) -> None:
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in (None, "/GoTo"):
        report.refuse("file.pdf_action", action=str(action.get("/S"))[1:30])
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        report.refuse("file.pdf_form")


def _weigh_pages(pdf: pikepdf.Pdf, report: Report) -> None:
    count = len(pdf.pages)
    report.pages = count
    if count == 0:
        raise Refused("file.no_pages")
    if count > MOST_PAGES:
        raise Refused("file.too_many_pages", pages=count, most=MOST_PAGES)
    for number, page in enumerate(pdf.pages, start=1):
        box = [float(side) for side in page.mediabox]
        unit = float(page.obj.get("/UserUnit", 1))
        sides = (abs(box[2] - box[0]) * unit, abs(box[3] - box[1]) * unit)
        if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in sides):
            report.refuse("file.page_size", page=number)


def _parts(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield an object and the dictionaries that lie directly in it, at any depth.

    What is only referred to is an object of its own and comes by itself.
    """
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            inner = [value for _, value in part.items()]
        elif isinstance(part, pikepdf.Array):
            inner = list(part)
        else:
            continue
        waiting += [value for value in inner if not getattr(value, "is_indirect", False)]


def _texts(data: bytes, report: Report) -> Iterator[str]:
    """Yield the text of each page, read by another program than the one that weighed it."""
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) != report.pages:
            raise Refused("file.damaged", detail="page count")
        room = MOST_TEXT
        for page in document:
            words = page.get_textpage()
            text = words.get_text_bounded() if room > 0 else ""
            room -= len(text)
            words.close()
            page.close()
            yield text
    except pypdfium2.PdfiumError as error:
        raise Refused("file.damaged", detail=type(error).__name__) from None
