"""Classes of a file beside those of the year."""

import re
from collections.abc import Iterable, Iterator

from truongso.office.importing import drafts as d
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.rows import Record
from truongso.office.importing.values import class_key
from truongso.roster.models import SchoolClass
from truongso.rules.subjects import GRADES


def check(scene: Scene, records: Iterable[Record]) -> Iterator[Draft]:
    """Yield the drafts of the rows of a file."""
    rows = {
        class_key(row.name): row for row in SchoolClass.objects.of(scene).filter(year=scene.year)
    }
    seen: dict[str, int] = {}
    for record in records:
        draft = d.read_record(record, scene.kind)
        d.require(draft, [scene.kind.by_code["school_class"]])
        name = draft.values.get("school_class", "")
        draft.label = name
        if draft.right:
            _check_one(draft, name, rows, seen)
        yield draft


def _check_one(draft: Draft, name: str, rows: dict[str, SchoolClass], seen: dict[str, int]) -> None:
    if name in seen:
        draft.verdict = d.REPEATED
        return
    seen[name] = draft.record.row
    grade = draft.values.setdefault("grade", grade_of(name))
    if grade not in GRADES:
        draft.complain("import.no_grade", "school_class", value=name)
    elif name in rows:
        row = rows[name]
        draft.target = row.id
        draft.changes = [("grade", row.grade, grade)] if row.grade != grade else []
        draft.verdict = d.CHANGED if draft.changes else d.SAME


def grade_of(name: str) -> int:
    """Return the grade that a class's name begins with; 0 when it begins with none."""
    digits = re.match(r"\d{1,2}", name)
    return int(digits[0]) if digits else 0
