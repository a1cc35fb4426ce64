"""Writing pupils: the list, the profile, the place in a class, coming and going."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from truongso.foundation.ids import new_id
from truongso.foundation.text import folded, sort_key
from truongso.office.importing import bulk, pupils
from truongso.office.importing.drafts import Scene
from truongso.office.importing.values import class_key
from truongso.office.importing.writing import Pen, Row
from truongso.roster.models import ClassMember, Pupil, PupilDetail, PupilMove, PupilStatus

LIST = (*pupils.OWN, "sort_key", "search_key")
PLACE = ("pupil", "school_class", "since", "until")
MOVE = (
    "pupil",
    "status",
    "on",
    "reason",
    "other_school",
    "papers",
    "recorded_at",
    "recorded_by",
)
EMPTY = {each: PupilDetail._meta.get_field(each).get_default() for each in pupils.DETAIL}  # type: ignore[union-attr]
REASON = "Nhập từ tệp"


@dataclass(slots=True)
class _Work:
    """What has gathered to be written."""

    pupils: list[tuple[Any, ...]] = field(default_factory=list)
    details: list[tuple[Any, ...]] = field(default_factory=list)
    moves: list[tuple[Any, ...]] = field(default_factory=list)
    places: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    changed_details: list[tuple[Any, ...]] = field(default_factory=list)
    moved: dict[UUID, UUID] = field(default_factory=dict)


def write(scene: Scene, rows: Iterator[Row], pen: Pen) -> None:
    """Write the pupils of an import."""
    roster = pupils.known(scene)
    codes = _codes(scene, roster)
    detailed = dict(PupilDetail.objects.of(scene).values_list("pupil_id", "id"))
    work = _Work()
    for row in rows:
        if row.target is None:
            _fresh(scene, row, work, pen, roster, codes)
        else:
            _changed(scene, row, work, pen, roster, detailed)
    _trace(scene, work, pen)
    pen.count("pupils_new", bulk.insert_many(scene, Pupil, LIST, work.pupils))
    pen.count("pupils_changed", bulk.update(scene, Pupil, LIST, work.changed))
    bulk.insert_many(scene, PupilDetail, ("pupil", *pupils.DETAIL), work.details)
    bulk.update(scene, PupilDetail, pupils.DETAIL, work.changed_details)
    pen.count("moves", bulk.insert_many(scene, PupilMove, MOVE, work.moves))
    _move(scene, work, pen)
    places = bulk.insert_many(scene, ClassMember, PLACE, work.places)
    pen.count("places", places + len(work.moved))


def _trace(scene: Scene, work: _Work, pen: Pen) -> None:
    """Note what is about to be written; the changes of class are noted where they are found."""
    made = {
        Pupil: work.pupils,
        PupilDetail: work.details,
        PupilMove: work.moves,
        ClassMember: work.places,
    }
    for model, rows in made.items():
        pen.traces.make(model, [row[0] for row in rows])
    pen.traces.change(scene, Pupil, [row[0] for row in work.changed])
    pen.traces.change(scene, PupilDetail, [row[0] for row in work.changed_details])


def _fresh(
    scene: Scene, row: Row, work: _Work, pen: Pen, roster: pupils.Known, codes: Iterator[str]
) -> None:
    values = row.values
    code = values.get("code") or values.get("moet_id") or next(codes)
    name = values["full_name"]
    pupil_id, status = new_id(), values.get("status", PupilStatus.STUDYING.value)
    told = {**values, "code": code, "moet_id": values.get("moet_id", ""), "status": status}
    own = [told[each] for each in pupils.OWN]
    work.pupils.append((pupil_id, *own, sort_key(name), folded(name)))
    if any(each in values for each in pupils.DETAIL):
        work.details.append(_detail(pupil_id, values))
    work.moves.append(_move_of(scene, pupil_id, status, pen))
    if in_class := values.get("school_class"):
        work.places.append(_place(scene, pupil_id, roster.classes[in_class]))


def _detail(pupil_id: UUID, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return new_id(), pupil_id, *(values.get(each, EMPTY[each]) for each in pupils.DETAIL)


def _changed(
    scene: Scene,
    row: Row,
    work: _Work,
    pen: Pen,
    roster: pupils.Known,
    detailed: dict[UUID, UUID],
) -> None:
    before = roster.rows[row.target]  # type: ignore[index]
    values = {code: value for code, value in row.values.items() if code != "code"}
    after = {**before, **values}
    pupil_id = before["id"]
    if any(before[name] != after[name] for name in pupils.OWN):
        name = after["full_name"]
        own = [after[each] for each in pupils.OWN]
        work.changed.append((pupil_id, *own, sort_key(name), folded(name)))
    if before["status"] != after["status"]:
        work.moves.append(_move_of(scene, pupil_id, after["status"], pen))
    told = {each: values[each] for each in pupils.DETAIL if each in values}
    if told and pupil_id not in detailed:
        work.details.append(_detail(pupil_id, values))
    elif any(before[each] != value for each, value in told.items()):
        work.changed_details.append((detailed[pupil_id], *(after[each] for each in pupils.DETAIL)))
    wanted = values.get("school_class")
    if wanted and wanted != class_key(before.get("school_class") or ""):
        work.moved[pupil_id] = roster.classes[wanted]


def _move(scene: Scene, work: _Work, pen: Pen) -> None:
    """Change classes: the old place ends on the day, a new one begins, an older one opens again."""
    if not work.moved:
        return
    places = ClassMember.objects.of(scene).filter(
        pupil_id__in=work.moved, school_class__year=scene.year, school_class__extra=False
    )
    ended: list[tuple[UUID, date, date | None]] = []
    opened = set()
    for place in places:
        if place.school_class_id == work.moved[place.pupil_id]:
            opened.add(place.pupil_id)
            ended.append((place.id, place.since, None))
        elif place.until is None or place.until > scene.day:
            ended.append((place.id, place.since, max(scene.day, place.since)))
    pen.traces.change(scene, ClassMember, [row[0] for row in ended])
    bulk.update(scene, ClassMember, ("since", "until"), ended)
    fresh = [
        _place(scene, pupil_id, class_id)
        for pupil_id, class_id in work.moved.items()
        if pupil_id not in opened
    ]
    pen.traces.make(ClassMember, [row[0] for row in fresh])
    bulk.insert_many(scene, ClassMember, PLACE, fresh)


def _place(scene: Scene, pupil_id: UUID, class_id: UUID) -> tuple[Any, ...]:
    return new_id(), pupil_id, class_id, scene.day, None


def _move_of(scene: Scene, pupil_id: UUID, status: str, pen: Pen) -> tuple[Any, ...]:
    return new_id(), pupil_id, status, scene.day, REASON, "", "", pen.at, pen.by


def _codes(scene: Scene, roster: pupils.Known) -> Iterator[str]:
    """Codes of the school's own for those who bring none: HS, the year, a number."""
    start = f"HS{scene.day.year % 100:02}"
    used = [code[len(start) :] for code in roster.by["code"] if code.startswith(start)]
    last = max((int(rest) for rest in used if rest.isdigit() and len(rest) < 9), default=0)
    while True:
        last += 1
        yield f"{start}{last:05}"
