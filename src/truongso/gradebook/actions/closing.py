"""Closing the results of a class (chốt kết quả) for a term or the year, and opening them again."""

from datetime import datetime
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
from truongso.gradebook.models import TermResult
from truongso.gradebook.queries import closing as queries
from truongso.gradebook.queries import results
from truongso.gradebook.queries.results import ClassResults, Line
from truongso.office.actions.year_results import enter_results
from truongso.office.queries import results as office
from truongso.roster import years
from truongso.rules.authority import Whose
from truongso.rules.closing import Period, check_closing, check_reopening
from truongso.rules.promotion import outcome_of

CLOSE = "gradebook.close_class"


@act
def close_class(*, actor: Actor, class_id: UUID, period: Period, reason: str, now: datetime) -> int:
    """Close the results of a class: they stand as they are, whatever is written later.

    Of a year the decisions go to the results of the year, so that the roll-over uses them; a year
    closed before is closed again with what the summer brought. Returns how many pupils.
    Raises Missing, NotAllowed, RuleBroken (open columns, somebody lacks something and no reason is
    given, closed already, a closed year).
    """
    one_at_a_time("closing", actor.school_id, class_id, period)
    row = office.school_class(actor, class_id)
    day = local_day(now)
    duty = gate.require(actor, CLOSE, Whose(), at=now)
    years.require_open(actor, row.year_id)

    found = results.of_class(actor, row, day)
    raise_if_broken(check_closing(queries.standing(actor, found, period), period, reason))

    _freeze(actor, found, period, now)
    if period is Period.YEAR:
        decided = {
            line.pupil_id: outcome_of(line.result.decision, row.grade) for line in found.lines
        }
        outcomes = {pk: outcome for pk, outcome in decided.items() if outcome is not None}
        enter_results(actor=actor, class_id=class_id, outcomes=outcomes, now=now)

    facts = {"school_class": row.name, "period": int(period), "count": len(found.lines)}
    deed = Deed("gradebook.class_closed", f"class:{row.id}", reason=reason, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return len(found.lines)


@act
def reopen_class(
    *, actor: Actor, class_id: UUID, period: Period, reason: str, now: datetime
) -> None:
    """Open the closed results of a class again, with a reason; sheets stay locked.

    Decisions that went to the results of the year stay there until the class is closed again.
    Raises Missing, NotAllowed, RuleBroken (no reason, not closed, a closed year).
    """
    one_at_a_time("closing", actor.school_id, class_id, period)
    row = office.school_class(actor, class_id)
    duty = gate.require(actor, CLOSE, Whose(), at=now)
    years.require_open(actor, row.year_id)

    rows = TermResult.objects.of(actor).filter(school_class=row, period=period)
    count = rows.count()
    raise_if_broken(check_reopening(count, reason))

    rows.delete()

    facts = {"school_class": row.name, "period": int(period), "count": count}
    deed = Deed("gradebook.class_reopened", f"class:{row.id}", reason=reason, facts=facts)
    journal.record(actor, duty, deed, at=now)


def _freeze(actor: Actor, found: ClassResults, period: Period, now: datetime) -> None:
    frozen = [_frozen(actor, found, line, period, now) for line in found.lines]
    TermResult.objects.bulk_create(
        frozen,
        update_conflicts=True,
        unique_fields=["school_id", "year", "pupil", "period"],
        update_fields=[
            "school_class",
            "learning",
            "conduct",
            "decision",
            "honour",
            "subjects",
            "reasons",
            "closed_at",
            "closed_by",
        ],
    )


def _frozen(
    actor: Actor, found: ClassResults, line: Line, period: Period, now: datetime
) -> TermResult:
    whole = period is Period.YEAR
    return TermResult(
        id=new_id(),
        school_id=actor.school_id,
        year_id=found.row.year_id,
        school_class_id=found.row.id,
        pupil_id=line.pupil_id,
        period=int(period),
        learning=line.learning(period),
        conduct=line.conduct_after if whole else line.conduct(period),
        decision=line.result.decision.value if whole else "",
        honour=(line.result.honour or "") if whole else "",
        subjects={one.code: line.mark(one.code, period) for one in found.subjects},
        reasons=[
            {"code": one.code, "at": one.at, "params": dict(one.params)}
            for one in line.reasons(period)
        ],
        closed_at=now,
        closed_by_id=actor.person,
    )
