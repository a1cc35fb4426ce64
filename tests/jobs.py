"""Running the jobs of a school in the test itself, in the order they were asked for."""

import json
from datetime import datetime
from typing import Any, Protocol
from unittest import mock

from django.db import connection, connections
from procrastinate.contrib.django import app

from truongso.foundation import clock, jobs

WAITING = (
    "SELECT id, task_name, args::text FROM procrastinate_jobs WHERE status = 'todo'"
    " AND (args ->> 'school_id')::bigint = %s AND (scheduled_at IS NULL OR scheduled_at <= %s)"
    " ORDER BY priority DESC, id LIMIT 1"
)


class HasSchool(Protocol):
    """A school of the tests, or an actor."""

    @property
    def school_id(self) -> int:
        """Its id."""
        ...


def run_jobs(school: HasSchool, *, at: datetime, most: int = 200) -> list[str]:
    """Run what waits for the school at this moment and what that asks for; return their names.

    The clock of the jobs stands at `at`. A job that fails stays waiting and its error is raised.
    """
    done: list[str] = []
    while len(done) < most and (found := _next(school.school_id, at)):
        number, name, values = found
        with mock.patch.object(clock, "now", return_value=at):
            app.tasks[name].func(**values)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])
        done.append(name)
    return done


def work_once(*, queue: str) -> None:
    """Let a real worker, in threads of its own, run the jobs of a queue that wait now.

    Of one queue: the periodic jobs of the product would go through every school that the tests of
    this database have made.
    """
    with mock.patch.dict(connections.settings["default"], CONN_MAX_AGE=0):
        jobs.work(concurrency=2, queues=[queue], only_waiting=True)


def waiting(school: HasSchool) -> list[tuple[str, dict[str, Any]]]:
    """Return the names and values of the jobs that wait for the school, whatever their moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args::text FROM procrastinate_jobs WHERE status = 'todo'"
            " AND (args ->> 'school_id')::bigint = %s ORDER BY id",
            [school.school_id],
        )
        return [(name, json.loads(values)) for name, values in cursor.fetchall()]


def _next(school_id: int, at: datetime) -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [school_id, at])
        row = cursor.fetchone()
    return (row[0], row[1], json.loads(row[2])) if row else None
