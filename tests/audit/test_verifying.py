"""The check: finds whatever was changed, in the database and in the exported file alike."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from tests.audit.conftest import exported, ops_address, verdict_of
from tests.audit.tampering import TAMPERINGS, Scene
from tests.school import NOW, School
from truongso.audit import chain, extract, keys, offline, sealing

Write = Callable[..., None]
Superuser = psycopg.Connection[Any]


@pytest.fixture
def sealed(school: School, write: Write) -> School:
    """A journal of 14 entries under five checkpoints."""
    for count in (4, 1, 3, 1, 5):
        write(count)
        sealing.seal(school, at=NOW)
    return school


def test_finds_nothing_in_a_whole_journal(
    sealed: School, superuser: Superuser, keys_dir: Path, tmp_path: Path
) -> None:
    verdict = verdict_of(superuser, sealed, keys_dir)
    assert verdict.faults == []
    assert (verdict.rows, verdict.checkpoints, verdict.schools) == (14, 6, 1)
    path = exported(superuser, sealed, keys_dir, tmp_path / "journal.ndjson")
    assert offline.verify_file(path) == verdict


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.__name__)
def test_finds_what_was_done_to_it_both_ways(
    sealed: School,
    superuser: Superuser,
    keys_dir: Path,
    tmp_path: Path,
    tampering: Callable[[Scene], None],
) -> None:
    for seed in range(6):
        superuser.execute("SAVEPOINT before")
        tampering(Scene(superuser, sealed.id, keys_dir, random.Random(seed)))
        verdict = verdict_of(superuser, sealed, keys_dir)
        path = exported(superuser, sealed, keys_dir, tmp_path / "journal.ndjson")
        superuser.execute("ROLLBACK TO before")
        assert verdict.faults, f"{tampering.__name__} with seed {seed} was not found"
        assert offline.verify_file(path).faults == verdict.faults


NAMED = {
    "edit_payload": {"altered"},
    "edit_payload_and_hash": {"broken"},
    "edit_a_column": {"column"},
    "delete_an_entry": {"no_entry"},
    "delete_an_entry_and_its_link": {"gap", "short"},
    "edit_and_rewrite_the_chain": {"head"},
    "rewrite_and_sign_with_another_key": {"unknown_key"},
    "rewrite_and_sign_under_the_right_name": {"signature"},
    "swap_two": {"broken"},
    "drop_the_tail": {"short"},
    "restore_an_older_copy": {"short"},
    "drop_a_checkpoint": {"dropped", "unsigned"},
    "drop_all_checkpoints": {"unsigned"},
    "add_a_second_checkpoint_of_one_size": {"fork"},
    "insert_a_forged_entry_of_long_ago": {"unsealed"},
    "insert_a_forged_entry_with_a_link": {"unsigned"},
    "touch_a_link": {"broken"},
    "touch_a_signature": {"signature"},
    "backdate_a_checkpoint": {"signature"},
}


@pytest.mark.parametrize("name", NAMED)
def test_names_the_first_thing_that_does_not_fit(
    sealed: School, superuser: Superuser, keys_dir: Path, name: str
) -> None:
    tampering = next(each for each in TAMPERINGS if each.__name__ == name)
    tampering(Scene(superuser, sealed.id, keys_dir, random.Random(7)))
    first = verdict_of(superuser, sealed, keys_dir).faults[0]
    assert first.what in NAMED[name]
    assert first.school == sealed.id
    assert str(sealed.id) in str(first)


def test_finds_nothing_missing_while_an_entry_is_young(
    sealed: School, write: Write, superuser: Superuser, keys_dir: Path
) -> None:
    write(2)
    assert verdict_of(superuser, sealed, keys_dir).faults == []


def test_does_not_depend_on_how_the_session_shows_times(sealed: School, keys_dir: Path) -> None:
    odd = "-c datestyle=SQL,DMY -c timezone=America/Caracas -c extra_float_digits=0"
    with extract.opened(make_conninfo(ops_address(), options=odd)) as link:
        verdict = verdict_of(link, sealed, keys_dir)
    assert (verdict.rows, verdict.faults) == (14, [])


def test_of_a_file_needs_it_to_be_complete(
    sealed: School, superuser: Superuser, keys_dir: Path, tmp_path: Path
) -> None:
    path = exported(superuser, sealed, keys_dir, tmp_path / "journal.ndjson")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for wrong in (
        lines[:-1],
        lines[1:],
        [*lines[:3], *lines[4:]],
        [*lines[:3], "không phải JSON\n", *lines[3:]],
        [lines[0].replace('"version":1', '"version":2'), *lines[1:]],
        [],
    ):
        path.write_text("".join(wrong), "utf-8")
        with pytest.raises(offline.Unreadable):
            offline.verify_file(path)


def test_of_a_file_can_be_held_to_one_key(
    sealed: School, superuser: Superuser, keys_dir: Path, tmp_path: Path
) -> None:
    path = exported(superuser, sealed, keys_dir, tmp_path / "journal.ndjson")
    assert not offline.verify_file(path, next(keys.publics(keys_dir))).faults
    other = keys_dir.with_name("other")
    keys.signer(other)
    faults = offline.verify_file(path, next(keys.publics(other))).faults
    assert {fault.what for fault in faults} == {"unknown_key", "unsigned"}


def test_finds_each_edited_byte_of_a_file(
    sealed: School, superuser: Superuser, keys_dir: Path, tmp_path: Path
) -> None:
    path = exported(superuser, sealed, keys_dir, tmp_path / "journal.ndjson")
    whole = path.read_bytes()
    chance = random.Random(3)
    first, last = whole.index(b"\n") + 1, whole.rindex(b"\n", 0, -1)
    for _ in range(200):
        place = chance.randrange(first, last)
        changed = bytearray(whole)
        changed[place] = chance.choice(b"0123456789abcdefxyz")
        if changed == whole or _says_the_same(whole, bytes(changed)):
            continue
        path.write_bytes(changed)
        try:
            assert offline.verify_file(path).faults, (place, whole[place - 40 : place + 40])
        except offline.Unreadable:
            continue


def _says_the_same(one: bytes, other: bytes) -> bool:
    """A change in the kind of writing, not in what is written (hex in capitals, a key's name)."""
    try:
        return [json.loads(line) for line in one.splitlines()] == [
            json.loads(line) for line in other.splitlines()
        ]
    except ValueError:
        return False


def test_refuses_a_role_under_row_security(school: School) -> None:
    app = ops_address().replace("truongso_ops", "truongso_app")
    database = settings.DATABASES["default"]
    address = make_conninfo(app, password=database["PASSWORD"])
    with pytest.raises(offline.Unreadable, match="BYPASSRLS"), extract.opened(address):
        pass


def test_says_in_a_sentence_where_and_what() -> None:
    for what in chain.TROUBLES:
        said = str(chain.Fault(12, 3, "01a2", what, "x"))
        assert said.startswith("đơn vị 12, số 3, dòng 01a2: ")
