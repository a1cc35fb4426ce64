"""The press: papers set as PDF by Typst, tagged and for keeping (PDF/A-2).

A paper of a kind lies in `kinds/<kind>/`: `page.typ` says how it looks, `facts.py` what it says.
Facts travel as JSON in one input and are never compiled; the only fonts are those of the built
pages. The same facts give the same bytes: the time in the file is the one in the facts.
"""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from django.conf import settings

KINDS = Path(__file__).with_name("kinds")
PDF_A: Literal["a-2a"] = "a-2a"
_one_at_a_time = threading.Lock()


def render(kind: str, facts: Mapping[str, object]) -> bytes:
    """Return the paper of a kind as PDF. `facts` must be JSON and hold "made_at" (ISO, aware)."""
    made_at = datetime.fromisoformat(str(facts["made_at"]))
    inputs = {"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True)}
    with _one_at_a_time:
        pdf = _compiler(kind).compile(
            sys_inputs=inputs, timestamp=made_at, pdf_standards=PDF_A, pdf_tags=True
        )
    if not isinstance(pdf, bytes):
        raise TypeError("the compiler gave no PDF")
    # An update that a signature appends must begin on a line of its own (ISO 19005-2, 6.1.9).
    return pdf if pdf.endswith(b"\n") else pdf + b"\n"


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
