"""Ways to spoil a signed paper: the attack families of the literature, made from our own paper.

Sources: Mladenov and others, "1 Trillion Dollar Refund" (USF, ISA, SWA), 2019; "Shadow Attacks"
(hide, replace, hide and replace), 2021; "Breaking the Specification: PDF Certification" (EAA, SSA),
2021. Each takes a paper signed twice and returns bytes.
"""

import re
from collections.abc import Callable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.seal.papers import Signed, appended, rewritten
from tests.seal.pki import sign


def byte_in_text(paper: Signed) -> bytes:
    """One bit of a page's stream."""
    at = paper.twice.index(b"stream\n") + 60
    return _flipped(paper.twice, at)


def byte_in_metadata(paper: Signed) -> bytes:
    at = paper.twice.index(b"<dc:title>") + 60
    return _flipped(paper.twice, at)


def byte_in_signature(paper: Signed) -> bytes:
    """One hex digit inside the principal's signature value."""
    start = paper.twice.rindex(b"/Contents <") + 3000
    digit = b"0" if paper.twice[start : start + 1] != b"0" else b"1"
    return paper.twice[:start] + digit + paper.twice[start + 1 :]


def byte_appended(paper: Signed) -> bytes:
    return paper.twice + b"\n"


def comment_appended(paper: Signed) -> bytes:
    return paper.twice + b"%% diem 10\n"


def cut_back(paper: Signed) -> bytes:
    """Back to the revision before the principal signed."""
    return paper.once


def page_added(paper: Signed) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        pages = writer.root["/Pages"]
        kids = pages["/Kids"]
        page = generic.DictionaryObject(kids[0].get_object())
        page[pdf_name("/Parent")] = writer.root.raw_get("/Pages")
        kids.append(writer.add_object(page))
        pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
        writer.update_container(pages)

    return appended(paper.twice, change)


def annotation_over_mark(paper: Signed) -> bytes:
    """A free text in white over what stands there (EAA)."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        note = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): generic.ArrayObject(
                    map(generic.NumberObject, (100, 500, 300, 540))
                ),
                pdf_name("/Contents"): pdf_string("10"),
                pdf_name("/DA"): pdf_string("/Helv 20 Tf"),
            }
        )
        page.setdefault(pdf_name("/Annots"), generic.ArrayObject())
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page)
        writer.update_container(page["/Annots"])

    return appended(paper.twice, change)


def other_content(paper: Signed) -> bytes:
    """The page's content replaced in an update."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
        writer.update_container(page)

    return appended(paper.twice, change)


def open_action(paper: Signed) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
            {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
        )
        writer.update_root()

    return appended(paper.twice, change)


def signature_emptied(paper: Signed) -> bytes:
    """The principal's field emptied in an update."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][1].get_object()
        del field["/V"]
        writer.update_container(field)

    return appended(paper.twice, change)


def signatures_gone(paper: Signed) -> bytes:
    """Written anew without its form."""

    def change(opened) -> None:
        del opened.Root.AcroForm
        for page in opened.pages:
            if "/Annots" in page:
                del page.Annots

    return rewritten(paper.twice, change)


def written_anew(paper: Signed) -> bytes:
    """Opened and saved by another program: same looks, other bytes."""
    return rewritten(paper.twice, lambda _opened: None)


def moved_from_another(paper: Signed) -> bytes:
    """The principal's signature value taken from another file he signed."""
    other = sign(paper.once, paper.principal, "ht", reason="Khác; thay mặt Trường THCS Bình Minh")
    values = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")
    wanted = list(values.finditer(other))[-1].group(1)
    mine = list(values.finditer(paper.twice))[-1]
    size = mine.end(1) - mine.start(1)
    value = wanted[:size].ljust(size, b"0")
    return paper.twice[: mine.start(1)] + value + paper.twice[mine.end(1) :]


def range_missing(paper: Signed) -> bytes:
    return paper.twice.replace(b"/ByteRange", b"/ByteRangX", 1)


def _last_range(pdf: bytes, change: Callable[[list[int]], str]) -> bytes:
    found = list(re.finditer(rb"/ByteRange \[([0-9 ]+)\]", pdf))[-1]
    numbers = [int(one) for one in found.group(1).split()]
    size = found.end(1) - found.start(1)
    text = change(numbers).encode()
    assert len(text) <= size
    return pdf[: found.start(1)] + text.ljust(size) + pdf[found.end(1) :]


def range_zero(paper: Signed) -> bytes:
    return _last_range(paper.twice, lambda _numbers: "0 0 0 0")


