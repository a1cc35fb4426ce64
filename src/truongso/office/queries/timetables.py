"""A class's week in a timetable, as it is laid by hand: what stands where, what may be chosen."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from truongso.foundation.asked import as_uuid
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool
from truongso.roster import queries as roster
from truongso.roster.models import SchoolClass, TeachingAssignment, TimetableVersion
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation


class Place(NamedTuple):
    """A period of the week: weekday 0 (Monday) to 5, session, period 1 to 5."""

    weekday: int
    afternoon: bool
    period: int

    @property
    def key(self) -> str:
        """The name of the place in a form."""
        return f"{self.weekday}{'c' if self.afternoon else 's'}{self.period}"


class Taught(NamedTuple):
    """What is taught in a period, and by whom."""

    subject: str
    strand: str
    staff_id: UUID

    @property
    def key(self) -> str:
        """How a form says it."""
        return f"{self.subject}:{self.staff_id}:{self.strand}"


PLACES = [Place(d, a, p) for a in (False, True) for p in range(1, 6) for d in range(6)]


@dataclass(slots=True)
class Week:
    """A class's week: what stands now and its rows, what may be chosen, who teaches elsewhere.

    `busy`: the other class of a teacher at a place. `mark` tells whether it is still the same.
    """

    now: dict[Place, Taught] = field(default_factory=dict)
    rows: dict[Place, UUID] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    choices: list[Taught] = field(default_factory=list)
    busy: dict[tuple[UUID, Place], str] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """A mark of what stands now."""
        told = sorted(f"{place.key}={taught.key}" for place, taught in self.now.items())
        return hashlib.sha256("|".join(told).encode()).hexdigest()[:16]

    def options(self, place: Place) -> list[tuple[str, str]]:
        """Return what may be chosen at a place, with the class where its teacher is then."""
        found = [*self.choices]
        if (now := self.now.get(place)) and now not in found:
            found.append(now)
        return [(one.key, self._named(one, place)) for one in found]

    def _named(self, one: Taught, place: Place) -> str:
        subject = subjects()[one.subject].short
        what = f"{subject} ({one.strand})" if one.strand else subject
        said = f"{what} – {self.names[one.staff_id].split()[-1]}"
        other = self.busy.get((one.staff_id, place))
        return f"⚠ {said} ({other})" if other else said


def versions(owner: InSchool, year_id: UUID) -> list[TimetableVersion]:
    """Return the timetables of a year, the latest first."""
    rows = TimetableVersion.objects.of(owner).filter(year_id=year_id)
    return list(rows.order_by("-valid_from"))


def version(owner: InSchool, version_id: UUID) -> TimetableVersion:
    """Return a timetable. Raises Missing."""
    rows = TimetableVersion.objects.of(owner).select_related("year")
    if found := rows.filter(pk=version_id).first():
        return found
    raise Missing


def week_of(owner: InSchool, of: TimetableVersion, placed: SchoolClass) -> Week:
    """Return a class's week in a timetable, with the assignments that last when it begins."""
    week = Week()
    for slot in roster.slots(owner, of.id):
        place = Place(slot.weekday, slot.afternoon, slot.period)
        if slot.school_class_id != placed.id:
            week.busy[slot.staff_id, place] = slot.school_class.name
            continue
        week.now[place] = Taught(slot.subject, slot.strand, slot.staff_id)
        week.rows[place] = slot.id
        week.names[slot.staff_id] = slot.staff.full_name
    lasting = Q(until__isnull=True) | Q(until__gt=of.valid_from)
    rows = TeachingAssignment.objects.of(owner).filter(lasting, school_class=placed)
    for row in rows.select_related("staff").order_by("subject", "strand", "since"):
        week.choices.append(Taught(row.subject, row.strand, row.staff_id))
        week.names[row.staff_id] = row.staff.full_name
    week.choices = list(dict.fromkeys(week.choices))
    return week


def read(said: Mapping[str, str]) -> dict[Place, Taught]:
    """Return the week that a form says; empty choices are left out. Raises Missing."""
    cells = {}
    for place in PLACES:
        text = said.get(f"o-{place.key}", "")
        if not text:
            continue
        subject, rest = [*text.split(":", 1), ""][:2]
        who, strand = [*rest.split(":", 1), ""][:2]
        staff_id = as_uuid(who)
        if staff_id is None or subject not in subjects():
            raise Missing
        cells[place] = Taught(subject, strand[:40], staff_id)
    return cells


def broken(week: Week, cells: Mapping[Place, Taught]) -> Iterator[Violation]:
    """Yield why a class's week cannot be laid so; what stands there now may stay."""
    for place, taught in cells.items():
        if taught == week.now.get(place):
            continue
        where = {
            "weekday": place.weekday + 2,
            "period": place.period,
            "session": _("buổi chiều") if place.afternoon else _("buổi sáng"),
        }
        at = f"o-{place.key}"
        if taught not in week.choices:
            yield Violation("timetable.not_assigned", at, where)
        elif other := week.busy.get((taught.staff_id, place)):
            who = {"name": week.names[taught.staff_id], "other": other}
            yield Violation("timetable.teacher_busy", at, {**where, **who})


def in_words(week: Week, taught: Taught | None) -> str | None:
    """Return a period in words: subject, strand, teacher."""
    if taught is None:
        return None
    subject = subjects()[taught.subject].short
    strand = f" ({taught.strand})" if taught.strand else ""
    return f"{subject}{strand} – {week.names.get(taught.staff_id, '')}"
