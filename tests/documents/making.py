"""Making files for tests: Word files part by part, OLE containers, PDFs object by object."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import docx
import pikepdf
import typst

OLE_SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LESSON = [
    "KẾ HOẠCH BÀI DẠY",
    "Tiết 12. Phép cộng và phép trừ phân số",
    "Học sinh thực hiện được phép cộng hai phân số khác mẫu và vận dụng vào bài toán thực tế.",
    "Hoạt động 1. Khởi động: giáo viên nêu câu hỏi, học sinh trả lời.",
]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
O = "urn:schemas-microsoft-com:office:office"  # noqa: E741  (the usual prefix)
REL = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx_file(fill: Callable[[object], None] | None = None, lines: list[str] = LESSON) -> bytes:
    """A Word file with a few paragraphs in Times New Roman, and what `fill` adds."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    for line in lines:
        document.add_paragraph(line)
    if fill:
        fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zip_file(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def entries(data: bytes) -> dict[str, bytes]:
    """The entries of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(parts: Mapping[str, bytes], base: bytes | None = None) -> bytes:
    """A Word file with these parts added or replaced."""
    return zip_file(entries(base or docx_file()) | dict(parts))


def with_body(xml: str, base: bytes | None = None) -> bytes:
    """A Word file with this XML at the start of its body."""
    base = base or docx_file()
    body = entries(base)["word/document.xml"].decode()
    names = f'<w:body xmlns:w="{W}" xmlns:r="{R}" xmlns:o="{O}">'
    return with_parts({"word/document.xml": body.replace("<w:body>", names + xml).encode()}, base)


def with_relation(
    kind: str, target: str, *, part: str = "document", external: bool = True, base: bytes = b""
) -> bytes:
    """A Word file with one more relation of a part."""
    base = base or docx_file()
    name = f"word/_rels/{part}.xml.rels"
    old = entries(base).get(name, f'<Relationships xmlns="{REL}"></Relationships>'.encode())
    mode = ' TargetMode="External"' if external else ""
    line = f'<Relationship Id="rX1" Type="{R}/{kind}" Target="{target}"{mode}/></Relationships>'
    return with_parts({name: old.replace(b"</Relationships>", line.encode())}, base)


def with_type(part: str, kind: str, base: bytes | None = None) -> bytes:
    """A Word file whose list of types names one more part."""
    base = base or docx_file()
    types = entries(base)["[Content_Types].xml"]
    line = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    return with_parts({"[Content_Types].xml": types.replace(b"</Types>", line.encode())}, base)


def field(code: str) -> str:
    """The XML of a field with this code, its letters split over runs as Word does."""
    half = len(code) // 2
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>'
        for piece in (code[:half], code[half:])
    )
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"<w:p>{mark.format('begin')}{runs}{mark.format('end')}</w:p>"


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG whose header says this size; its content is not meant to be shown."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = pixels or b"".join(b"\0" + b"\x80" * 3 * width for _ in range(min(height, 64)))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def ole_file(streams: Mapping[tuple[str, ...], bytes]) -> bytes:
    """An OLE container; storages are made as the paths need them."""
    names: list[tuple[str, ...]] = [()]
    for path in streams:
        names += [path[:depth] for depth in range(1, len(path) + 1) if path[:depth] not in names]
    contents = {path: content.ljust(4096, b"\0") for path, content in streams.items()}
    sectors: list[bytes] = []
    fat: list[int] = []
    starts = {}
    for path, content in contents.items():
        starts[path] = len(fat)
        count = -(-len(content) // OLE_SECTOR)
        padded = content.ljust(count * OLE_SECTOR, b"\0")
        sectors += [padded[at : at + OLE_SECTOR] for at in range(0, len(padded), OLE_SECTOR)]
        fat += [*range(len(fat) + 1, len(fat) + count), END]
    directory = b"".join(_entry(path, names, contents, starts) for path in names)
    directory = directory.ljust(-(-len(directory) // OLE_SECTOR) * OLE_SECTOR, b"\0")
    directory_at = len(fat)
    pages = len(directory) // OLE_SECTOR
    sectors += [directory[at : at + OLE_SECTOR] for at in range(0, len(directory), OLE_SECTOR)]
    fat += [*range(len(fat) + 1, len(fat) + pages), END]
    fat_count = -(-(len(fat) + 2) // 128)
    fat_at = len(fat)
    fat += [FAT_SECTOR] * fat_count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_count * OLE_SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHHHI", 0x3E, 3, 0xFFFE, 9, 6, 0, 0)
    header += struct.pack("<9I", 0, fat_count, directory_at, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(fat_at, fat_at + fat_count), *[FREE] * (109 - fat_count))
    return header + b"".join(sectors) + table


def _entry(
    path: tuple[str, ...],
    names: list[tuple[str, ...]],
    contents: Mapping[tuple[str, ...], bytes],
    starts: Mapping[tuple[str, ...], int],
) -> bytes:
    """One line of the container's directory; siblings hang on one another to the right."""
    name = (path[-1] if path else "Root Entry").encode("utf-16-le")
    siblings = [other for other in names if other and path and other[:-1] == path[:-1]]
    after = siblings[siblings.index(path) + 1 :] if path else []
    children = [other for other in names if len(other) == len(path) + 1 and other[:-1] == path]
    right = names.index(after[0]) if after else FREE
    child = names.index(children[0]) if children and path not in contents else FREE
    kind = 5 if not path else 2 if path in contents else 1
    start, size = (starts[path], len(contents[path])) if path in contents else (END, 0)
    line = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, kind, 1)
    line += struct.pack("<3I", FREE, right, child) + b"\0" * 36
    return line + struct.pack("<IQ", start, size)


EQUATION_OLE = ole_file(
    {
        ("\x01CompObj",): b"MathType",
        ("\x01Ole",): b"\x01",
        ("Equation Native",): b"\x1c\0\0\0\x02\0x+y=1",
    }
)
PACKAGE_OLE = ole_file({("\x01Ole10Native",): b"MZ calc.exe", ("\x01Ole",): b"\x01"})


def old_word(flags: int = 0, more: Mapping[tuple[str, ...], bytes] | None = None) -> bytes:
    """The outline of an old Word file: enough to be weighed, not to be shown."""
    body = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x042A, 0, flags) + b"\0" * 500
    return ole_file({("WordDocument",): body, ("1Table",): b"\0", **(more or {})})


def pdf_file(
    fill: Callable[[pikepdf.Pdf], None] | None = None, pages: int = 2, **save: object
) -> bytes:
    """A small PDF with Helvetica text, and what `fill` adds."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            text = f"BT /F1 12 Tf 72 770 Td (Trang {number}: ke hoach bai day) Tj ET"
            page.Contents = pdf.make_stream(text.encode())
        if fill:
            fill(pdf)
        file = io.BytesIO()
        pdf.save(file, **save)
        return file.getvalue()


def typeset_pdf(lines: list[str] = LESSON, pages: int = 3) -> bytes:
    """A PDF as real programs make them: embedded fonts, tags, Vietnamese text."""
    page = "\n\n".join(lines)
    source = '#set page(paper: "a4")\n' + "\n#pagebreak()\n".join([page] * pages)
    made: bytes = typst.compile(source.encode())
    return made


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1, the first its root."""
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj" % number + content + b"endobj\n"
    table = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
    )
