"""Preparing a school year as a draft: its weeks and holidays, what is chosen, giving it up."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.access.models import DutyHeld
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local, local_day
from truongso.foundation.errors import Missing, RuleBroken, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.office.queries import rollover as queries
from truongso.roster import years
from truongso.roster.models import (
    Break,
    ClassMember,
    Programme,
    ProgrammeLesson,
    SchoolClass,
    SchoolYear,
    TeachingAssignment,
    TeachingWeek,
    TimetableVersion,
    YearDraft,
)
from truongso.rules import rollover
from truongso.rules.authority import Whose
from truongso.rules.calendar import TeachingWeek as Week
from truongso.rules.calendar import lay_weeks
from truongso.rules.rollover import Choices
from truongso.rules.verdict import Violation
from truongso.rules.years import YearDates, YearState, check_dates

ACT = "roster.prepare_year"
SCHOOL = Whose()
NAME = "year_draft"


@act
def prepare_year(*, actor: Actor, dates: YearDates, now: datetime) -> YearDraft:
    """Lay a new school year (năm học) of 35 weeks as a draft, or lay the draft again.

    Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time(NAME, actor.school_id)
    row = queries.draft(actor)
    if row is not None:
        years.require_open(actor, row.year_id, draft=True)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    if row is not None and row.built_at is not None:
        raise RuleBroken(Violation("year.built"))
    weeks = lay_weeks(dates.first_monday, dates.breaks)
    old = queries.outgoing(actor)
    raise_if_broken(
        [
            *check_dates(dates, weeks, before=old.ends_on if old else None),
            *_code_taken(actor, dates, row),
        ]
    )

    before = row.year.code if row else None
    row = _lay(actor, row, dates, weeks)

    deed = Deed(
        "office.year_prepared",
        f"year:{row.year.code}",
        [("year", before, row.year.code)],
        facts={
            "year": row.year.code,
            "starts_on": dates.starts_on,
            "ends_on": dates.ends_on,
            "holidays": len(dates.breaks),
        },
    )
    journal.record(actor, duty, deed, at=now)
    return row


@act
def choose(*, actor: Actor, year_id: UUID, chosen: Choices, now: datetime) -> None:
    """Keep what was chosen for the classes and teachers of the year in preparation.

    Raises Missing, NotAllowed, RuleBroken, Stale (it has been opened).
    """
    one_at_a_time(NAME, actor.school_id)
    row = found(actor, year_id)
    years.require_open(actor, row.year_id, draft=True)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    if row.built_at is not None:
        raise RuleBroken(Violation("year.built"))
    old = queries.old_year(actor, queries.outgoing(actor), local_day(now), row.year.starts_on)
    broken = rollover.check_choices(old, chosen)
    raise_if_broken(v for v in broken if v.code != "rollover.retained_without_class")

    row.choices = queries.as_kept(chosen)
    row.save(update_fields=["choices"])

    facts = {"year": row.year.code, "teachers": chosen.teachers, "homerooms": chosen.homerooms}
    deed = Deed("office.year_choices_kept", f"year:{row.year.code}", facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def discard_year(*, actor: Actor, year_id: UUID, now: datetime) -> None:
    """Give up a year in preparation with everything made for it, as if it had never been laid.

    Raises Missing, NotAllowed, RuleBroken, Stale (it has been opened).
    """
    one_at_a_time(NAME, actor.school_id)
    row = found(actor, year_id)
    years.require_open(actor, row.year_id, draft=True)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    clear(actor, row.year)
    row.delete()
    SchoolYear.objects.of(actor).filter(pk=year_id).delete()

    deed = Deed("office.year_discarded", f"year:{row.year.code}", facts={"year": row.year.code})
    journal.record(actor, duty, deed, at=now)


def found(actor: Actor, year_id: UUID) -> YearDraft:
    """Return the draft of a year, locked until the end of the act. Raises Missing, Stale."""
    rows = YearDraft.objects.of(actor).select_for_update(of=("self",))
    row = rows.select_related("year", "built_by").filter(year_id=year_id).first()
    if row is None:
        raise Missing
    if row.year.state == YearState.OPEN:
        raise Stale(Violation("year.opened_before", "", {"year": row.year.code}))
    return row


def built_before(row: YearDraft) -> Violation:
    """Return that the classes were made already: by whom and when."""
    by = row.built_by.full_name if row.built_by else "–"
    at = local(row.built_at) if row.built_at else "–"
    return Violation("year.built_before", "", {"by": by, "at": at})


def clear(actor: Actor, year: SchoolYear) -> None:
    """Take away every class of a draft year and all that hangs on it: part of an act."""
    mine = {"school_class__year": year}
    ClassMember.objects.of(actor).filter(**mine).delete()
    TeachingAssignment.objects.of(actor).filter(**mine).delete()
    DutyHeld.objects.of(actor).filter(**mine).delete()
    TimetableVersion.objects.of(actor).filter(year=year).delete()
    ProgrammeLesson.objects.of(actor).filter(programme__year=year).delete()
    Programme.objects.of(actor).filter(year=year).delete()
    # Whatever else could point at a class is not there in a draft; the keys in the database say so.
    SchoolClass.objects.of(actor).filter(year=year)._raw_delete("default")


def _code_taken(actor: Actor, dates: YearDates, row: YearDraft | None) -> Iterator[Violation]:
    others = SchoolYear.objects.of(actor).filter(code=dates.code)
    if row is not None:
        others = others.exclude(pk=row.year_id)
    if others.exists():
        yield Violation("year.code_taken", "starts_on", {"year": dates.code})


def _lay(actor: Actor, row: YearDraft | None, dates: YearDates, weeks: list[Week]) -> YearDraft:
    """Make the draft and its year, or move what is there, with weeks and holidays anew."""
    year = row.year if row else SchoolYear(id=new_id(), school_id=actor.school_id)
    year.code, year.starts_on, year.ends_on = dates.code, dates.starts_on, dates.ends_on
    year.state = YearState.DRAFT.value
    year.save(force_insert=row is None)
    if row is None:
        row = YearDraft.objects.create(id=new_id(), school_id=actor.school_id, year=year)
    TeachingWeek.objects.of(actor).filter(year=year).delete()
    Break.objects.of(actor).filter(year=year).delete()
    own = {"school_id": actor.school_id, "year": year}
    TeachingWeek.objects.bulk_create(
        TeachingWeek(id=new_id(), no=week.no, term=week.term, monday=week.monday, **own)
        for week in weeks
    )
    Break.objects.bulk_create(
        Break(id=new_id(), name=free.name, first=free.first, last=free.last, **own)
        for free in dates.breaks
    )
    return row
