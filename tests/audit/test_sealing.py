"""Sealing: links for what has none, once each, with a signed end; writers never wait."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.audit.conftest import ops_address, verdict_of
from tests.databases import admin
from tests.school import NOW, School
from truongso.audit import extract, journal, keys, sealing
from truongso.audit.models import Checkpoint, JournalEntry, JournalLink
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in

Write = Callable[..., None]


def sequence(school: School) -> list[int]:
    """The numbers in the chain of the school."""
    return list(JournalLink.objects.of(school).order_by("seq").values_list("seq", flat=True))


def assert_whole(school: School, keys_dir: Path) -> None:
    """The auditor finds no fault, and no entry without a link."""
    with extract.opened(ops_address()) as link:
        verdict = verdict_of(link, school, keys_dir)
    assert str(verdict).startswith("Nhật ký nguyên vẹn"), str(verdict)
    count = JournalEntry.objects.of(school).count()
    assert sequence(school) == list(range(1, count + 1))


def test_links_every_entry_in_order_and_signs_the_end(
    school: School, write: Write, keys_dir: Path
) -> None:
    write(5)
    assert sealing.seal(school, at=NOW) == 5
    write(2)
    assert sealing.seal(school, at=NOW) == 2
    assert_whole(school, keys_dir)
    marks = Checkpoint.objects.of(school).order_by("size")
    assert list(marks.values_list("size", "after")) == [(5, 0), (7, 5)]


def test_does_nothing_when_nothing_waits(school: School, write: Write) -> None:
    assert sealing.seal(school, at=NOW) == 0
    write()
    sealing.seal(school, at=NOW)
    assert sealing.seal(school, at=NOW, everything=True) == 0
    assert Checkpoint.objects.of(school).count() == 1


def test_seals_in_parts(school: School, write: Write, monkeypatch: Any, keys_dir: Path) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    write(7)
    assert sealing.seal(school, at=NOW) == 7
    assert_whole(school, keys_dir)


def test_catches_an_entry_that_was_committed_late(
    school: School, write: Write, keys_dir: Path
) -> None:
    lan = school.actor("Lan")

    def slow(begun: Any, go_on: Any) -> None:
        with acting_in(school.id):
            journal.record(lan, None, journal.Deed("planning.submitted", "plan:late"), at=NOW)
            begun.set()
            go_on.wait(10)
        connection.close()

    begun, go_on = Event(), Event()
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(slow, begun, go_on)
        begun.wait(10)
        write(3)
        assert sealing.seal(school, at=NOW) == 3
        go_on.set()
        late.result(10)
    assert sealing.seal(school, at=NOW) == 1
    assert_whole(school, keys_dir)


def test_leaves_what_lay_long_to_the_full_sweep(
    school: School, write: Write, monkeypatch: Any, keys_dir: Path
) -> None:
    write(1)
    monkeypatch.setattr(sealing, "first_id_since", lambda _age: new_id())
    assert sealing.seal(school, at=NOW) == 0
    assert sealing.seal(school, at=NOW, everything=True) == 1
    assert_whole(school, keys_dir)


def test_never_makes_writers_wait(school: School, write: Write) -> None:
    write(1)
    with acting_in(school.id):
        sealing._seal_some(school, NOW, sealing.UUID(int=0))
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_write_elsewhere, write).result(3)
    assert JournalEntry.objects.of(school).count() == 2


def _write_elsewhere(write: Write) -> None:
    write(1)
    connection.close()


def test_two_at_once_link_everything_once(school: School, write: Write, keys_dir: Path) -> None:
    write(200)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: _seal_elsewhere(school), range(8)))
    assert sum(found) == 200
    assert_whole(school, keys_dir)


def _seal_elsewhere(school: School) -> int:
    try:
        return sealing.seal(school, at=NOW)
    finally:
        connection.close()


def test_goes_on_beside_many_writers_half_of_whom_roll_back(school: School, keys_dir: Path) -> None:
    lan = school.actor("Lan")

    def writer(seed: int) -> int:
        kept = 0
        chance = random.Random(seed)
        for no in range(10):
            with acting_in(school.id):
                journal.record(lan, None, journal.Deed("a.b", f"w:{seed}.{no}"), at=NOW)
                undone = chance.random() < 0.5
                transaction.set_rollback(undone)
            kept += not undone
        connection.close()
        return kept

    with ThreadPoolExecutor(9) as pool:
        writers = [pool.submit(writer, seed) for seed in range(8)]
        sealed = pool.submit(lambda: sum(_seal_elsewhere(school) for _ in range(6))).result(30)
        kept = sum(done.result(30) for done in writers)
    sealed += sealing.seal(school, at=NOW)
    assert sealed == kept == JournalEntry.objects.of(school).count()
    assert_whole(school, keys_dir)


@pytest.mark.parametrize(
    "step", ["JournalLink.objects.bulk_create", "Checkpoint.objects.create", "keys.witness"]
)
def test_killed_at_any_step_leaves_no_half_work(
    school: School, write: Write, keys_dir: Path, monkeypatch: Any, step: str
) -> None:
    write(3)

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"truongso.audit.sealing.{step}", killed)
        with pytest.raises(KeyboardInterrupt):
            sealing.seal(school, at=NOW)
    write(2)
    sealing.seal(school, at=NOW)
    assert_whole(school, keys_dir)


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM audit_journallink WHERE school_id = {0} AND seq = 3",
        "DELETE FROM audit_checkpoint WHERE school_id = {0} AND size = 3",
        "UPDATE audit_journallink SET link_hash = sha256('x') WHERE school_id = {0} AND seq = 3",
        "DELETE FROM audit_journallink WHERE school_id = {0};"
        " DELETE FROM audit_checkpoint WHERE school_id = {0}",
    ],
)
def test_refuses_to_go_on_from_an_end_that_was_not_signed(
    school: School, write: Write, database: str, harm: str
) -> None:
    write(3)
    sealing.seal(school, at=NOW)
    with admin(database) as link:
        link.execute(harm.format(school.id))
    write(1)
    with pytest.raises(sealing.DoesNotFit):
        sealing.seal(school, at=NOW)


def test_keeps_the_key_to_its_owner_and_publishes_the_other_half(
    school: School, write: Write, keys_dir: Path
) -> None:
    write(1)
    sealing.seal(school, at=NOW)
    assert (keys_dir / "journal.key").stat().st_mode & 0o777 == 0o600
    key_id = Checkpoint.objects.of(school).get().key_id
    assert [keys.key_id(public) for public in keys.publics(keys_dir)] == [key_id]
    assert (keys_dir / f"journal-{key_id}.pub").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET school_id = school_id",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "ALTER TABLE {} ADD COLUMN extra int",
        "DROP TABLE {}",
    ],
)
@pytest.mark.parametrize("table", ["audit_journalentry", "audit_journallink", "audit_checkpoint"])
def test_gives_the_application_no_way_to_change_the_journal(
    school: School, write: Write, table: str, statement: str
) -> None:
    write(1)
    with pytest.raises(DatabaseError) as refused, acting_in(school.id):
        connection.cursor().execute(statement.format(table))
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
