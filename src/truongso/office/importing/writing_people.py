"""Writing staff and classes."""

from collections.abc import Iterator
from typing import Any

from truongso.foundation.ids import new_id
from truongso.foundation.text import folded, sort_key, text_key
from truongso.office.importing import staff
from truongso.office.importing.drafts import Scene
from truongso.office.importing.writing import Pen, Row
from truongso.roster.models import Department, SchoolClass, Staff, StaffDetail


def write_staff(scene: Scene, rows: Iterator[Row], pen: Pen) -> None:
    """Write the staff of an import."""
    departments = {row.name: row.id for row in Department.objects.of(scene)}
    codes = _codes(scene)
    for row in rows:
        values = dict(row.values)
        if "department" in values:
            values["department_id"] = departments[values.pop("department")]
        if row.target is None:
            one = Staff(id=new_id(), school_id=scene.school_id, works_since=scene.day)
            one.code = values.pop("code", None) or next(codes)
            pen.count("staff_new")
        else:
            one = Staff.objects.of(scene).get(pk=row.target)
            values.pop("code", None)
            pen.count("staff_changed")
        _fill(one, values, ("full_name", "email", "position", "department_id"))
        one.sort_key, one.search_key = sort_key(one.full_name), folded(one.full_name)
        one.save(force_insert=row.target is None)
        _write_detail(scene, one, values)


def _write_detail(scene: Scene, one: Staff, values: dict[str, Any]) -> None:
    told = {name: values[name] for name in staff.DETAIL if name in values}
    if not told:
        return
    detail = StaffDetail.objects.of(scene).filter(staff_id=one.id).first()
    fresh = detail is None
    detail = detail or StaffDetail(id=new_id(), school_id=scene.school_id, staff_id=one.id)
    _fill(detail, told, told)
    detail.save(force_insert=fresh)


def _fill(row: Any, values: dict[str, Any], names: Any) -> None:
    for name in names:
        if name in values:
            setattr(row, name, values[name])


def _codes(scene: Scene) -> Iterator[str]:
    """Codes for those who bring none: CB and a number."""
    known = Staff.objects.of(scene).filter(code__startswith="CB").values_list("code", flat=True)
    last = max((int(code[2:]) for code in known if code[2:].isdigit()), default=0)
    while True:
        last += 1
        yield f"CB{last:04}"


def write_classes(scene: Scene, rows: Iterator[Row], pen: Pen) -> None:
    """Write the classes of an import."""
    for row in rows:
        name, grade = row.values["school_class"], row.values["grade"]
        if row.target is not None:
            SchoolClass.objects.of(scene).filter(pk=row.target).update(grade=grade)
            pen.count("classes_changed")
            continue
        SchoolClass.objects.create(
            id=new_id(),
            school_id=scene.school_id,
            year=scene.year,
            name=name,
            grade=grade,
            sort_key=text_key(name),
        )
        pen.count("classes_new")
