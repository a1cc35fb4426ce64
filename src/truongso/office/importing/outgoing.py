"""What the school has of each kind, as the rows of a table that can be taken in again."""

from collections.abc import Callable
from typing import Any

from truongso.office.importing import classes, pupils, staff
from truongso.office.importing.drafts import Scene
from truongso.roster import queries as roster
from truongso.roster.models import Pupil, SchoolClass, Staff
from truongso.rules.subjects import subjects

Rows = list[dict[str, Any]]


def of_pupils(scene: Scene) -> Rows:
    """Return the pupils by class and name; those who left come after."""
    known = pupils.known(scene)
    order = {
        name: place
        for place, name in enumerate(
            roster.classes(scene, scene.year.id).values_list("name", flat=True), start=1
        )
    }
    rows = Pupil.objects.of(scene).order_by("sort_key", "born_on").values_list("id", flat=True)
    found = [known.rows[pupil_id] for pupil_id in rows]
    return sorted(found, key=lambda row: order.get(str(row.get("school_class")), len(order) + 1))


def of_staff(scene: Scene) -> Rows:
    """Return who works or worked at the school, by name."""
    known = staff.known(scene)
    rows = Staff.objects.of(scene).order_by("sort_key", "id").values_list("id", flat=True)
    return [known.rows[staff_id] for staff_id in rows]


def of_classes(scene: Scene) -> Rows:
    """Return the classes of the year with their homeroom teachers."""
    rows: list[SchoolClass] = list(roster.classes(scene, scene.year.id).filter(extra=False))
    held = classes.homerooms(scene)
    return [
        {
            "school_class": row.name,
            "grade": row.grade,
            "homeroom": held[row.id].staff.full_name if row.id in held else None,
        }
        for row in rows
    ]


def of_assignments(scene: Scene) -> Rows:
    """Return who teaches what, one row for teacher and subject."""
    found: dict[tuple[Any, str, str], dict[str, Any]] = {}
    for row in roster.teaching(scene, scene.year.id, scene.day).filter(school_class__extra=False):
        line = found.setdefault(
            (row.staff_id, row.subject, row.strand),
            {
                "staff": row.staff.full_name,
                "staff_code": row.staff.code,
                "subject": row.strand or subjects()[row.subject].name,
                "classes": [],
            },
        )
        line["classes"].append(row.school_class.name)
    return [{**line, "classes": ", ".join(line["classes"])} for line in found.values()]


def of_timetable(scene: Scene) -> Rows:
    """Return every period of the timetable in force."""
    version = roster.timetable(scene, scene.year.id, scene.day)
    if version is None:
        return []
    return [
        {
            "weekday": f"Thứ {slot.weekday + 2}",
            "session": "c" if slot.afternoon else "s",
            "period": slot.period,
            "school_class": slot.school_class.name,
            "subject": slot.strand or subjects()[slot.subject].name,
            "staff": slot.staff.full_name,
        }
        for slot in roster.slots(scene, version.id)
    ]


def of_programmes(scene: Scene) -> Rows:
    """Return every lesson of the year's programmes."""
    found = []
    for programme in roster.programmes(scene, scene.year.id).filter(school_class=None):
        for lesson in programme.lessons.filter(school_id=scene.school_id).order_by("no"):
            last = lesson.first_period + lesson.periods - 1
            found.append(
                {
                    "subject": subjects()[programme.subject].name,
                    "grade": programme.grade,
                    "no": lesson.no,
                    "title": lesson.title,
                    "periods": lesson.periods,
                    "first_period": f"{lesson.first_period}-{last}",
                    "week": f"{lesson.first_week}-{lesson.last_week}",
                    "topic": lesson.topic,
                }
            )
    return found


OUTGOING: dict[str, Callable[[Scene], Rows]] = {
    "pupils": of_pupils,
    "staff": of_staff,
    "classes": of_classes,
    "assignments": of_assignments,
    "timetable": of_timetable,
    "programmes": of_programmes,
}
