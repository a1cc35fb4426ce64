"""Sealing, every minute what was written lately and every night whatever was left."""

import logging

from procrastinate.contrib.django import app

from truongso.audit import sealing
from truongso.foundation import clock
from truongso.foundation.actor import system_actor
from truongso.foundation.jobs import UPKEEP, URGENT, organisations

logger = logging.getLogger("truongso.audit")


@app.periodic(cron="* * * * *")
@app.task(
    name="audit.seal",
    queue=UPKEEP,
    queueing_lock="audit.seal",
    lock="audit.seal",
    priority=URGENT,
)
def seal_lately(timestamp: int) -> None:  # noqa: ARG001  (the library passes it)
    """Seal the entries of the last hours, school by school."""
    seal_all(everything=False)


@app.periodic(cron="30 18 * * *")
@app.task(name="audit.sweep", queue=UPKEEP, queueing_lock="audit.sweep", lock="audit.seal")
def seal_everything(timestamp: int) -> None:  # noqa: ARG001  (the library passes it)
    """Seal whatever is not sealed, at half past one in the night of Vietnam."""
    seal_all(everything=True)


def seal_all(*, everything: bool) -> int:
    """Seal the journal of every organisation; returns how many entries were linked.

    One whose chain does not fit is told in the log and left as it is; the others go on.
    """
    total = 0
    for school_id in organisations():
        actor = system_actor(school_id, "Hệ thống (niêm phong nhật ký)")
        try:
            total += sealing.seal(actor, at=clock.now(), everything=everything)
        except sealing.DoesNotFit as error:
            logger.error("not sealed: %s", error)  # noqa: TRY400  (the trace tells nothing)
    return total
