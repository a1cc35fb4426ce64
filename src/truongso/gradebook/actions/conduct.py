"""Entering conduct, absences and a word of a class, term by term, by its homeroom teacher."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.gradebook.models import Conduct
from truongso.gradebook.queries import homeroom as queries
from truongso.gradebook.queries import results
from truongso.office.queries import results as office
from truongso.roster import years
from truongso.roster.models import SchoolClass
from truongso.rules.circular import Level
from truongso.rules.closing import SUMMER, Period, check_conduct
from truongso.rules.rollover import OldPupil
from truongso.rules.verdict import Violation

MOST_COMMENT = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a pupil's term: None is not known yet. `version`: the one that was seen."""

    level: Level | None
    absent: int | None
    comment: str = ""
    version: int | None = None


@act
def enter_conduct(
    *, actor: Actor, class_id: UUID, term: int, said: Mapping[UUID, Said], now: datetime
) -> int:
    """Enter conduct (kết quả rèn luyện) and absences of a term; 3 is the training in the summer.

    Returns how many pupils' entries changed; old and new stand in the journal.
    Raises Missing, NotAllowed, RuleBroken (a pupil of another class, the term is locked or closed,
    the year is closed, another has changed it meanwhile, no training in the summer was due).
    """
    one_at_a_time("conduct", actor.school_id, class_id, term)
    row = office.school_class(actor, class_id)
    day = local_day(now)
    whose = office.whose(actor, row.id, day)
    duty = gate.require(actor, queries.ENTER_CONDUCT, whose, at=now)
    years.require_open(actor, row.year_id)

    pupils = queries.pupils_in(actor, row, day)
    stands = queries.conduct_to_write(actor, row.year_id, term, said.keys())
    changed = {pk: one for pk, one in said.items() if _differs(stands.get(pk), one)}
    raise_if_broken(_checked(actor, row, term, changed, pupils, stands, day))
    if not changed:
        return 0

    rows = [_row(actor, row, term, pk, one, stands.get(pk), now) for pk, one in changed.items()]
    Conduct.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["school_id", "year", "pupil", "term"],
        update_fields=["level", "absent", "comment", "by", "at", "version"],
    )

    changes = [(pupils[pk].code, _told(stands.get(pk)), _told(one)) for pk, one in changed.items()]
    facts = {"school_class": row.name, "term": term, "count": len(changed)}
    deed = Deed("gradebook.conduct_entered", f"class:{row.id}", changes, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return len(changed)


def _differs(stands: Conduct | None, said: Said) -> bool:
    before = (stands.level, stands.absent, stands.comment) if stands else (None, None, "")
    return before != (said.level, said.absent, said.comment)


def _checked(
    actor: Actor,
    row: SchoolClass,
    term: int,
    changed: Mapping[UUID, Said],
    pupils: Mapping[UUID, OldPupil],
    stands: Mapping[UUID, Conduct],
    day: date,
) -> Iterator[Violation]:
    if not changed.keys() <= pupils.keys():
        yield Violation("result.not_in_class", "", {"school_class": row.name})
        return
    if term == SUMMER:
        lines = {line.pupil_id: line for line in results.of_class(actor, row, day).lines}
        for pk in changed:
            year, name = lines[pk].result.conduct, pupils[pk].name
            for found in check_conduct(term, locked=False, closed=False, year=year, name=name):
                yield replace(found, at=f"level-{pk}")
    else:
        locked = queries.term_locked(actor, row.year_id, term)
        closed = any(queries.is_closed(actor, row.id, period) for period in (term, Period.YEAR))
        yield from check_conduct(term, locked=locked, closed=closed)
    for pk, one in changed.items():
        before = stands[pk].version if pk in stands else 0
        if one.version is not None and one.version != before:
            yield Violation("conduct.stale", f"level-{pk}", {"name": pupils[pk].name})


def _row(
    actor: Actor,
    row: SchoolClass,
    term: int,
    pupil_id: UUID,
    said: Said,
    stands: Conduct | None,
    now: datetime,
) -> Conduct:
    return Conduct(
        id=stands.id if stands else new_id(),
        school_id=actor.school_id,
        year_id=row.year_id,
        pupil_id=pupil_id,
        term=term,
        level=said.level,
        absent=said.absent,
        comment=said.comment,
        by_id=actor.person,
        at=now,
        version=stands.version + 1 if stands else 1,
    )


def _told(one: Conduct | Said | None) -> str | None:
    """What the journal says: the level and the half days; of the words nothing."""
    if one is None:
        return None
    level = "" if one.level is None else Level(one.level).label
    return f"{level}; {'' if one.absent is None else one.absent}"
