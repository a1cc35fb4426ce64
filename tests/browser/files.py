"""The teacher's files: lesson plans as he makes them, in PDF and in Word, some named well."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from tests.demo.conftest import BUILT
from truongso.demo.lesson_files import LessonFacts, Mend, as_docx, as_pdf, lesson_plan
from truongso.demo.programmes import programme

FACTS = LessonFacts(
    school="THCS Bình Minh",
    department="Tổ Khoa học tự nhiên",
    teacher="Nguyễn Ngọc Lan",
    subject="TOAN",
    subject_name="Toán",
    grade=6,
    classes=("6A", "6B"),
    lessons=(),
    week_no=7,
    monday=date(2026, 10, 19),
    written_on=date(2026, 10, 13),
)
KINDS = {"pdf": "application/pdf", "docx": "application/octet-stream"}


def lesson_file(name: str, no: int, *mends: str) -> Any:
    """A lesson plan for a maths lesson as the browser takes it; `mends` stand in its practice."""
    return {
        "name": name,
        "mimeType": KINDS[name.rpartition(".")[2]],
        "buffer": _content(name.rpartition(".")[2], no, mends),
    }


@cache
def _content(kind: str, no: int, mends: Sequence[str]) -> bytes:
    lessons = (programme("TOAN", 6).lesson(no),)
    facts = replace(FACTS, lessons=lessons, mends=tuple(Mend("practice", text) for text in mends))
    paper = lesson_plan(facts)
    return as_docx(paper) if kind == "docx" else as_pdf(paper, font_dir=BUILT)
