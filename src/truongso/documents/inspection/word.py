"""Is this really a Word document (.docx), and what is in it?"""

from posixpath import dirname, join, normpath

from truongso.documents.inspection import objects, pictures
from truongso.documents.inspection.archive import Archive
from truongso.documents.inspection.kinds import OLE_MARK, ZIP_MARK
from truongso.documents.inspection.markup import Nothing, read_part
from truongso.documents.inspection.parts import TextPart
from truongso.documents.inspection.relations import Relations
from truongso.documents.inspection.report import Refused, Report

CONTENTS = "[Content_Types].xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_WORDS = ("macroenabled", "vbaproject", "vbadata")
PROGRAM_MARKS = (b"MZ", b"\x7fELF", b"#!", b"PK", b"Rar!", b"7z\xbc\xaf", b"L\x00\x00\x00\x01\x14")
BODY = "document.xml"
NOTES = ("footnotes.xml", "endnotes.xml")


class ContentTypes:
    """A reader of the list of part types."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self.main = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note the type of a part or of an ending."""
        kind = attributes.get("ContentType", "").casefold()
        self.types.add(kind)
        if tag == "Override" and kind in (MAIN_TYPE, WORKBOOK_TYPE):
            self.main = attributes.get("PartName", "").lstrip("/")

    def end(self, tag: str) -> None:
        """Nothing waits for the end."""

    def data(self, text: str) -> None:
        """The list holds no text."""


def inspect_word(data: bytes, report: Report) -> None:
    """Weigh every part of a .docx and gather its text. Raises Refused."""
    archive = Archive(data)
    main = _main_part(archive, MAIN_TYPE, report)
    charts = _weigh_relations(archive, report)
    texts: dict[str, TextPart] = {}
    for name in archive.names():
        if not name.endswith(".rels") and name != CONTENTS:
            _weigh_part(archive, name, charts, report, texts)
    _sum_up(texts, main, report)


def _main_part(archive: Archive, wanted: str, report: Report) -> str:
    if CONTENTS not in archive.entries:
        raise Refused("file.wrong_content", suffix=".docx", real="tệp nén ZIP")
    contents = ContentTypes()
    read_part(archive.read(CONTENTS), contents)
    if any(word in kind for kind in contents.types for word in MACRO_WORDS):
        report.refuse("file.macro")
    if wanted not in contents.types:
        if report.problems:
            raise Refused("file.macro")
        raise Refused("file.wrong_content", suffix=".docx", real="tệp Office khác")
    if contents.main not in archive.entries:
        raise Refused("file.damaged", detail="main part")
    return contents.main


def _weigh_relations(archive: Archive, report: Report) -> set[str]:
    """Weigh every relation; return the parts that are workbooks of charts."""
    charts = set()
    for name in archive.names():
        if not name.endswith(".rels"):
            continue
        relations = Relations(report)
        read_part(archive.read(name), relations)
        owner = dirname(dirname(name))
        if owner.endswith("/charts"):
            charts |= {normpath(join(owner, target)) for target in relations.packages}
    return charts


def _weigh_part(
    archive: Archive, name: str, charts: set[str], report: Report, texts: dict[str, TextPart]
) -> None:
    lower = name.casefold()
    if lower.endswith(("vbaproject.bin", "vbadata.xml")):
        report.refuse("file.macro")
    elif "/activex/" in lower:
        report.refuse("file.active_x")
    elif name in charts and lower.endswith(".xlsx"):
        _weigh_workbook(archive.read(name), report)
    elif "/embeddings/" in lower:
        objects.weigh_embedded(archive.read(name), report)
    elif lower.endswith(".xml"):
        texts[name] = TextPart(report)
        read_part(archive.read(name), texts[name])
        texts[name].finish()
    else:
        _weigh_other(archive.read(name), lower, report)


def _weigh_other(content: bytes, lower: str, report: Report) -> None:
    """A picture, a font, printer settings: anything but a program or another container."""
    if lower.endswith(".svg"):
        # Drawing programs write a document type into their files; only entities are a danger.
        if b"<!ENTITY" in content:
            report.refuse("file.dtd")
    elif content.startswith(OLE_MARK):
        objects.weigh_embedded(content, report)
    elif content.startswith(PROGRAM_MARKS):
        report.refuse("file.embedded_object", what=lower.rpartition("/")[2][:60])
    else:
        pictures.weigh(content, report)


def _weigh_workbook(content: bytes, report: Report) -> None:
    """The numbers behind a chart: a workbook, one level deep and no deeper."""
    if not content.startswith(ZIP_MARK):
        report.refuse("file.embedded_object", what="Excel")
        return
    archive = Archive(content)
    _main_part(archive, WORKBOOK_TYPE, report)
    for name in archive.names():
        lower = name.casefold()
        if lower.endswith("vbaproject.bin"):
            report.refuse("file.macro")
        elif "/embeddings/" in lower or "/activex/" in lower or "/externallinks/" in lower:
            report.refuse("file.embedded_object", what="Excel")
        elif lower.endswith((".xml", ".rels")):
            read_part(archive.read(name), Nothing())


def _sum_up(texts: dict[str, TextPart], main: str, report: Report) -> None:
    folder = dirname(main)
    in_order = [main, *(join(folder, name) for name in NOTES)]
    report.text = "".join(piece for name in in_order if name in texts for piece in texts[name].text)
    changes = sum(part.changes for part in texts.values())
    comments = sum(part.comments for part in texts.values())
    if changes:
        report.note("note.tracked_changes", count=changes)
    if comments:
        report.note("note.comments", count=comments)
