"""One dictionary of a PDF: does it make a reader do something besides showing pages?"""

import re

import pikepdf

from truongso.documents.inspection.report import Report

SCRIPT = {"/JavaScript"}
ACTIONS = {"/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute"}
MEDIA_ACTIONS = {"/Movie", "/Sound", "/GoTo3DView"}
MEDIA = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
SCRIPT_LINK = re.compile(r"(?i)\s*(javascript|vbscript|data|ms-[a-z-]+|search-ms|shell)\s*:")


def weigh_object(thing: pikepdf.Object, report: Report) -> None:
    """Weigh the keys of a dictionary (also that of a stream)."""
    keys = thing.keys()
    if "/JS" in keys or "/JavaScript" in keys:
        report.refuse("file.pdf_script")
    if "/AA" in keys:
        report.refuse("file.pdf_action", action="AA")
    if "/XFA" in keys:
        report.refuse("file.pdf_form")
    if "/EmbeddedFiles" in keys or "/EF" in keys:
        report.refuse("file.pdf_attachment")
    if "/RichMediaContent" in keys or "/RichMediaSettings" in keys:
        report.refuse("file.pdf_media")
    if "/S" in keys:
        _weigh_action(thing, report)
    if "/Subtype" in keys:
        _weigh_annotation(thing, report)
    if "/URI" in keys and SCRIPT_LINK.match(_text(thing.get("/URI"))):
        report.refuse("file.pdf_script")
    if isinstance(thing, pikepdf.Stream) and "/F" in keys:
        report.refuse("file.pdf_outside")


def _weigh_action(thing: pikepdf.Object, report: Report) -> None:
    kind = _name(thing.get("/S"))
    if kind in SCRIPT:
        report.refuse("file.pdf_script")
    elif kind in ACTIONS:
        report.refuse("file.pdf_action", action=kind[1:])
    elif kind in MEDIA_ACTIONS and _name(thing.get("/Type")) in ("", "/Action"):
        report.refuse("file.pdf_media")


def _weigh_annotation(thing: pikepdf.Object, report: Report) -> None:
    kind = _name(thing.get("/Subtype"))
    if kind in MEDIA:
        report.refuse("file.pdf_media")
    elif kind == "/FileAttachment":
        report.refuse("file.pdf_attachment")


def _name(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _text(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""
