"""The one place that says yes or no: may this actor do this act to this thing?"""

from datetime import datetime
from typing import Protocol

from truongso.access import queries
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.rules.authority import Held, Right, Whose, decide
from truongso.rules.grants import grants_on
from truongso.rules.verdict import Violation


class Owned(Protocol):
    """A thing that knows to whom it belongs."""

    def whose(self) -> Whose:
        """Return what the gate needs to know of the thing."""
        ...


def may(actor: Actor, act: str, thing: Owned | Whose, *, at: datetime) -> Right | Violation:
    """Return the right under which the actor may do the act, or why not, for showing on a page.

    Uses the duties loaded with the request; a write must call `require`.
    """
    whose = thing if isinstance(thing, Whose) else thing.whose()
    return decide(actor.staff_id, actor.duties, act, whose, grants_on(local_day(at)))


def require(actor: Actor, act: str, thing: Owned | Whose, *, at: datetime) -> Held:
    """Return the duty under which the actor does the act; the journal records it.

    Asks the database whether the duty, or the delegation it is lent by, is still in force, and
    holds it in force until the transaction ends. Raises NotAllowed.
    """
    right = may(actor, act, thing, at=at)
    if isinstance(right, Violation):
        raise NotAllowed(right)
    if not queries.still_holds(actor, right.held, at):
        raise NotAllowed(Violation("authority.duty_ended"))
    return right.held
