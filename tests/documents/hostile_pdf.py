"""Hostile PDFs: scripts, actions, media, bombs, broken structures."""

import struct
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.documents.hostile import Hostile
from tests.documents.making import pdf_file, raw_pdf


def _root(**values: object) -> Callable[[pikepdf.Pdf], None]:
    def fill(pdf: pikepdf.Pdf) -> None:
        for key, value in values.items():
            pdf.Root[f"/{key}"] = value

    return fill


def _js() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _annotation(action: Callable[[], Dictionary], packed: bool = False) -> Callable[[], bytes]:
    """A link on page 1 with an action that lies directly in it."""

    def fill(pdf: pikepdf.Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action())
        pdf.pages[0].obj.Annots = Array([link])

    if packed:
        return lambda: pdf_file(fill, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return lambda: pdf_file(fill)


def _media(subtype: str) -> Callable[[], bytes]:
    def fill(pdf: pikepdf.Pdf) -> None:
        screen = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=Array([0, 0, 9, 9]))
        pdf.pages[0].obj.Annots = Array([screen])

    return lambda: pdf_file(fill)


def _attachment() -> bytes:
    def fill(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a.exe"] = b"MZ"

    return pdf_file(fill)


def _page_actions() -> bytes:
    def fill(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.AA = Dictionary(O=_js())

    return pdf_file(fill)


def _named_script() -> bytes:
    def fill(pdf: pikepdf.Pdf) -> None:
        names = Dictionary(Names=Array([String("a"), pdf.make_indirect(_js())]))
        pdf.Root.Names = Dictionary(JavaScript=names)

    return pdf_file(fill, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _xfa() -> bytes:
    def fill(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))

    return pdf_file(fill)


def _huge_page() -> bytes:
    def fill(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.MediaBox = Array([0, 0, 567_000, 567_000])

    return pdf_file(fill)


def _huge_picture_pdf() -> bytes:
    def fill(pdf: pikepdf.Pdf) -> None:
        picture = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image)
        picture.Width, picture.Height, picture.BitsPerComponent = 50_000, 50_000, 8
        picture.ColorSpace = Name.DeviceGray
        pdf.pages[0].obj.Resources.XObject = Dictionary(Im0=picture)

    return pdf_file(fill)


def _password(user: str) -> bytes:
    return pdf_file(None, encryption=pikepdf.Encryption(owner="chu", user=user, R=6))


def _outside_stream() -> bytes:
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        rb"<</Length 0/F(\\\\198.51.100.7\\a)>>stream" + b"\n\nendstream ",
    )


def _endless_drawing() -> bytes:
    """Forms that draw themselves ten times, ten levels deep: 10^10 texts in a few hundred bytes."""

    def fill(pdf: pikepdf.Pdf) -> None:
        inner = pdf.make_stream(b"BT /F1 9 Tf (x) Tj ET")
        resources = pdf.pages[0].obj.Resources
        inner.Type, inner.Subtype = Name.XObject, Name.Form
        inner.BBox, inner.Resources = Array([0, 0, 9, 9]), resources
        for _ in range(10):
            outer = pdf.make_stream(b"/X Do " * 10)
            outer.Type, outer.Subtype = Name.XObject, Name.Form
            outer.BBox = Array([0, 0, 9, 9])
            outer.Resources = Dictionary(XObject=Dictionary(X=pdf.make_indirect(inner)))
            inner = outer
        pdf.pages[0].obj.Resources = outer.Resources
        pdf.pages[0].obj.Contents = pdf.make_stream(b"/X Do")

    return pdf_file(fill)


def _many_pages() -> bytes:
    def fill(pdf: pikepdf.Pdf) -> None:
        for _ in range(400):
            pdf.pages.append(pdf.pages[0])

    return pdf_file(fill)


def _many_pages_claimed() -> bytes:
    """One hundred thousand pages that are one page told again and again."""
    kids = b"3 0 R " * 100_000
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 100000/Kids[" + kids + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )


def _circular_pages() -> bytes:
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 2/Kids[3 0 R]>>",
        b"<</Type/Pages/Count 2/Parent 2 0 R/Kids[2 0 R 3 0 R]>>",
    )


def _deep_arrays() -> bytes:
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/A " + b"[" * 100_000 + b"]" * 100_000 + b">>",
        b"<</Type/Pages/Count 0/Kids[]>>",
    )


def _swollen(head: bytes, letter: bytes, megabytes: int) -> bytes:
    """A deflated stream of one letter: one packed megabyte, told again and again."""
    packer = zlib.compressobj(9)
    begin = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    repeated = block.compress(letter * 1_000_000) + block.flush(zlib.Z_FULL_FLUSH)
    return begin + repeated * megabytes + b"\x03\x00\0\0\0\0"


