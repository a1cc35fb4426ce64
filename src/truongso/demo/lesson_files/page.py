"""Set a paper as PDF: tagged, with embedded fonts, by Typst.

Never fork after the first paper was set: the compiler keeps threads of its own.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from truongso.demo.lesson_files.paper import Block, Paper

TEMPLATE = Path(__file__).with_name("paper.typ")


def as_pdf(paper: Paper, *, font_dir: Path, font: str = "Tinos") -> bytes:
    """Return the paper as a tagged PDF on A4.

    The fonts of `font_dir` are the only ones used. The same paper gives the same bytes.
    """
    inputs = {"font": font, "paper": json.dumps(_plain(paper), ensure_ascii=False)}
    written_at = datetime.combine(paper.written_on, time.min, UTC)
    pdf = _compiler(font_dir).compile(sys_inputs=inputs, timestamp=written_at, pdf_tags=True)
    if not isinstance(pdf, bytes):
        raise TypeError("the compiler gave no PDF")
    return pdf


@cache
def _compiler(font_dir: Path) -> typst.Compiler:
    return typst.Compiler(
        str(TEMPLATE), font_paths=[str(font_dir)], ignore_system_fonts=True, sys_inputs={}
    )


def _plain(paper: Paper) -> dict[str, object]:
    return {
        "name": paper.name,
        "author": paper.author,
        "landscape": paper.landscape,
        "blocks": [_part(block) for block in paper.blocks],
    }


def _part(block: Block) -> dict[str, object]:
    fields = asdict(block)
    if "middle" in fields:
        fields["middle"] = sorted(fields["middle"])
    return {"part": type(block).__name__} | fields
