"""The stamp that a signature shows: name, duty, in whose name, time; a small page set by Typst."""

import json
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from truongso.foundation.days import local

PAGE = Path(__file__).with_name("stamp.typ")
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp says: the lines above the name, name, moment; of whom, how large (pt)."""

    form: tuple[str, ...]
    name: str
    at: datetime
    organisation: bool
    width: float
    height: float


def drawn(stamp: Stamp) -> bytes:
    """Return a stamp as a PDF of one page, as large as its area.

    Source: Decree 30/2020/NĐ-CP, appendix I: an agency's signature says its name and the time, with
    the zone by ISO 8601.
    """
    moment = f"{local(stamp.at):%d-%m-%Y %H:%M:%S %z}"
    moment = f"{moment[:-2]}:{moment[-2:]}"
    signed = "Cơ quan" if stamp.organisation else "Ký bởi"
    lines = [{"text": text, "strong": True} for text in stamp.form if not stamp.organisation]
    lines += [
        {"text": f"{signed}: {stamp.name}", "strong": True},
        {"text": f"Thời gian ký: {moment}", "strong": False},
    ]
    facts = {
        "lines": lines,
        "organisation": stamp.organisation,
        "width": stamp.width,
        "height": stamp.height,
    }
    with _one_at_a_time:
        pdf = _compiler().compile(sys_inputs={"facts": json.dumps(facts)}, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError("the compiler gave no PDF")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        str(PAGE),
        root=str(PAGE.parent),
        font_paths=[str(settings.STATIC_ROOT / "built" / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={},
    )
