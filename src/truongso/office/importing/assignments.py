"""Teaching assignments of a file beside those in force: a teacher, a subject, some classes."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from truongso.office.importing import drafts as d
from truongso.office.importing import teachers
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.rows import Record
from truongso.office.importing.subject_names import name_of, subject_of
from truongso.office.importing.teachers import Teaching

Place = tuple[str, str, str]


def check(scene: Scene, records: Iterable[Record]) -> Iterator[Draft]:
    """Yield the drafts of the rows of a file."""
    roster = teachers.known(scene)
    taken: dict[Place, tuple[UUID, int]] = {}
    for record in records:
        draft = d.read_record(record, scene.kind)
        needed = [one for one in scene.kind.fields if one.required]
        by_code = "staff_code" in draft.values
        d.require(draft, [one for one in needed if not (by_code and one.code == "staff")])
        _check_one(draft, scene, roster, taken)
        yield draft


def _check_one(
    draft: Draft, scene: Scene, roster: Teaching, taken: dict[Place, tuple[UUID, int]]
) -> None:
    values = draft.values
    staff_id = _teacher(draft, roster)
    found = subject_of(str(values.get("subject", "")))
    if "subject" in values and found is None:
        draft.complain("import.unknown_subject", "subject", value=values["subject"])
    for name in values.get("classes", ()):
        if name not in roster.classes:
            draft.complain("import.unknown_class", "classes", value=name, year=scene.year.code)
    if not draft.right or staff_id is None or found is None:
        return
    code, strand = found
    draft.label = f"{roster.names[staff_id]} – {name_of(code, strand)}"
    draft.values = {
        "staff": str(staff_id),
        "subject": code,
        "strand": strand,
        "classes": values["classes"],
    }
    fresh = _compare(draft, roster, staff_id, taken)
    if draft.right:
        draft.verdict = d.SAME if not draft.changes else d.NEW if fresh else d.CHANGED


def _teacher(draft: Draft, roster: Teaching) -> UUID | None:
    code = str(draft.values.get("staff_code", "")).casefold()
    if code:
        if code in roster.by_code:
            return roster.by_code[code]
        draft.complain("import.unknown_teacher", "staff_code", value=draft.values["staff_code"])
        return None
    name = draft.values.get("staff")
    return teachers.find_teacher(draft, roster, str(name)) if name else None


def _compare(
    draft: Draft, roster: Teaching, staff_id: UUID, taken: dict[Place, tuple[UUID, int]]
) -> bool:
    """Say for each class who taught it before; return whether nobody did in any."""
    code, strand = draft.values["subject"], draft.values["strand"]
    fresh = True
    for name in draft.values["classes"]:
        first = taken.setdefault((name, code, strand), (staff_id, draft.record.row))
        if first[0] != staff_id:
            draft.complain("import.assigned_twice", "classes", value=name, row=first[1])
            continue
        now = [
            line for line in roster.assigned[roster.classes[name].id, code] if line.strand == strand
        ]
        if any(line.staff_id == staff_id for line in now):
            fresh = False
            continue
        before = now[0].staff.full_name if now else None
        fresh = fresh and not now
        draft.changes.append((name, before, roster.names[staff_id]))
    return fresh
