"""Staff of a file beside those of the roster: by code, then identifiers, then name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from truongso.foundation.text import folded
from truongso.office.importing import drafts as d
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.rows import Record
from truongso.roster.models import Department, Staff, StaffDetail
from truongso.rules.identifiers import doubts_about

OWN = ("code", "full_name", "email", "position")
DETAIL = tuple(
    one.name
    for one in StaffDetail._meta.local_fields
    if one.name not in ("id", "school_id", "staff")
)
IDENTIFIERS = ("code", "moet_id", "citizen_id")
NEW_DEPARTMENT = "import.new_department"


@dataclass(slots=True)
class Known:
    """The staff of the school, found by identifiers and by name; the departments by name.

    A department of the file that is not there yet has no id: it is made with the staff.
    """

    rows: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    by: dict[str, dict[str, UUID]] = field(default_factory=lambda: defaultdict(dict))
    by_name: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    departments: dict[str, tuple[UUID | None, str]] = field(default_factory=dict)


def known(scene: Scene) -> Known:
    """Return everybody who works or worked at the school, with profile and department."""
    found = Known()
    for department in Department.objects.of(scene):
        for name in (department.name, department.short_name):
            found.departments[department_key(name)] = department.id, department.name
    details = {
        row["staff_id"]: row for row in StaffDetail.objects.of(scene).values("staff_id", *DETAIL)
    }
    rows = Staff.objects.of(scene).select_related("department")
    not_left = Q(works_until__isnull=True) | Q(works_until__gt=scene.day)
    for one in rows:
        told = {name: getattr(one, name) for name in OWN}
        told |= {name: value for name, value in details.get(one.id, {}).items() if name in DETAIL}
        told |= {"id": one.id, "department": one.department.name if one.department else None}
        found.rows[one.id] = told
        for code in IDENTIFIERS:
            if told.get(code):
                found.by[code][str(told[code]).casefold()] = one.id
    for staff_id, name in rows.filter(not_left).values_list("id", "full_name"):
        found.by_name[folded(name)].append(staff_id)
    return found


def department_key(name: str) -> str:
    """Return a department's name as it is compared: "Tổ Toán - Tin" is "toan tin"."""
    plain = "".join(sign if sign.isalnum() else " " for sign in folded(name))
    words = plain.removeprefix("to chuyen mon ").removeprefix("to ").split()
    return " ".join(words)


def check(scene: Scene, records: Iterable[Record]) -> Iterator[Draft]:
    """Yield the drafts of the rows of a file."""
    roster = known(scene)
    taken: dict[UUID, int] = {}
    fresh: dict[tuple[str, str], int] = {}
    read = (d.read_record(record, scene.kind) for record in records)
    for draft in d.mark_repeated(read):
        if draft.verdict != d.REPEATED:
            _check_one(draft, scene, roster)
            if draft.right:
                _only_once(draft, roster, taken, fresh)
        yield draft


def _check_one(draft: Draft, scene: Scene, roster: Known) -> None:
    values = draft.values
    for doubt in doubts_about(
        values.get("citizen_id", ""), born_on=values.get("born_on"), sex=values.get("sex", "")
    ):
        draft.doubt(doubt.code, "citizen_id", **doubt.params)
    _find_department(draft, roster)
    hits = {
        code: roster.by[code][str(values[code]).casefold()]
        for code in IDENTIFIERS
        if str(values.get(code, "")).casefold() in roster.by[code]
    }
    if len(set(hits.values())) > 1:
        first, second = list(hits)[:2]
        names = [roster.rows[hits[code]]["full_name"] for code in (first, second)]
        draft.complain("import.two_people", second, first=names[0], second=names[1])
        return
    target = next(iter(hits.values()), None)
    if target is None and draft.right:
        d.require(draft, [one for one in scene.kind.fields if one.required])
        target = _by_name(draft, roster)
    if draft.right and target is not None:
        _compare(draft, roster.rows[target])


def _find_department(draft: Draft, roster: Known) -> None:
    name = draft.values.get("department")
    if not name:
        return
    key = department_key(str(name))
    found = roster.departments.get(key)
    if found is None and len(key) > 1:
        found = roster.departments[key] = None, str(name)
    if found is None:
        draft.complain("import.not_a_department", "department", value=name)
        return
    draft.values["department"] = found[1]
    if found[0] is None:
        draft.doubt(NEW_DEPARTMENT, "department", value=found[1])


def _by_name(draft: Draft, roster: Known) -> UUID | None:
    """The only one of this name, unless birth date or an identifier says it is another."""
    values = draft.values
    if not draft.right:
        return None
    hits = roster.by_name.get(folded(values["full_name"]), [])
    if not hits:
        return None
    if len(hits) == 1 and _surely(values, roster.rows[hits[0]]):
        return hits[0]
    draft.verdict = d.DOUBTFUL
    draft.candidates = [(str(hit), described(roster.rows[hit])) for hit in hits[:8]]
    draft.doubt("import.same_name_staff", "full_name", count=len(hits))
    return None


def _surely(values: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    if values["full_name"].casefold() != row["full_name"].casefold():
        return False
    for code in ("moet_id", "citizen_id", "born_on", "code"):
        if values.get(code) and row.get(code) and values[code] != row[code]:
            return False
    return True


def _compare(draft: Draft, row: Mapping[str, Any]) -> None:
    fields = [one for one in (*OWN, *DETAIL, "department") if one != "code"]
    draft.changes = list(d.differences(draft.values, row, fields))
    draft.target = row["id"]
    draft.label = draft.label or row["full_name"]
    if draft.verdict == d.NEW:
        draft.verdict = d.CHANGED if draft.changes else d.SAME


def _only_once(
    draft: Draft, roster: Known, taken: dict[UUID, int], fresh: dict[tuple[str, str], int]
) -> None:
    row = draft.record.row
    if draft.target is not None:
        if draft.target in taken:
            draft.complain("import.twice", "full_name", row=taken[draft.target])
        taken.setdefault(draft.target, row)
    for code in IDENTIFIERS:
        value = str(draft.values.get(code, "")).casefold()
        if not value:
            continue
        first = fresh.setdefault((code, value), row)
        holder = roster.by[code].get(value)
        if first != row:
            draft.complain("import.identifier_twice", code, value=value, row=first)
        elif holder is not None and draft.target not in (None, holder):
            name = roster.rows[holder]["full_name"]
            draft.complain("import.identifier_taken", code, value=value, name=name)


def described(row: Mapping[str, Any]) -> str:
    """Return a member of staff in words: name, birth date, department, code."""
    born = row.get("born_on")
    parts = [row["full_name"], f"{born:%d/%m/%Y}" if born else "", row.get("department") or ""]
    return ", ".join(part for part in [*parts, row["code"]] if part)
