"""Jobs: asked for with the act, run once by a worker, run again when a worker was killed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tests.jobs import run_jobs, waiting, work_once
from tests.school import NOW, School
from truongso.foundation import jobs
from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import acting_in
from truongso.roster.models import Staff

SEEN: list[tuple[int, str]] = []


@jobs.job(queue="tests", name="tests.note")
def note(*, actor: Actor, word: str) -> None:
    """Keep what came, and ask for another when told."""
    with acting_in(actor.school_id):
        assert Staff.objects.count() == 13
        if word == "again":
            jobs.defer(actor, "tests.note", word="once more")
        SEEN.append((actor.school_id, word))


@jobs.job(queue="tests", name="tests.ask_for", priority=jobs.AWAITED)
def ask_for(*, actor: Actor) -> None:
    """A job that somebody waits for."""
    SEEN.append((actor.school_id, "awaited"))


def _failing(actor: Actor) -> str:
    jobs.defer(actor, "tests.note", word="lost")
    raise LookupError


@pytest.fixture(autouse=True)
def _forget(database: str) -> None:
    """Begin with nothing seen, and no jobs of other tests for the worker to find."""
    SEEN.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_a_job_exists_exactly_when_its_act_was_committed(school: School) -> None:
    actor = school.actor("Lan")
    with pytest.raises(LookupError), acting_in(school.id):
        jobs.defer(actor, "tests.note", word=_failing(actor))
    with acting_in(school.id):
        jobs.defer(actor, "tests.note", word="kept")

    assert [values["word"] for _, values in waiting(school)] == ["kept"]
    assert run_jobs(school, at=NOW) == ["tests.note"]
    assert [(school.id, "kept")] == SEEN


def test_a_job_waits_for_its_moment(school: School) -> None:
    jobs.defer(school.actor("Lan"), "tests.note", at=NOW + timedelta(seconds=10), word="later")

    assert run_jobs(school, at=NOW) == []
    assert run_jobs(school, at=NOW + timedelta(seconds=10)) == ["tests.note"]


def test_a_job_that_somebody_waits_for_overtakes_a_long_queue(school: School) -> None:
    for word in ("first", "second"):
        jobs.defer(school.actor("Lan"), "tests.note", word=word)
    jobs.defer(school.actor("Lan"), "tests.ask_for")

    run_jobs(school, at=NOW)

    assert [word for _, word in SEEN] == ["awaited", "first", "second"]


@pytest.mark.parametrize("name", ["foundation.revive", "audit.seal"])
def test_the_house_is_kept_before_any_file(name: str) -> None:
    files = [task for task in app.tasks.values() if task.queue in ("files", "convert")]
    assert files
    assert app.tasks[name].priority > max(task.priority for task in files)


def test_a_worker_runs_jobs_and_what_they_ask_for(school: School) -> None:
    jobs.defer(school.actor("Lan"), "tests.note", word="again")

    work_once(queue="tests")
    work_once(queue="tests")

    assert [(school.id, "again"), (school.id, "once more")] == SEEN
    assert waiting(school) == []


def test_jobs_of_a_killed_worker_are_run_by_another(school: School) -> None:
    jobs.defer(school.actor("Lan"), "tests.note", word="held")
    _hold_by_dead_worker(school)
    assert waiting(school) == []

    _run_task("foundation.revive")
    work_once(queue="tests")

    assert [(school.id, "held")] == SEEN


def test_a_job_that_kills_every_worker_is_given_up(school: School) -> None:
    jobs.defer(school.actor("Lan"), "tests.note", word="deadly")
    _hold_by_dead_worker(school, attempts=jobs.MOST_LIVES)

    _run_task("foundation.revive")

    assert SEEN == []
    assert _status(school) == ["failed"]


def test_every_organisation_gets_its_periodic_job_once(school: School) -> None:
    @jobs.every("0 0 1 1 *", queue="tests", name="tests.yearly")
    def yearly(*, actor: Actor) -> None:
        SEEN.append((actor.school_id, "yearly"))

    for _ in range(2):
        app.tasks["tests.yearly.each"].func(timestamp=0)

    assert [name for name, _ in waiting(school)] == ["tests.yearly"]
    run_jobs(school, at=NOW)
    assert [(school.id, "yearly")] == SEEN


def _hold_by_dead_worker(school: School, attempts: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL, attempts = %s"
            " WHERE (args ->> 'school_id')::bigint = %s",
            [attempts, school.id],
        )


def _run_task(name: str) -> None:
    """Let a worker run the task of the library itself, as at its minute."""
    deferrer: Any = app.configure_task(name)
    deferrer.defer(timestamp=0)
    work_once(queue=app.tasks[name].queue)


def _status(school: School) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text FROM procrastinate_jobs"
            " WHERE (args ->> 'school_id')::bigint = %s AND task_name = 'tests.note'",
            [school.id],
        )
        return [status for (status,) in cursor.fetchall()]
