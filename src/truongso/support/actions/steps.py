"""Ticking one's own first steps by hand, taking the tick back, putting the card away.

They are one's own and concern nobody else: the gate is that they are.
"""

from datetime import datetime

from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.support.models import FirstSteps
from truongso.support.onboarding import steps_for
from truongso.support.queries.steps import row_of


@act
def tick(*, actor: Actor, code: str, done: bool, now: datetime) -> bool:
    """Tick one of the actor's own steps, or take the tick back. Returns False when it stood so.

    Raises Missing when it is none of his, or is not ticked by hand.
    """
    one_at_a_time("support.steps", actor.school_id, actor.staff_id)
    own = steps_for([held.duty for held in actor.duties if held.loan is None])
    if code not in {step.code for step in own if step.by_hand}:
        raise Missing
    row = row_of(actor, actor.person) or _new(actor)
    if (code in row.ticked) is done:
        return False

    row.ticked = [*row.ticked, code] if done else [one for one in row.ticked if one != code]
    row.save()
    verb = "support.step_ticked" if done else "support.step_reopened"
    journal.record(actor, None, Deed(verb, f"step:{code}"), at=now)
    return True


@act
def put_card_away(*, actor: Actor, away: bool, now: datetime) -> None:
    """Put the card of the home page away, or bring it back."""
    one_at_a_time("support.steps", actor.school_id, actor.staff_id)
    row = row_of(actor, actor.person) or _new(actor)
    row.hidden_at = now if away else None
    row.save()


def _new(actor: Actor) -> FirstSteps:
    return FirstSteps(id=new_id(), school_id=actor.school_id, staff_id=actor.person)