def _pdf_bomb(levels: int, megabytes: int) -> bytes:
    def fill(pdf: pikepdf.Pdf) -> None:
        content = _swollen(b"", b"\0", megabytes)
        for _ in range(levels - 1):
            content = zlib.compress(content, 9)
        stream = pdf.make_stream(b"")
        stream.write(content, filter=Array([Name.FlateDecode] * levels))
        pdf.pages[0].obj.Contents = stream

    return pdf_file(
        fill, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )


def _object_stream_bomb() -> bytes:
    """A packed list of objects that is 2 GB of blanks when unpacked."""
    packed = _swollen(b"1 0 ", b" ", 2000)
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    at = len(body)
    body += (
        b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        + packed
        + b"\nendstream endobj\n"
    )
    table = len(body)
    rows = b"\0\0\0\0\xff" + b"\1" + struct.pack(">I", 9)[1:] + b"\0" + b"\2\0\0\5\0"
    rows += b"\0\0\0\0\0" * 2 + b"\1" + struct.pack(">I", at)[1:] + b"\0"
    rows += b"\1" + struct.pack(">I", table)[1:] + b"\0"
    body += (
        b"6 0 obj<</Type/XRef/Size 7/W[1 3 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
        + rows
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % table
    )
    return body


PDF: dict[str, Hostile] = {
    "pdf script at opening": Hostile(
        "bai.pdf", lambda: pdf_file(_root(OpenAction=_js())), "file.pdf_script"
    ),
    "pdf script by name": Hostile("bai.pdf", _named_script, "file.pdf_script"),
    "pdf script in a packed link": Hostile(
        "bai.pdf", _annotation(_js, packed=True), "file.pdf_script"
    ),
    "pdf script as address": Hostile(
        "bai.pdf",
        _annotation(lambda: Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))),
        "file.pdf_script",
    ),
    "pdf launch": Hostile(
        "bai.pdf",
        _annotation(lambda: Dictionary(S=Name.Launch, F=String("cmd.exe"))),
        "file.pdf_action",
    ),
    "pdf submits a form": Hostile(
        "bai.pdf",
        _annotation(lambda: Dictionary(S=Name.SubmitForm, F=String("http://198.51.100.7"))),
        "file.pdf_action",
    ),
    "pdf imports data": Hostile(
        "bai.pdf",
        _annotation(lambda: Dictionary(S=Name.ImportData, F=String("a"))),
        "file.pdf_action",
    ),
    "pdf opens an address": Hostile(
        "bai.pdf",
        lambda: pdf_file(
            _root(OpenAction=Dictionary(S=Name.URI, URI=String("http://198.51.100.7")))
        ),
        "file.pdf_action",
    ),
    "pdf page actions": Hostile("bai.pdf", _page_actions, "file.pdf_action"),
    "pdf attachment": Hostile("bai.pdf", _attachment, "file.pdf_attachment"),
    "pdf rich media": Hostile("bai.pdf", _media("/RichMedia"), "file.pdf_media"),
    "pdf movie": Hostile("bai.pdf", _media("/Movie"), "file.pdf_media"),
    "pdf xfa form": Hostile("bai.pdf", _xfa, "file.pdf_form"),
    "pdf with a password": Hostile("bai.pdf", lambda: _password("mo"), "file.encrypted"),
    "pdf content outside": Hostile("bai.pdf", _outside_stream, "file.pdf_outside"),
    "pdf without table or end": Hostile(
        "bai.pdf", lambda: b"%PDF-1.7\n" + b"\x00garbage" * 99, "file.damaged"
    ),
    "pdf cut short": Hostile("bai.pdf", lambda: pdf_file()[:300], "file.damaged"),
    "pdf of 400 pages": Hostile("bai.pdf", _many_pages, "file.too_many_pages"),
    "pdf of 100,000 pages": Hostile("bai.pdf", _many_pages_claimed, "file.too_many_pages"),
    "pdf page of 200 m": Hostile("bai.pdf", _huge_page, "file.page_size"),
    "pdf picture of 2.5 gigapixels": Hostile("bai.pdf", _huge_picture_pdf, "file.huge_picture"),
    "pdf bomb": Hostile("bai.pdf", lambda: _pdf_bomb(1, 200), "file.pdf_bomb"),
    "pdf bomb in a bomb": Hostile("bai.pdf", lambda: _pdf_bomb(2, 500), "file.pdf_bomb"),
    "pdf object list bomb": Hostile("bai.pdf", _object_stream_bomb, "file.damaged"),
    "pdf circular pages": Hostile("bai.pdf", _circular_pages, "file.damaged"),
    "pdf deep arrays": Hostile("bai.pdf", _deep_arrays, "file.damaged"),
    "pdf endless drawing": Hostile("bai.pdf", _endless_drawing, "file.damaged"),
    "pdf without pages": Hostile(
        "bai.pdf",
        lambda: raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"),
        "file.no_pages",
    ),
}
