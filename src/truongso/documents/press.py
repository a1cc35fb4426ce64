"""The press: papers set as PDF by Typst, tagged and for keeping (PDF/A-2).

A paper of a kind lies in `kinds/<kind>/`: `page.typ` says how it looks, `facts.py` what it says.
Facts travel as JSON in one input and are never compiled; the only fonts are those of the built
pages. The same facts give the same bytes: the time in the file is the one in the facts.
"""

import io
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import segno
import typst
from django.conf import settings

KINDS = Path(__file__).with_name("kinds")
PDF_A: Literal["a-2a"] = "a-2a"
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Area:
    """A place kept free for one signature: of which role, on which page, in points.

    `page` counts from 0; `x` and `y` are the left upper corner, from the left upper corner of the
    page.
    """

    role: str
    page: int
    x: float
    y: float
    width: float
    height: float


def render(kind: str, facts: Mapping[str, object], *, draft: bool = False) -> bytes:
    """Return the paper of a kind as PDF. `facts` must be JSON and hold "made_at" (ISO, aware).

    `draft`: every page says across its text that it is one.
    """
    return with_areas(kind, {**facts, "draft": True} if draft else facts)[0]


def with_areas(kind: str, facts: Mapping[str, object]) -> tuple[bytes, list[Area]]:
    """Return the paper of a kind as PDF, and the areas it keeps free for signatures.

    Facts with a "verify" (id and address) print the address as QR code at the foot of each page.
    """
    made_at = datetime.fromisoformat(str(facts["made_at"]))
    if isinstance(verify := facts.get("verify"), Mapping):
        facts = {**facts, "verify": {**verify, "qr": qr(str(verify["url"]))}}
    inputs = {"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True)}
    with _one_at_a_time:
        compiler = _compiler(kind)
        pdf = compiler.compile(
            sys_inputs=inputs, timestamp=made_at, pdf_standards=PDF_A, pdf_tags=True
        )
        found = json.loads(compiler.query("<sign-area>", field="value"))
    if not isinstance(pdf, bytes):
        raise TypeError("the compiler gave no PDF")
    # An update that a signature appends must begin on a line of its own (ISO 19005-2, 6.1.9).
    return pdf if pdf.endswith(b"\n") else pdf + b"\n", [
        Area(one["role"], one["page"] - 1, one["x"], one["y"], one["w"], one["h"]) for one in found
    ]


def qr(text: str) -> str:
    """Return a text as a QR code, an SVG picture that is the same for the same text."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", border=0, xmldecl=False, svgns=True, nl=False
    )
    return picture.getvalue().decode()


@cache
def _compiler(kind: str) -> typst.Compiler:
    """The compiler of a kind of paper; it keeps the page and the fonts it has read."""
    fonts = settings.STATIC_ROOT / "built" / "fonts"
    return typst.Compiler(
        str(KINDS / kind / "page.typ"),
        root=str(KINDS),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={},
    )