def range_negative(paper: Signed) -> bytes:
    return _last_range(paper.twice, lambda numbers: f"0 {numbers[1]} {numbers[2]} -1")


def range_null(paper: Signed) -> bytes:
    return _last_range(paper.twice, lambda numbers: f"0 null {numbers[2]} {numbers[3]}")


def range_short(paper: Signed) -> bytes:
    return _last_range(paper.twice, lambda numbers: f"0 {numbers[1]}")


def gap_widened(paper: Signed) -> bytes:
    """The hole for the signature made wider, with something of the attacker's in it (SWA)."""
    pdf = paper.twice
    found = list(re.finditer(rb"/Contents <[0-9A-Fa-f]+>", pdf))[-1]
    inside = b"\n7777 0 obj\n<< /Length 5 >>\nstream\nBT ET\nendstream\nendobj\n"
    wide = pdf[: found.end()] + inside + pdf[found.end() :]
    return _last_range(wide, lambda one: f"0 {one[1]} {one[2] + len(inside)} {one[3]}")


def contents_zero(paper: Signed) -> bytes:
    found = list(re.finditer(rb"/Contents <([0-9A-Fa-f]+)>", paper.twice))[-1]
    size = found.end(1) - found.start(1)
    return paper.twice[: found.start(1)] + b"0" * size + paper.twice[found.end(1) :]


def body_without_xref(paper: Signed) -> bytes:
    """An appended body with no table and a made-up end (ISA)."""
    body = (
        b"\n3 0 obj\n<< /Type /Page >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )
    return paper.twice + body


def shadow_hide(paper: Signed) -> bytes:
    """Signed with a cover over the text that the update takes away."""

    def cover(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        stamp = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Stamp"),
                pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800))),
            }
        )
        page.setdefault(pdf_name("/Annots"), generic.ArrayObject())
        page["/Annots"].append(writer.add_object(stamp))
        writer.update_container(page)
        writer.update_container(page["/Annots"])

    def uncover(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        page["/Annots"].pop()
        writer.update_container(page)
        writer.update_container(page["/Annots"])

    covered = appended(paper.empty, cover)
    half = sign(covered, paper.teacher, "gv", certify=True)
    return appended(sign(half, paper.principal, "ht"), uncover)


def shadow_field(paper: Signed) -> bytes:
    """Signed with a form field whose look is not its value, then filled in by the update."""

    def plant(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        field = generic.DictionaryObject(
            {
                pdf_name("/FT"): pdf_name("/Tx"),
                pdf_name("/T"): pdf_string("diem"),
                pdf_name("/V"): pdf_string("4"),
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Widget"),
                pdf_name("/Rect"): generic.ArrayObject(
                    map(generic.NumberObject, (100, 500, 200, 520))
                ),
            }
        )
        reference = writer.add_object(field)
        writer.root["/AcroForm"]["/Fields"].append(reference)
        writer.update_container(writer.root["/AcroForm"]["/Fields"])
        page.setdefault(pdf_name("/Annots"), generic.ArrayObject())
        page["/Annots"].append(reference)
        writer.update_container(page)
        writer.update_container(page["/Annots"])

    def fill(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][2].get_object()
        field[pdf_name("/V")] = pdf_string("10")
        writer.update_container(field)

    planted = appended(paper.empty, plant)
    half = sign(planted, paper.teacher, "gv", certify=True)
    return appended(sign(half, paper.principal, "ht"), fill)


def stamp_over_text(paper: Signed) -> bytes:
    """A third, visible signature laid over the text of a certified paper (SSA)."""
    return sign(paper.twice, paper.teacher, "them", box=(50, 400, 550, 700))


FAILED: dict[Callable[[Signed], bytes], str] = {
    byte_in_metadata: "verify.content_changed",
    page_added: "verify.later_changes",
    annotation_over_mark: "verify.later_changes",
    other_content: "verify.later_changes",
    open_action: "verify.later_changes",
    signatures_gone: "verify.no_signature",
    moved_from_another: "verify.content_changed",
    shadow_hide: "verify.later_changes",
    stamp_over_text: "verify.field_after_certifying",
}
NOT_PASSED: tuple[Callable[[Signed], bytes], ...] = (
    byte_in_text,
    byte_in_signature,
    byte_appended,
    comment_appended,
    cut_back,
    signature_emptied,
    written_anew,
    range_missing,
    range_zero,
    range_negative,
    range_null,
    range_short,
    gap_widened,
    contents_zero,
    body_without_xref,
    shadow_field,
)


def _flipped(pdf: bytes, at: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
