"""Tickets: taken once, by the browser that has the key, within ten minutes."""

import threading
from datetime import timedelta

from django.db import connection

from tests.school import NOW
from truongso.access import tickets
from truongso.access.models import Ticket

MINUTE = timedelta(minutes=1)


def test_is_taken_once(database: str) -> None:
    key = tickets.issue("try", {"a": 1}, at=NOW)
    assert tickets.look("try", key, at=NOW) == {"a": 1}
    assert tickets.take("try", key, at=NOW) == {"a": 1}
    assert tickets.take("try", key, at=NOW) is None
    assert tickets.look("try", key, at=NOW) is None


def test_is_no_good_for_another_purpose_or_key(database: str) -> None:
    key = tickets.issue("try", {}, at=NOW)
    assert tickets.take("other", key, at=NOW) is None
    assert tickets.take("try", "", at=NOW) is None
    assert tickets.take("try", key, at=NOW) == {}


def test_is_over_after_ten_minutes(database: str) -> None:
    key = tickets.issue("try", {}, at=NOW)
    assert tickets.look("try", key, at=NOW + 10 * MINUTE - timedelta(seconds=1)) == {}
    assert tickets.take("try", key, at=NOW + 10 * MINUTE) is None


def test_its_key_is_kept_only_as_a_hash(database: str) -> None:
    key = tickets.issue("try", {}, at=NOW)
    assert key not in str(list(Ticket.objects.values_list()))


def test_of_two_who_take_it_at_once_one_gets_it(database: str) -> None:
    key = tickets.issue("race", {"a": 1}, at=NOW)
    found, gate = [], threading.Barrier(8)

    def take() -> None:
        gate.wait()
        found.append(tickets.take("race", key, at=NOW))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one for one in found if one is not None] == [{"a": 1}]


def test_old_ones_are_forgotten(database: str) -> None:
    Ticket.objects.all().delete()
    tickets.issue("try", {}, at=NOW - 11 * MINUTE)
    tickets.issue("try", {}, at=NOW)
    assert tickets.forget_old(now=NOW) == 1
    assert Ticket.objects.count() == 1
