"""Traces of taking results out, as a file or on paper: who, what and for what."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.tenancy import act
from truongso.gradebook.queries.homeroom import READ_CLASS
from truongso.office.actions.reading import Purpose
from truongso.office.queries import results as office
from truongso.rules.authority import Whose
from truongso.rules.personal_data import check_purpose, purpose_in_words


@act
def take_out_results(
    *,
    actor: Actor,
    class_id: UUID | None,
    what: str,
    purpose: Purpose,
    form: str,
    count: int,
    now: datetime,
) -> str:
    """Note that results of a class, or a list of the school's (no class), are taken out.

    Returns the purpose in words. Raises Missing, NotAllowed, RuleBroken (no purpose).
    """
    whose = Whose()
    if class_id is not None:
        row = office.school_class(actor, class_id)
        whose = office.whose(actor, row.id, local_day(now))
    duty = gate.require(actor, READ_CLASS, whose, at=now)

    raise_if_broken(check_purpose(purpose.code, purpose.note))

    said = purpose_in_words(purpose.code, purpose.note)
    facts = {"what": what, "count": count, "form": form}
    target = f"class:{class_id}" if class_id else "results"
    deed = Deed("gradebook.results_exported", target, reason=said, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return said
