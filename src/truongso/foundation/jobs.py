"""Background doors: a job takes plain values, acts as the system of one school, may run twice.

Asking for a job is part of the caller's transaction: the job exists exactly when the act that asked
for it was committed. A job of a worker that was killed is run again by another one.
"""

import asyncio
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import JobDeferrer, Status
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from truongso.foundation.actor import Actor, system_actor

Job = TypeVar("Job", bound=Callable[..., Any])

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)
"""Waits 4, 16, 64, 256 and 1024 seconds between tries, then leaves the job as failed."""
UPKEEP = "upkeep"
AWAITED, URGENT = 1, 10
"""Priorities above the usual 0: somebody looks at the page and waits; the house itself depends on
it. A long queue of files must not hold up sealing the journal or reviving jobs."""
MOST_LIVES = 5
STOPPING_SECONDS = 30
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def job(
    *, queue: str, name: str, retry: RetryStrategy = AGAIN, priority: int = 0
) -> Callable[[Job], Job]:
    """Make a function a job of a school: it gets `actor` (the system) and its own plain values.

    It is asked for by `defer` with its name; several jobs of one school may run at once. Of those
    that wait, the ones with the highest `priority` go first.
    """

    def make(function: Job) -> Job:
        @app.task(name=name, queue=queue, retry=retry, priority=priority)
        @wraps(function)
        def run(school_id: int, **values: Any) -> Any:
            return function(actor=system_actor(school_id, f"Hệ thống ({name})"), **values)

        return function

    return make


def every(cron: str, *, queue: str, name: str) -> Callable[[Job], Job]:
    """Make a function a job that each organisation gets at the times of a cron line, in UTC.

    At each time a small job asks for one job an organisation, save where one still waits.
    """

    def make(function: Job) -> Job:
        @app.periodic(cron=cron)
        @app.task(name=f"{name}.each", queue=UPKEEP, queueing_lock=f"{name}.each")
        def each(timestamp: int) -> None:  # noqa: ARG001  (the library passes it)
            for school_id in organisations():
                with suppress(AlreadyEnqueued):
                    _asking(name, queueing_lock=f"{school_id}:{name}").defer(school_id=school_id)

        return job(queue=queue, name=name)(function)

    return make


def defer(
    actor: Actor, name: str, *, lock: str = "", at: datetime | None = None, **values: Any
) -> None:
    """Ask for a job of the actor's school, once the current transaction is committed.

    `values` must be JSON. `lock`: jobs of the school with the same lock run one after another, in
    the order asked for (one that waits for its moment holds up those behind it). `at`: not before
    this moment.
    """
    if at is not None:
        at -= timedelta(seconds=settings.CLOCK_SHIFT)
    asking = _asking(name, lock=f"{actor.school_id}:{lock}" if lock else None, schedule_at=at)
    asking.defer(school_id=actor.school_id, **values)


def organisations() -> Iterator[int]:
    """Yield the id of everyone who may own rows: the schools and the levels above them."""
    model = apps.get_model(settings.ORGANISATION_MODEL)
    yield from model._default_manager.order_by("id").values_list("id", flat=True)


def work(*, concurrency: int, queues: Collection[str] = (), only_waiting: bool = False) -> bool:
    """Run jobs until stopped by a signal, or those that wait now (not what they ask for).

    `queues`: only jobs of these; none means of all. A first signal lets running jobs end, for a
    while; a second one cuts them off. Returns whether it ended as it was asked to: a worker that
    loses the database ends too, and whoever keeps it running starts another.
    """
    options: WorkerOptions = {
        "concurrency": concurrency,
        "wait": not only_waiting,
        "install_signal_handlers": False,
        "shutdown_graceful_timeout": STOPPING_SECONDS,
    }
    if queues:
        options["queues"] = queues

    async def run() -> bool:
        async with app.open_async():
            working = asyncio.create_task(app.run_worker_async(**options))
            if not only_waiting:
                _stop_on_signal(working)
            try:
                await working
            except asyncio.CancelledError:
                return True
        return only_waiting

    with app.replace_connector(DjangoConnector().get_worker_connector()):
        return asyncio.run(run())


def _stop_on_signal(working: "asyncio.Task[None]") -> None:
    """Let the first signal stop the worker gently; a second one ends it as it ends any program."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for each in STOP_SIGNALS:
            loop.remove_signal_handler(each)
        working.cancel()

    for each in STOP_SIGNALS:
        loop.add_signal_handler(each, stop)


def _asking(name: str, **options: Any) -> JobDeferrer:
    """Ask over Django's own connection, also in a worker, so that it joins the transaction."""
    task, manager = app.tasks[name], JobManager(DjangoConnector())
    options = {"queue": task.queue, "priority": task.priority, **options}
    return configure_task(name=name, job_manager=manager, **options)


@app.periodic(cron="* * * * *")
@app.task(
    name="foundation.revive",
    queue=UPKEEP,
    queueing_lock="revive",
    priority=URGENT,
    pass_context=True,
)
async def _revive(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Give the jobs of workers that are gone to those that live; give up one that kills them."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs():
        if stalled.attempts >= MOST_LIVES:
            await manager.finish_job(stalled, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(stalled)
        except UniqueViolation:  # one of its kind waits already
            await manager.finish_job(stalled, Status.ABORTED, delete_job=True)
