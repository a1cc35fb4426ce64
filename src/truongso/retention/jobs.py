"""Jobs of the retention room: proposing by week, carrying out by night what was decided."""

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import UPKEEP, every
from truongso.foundation.tenancy import acting_in
from truongso.retention import queries
from truongso.retention.actions import executing, proposing


@every("0 20 * * 0", queue=UPKEEP, name="retention.propose")
def propose(*, actor: Actor) -> int:
    """Propose at three in the night before Monday in Vietnam what has been kept long enough."""
    return proposing.propose(actor=actor, now=clock.now())


@every("30 19 * * *", queue=UPKEEP, name="retention.execute")
def execute(*, actor: Actor) -> None:
    """Carry out what was approved and has waited, at half past two in the night of Vietnam."""
    now = clock.now()
    with acting_in(actor.school_id):
        waiting = queries.ready(actor, now)
    for proposal_id in waiting:
        while executing.remove_batch(actor=actor, proposal_id=proposal_id, now=now):
            pass
