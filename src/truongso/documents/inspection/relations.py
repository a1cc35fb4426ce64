"""Where the parts of a Word file point to outside of it."""

import re
from dataclasses import dataclass, field

from truongso.documents.inspection.report import Report

SCRIPT_LINK = re.compile(r"(?i)\s*(javascript|vbscript|data|mhtml|ms-[a-z-]+|search-ms|shell):")
PROGRAM_LINK = re.compile(r"(?i)\.(exe|bat|cmd|com|scr|jse?|vb[se]|wsf|ps1|hta|lnk|msi|jar)$")
NETWORK_PATH = re.compile(r"(?i)\s*(\\\\|//|file:(/{4,}|//[^/]|/*\\\\))")
LOCAL_PATH = re.compile(r"(?i)\s*(file:(/|/{3})?[^/\\]|[a-z]:[\\/]|[^:\\/]+$|\.\.?/)")
WEB_LINK = re.compile(r"(?i)\s*(https?|mailto|tel|ftps?):")

MEDIA = {"image", "video", "audio", "media"}
MACRO_KINDS = {"vbaproject", "attachedtoolbars", "wordvbadata"}
CONTROL_KINDS = {"control", "activexcontrolbinary"}


@dataclass(slots=True)
class Relations:
    """A reader of a relations part; `packages` are the workbooks its owner carries."""

    report: Report
    packages: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Weigh one relation."""
        if tag != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2].casefold()
        target = attributes.get("Target", "")
        if kind in MACRO_KINDS:
            self.report.refuse("file.macro")
        elif kind in CONTROL_KINDS:
            self.report.refuse("file.active_x")
        elif kind == "afchunk":
            self.report.refuse("file.foreign_part")
        elif attributes.get("TargetMode", "").casefold() == "external":
            self._outside(kind, target)
        elif kind == "package":
            self.packages.append(target)

    def end(self, tag: str) -> None:
        """Nothing waits for the end."""

    def data(self, text: str) -> None:
        """Relations hold no text."""

    def _outside(self, kind: str, target: str) -> None:
        if kind == "hyperlink":
            runs = PROGRAM_LINK.search(target) and not WEB_LINK.match(target)
            if runs or SCRIPT_LINK.match(target):
                self.report.refuse("file.dangerous_link", link=target[:80])
        elif kind in MEDIA:
            if NETWORK_PATH.match(target) or SCRIPT_LINK.match(target):
                self.report.refuse("file.linked_object", link=target[:80])
            else:
                self.report.note("note.linked_picture")
        elif kind == "attachedtemplate":
            if LOCAL_PATH.match(target) and not NETWORK_PATH.match(target):
                self.report.note("note.local_template")
            else:
                self.report.refuse("file.remote_template", link=target[:80])
        else:
            self.report.refuse("file.linked_object", link=target[:80])
