"""Pupils of a file beside those of the roster: who is who, what is new, what is in doubt.

Order: identifier of the sector database, the school's own code, personal identification number,
then folded name with birth date. By the last only one who is surely the same is taken; anyone else
is a doubt that a person decides.
"""

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
from truongso.office.importing.values import class_key
from truongso.roster.models import ClassMember, Pupil, PupilDetail, SchoolClass
from truongso.rules.identifiers import doubts_about

OWN = ("code", "moet_id", "full_name", "sex", "born_on", "status")
DETAIL = tuple(
    one.name
    for one in PupilDetail._meta.local_fields
    if one.name not in ("id", "school_id", "pupil")
)
IDENTIFIERS = ("moet_id", "code", "citizen_id")


@dataclass(slots=True)
class Known:
    """The pupils of the school, found by each of their identifiers."""

    rows: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    by: dict[str, dict[str, UUID]] = field(default_factory=lambda: defaultdict(dict))
    by_name: dict[tuple[str, Any], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    classes: dict[str, UUID] = field(default_factory=dict)

    def add(self, row: dict[str, Any]) -> None:
        """Make a pupil findable."""
        self.rows[row["id"]] = row
        for code in IDENTIFIERS:
            if row.get(code):
                self.by[code][row[code]] = row["id"]
        self.by_name[folded(row["full_name"]), row["born_on"]].append(row["id"])


def known(scene: Scene) -> Known:
    """Return everybody the school knows, with profile and class of the year."""
    found = Known()
    names = {row.id: row.name for row in SchoolClass.objects.of(scene).filter(year=scene.year)}
    found.classes = {class_key(name): class_id for class_id, name in names.items()}
    details = {
        row["pupil_id"]: row for row in PupilDetail.objects.of(scene).values("pupil_id", *DETAIL)
    }
    open_now = Q(until__isnull=True) | Q(until__gt=scene.day)
    places = ClassMember.objects.of(scene).filter(
        open_now, school_class__year=scene.year, school_class__extra=False
    )
    in_class = {
        pupil_id: names.get(class_id, "")
        for pupil_id, class_id in places.values_list("pupil_id", "school_class_id")
    }
    for row in Pupil.objects.of(scene).values("id", *OWN).iterator(5000):
        found.add({**details.get(row["id"], {}), **row, "school_class": in_class.get(row["id"])})
    return found


def check(scene: Scene, records: Iterable[Record]) -> Iterator[Draft]:
    """Yield the drafts of the rows of a file."""
    roster = known(scene)
    taken: dict[UUID, int] = {}
    fresh: dict[tuple[str, str], int] = {}
    read = (d.read_record(record, scene.kind) for record in records)
    for draft in d.mark_repeated(read):
        if draft.verdict == d.REPEATED:
            yield draft
            continue
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
    if (key := values.get("school_class")) and key not in roster.classes:
        draft.complain("import.unknown_class", "school_class", value=key, year=scene.year.code)
    target = _by_identifier(draft, roster)
    if target is None and draft.right:
        needed = [one for one in scene.kind.fields if one.required]
        d.require(draft, needed)
        if draft.right:
            target = _by_name(draft, roster)
    if draft.right and target is not None:
        _compare(draft, roster.rows[target])


def _by_identifier(draft: Draft, roster: Known) -> UUID | None:
    hits = {
        code: roster.by[code][draft.values[code]]
        for code in IDENTIFIERS
        if draft.values.get(code) in roster.by[code]
    }
    if len(set(hits.values())) > 1:
        first, second = list(hits)[:2]
        names = [roster.rows[hits[code]]["full_name"] for code in (first, second)]
        draft.complain("import.two_people", second, first=names[0], second=names[1])
        return None
    target = next(iter(hits.values()), None)
    if target is not None and _is_somebody_else(draft, roster.rows[target]):
        draft.verdict = d.DOUBTFUL
        row = roster.rows[target]
        draft.candidates = [(str(target), described(row))]
        draft.doubt("import.other_name", "full_name", name=row["full_name"])
    return target


def _is_somebody_else(draft: Draft, row: Mapping[str, Any]) -> bool:
    """An identifier fits and neither name nor birth date does: a slip in the number, perhaps."""
    name = draft.values.get("full_name")
    born = draft.values.get("born_on")
    other_name = bool(name) and folded(str(name)) != folded(row["full_name"])
    return other_name and born is not None and born != row["born_on"]


def _by_name(draft: Draft, roster: Known) -> UUID | None:
    """The one with this name and birth date, when it is surely he; else a doubt, or nobody."""
    values = draft.values
    hits = roster.by_name.get((folded(values["full_name"]), values["born_on"]), [])
    if not hits:
        return None
    if len(hits) == 1 and _surely(values, roster.rows[hits[0]]):
        return hits[0]
    draft.verdict = d.DOUBTFUL
    draft.candidates = [(str(hit), described(roster.rows[hit])) for hit in hits[:8]]
    draft.doubt("import.same_name", "full_name", count=len(hits))
    return None


def _surely(values: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Same letters with their marks, same sex, no identifier that differs, no other class."""
    if values["full_name"].casefold() != row["full_name"].casefold():
        return False
    if values.get("sex", row["sex"]) != row["sex"]:
        return False
    for code in IDENTIFIERS:
        if values.get(code) and row.get(code) and values[code] != row[code]:
            return False
    asked, now = values.get("school_class"), row.get("school_class")
    return not asked or not now or asked == class_key(now)


def _compare(draft: Draft, row: Mapping[str, Any]) -> None:
    """Say what the row changes; the school's own code never changes by a file."""
    shown = {**row, "school_class": class_key(row.get("school_class") or "") or None}
    fields = [one for one in (*OWN, *DETAIL, "school_class") if one != "code" or not row["code"]]
    draft.changes = list(d.differences(draft.values, shown, fields))
    draft.target = row["id"]
    draft.label = draft.label or row["full_name"]
    if draft.verdict == d.NEW:
        draft.verdict = d.CHANGED if draft.changes else d.SAME
    if row.get("moet_id") and draft.values.get("moet_id", row["moet_id"]) != row["moet_id"]:
        draft.complain("import.moet_stays", "moet_id", value=row["moet_id"])


def _only_once(
    draft: Draft,
    roster: Known,
    taken: dict[UUID, int],
    fresh: dict[tuple[str, str], int],
) -> None:
    """Refuse a second row about the same pupil, or with an identifier that another row gives."""
    row = draft.record.row
    if draft.target is not None:
        if draft.target in taken:
            draft.complain("import.twice", "full_name", row=taken[draft.target])
        taken.setdefault(draft.target, row)
    for code in IDENTIFIERS:
        value = draft.values.get(code)
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
    """Return a pupil in words: name, birth date, class, code."""
    parts = [
        row["full_name"],
        f"{row['born_on']:%d/%m/%Y}",
        row.get("school_class") or "",
        row["code"],
    ]
    return ", ".join(part for part in parts if part)
