"""Reading the journal: who may read how much of it, by whom, about what, when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from truongso.audit import words
from truongso.audit.models import JournalEntry
from truongso.foundation.actor import Actor
from truongso.foundation.days import day_begins, day_ends, local_day
from truongso.foundation.tenancy import SchoolRows
from truongso.foundation.text import sort_key
from truongso.rules.authority import Reach, Right, Whose, decide
from truongso.rules.grants import grants_on
from truongso.rules.verdict import Violation

READ, EXPORT = "audit.read", "audit.export"

PEOPLE = """
WITH RECURSIVE person AS (
    (SELECT actor_id FROM audit_journalentry
     WHERE school_id = %(school)s AND actor_id IS NOT NULL ORDER BY actor_id LIMIT 1)
    UNION ALL
    SELECT (SELECT e.actor_id FROM audit_journalentry e
            WHERE e.school_id = %(school)s AND e.actor_id > person.actor_id
            ORDER BY e.actor_id LIMIT 1)
    FROM person WHERE person.actor_id IS NOT NULL
)
SELECT actor_id, (SELECT e.payload::json ->> 'actor_name' FROM audit_journalentry e
                  WHERE e.school_id = %(school)s AND e.actor_id = person.actor_id
                  ORDER BY e.at DESC LIMIT 1)
FROM person WHERE actor_id IS NOT NULL"""
"""Each person once, with his latest name: one step in the index for each of them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; empty fields ask for nothing. `first` and `last` are days."""

    person: UUID | None = None
    group: str = ""
    target: str = ""
    first: date | None = None
    last: date | None = None

    def as_facts(self) -> dict[str, object]:
        """Return what was asked for, for the journal's own entry of an export."""
        names = ("person", "group", "target", "first", "last")
        return {name: value for name in names if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the journal: after it, backwards in time, the next page begins."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Line:
    """An entry for the page."""

    id: UUID
    at: datetime
    target: str
    group: str
    told: words.Told


def right_to_read(actor: Actor, *, at: datetime) -> Right | Violation:
    """Return the right to the whole journal, else that to the own acts, else why there is none."""
    grants = grants_on(local_day(at))
    whole = decide(actor.staff_id, actor.duties, READ, Whose(), grants)
    if isinstance(whole, Right):
        return whole
    return decide(actor.staff_id, actor.duties, READ, Whose(author=actor.staff_id), grants)


def right_to_export(actor: Actor, *, at: datetime) -> Right | Violation:
    """Return the right to take the journal out, or why there is none."""
    return decide(actor.staff_id, actor.duties, EXPORT, Whose(), grants_on(local_day(at)))


def entries(actor: Actor, right: Right, wanted: Wanted) -> SchoolRows[JournalEntry]:
    """Return the entries that are wanted and may be read, the latest first.

    Own acts are those done by the person, and those done by others in his name.
    """
    rows = JournalEntry.objects.of(actor).order_by("-at", "-id")
    if right.grant.reach is not Reach.SCHOOL:
        rows = rows.filter(Q(actor_id=actor.person) | Q(behalf_id=actor.person))
    if wanted.person:
        rows = rows.filter(actor_id=wanted.person)
    if wanted.group:
        rows = rows.filter(verb__startswith=f"{wanted.group}.")
    if wanted.target:
        rows = rows.filter(target=wanted.target)
    if wanted.first:
        rows = rows.filter(at__gte=day_begins(wanted.first))
    if wanted.last:
        rows = rows.filter(at__lt=day_ends(wanted.last))
    return rows


def lines(
    rows: SchoolRows[JournalEntry], *, before: Place | None = None, count: int
) -> tuple[list[Line], Place | None]:
    """Return a page of entries in words, and where the next, older page begins if there is one."""
    if before is not None:
        rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.id))
    found = list(rows[: count + 1])
    page = [_line(row) for row in found[:count]]
    more = Place(page[-1].at, page[-1].id) if len(found) > count else None
    return page, more


def people(actor: Actor) -> list[tuple[UUID, str]]:
    """Return everybody who stands in the journal: id and latest name, in the order of names."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"school": actor.school_id})
        found: list[tuple[UUID, str]] = cursor.fetchall()
    return sorted(found, key=lambda person: sort_key(person[1]))


def _line(row: JournalEntry) -> Line:
    return Line(row.id, row.at, row.target, words.group_of(row.verb), words.told(row.payload))
