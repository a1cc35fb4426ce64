"""What the pages of rolling over show: how far it has come, and what the dates may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from truongso.access import gate
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.tenancy import InSchool
from truongso.office.queries import rollover as queries
from truongso.roster import queries as roster
from truongso.roster.models import SchoolYear, YearDraft
from truongso.rules import rollover
from truongso.rules.authority import Right, Whose
from truongso.rules.rollover import Change, Choices, OldYear
from truongso.rules.verdict import Violation
from truongso.rules.years import act_to_open, check_opening, first_proposed, year_later

ROWS, MORE = 20, 3
"""How many holidays the form can send, and how many empty lines stand below those there are."""

BY_MOON = ("Tết Nguyên đán", "Giỗ Tổ Hùng Vương")

Holiday = tuple[str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Overview:
    """How far the next year is: its draft, what would change, what stands in the way.

    `broken`: what must be mended before the classes can be made; `not_yet`: why it cannot be opened
    today; `stale`: the old year has changed since the classes were made;
    `first`: the school has never had a year, so there is nothing to take classes from.
    """

    old: SchoolYear | None
    row: YearDraft
    old_year: OldYear
    chosen: Choices
    change: Change
    broken: list[Violation]
    not_yet: list[Violation]
    stale: bool
    may_open: bool
    first: bool = False

    @property
    def built(self) -> bool:
        """Tell whether the classes have been made."""
        return self.row.built_at is not None

    @property
    def fingerprint(self) -> str:
        """What the page sends back when it is agreed to."""
        return queries.fingerprint(self.change)

    @property
    def gaps(self) -> int:
        """How many subjects of new classes have no teacher."""
        return sum(len(new.gaps) for new in self.change.classes)

    @property
    def without_homeroom(self) -> list[str]:
        """New classes for which no homeroom teacher is proposed."""
        return [new.name for new in self.change.classes if new.homeroom is None]

    @property
    def names_by_grade(self) -> dict[int, list[str]]:
        """The names of the new classes of each grade."""
        found: dict[int, list[str]] = {}
        for new in self.change.classes:
            found.setdefault(new.grade, []).append(new.name)
        return found

    @property
    def staying(self) -> list[tuple[rollover.Placed, int, str]]:
        """Pupils who stay in their grade, the grade, and the class they are put in ("" if none)."""
        grades = {row.id: row.grade for row in self.old_year.classes}
        placed = [(place, new.name) for new in self.change.classes for place in new.pupils]
        lines = [*placed, *((place, "") for place in self.change.unplaced)]
        order = {pupil.id: at for at, pupil in enumerate(self.old_year.pupils)}
        staying = [
            (place, grades[place.pupil.class_id], name) for place, name in lines if place.retained
        ]
        return sorted(staying, key=lambda line: order[line[0].pupil.id])


def overview(actor: Actor, now: datetime) -> Overview | None:
    """Return how far the next year is; None when none is in preparation."""
    row = queries.draft(actor)
    if row is None:
        return None
    day = local_day(now)
    old = queries.outgoing(actor)
    old_year, chosen, change = queries.preview(actor, row, day)
    not_yet: list[Violation] = []
    if old is not None:
        not_yet += check_opening(roster.calendar_of(actor, old, day).weeks, old.code, day)
    first = not roster.years(actor)
    right = gate.may(actor, act_to_open(first=first), Whose(), at=now)
    return Overview(
        old,
        row,
        old_year,
        chosen,
        change,
        list(rollover.check_choices(old_year, chosen)),
        not_yet,
        stale=row.built_at is not None and queries.placing(change) != row.basis,
        may_open=isinstance(right, Right),
        first=first,
    )


@dataclass(frozen=True, slots=True)
class DatesShown:
    """The days of a year as the form shows them; a holiday without days is still to be filled in.

    `proposed`: taken from the old year, a year later.
    """

    starts_on: date | None
    ends_on: date | None
    first_monday: date | None
    holidays: list[Holiday]
    proposed: bool


def dates_shown(owner: InSchool, day: date) -> DatesShown:
    """Return the days of the draft; else those of the old year a year later; else none.

    Tết goes by the moon, so its days are left to be filled in.
    """
    draft = queries.draft(owner)
    year = draft.year if draft else queries.outgoing(owner)
    if year is None:
        return _first_year(day)
    weeks = roster.calendar_of(owner, year, day).weeks
    monday = weeks[0].monday if weeks else year.starts_on
    free = list(roster.breaks(owner, year.id))
    if draft is not None:
        laid = _filled([(row.name, row.first, row.last) for row in free])
        return DatesShown(year.starts_on, year.ends_on, monday, laid, proposed=False)
    later: list[Holiday] = [
        (row.name, None, None)
        if _by_moon(row.name)
        else (row.name, year_later(row.first), year_later(row.last))
        for row in free
    ]
    return DatesShown(
        year_later(year.starts_on),
        year_later(year.ends_on),
        year_later(monday, weekday=0),
        _filled(later),
        proposed=True,
    )


def _first_year(day: date) -> DatesShown:
    """The usual days of a school's first year; the holidays by the moon are left to be filled."""
    usual = first_proposed(day)
    fixed: list[Holiday] = [(one.name, one.first, one.last) for one in usual.breaks]
    lunar: list[Holiday] = [(name, None, None) for name in BY_MOON]
    return DatesShown(
        usual.starts_on, usual.ends_on, usual.first_monday, _filled([*lunar, *fixed]), proposed=True
    )


def _by_moon(name: str) -> bool:
    folded = name.casefold()
    return ("tết" in folded and "dương" not in folded) or "giỗ tổ" in folded


def _filled(rows: Sequence[Holiday]) -> list[Holiday]:
    """The rows of the form, empty ones at the end."""
    empty: list[Holiday] = [("", None, None)] * MORE
    return [*rows, *empty][:ROWS]
