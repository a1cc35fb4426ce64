"""The periods of a file beside the timetable in force: together they become a new one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from truongso.office.importing import drafts as d
from truongso.office.importing import teachers
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.rows import Record
from truongso.office.importing.subject_names import name_of, subject_of
from truongso.office.importing.teachers import Teaching
from truongso.roster import queries as roster

MOST_PERIODS = 5
Slot = tuple[int, bool, int]


@dataclass(slots=True)
class _Laid:
    """Where periods were laid so far, and what stands there now."""

    classes: dict[tuple[str, Slot], int] = field(default_factory=dict)
    people: dict[tuple[UUID, Slot], tuple[str, int]] = field(default_factory=dict)
    now: dict[tuple[UUID, Slot], tuple[str, str, UUID, str]] = field(default_factory=dict)


def check(scene: Scene, records: Iterable[Record]) -> Iterator[Draft]:
    """Yield the drafts of the periods of a file."""
    who, laid = teachers.known(scene), _Laid()
    version = roster.timetable(scene, scene.year.id, scene.day)
    if version is not None:
        for slot in roster.slots(scene, version.id):
            place = slot.weekday, slot.afternoon, slot.period
            told = slot.subject, slot.strand, slot.staff_id, slot.staff.full_name
            laid.now[slot.school_class_id, place] = told
    for record in records:
        draft = d.read_record(record, scene.kind)
        d.require(draft, [one for one in scene.kind.fields if one.required])
        if draft.right:
            _check_one(draft, scene, who, laid)
        yield draft


def _check_one(draft: Draft, scene: Scene, who: Teaching, laid: _Laid) -> None:
    values = draft.values
    name = values["school_class"]
    found = subject_of(str(values["subject"]))
    if name not in who.classes:
        draft.complain("import.unknown_class", "school_class", value=name, year=scene.year.code)
    if found is None:
        draft.complain("import.unknown_subject", "subject", value=values["subject"])
    place = _place(draft)
    if not draft.right or found is None:
        return
    staff_id, strand = _teacher(draft, who, who.classes[name].id, found)
    if staff_id is None:
        return
    draft.values = {
        "weekday": place[0],
        "afternoon": place[1],
        "period": place[2],
        "school_class": name,
        "subject": found[0],
        "strand": strand,
        "staff": str(staff_id),
    }
    when = f"Thứ {place[0] + 2}, tiết {place[2]}{' chiều' if place[1] else ''}"
    draft.label = f"{when}, lớp {name}: {name_of(found[0], strand)} – {who.names[staff_id]}"
    _lay(draft, laid, place, name, staff_id)
    if draft.right:
        _compare(draft, laid.now.get((who.classes[name].id, place)), who.names[staff_id])


def _place(draft: Draft) -> Slot:
    """Weekday, session and period; a sixth period is the first of the afternoon."""
    period, afternoon = draft.values["period"], draft.values.get("session") == "c"
    if period > MOST_PERIODS:
        period, afternoon = period - MOST_PERIODS, True
    if not 1 <= period <= MOST_PERIODS:
        draft.complain("import.no_such_period", "period", value=draft.values["period"])
    return draft.values["weekday"], afternoon, period


def _teacher(
    draft: Draft, who: Teaching, class_id: UUID, subject: tuple[str, str]
) -> tuple[UUID | None, str]:
    """Who teaches the period, and which strand: as the cell says, else by the assignment."""
    code, strand = subject
    lines = [one for one in who.assigned[class_id, code] if not strand or one.strand == strand]
    if name := draft.values.get("staff"):
        staff_id = teachers.find_teacher(draft, who, str(name), [one.staff_id for one in lines])
    else:
        people = {one.staff_id for one in lines}
        if len(people) != 1:
            told = ", ".join(who.names[one] for one in people) or "–"
            draft.complain("import.which_teacher", "subject", count=len(people), known=told)
            return None, strand
        staff_id = people.pop()
    theirs = [one.strand for one in lines if one.staff_id == staff_id]
    return staff_id, strand or (theirs[0] if len(theirs) == 1 else "")


def _lay(draft: Draft, laid: _Laid, place: Slot, name: str, staff_id: UUID) -> None:
    row = draft.record.row
    at = draft.record.place("subject")
    if (name, place) in laid.classes:
        draft.complain("import.period_twice", "subject", name=name, row=laid.classes[name, place])
    laid.classes.setdefault((name, place), row)
    other = laid.people.setdefault((staff_id, place), (f"{name} ({at})", row))
    if other[0] != f"{name} ({at})" and draft.right:
        draft.complain("import.teacher_busy", "subject", other=other[0])


def _compare(draft: Draft, now: Any, teacher: str) -> None:
    if now is None:
        return
    code, strand, staff_id, name = now
    same = (code, strand, str(staff_id)) == tuple(
        draft.values[one] for one in ("subject", "strand", "staff")
    )
    if same:
        draft.verdict = d.SAME
        return
    draft.verdict = d.CHANGED
    after = f"{name_of(draft.values['subject'], draft.values['strand'])} – {teacher}"
    draft.changes = [("subject", f"{name_of(code, strand)} – {name}", after)]
