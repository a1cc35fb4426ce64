"""Writing pupils: the list, the profile, the place in a class, coming and going."""

from collections.abc import Iterator
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
REASON = "Nhập từ tệp"


@dataclass(slots=True)
class _Work:
    """What has gathered to be written."""

    pupils: list[Pupil] = field(default_factory=list)
    details: list[PupilDetail] = field(default_factory=list)
    moves: list[PupilMove] = field(default_factory=list)
    places: list[ClassMember] = field(default_factory=list)
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
    pen.count("pupils_new", bulk.insert(Pupil, work.pupils))
    pen.count("pupils_changed", bulk.update(scene, Pupil, LIST, work.changed))
    bulk.insert(PupilDetail, work.details)
    bulk.update(scene, PupilDetail, pupils.DETAIL, work.changed_details)
    pen.count("moves", bulk.insert(PupilMove, work.moves))
    _move(scene, work)
    pen.count("places", bulk.insert(ClassMember, work.places) + len(work.moved))


def _fresh(
    scene: Scene, row: Row, work: _Work, pen: Pen, roster: pupils.Known, codes: Iterator[str]
) -> None:
    values = row.values
    code = values.get("code") or values.get("moet_id") or next(codes)
    pupil = Pupil(
        id=new_id(),
        school_id=scene.school_id,
        code=code,
        moet_id=values.get("moet_id", ""),
        status=values.get("status", PupilStatus.STUDYING),
        full_name=values["full_name"],
        sort_key=sort_key(values["full_name"]),
        search_key=folded(values["full_name"]),
        sex=values["sex"],
        born_on=values["born_on"],
    )
    work.pupils.append(pupil)
    told = {name: values[name] for name in pupils.DETAIL if name in values}
    if told:
        detail = PupilDetail(id=new_id(), school_id=scene.school_id, pupil_id=pupil.id, **told)
        work.details.append(detail)
    work.moves.append(_move_of(scene, pupil.id, pupil.status, pen))
    if name := values.get("school_class"):
        work.places.append(_place(scene, pupil.id, roster.classes[name]))


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
        detail = PupilDetail(id=new_id(), school_id=scene.school_id, pupil_id=pupil_id, **told)
        work.details.append(detail)
    elif any(before[each] != value for each, value in told.items()):
        work.changed_details.append((detailed[pupil_id], *(after[each] for each in pupils.DETAIL)))
    wanted = values.get("school_class")
    if wanted and wanted != class_key(before.get("school_class") or ""):
        work.moved[pupil_id] = roster.classes[wanted]


def _move(scene: Scene, work: _Work) -> None:
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
    bulk.update(scene, ClassMember, ("since", "until"), ended)
    fresh = [
        _place(scene, pupil_id, class_id)
        for pupil_id, class_id in work.moved.items()
        if pupil_id not in opened
    ]
    bulk.insert(ClassMember, fresh)


def _place(scene: Scene, pupil_id: UUID, class_id: UUID) -> ClassMember:
    return ClassMember(
        id=new_id(),
        school_id=scene.school_id,
        pupil_id=pupil_id,
        school_class_id=class_id,
        since=scene.day,
    )


def _move_of(scene: Scene, pupil_id: UUID, status: str, pen: Pen) -> PupilMove:
    return PupilMove(
        id=new_id(),
        school_id=scene.school_id,
        pupil_id=pupil_id,
        status=status,
        on=scene.day,
        reason=REASON,
        recorded_at=pen.at,
        recorded_by_id=pen.by,
    )


def _codes(scene: Scene, roster: pupils.Known) -> Iterator[str]:
    """Codes of the school's own for those who bring none: HS, the year, a number."""
    start = f"HS{scene.day.year % 100:02}"
    used = [code[len(start) :] for code in roster.by["code"] if code.startswith(start)]
    last = max((int(rest) for rest in used if rest.isdigit() and len(rest) < 9), default=0)
    while True:
        last += 1
        yield f"{start}{last:05}"
