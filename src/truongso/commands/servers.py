"""Verbs that run until they are stopped: serve, worker."""

import argparse
import time
from contextlib import suppress
from typing import Any

from truongso.commands.database import prepare

THREADS = 4
"""Threads of a web process: one whose caller sends slowly must not hold up the others."""
RESPAWN_SECONDS = 0.5
LOST_DATABASE = 1
"""Exit status of a worker that lost the database: whoever keeps it running starts it again."""
KILL_SECONDS = 10
AT_START = (
    "foundation.revive",
    "audit.sweep",
    "documents.sweep.each",
    "documents.sweep_machine",
)
"""What a worker looks after first: jobs of a killed one, entries not sealed, files left over."""


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    serve = verbs.add_parser("serve", help="chạy máy chủ web")
    serve.set_defaults(run=_serve)
    worker = verbs.add_parser(
        "worker", help="chạy các việc nền (chuyển PDF, nhắc việc, niêm phong)"
    )
    worker.add_argument(
        "--only-one",
        action="store_true",
        help="đây là tiến trình việc nền duy nhất: nhận lại ngay việc dở dang của lần chạy trước",
    )
    worker.add_argument(
        "--queue",
        action="append",
        default=[],
        help="chỉ nhận việc của hàng đợi này (files, convert, upkeep…); dùng được nhiều lần",
    )
    worker.set_defaults(run=_worker)


def _serve(_args: argparse.Namespace) -> int:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    settings = prepare(stay=True)
    Server(
        "truongso.config.wsgi:application",
        address=settings.bind,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=KILL_SECONDS,
    ).serve()
    return 0


def _worker(args: argparse.Namespace) -> int:
    settings = prepare(stay=True)
    import django

    django.setup()
    from truongso.foundation import jobs

    if args.only_one:
        _forget_other_workers()
    _ask_at_start()
    asked = jobs.work(concurrency=settings.jobs_at_once, queues=args.queue)
    return 0 if asked else LOST_DATABASE


def _ask_at_start() -> None:
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    for name in AT_START:
        if name in app.tasks:
            with suppress(AlreadyEnqueued):
                app.configure_task(name).defer(timestamp=int(time.time()))


def _forget_other_workers() -> None:
    """Give up the jobs of workers that ran before this one, so that they are run again at once."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
