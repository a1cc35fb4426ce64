"""Writing who teaches what, the timetable, the lesson programmes."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from truongso.foundation.ids import new_id
from truongso.office.importing import bulk, programmes, teachers
from truongso.office.importing.drafts import Scene
from truongso.office.importing.writing import Pen, Row
from truongso.roster.models import (
    Programme,
    ProgrammeLesson,
    TeachingAssignment,
    TimetableSlot,
    TimetableVersion,
)


def write_assignments(scene: Scene, rows: Iterator[Row], pen: Pen) -> None:
    """End what another taught until now on the day, and let the new one begin on it."""
    classes = teachers.known(scene).classes
    for row in rows:
        values = row.values
        for name in values["classes"]:
            place = {
                "school_class_id": classes[name].id,
                "subject": values["subject"],
                "strand": values["strand"],
            }
            if _hand_over(scene, place, UUID(values["staff"]), pen):
                pen.count("assignments")


def _hand_over(scene: Scene, place: dict[str, object], staff_id: UUID, pen: Pen) -> bool:
    lasting = Q(until__isnull=True) | Q(until__gt=scene.day)
    now = TeachingAssignment.objects.of(scene).filter(lasting, **place)
    if now.filter(staff_id=staff_id, since__lte=scene.day).exists():
        return False
    pen.traces.change(scene, TeachingAssignment, now.values_list("id", flat=True))
    now.filter(since__lt=scene.day).update(until=scene.day)
    from_today = now.filter(since__gte=scene.day).order_by("since").first()
    if from_today is not None:
        from_today.staff_id = staff_id
        from_today.since = scene.day
        from_today.save(update_fields=["staff", "since"])
        return True
    made = TeachingAssignment.objects.create(
        id=new_id(), school_id=scene.school_id, staff_id=staff_id, since=scene.day, **place
    )
    pen.traces.make(TeachingAssignment, [made.id])
    return True


def write_timetable(scene: Scene, rows: Iterator[Row], pen: Pen) -> None:
    """Make a timetable in force from the day; one that began on the same day is replaced."""
    classes = teachers.known(scene).classes
    before = TimetableVersion.objects.of(scene).filter(year=scene.year, valid_from=scene.day)
    pen.traces.change(scene, TimetableVersion, before.values_list("id", flat=True))
    gone = TimetableSlot.objects.of(scene).filter(version__in=before)
    pen.traces.change(scene, TimetableSlot, gone.values_list("id", flat=True))
    before.delete()
    version = TimetableVersion.objects.create(
        id=new_id(),
        school_id=scene.school_id,
        year=scene.year,
        name=f"Áp dụng từ {scene.day:%d/%m/%Y}",
        valid_from=scene.day,
    )
    slots = [
        TimetableSlot(
            id=new_id(),
            school_id=scene.school_id,
            version=version,
            weekday=row.values["weekday"],
            afternoon=row.values["afternoon"],
            period=row.values["period"],
            school_class_id=classes[row.values["school_class"]].id,
            subject=row.values["subject"],
            strand=row.values["strand"],
            staff_id=UUID(row.values["staff"]),
        )
        for row in rows
    ]
    pen.traces.make(TimetableVersion, [version.id])
    pen.traces.make(TimetableSlot, [slot.id for slot in slots])
    pen.count("slots", bulk.insert(TimetableSlot, slots))


def write_programmes(scene: Scene, rows: Iterator[Row], pen: Pen) -> None:
    """Write the lessons of each programme by number; those the file no longer has are removed."""
    courses: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        courses[row.values["subject"], row.values["grade"]].append(row)
    for (code, grade), lessons in courses.items():
        _write_course(scene, code, grade, lessons, pen)
        pen.count("programmes")
        pen.count("lessons", len(lessons))


def _write_course(scene: Scene, code: str, grade: int, rows: list[Row], pen: Pen) -> None:
    place = {"year": scene.year, "subject": code, "grade": grade, "school_class": None}
    programme = Programme.objects.of(scene).filter(**place).first()
    if programme is None:
        programme = Programme.objects.create(id=new_id(), school_id=scene.school_id, **place)
        pen.traces.make(Programme, [programme.id])
    there = programmes.lessons_of(scene, code, grade)
    kept = {row.values["no"] for row in rows}
    gone = [lesson.id for no, lesson in there.items() if no not in kept]
    kept_ids = [lesson.id for no, lesson in there.items() if no in kept]
    pen.traces.change(scene, ProgrammeLesson, [*gone, *kept_ids])
    ProgrammeLesson.objects.of(scene).filter(pk__in=gone).delete()
    changed = [
        (there[row.values["no"]].id, *(row.values.get(name, "") for name in programmes.TOLD))
        for row in rows
        if row.values["no"] in there
    ]
    bulk.update(scene, ProgrammeLesson, programmes.TOLD, changed)
    fresh = [
        ProgrammeLesson(
            id=new_id(),
            school_id=scene.school_id,
            programme=programme,
            no=row.values["no"],
            **{name: row.values.get(name, "") for name in programmes.TOLD},
        )
        for row in rows
        if row.values["no"] not in there
    ]
    pen.traces.make(ProgrammeLesson, [lesson.id for lesson in fresh])
    bulk.insert(ProgrammeLesson, fresh)
