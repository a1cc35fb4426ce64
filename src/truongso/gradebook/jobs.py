"""Jobs of the gradebook: locking what is past its last day, warning before."""

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.jobs import every
from truongso.gradebook.actions import locks, warning

JUST_AFTER_MIDNIGHT = "10 17 * * *"
MORNING_6H = "0 23 * * *"


@every(JUST_AFTER_MIDNIGHT, queue="mail", name="gradebook.lock_by_date")
def lock_by_date(*, actor: Actor) -> int:
    """Lock at ten past midnight on the school's clock what was open until yesterday."""
    try:
        return locks.lock_by_date(actor=actor, now=clock.now())
    except Missing:  # a ward or a city has no school year
        return 0


@every(MORNING_6H, queue="mail", name="gradebook.warn_of_locks")
def warn_of_locks(*, actor: Actor) -> int:
    """Tell at six in the morning whoever still lacks marks in columns that lock soon."""
    try:
        return warning.warn_of_locks(actor=actor, now=clock.now())
    except Missing:
        return 0
