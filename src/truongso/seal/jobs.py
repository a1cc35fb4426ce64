"""Jobs of the seal room."""

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import UPKEEP, every
from truongso.seal.actions import authority


@every("5 17 * * *", queue=UPKEEP, name="seal.keep_house")
def keep_house(*, actor: Actor) -> None:
    """End keys of those who have left, and draw the revocation list up, after midnight."""
    authority.keep_house(actor=actor, now=clock.now())
