"""Entering the results of a year by hand, class by class, until the gradebook writes them."""

from collections.abc import Iterator, Mapping
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
from truongso.office.queries import results as queries
from truongso.office.queries.rollover import pupils_of
from truongso.roster import years
from truongso.roster.models import SchoolClass, YearResult
from truongso.rules.rollover import OldPupil
from truongso.rules.verdict import Violation
from truongso.rules.years import Outcome, outcomes_in


@act
def enter_results(
    *, actor: Actor, class_id: UUID, outcomes: Mapping[UUID, Outcome], now: datetime
) -> int:
    """Enter how the year ended for pupils of a class (kết quả cuối năm).

    Returns how many changed. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("results", actor.school_id, class_id)
    row = queries.school_class(actor, class_id)
    years.require_open(actor, row.year_id)
    day = local_day(now)
    duty = gate.require(actor, queries.ACT, queries.whose(actor, row.id, day), at=now)

    pupils = {pupil.id: pupil for pupil in pupils_of(actor, row.year_id, [row.id], day)}
    raise_if_broken(_checked(row, pupils, outcomes))
    changed = {pk: to for pk, to in outcomes.items() if pupils[pk].outcome is not to}
    if not changed:
        return 0

    YearResult.objects.bulk_create(
        (
            YearResult(
                id=new_id(),
                school_id=actor.school_id,
                pupil_id=pupil_id,
                year_id=row.year_id,
                outcome=outcome.value,
                entered_by_id=actor.person,
                entered_at=now,
            )
            for pupil_id, outcome in changed.items()
        ),
        update_conflicts=True,
        unique_fields=["school_id", "year", "pupil"],
        update_fields=["outcome", "entered_by", "entered_at"],
    )

    changes = [(pupils[pk].code, pupils[pk].outcome, to.value) for pk, to in changed.items()]
    facts = {"school_class": row.name, "count": len(changed)}
    deed = Deed("office.results_entered", f"class:{row.id}", changes, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return len(changed)


def _checked(
    row: SchoolClass, pupils: Mapping[UUID, OldPupil], outcomes: Mapping[UUID, Outcome]
) -> Iterator[Violation]:
    if not outcomes.keys() <= pupils.keys():
        yield Violation("result.not_in_class", "", {"school_class": row.name})
        return
    for pupil_id, outcome in outcomes.items():
        if outcome not in outcomes_in(row.grade):
            params = {"name": pupils[pupil_id].name, "grade": row.grade}
            yield Violation("result.wrong_outcome", f"pupil-{pupil_id}", params)
