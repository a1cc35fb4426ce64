"""Who may act on whose account: ordinary ones the admin, those of the leadership the principal."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.access.queries import duties as books
from truongso.foundation.actor import Actor
from truongso.foundation.errors import NotAllowed
from truongso.rules import accounts as rules
from truongso.rules.authority import Duty, Held, Right, Whose
from truongso.rules.verdict import Violation


def require(actor: Actor, staff_id: UUID, *, password_only: bool = False, at: datetime) -> Held:
    """Return the duty under which the actor acts on a person's account. Raises NotAllowed.

    Nobody acts on his own. `password_only`: a new one-time password and nothing else.
    """
    act = rules.act_on(
        leading_duties(actor, staff_id, at),
        principal_in_place=books.principal_in_place(actor, at),
        password_only=password_only,
    )
    duty = gate.require(actor, act, Whose(author=staff_id), at=at)
    if staff_id == actor.staff_id:
        raise NotAllowed(Violation("account.own"))
    return duty


def judge(actor: Actor, *, password_only: bool = False, at: datetime) -> Callable[[UUID], bool]:
    """Return what tells, for any person, whether the actor may act on his account.

    For showing buttons; asks the database once however many people there are.
    """
    led = books.leading(actor, at)
    in_place = books.principal_in_place(actor, at)

    def may(staff_id: UUID) -> bool:
        act = rules.act_on(
            led.get(staff_id, ()), principal_in_place=in_place, password_only=password_only
        )
        right = gate.may(actor, act, Whose(author=staff_id), at=at)
        return isinstance(right, Right) and staff_id != actor.staff_id

    return may


def leading_duties(actor: Actor, staff_id: UUID, at: datetime) -> list[Duty]:
    """Return the leading duties of a person, in force or yet to begin."""
    return books.leading(actor, at).get(staff_id, [])
