"""Reading the parts of a Word file that hold text: fields, embedded objects, changes, the text."""

from dataclasses import dataclass, field

from truongso.documents.inspection import fields
from truongso.documents.inspection.report import MOST_TEXT, Report

EQUATION = "equation."
SKIPPED = "Fallback"
BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tc": "\t", "tab": "\t"}


@dataclass(slots=True)
class TextPart:
    """A reader of a text part; `text` is what a person reads in it, `changes` and `comments` how
    many tracked changes and comments stand in it.
    """

    report: Report
    text: list[str] = field(default_factory=list)
    size: int = 0
    changes: int = 0
    comments: int = 0
    open_fields: list[list[str]] = field(default_factory=list)
    inside: str = ""
    skipping: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.inside = tag
        match tag:
            case "Fallback":
                self.skipping += 1
            case "fldChar":
                self._field_mark(attributes.get("fldCharType", ""))
            case "fldSimple":
                fields.weigh(attributes.get("instr", ""), self.report)
            case "OLEObject" | "objectEmbed" | "objectLink":
                self._object(tag, attributes)
            case "control":
                self.report.refuse("file.active_x")
            case "ins" | "del" | "moveFrom" | "moveTo":
                self.changes += "author" in attributes
            case "comment":
                self.comments += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == SKIPPED:
            self.skipping -= 1
        elif tag in BREAKS and not self.skipping:
            self._add(BREAKS[tag])
        self.inside = ""

    def data(self, text: str) -> None:
        """Text of the element that begins last."""
        if self.inside in ("instrText", "delInstrText"):
            if self.open_fields:
                self.open_fields[-1].append(text)
            else:
                fields.weigh(text, self.report)
        elif self.inside == "t" and not self.skipping:
            self._add(text)

    def finish(self) -> None:
        """Weigh fields that never ended."""
        while self.open_fields:
            self._weigh_last()

    def _add(self, text: str) -> None:
        if self.size < MOST_TEXT:
            self.text.append(text)
            self.size += len(text)

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            if self.open_fields:
                self.open_fields[-1].append(fields.NESTED)
            self.open_fields.append([])
        elif kind == "separate" and self.open_fields:
            # What follows is the shown result; an empty list is left to be closed by "end".
            fields.weigh("".join(self.open_fields[-1]), self.report)
            self.open_fields[-1] = []
        elif kind == "end" and self.open_fields:
            self._weigh_last()

    def _weigh_last(self) -> None:
        fields.weigh("".join(self.open_fields.pop()), self.report)

    def _object(self, tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get("ProgID") or attributes.get("progId") or "?"
        if attributes.get("Type", "").casefold() == "link" or tag == "objectLink":
            self.report.refuse("file.linked_object", link=name[:80])
        elif not name.casefold().startswith(EQUATION):
            self.report.refuse("file.embedded_object", what=name[:60])
