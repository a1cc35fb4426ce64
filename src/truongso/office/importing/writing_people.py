"""Writing staff with their departments, classes with their homeroom teachers."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from truongso.access.models import DutyHeld
from truongso.foundation.days import day_begins
from truongso.foundation.ids import new_id
from truongso.foundation.text import folded, sort_key, text_key
from truongso.office.importing import classes, staff
from truongso.office.importing.drafts import Scene
from truongso.office.importing.writing import Pen, Row
from truongso.roster.models import Department, SchoolClass, Staff, StaffDetail
from truongso.rules.authority import Duty


def write_staff(scene: Scene, rows: Iterator[Row], pen: Pen) -> None:
    """Write the staff of an import, and the departments it names that are not there yet."""
    departments = {row.name: row.id for row in Department.objects.of(scene)}
    codes = _codes(scene)
    for row in rows:
        values = dict(row.values)
        if "department" in values:
            name = values.pop("department")
            if name not in departments:
                departments[name] = _new_department(scene, name, pen)
                pen.count("departments_new")
            values["department_id"] = departments[name]
        if row.target is None:
            one = Staff(id=new_id(), school_id=scene.school_id, works_since=scene.day)
            one.code = values.pop("code", None) or next(codes)
            pen.traces.make(Staff, [one.id])
            pen.count("staff_new")
        else:
            pen.traces.change(scene, Staff, [row.target])
            one = Staff.objects.of(scene).get(pk=row.target)
            values.pop("code", None)
            pen.count("staff_changed")
        _fill(one, values, ("full_name", "email", "position", "department_id"))
        one.sort_key, one.search_key = sort_key(one.full_name), folded(one.full_name)
        one.save(force_insert=row.target is None)
        _write_detail(scene, one, values, pen)


def _new_department(scene: Scene, name: str, pen: Pen) -> UUID:
    short = name.removeprefix("Tổ ")[:30]
    made = Department.objects.create(
        id=new_id(), school_id=scene.school_id, name=name, short_name=short
    )
    pen.traces.make(Department, [made.id])
    return made.id


def _write_detail(scene: Scene, one: Staff, values: dict[str, Any], pen: Pen) -> None:
    told = {name: values[name] for name in staff.DETAIL if name in values}
    if not told:
        return
    detail = StaffDetail.objects.of(scene).filter(staff_id=one.id).first()
    fresh = detail is None
    detail = detail or StaffDetail(id=new_id(), school_id=scene.school_id, staff_id=one.id)
    if fresh:
        pen.traces.make(StaffDetail, [detail.id])
    else:
        pen.traces.change(scene, StaffDetail, [detail.id])
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
    """Write the classes of an import, and give the homeroom duties that it names."""
    held = classes.homerooms(scene)
    for row in rows:
        class_id = _write_class(scene, row, pen)
        if staff_id := row.values.get("homeroom"):
            _give_homeroom(scene, held.get(class_id), class_id, UUID(staff_id), pen)


def _write_class(scene: Scene, row: Row, pen: Pen) -> UUID:
    name, grade = row.values["school_class"], row.values["grade"]
    if row.target is not None:
        pen.traces.change(scene, SchoolClass, [row.target])
        SchoolClass.objects.of(scene).filter(pk=row.target).update(grade=grade)
        pen.count("classes_changed")
        return row.target
    made = SchoolClass.objects.create(
        id=new_id(),
        school_id=scene.school_id,
        year=scene.year,
        name=name,
        grade=grade,
        sort_key=text_key(name),
    )
    pen.traces.make(SchoolClass, [made.id])
    pen.count("classes_new")
    return made.id


def _give_homeroom(
    scene: Scene, before: DutyHeld | None, class_id: UUID, staff_id: UUID, pen: Pen
) -> None:
    """Give the duty from now on, or from the first day of a year that is yet to begin."""
    since = max(pen.at, day_begins(scene.year.starts_on))
    if before is not None:
        pen.traces.change(scene, DutyHeld, [before.id])
        before.until, before.ended_by_id = max(since, before.since), pen.by
        before.save(update_fields=["until", "ended_by"])
    given = DutyHeld.objects.create(
        id=new_id(),
        school_id=scene.school_id,
        staff_id=staff_id,
        duty=Duty.HOMEROOM_TEACHER.value,
        school_class_id=class_id,
        since=since,
        given_by_id=pen.by,
        reason="Nhập danh sách lớp từ tệp",
    )
    pen.traces.make(DutyHeld, [given.id])
    pen.count("homerooms")
