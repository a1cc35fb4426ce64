"""Nightly upkeep of the access room: what was needed only for a while is taken away."""

import logging

from procrastinate.contrib.django import app

from truongso.access import sign_in, throttle, tickets
from truongso.foundation import clock
from truongso.foundation.jobs import UPKEEP, organisations

logger = logging.getLogger("truongso.access")


@app.periodic(cron="15 18 * * *")
@app.task(name="access.tidy", queue=UPKEEP, queueing_lock="access.tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001  (the library passes it)
    """Forget old failures and sessions that are over, at a quarter past one in the night."""
    now = clock.now()
    tries = throttle.forget_old(now=now)
    tickets.forget_old(now=now)
    ended = sum(sign_in.end_dead_of(school_id, at=now) for school_id in organisations())
    logger.info("forgot %d failed sign-ins and %d sessions", tries, ended)
