"""Background doors: a job takes plain values, acts as the system of one school, may run twice.

Deferring happens in the caller's transaction: a job exists exactly when the act that asked for it
was committed.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from truongso.foundation.actor import Actor, system_actor

Job = TypeVar("Job", bound=Callable[..., Any])

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


def job(*, queue: str, name: str) -> Callable[[Job], Job]:
    """Make a function a job of a school: it gets `actor` (the system) and its own plain values.

    It is called with `school_id` and the values; several jobs of one school may run at once.
    """

    def make(function: Job) -> Job:
        @app.task(name=name, queue=queue, retry=AGAIN, pass_context=False)
        @wraps(function)
        def run(school_id: int, **values: Any) -> Any:
            return function(actor=system_actor(school_id, f"Hệ thống ({name})"), **values)

        function.task = run  # type: ignore[attr-defined]
        return function

    return make


def defer(
    actor: Actor, name: str, *, lock: str = "", at: datetime | None = None, **values: Any
) -> None:
    """Ask for a job of the actor's school, once the current transaction is committed.

    `lock`: jobs with the same lock run one after another. `at`: not before this moment.
    """
    app.configure_task(
        name,
        lock=f"{actor.school_id}:{lock}" if lock else None,
        schedule_at=at,
    ).defer(school_id=actor.school_id, **values)
