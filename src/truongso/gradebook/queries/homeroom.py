"""A class as its homeroom teacher (giáo viên chủ nhiệm) and the leadership see it."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.tenancy import InSchool
from truongso.gradebook.models import Conduct, TermBook, TermResult
from truongso.office.queries import results as office
from truongso.office.queries.rollover import pupils_of
from truongso.roster import queries as roster
from truongso.roster.models import SchoolClass
from truongso.roster.queries import Calendar
from truongso.rules.authority import Right, Whose
from truongso.rules.rollover import OldPupil

READ_CLASS, READ_SCHOOL = "gradebook.read_class_results", "gradebook.read_school_results"
ENTER_CONDUCT = "gradebook.enter_conduct"


def readable(actor: Actor, class_id: UUID, now: datetime) -> tuple[SchoolClass, date]:
    """Return a class whose results the actor may read, and the day it is seen on.

    Raises Missing, NotAllowed.
    """
    row = office.school_class(actor, class_id)
    day = seen_on(row, local_day(now))
    right = gate.may(actor, READ_CLASS, office.whose(actor, row.id, day), at=now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return row, day


def seen_on(row: SchoolClass, day: date) -> date:
    """Return the day a class is seen on: of a closed year the last one."""
    return min(day, roster.last_day(row.year) or day)


def may(actor: Actor, act: str, whose: Whose, now: datetime) -> bool:
    """Tell whether the actor may do an act."""
    return isinstance(gate.may(actor, act, whose, at=now), Right)


def mine(actor: Actor, calendar: Calendar, now: datetime) -> list[SchoolClass]:
    """Return the classes of a year whose results the actor may read."""
    rows = [row for row in roster.classes(actor, calendar.year.id) if not row.extra]
    if may(actor, READ_CLASS, Whose(), now):
        return rows
    led = {held.over for held in actor.duties if held.over}
    asked = [row for row in rows if row.id in led]
    return [
        row
        for row in asked
        if may(actor, READ_CLASS, office.whose(actor, row.id, calendar.day), now)
    ]


def pupils_in(owner: InSchool, row: SchoolClass, day: date) -> dict[UUID, OldPupil]:
    """Return who is in a class on a day, by id, in name order."""
    return {pupil.id: pupil for pupil in pupils_of(owner, row.year_id, [row.id], day)}


def conduct_to_write(
    owner: InSchool, year_id: UUID, term: int, pupil_ids: Collection[UUID]
) -> dict[UUID, Conduct]:
    """Return what stands already, by pupil, held until the act ends."""
    rows = Conduct.objects.of(owner).filter(year_id=year_id, term=term, pupil_id__in=pupil_ids)
    return {row.pupil_id: row for row in rows.order_by("pk").select_for_update()}


def conduct_of(owner: InSchool, year_id: UUID, term: int, row: SchoolClass) -> dict[UUID, Conduct]:
    """Return the conduct of a term of whoever was ever in a class, by pupil."""
    rows = Conduct.objects.of(owner).filter(
        year_id=year_id, term=term, pupil__places__school_class=row
    )
    return {row.pupil_id: row for row in rows.select_related("by").distinct()}


def frozen(owner: InSchool, row: SchoolClass, period: int) -> dict[UUID, TermResult]:
    """Return the results of a class as they were closed, by pupil; empty while it is open."""
    rows = TermResult.objects.of(owner).filter(school_class=row, period=period)
    return {one.pupil_id: one for one in rows.select_related("closed_by")}


def term_locked(owner: InSchool, year_id: UUID, term: int) -> bool:
    """Tell whether the leadership has locked the gradebook of a term."""
    rows = TermBook.objects.of(owner).filter(year_id=year_id, term=term, locked_at__isnull=False)
    return rows.exists()


def is_closed(owner: InSchool, class_id: UUID, period: int) -> bool:
    """Tell whether the results of a class are closed for a period."""
    rows = TermResult.objects.of(owner).filter(school_class_id=class_id, period=period)
    return rows.exists()


def a_pupil(owner: InSchool, row: SchoolClass, pupil_id: UUID, day: date) -> OldPupil:
    """Return a pupil who is in a class on a day. Raises Missing."""
    if found := pupils_in(owner, row, day).get(pupil_id):
        return found
    raise Missing
