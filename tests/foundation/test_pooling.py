"""Connections are shared by the requests of many schools: none leaves anything behind for the next.

Two thousand short transactions of twenty schools over four connections; one in three ends badly.
"""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from tests import databases
from tests.foundation.rows import Rows
from tests.school import NOW
from truongso.foundation.ids import new_school_id
from truongso.foundation.tenancy import SETTING, WrongSchool, acting_in
from truongso.roster.models import Staff

REQUESTS, SCHOOLS, CONNECTIONS = 2000, 20, 4


class Unlucky(RuntimeError):
    """Something that no code expects."""


def fine(_: int) -> None:
    """A request that ends well."""


def failing(_: int) -> None:
    raise Unlucky


def breaking(_: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def too_slow(_: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '1ms'")
        cursor.execute("SELECT pg_sleep(0.02)")


def refused(_: int) -> None:
    """As the door does with an answer of 400 and more."""
    transaction.set_rollback(True)


def wandering(school: int) -> None:
    with acting_in(school + 1):
        raise AssertionError("a transaction of one school became one of another")


ENDINGS: dict[Callable[[int], None], int] = {
    fine: 66,
    failing: 12,
    breaking: 8,
    refused: 8,
    wandering: 5,
    too_slow: 1,
}


@pytest.fixture(scope="module")
def schools(database: str) -> list[int]:
    """Twenty schools with one person each."""
    with databases.admin(database) as admin:
        made = [Rows(admin, new_school_id(NOW)) for _ in range(SCHOOLS)]
        for rows in made:
            rows.of(Staff)
    return [rows.school_id for rows in made]


def request(school: int, ending: Callable[[int], None]) -> str:
    """Look around as a school and end in some way; returns how it ended."""
    try:
        with acting_in(school):
            seen = set(Staff.objects.values_list("school_id", flat=True))
            assert seen == {school}
            ending(school)
    except (Unlucky, DatabaseError, WrongSchool) as error:
        return type(error).__name__
    return "ok"


def left_behind() -> tuple[str, int]:
    """The school that is still set on this connection, and how many people are seen without one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COALESCE(current_setting('{SETTING}', true), ''),"
            " (SELECT count(*) FROM roster_staff)"
        )
        setting, count = cursor.fetchone()
    return setting, count


def a_share(schools: list[int], seed: int) -> Counter[str]:
    """The requests of one thread, over the one connection it keeps."""
    chance = random.Random(seed)
    ended: Counter[str] = Counter()
    try:
        connection.ensure_connection()
        before = connection.connection
        for _ in range(REQUESTS // CONNECTIONS):
            (ending,) = chance.choices(list(ENDINGS), list(ENDINGS.values()))
            ended[request(chance.choice(schools), ending)] += 1
            assert left_behind() == ("", 0)
        assert connection.connection is before
    finally:
        connection.close()
    return ended


def test_a_connection_forgets_the_school_however_a_request_ended(schools: list[int]) -> None:
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        shares = [threads.submit(a_share, schools, seed) for seed in range(CONNECTIONS)]
    ended = sum((share.result() for share in shares), Counter[str]())
    assert ended.total() == REQUESTS
    assert {"ok", "Unlucky", "DataError", "WrongSchool", "OperationalError"} <= ended.keys()
    assert ended["ok"] < REQUESTS * 0.9
