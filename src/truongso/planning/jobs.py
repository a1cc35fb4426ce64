"""Jobs of the planning room: reminders before the week's deadline."""

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.jobs import every
from truongso.planning.actions import reminders

FRIDAY_16H = "0 9 * * 5"
SATURDAY_8H = "0 1 * * 6"


@every(FRIDAY_16H, queue="mail", name="planning.remind_friday")
def remind_friday(*, actor: Actor) -> int:
    """Remind on Friday at 16:00 on the school's clock."""
    return _remind(actor)


@every(SATURDAY_8H, queue="mail", name="planning.remind_saturday")
def remind_saturday(*, actor: Actor) -> int:
    """Remind on Saturday at 8:00 on the school's clock."""
    return _remind(actor)


def _remind(actor: Actor) -> int:
    try:
        return reminders.remind(actor=actor, now=clock.now())
    except Missing:  # a ward or a city has no school year
        return 0
