"""Classes of a file beside those of the year, with their homeroom teachers."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from truongso.access.models import DutyHeld
from truongso.office.importing import drafts as d
from truongso.office.importing import teachers
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.rows import Record
from truongso.office.importing.teachers import Teaching, find_teacher
from truongso.roster.models import SchoolClass
from truongso.rules.authority import Duty
from truongso.rules.subjects import GRADES


def check(scene: Scene, records: Iterable[Record]) -> Iterator[Draft]:
    """Yield the drafts of the rows of a file."""
    who, seen = teachers.known(scene), dict[str, int]()
    now = homerooms(scene)
    for record in records:
        draft = d.read_record(record, scene.kind)
        d.require(draft, [scene.kind.by_code["school_class"]])
        name = draft.values.get("school_class", "")
        draft.label = name
        if draft.right:
            _check_one(draft, name, who.classes, seen)
        if draft.right and draft.verdict != d.REPEATED:
            _check_homeroom(draft, who, now)
        yield draft


def homerooms(scene: Scene) -> dict[UUID, DutyHeld]:
    """Return who is, or is going to be, the homeroom teacher of each class of the year."""
    rows = DutyHeld.objects.of(scene).filter(
        duty=Duty.HOMEROOM_TEACHER.value, until=None, school_class__year=scene.year
    )
    return {
        row.school_class_id: row
        for row in rows.select_related("staff").order_by("since")
        if row.school_class_id is not None
    }


def _check_homeroom(draft: Draft, who: Teaching, now: dict[UUID, DutyHeld]) -> None:
    """Find the homeroom teacher that a row names; it is a change when it is another one."""
    name = draft.values.pop("homeroom", None)
    if not name:
        return
    staff_id = find_teacher(draft, who, str(name), about="homeroom")
    held = now.get(draft.target) if draft.target else None
    if staff_id is None or (held is not None and held.staff_id == staff_id):
        return
    draft.values["homeroom"] = str(staff_id)
    before = held.staff.full_name if held else None
    draft.changes.append(("homeroom", before, who.names[staff_id]))
    if draft.verdict == d.SAME:
        draft.verdict = d.CHANGED


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
