"""Ways in which one who rules the database, but not the key, would change the past."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truongso.audit import chain, keys
from truongso.audit.chain import entry_hash, key_id, link_hash
from truongso.audit.journal import encoded
from truongso.audit.sealing import BITS_AFTER_TIME, UUID
from truongso.foundation.ids import new_id

HOURS = 3_600_000


@dataclass
class Scene:
    """The database to be tampered with, by a superuser in a transaction of his own."""

    link: psycopg.Connection[Any]
    school: int
    folder: Path
    chance: random.Random

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement whose first value is the school."""
        cursor = self.link.execute(statement, [self.school, *values])
        return cursor.fetchall() if cursor.description else []

    def chain(self) -> list[tuple[Any, ...]]:
        """Number, entry, hash of the entry, payload: in order."""
        return self.run(
            "SELECT l.seq, l.id, e.entry_hash, e.payload FROM audit_journallink l"
            " JOIN audit_journalentry e USING (school_id, id) WHERE school_id = %s ORDER BY seq"
        )

    def one(self) -> tuple[Any, ...]:
        """Any link with its entry."""
        return self.chance.choice(self.chain())

    def lay(self, rows: list[tuple[Any, bytes]]) -> None:
        """Lay the whole chain anew with the right arithmetic."""
        self.run("DELETE FROM audit_journallink WHERE school_id = %s")
        head = chain.FIRST
        for seq, (entry_id, told) in enumerate(rows, start=1):
            head = link_hash(seq, head, told)
            insert = "INSERT INTO audit_journallink (school_id, id, seq, link_hash) VALUES "
            self.run(f"{insert} (%s, %s, %s, %s)", entry_id, seq, head)

    def drop_tail(self, keep: int, *, entries: bool, checkpoints: bool) -> None:
        """Remove the end of the chain, as from an older copy of the database."""
        if entries:
            gone = "SELECT id FROM audit_journallink WHERE school_id = %s AND seq > %s"
            self.run(
                f"DELETE FROM audit_journalentry WHERE school_id = %s AND id IN ({gone})",
                self.school,
                keep,
            )
        self.run("DELETE FROM audit_journallink WHERE school_id = %s AND seq > %s", keep)
        if checkpoints:
            self.run("DELETE FROM audit_checkpoint WHERE school_id = %s AND size > %s", keep)


def other_payload(payload: str) -> str:
    """The same deed by somebody else."""
    return encoded(json.loads(payload) | {"actor_name": "Người Khác"})


def edit_payload(scene: Scene) -> None:
    _, entry, _, payload = scene.one()
    text = other_payload(payload)
    update = "UPDATE audit_journalentry SET payload = %s WHERE school_id = {} AND id = %s"
    scene.link.execute(update.format(scene.school), [text, entry])


def edit_payload_and_hash(scene: Scene) -> None:
    _, entry, _, payload = scene.one()
    text = other_payload(payload)
    update = "UPDATE audit_journalentry SET payload = %s, entry_hash = %s WHERE id = %s"
    scene.link.execute(update, [text, entry_hash(text), entry])


def edit_a_column(scene: Scene) -> None:
    _, entry, _, _ = scene.one()
    column, value = scene.chance.choice(
        [
            ("verb", "'planning.approved'"),
            ("target", "'plan:other'"),
            ("actor_id", "gen_random_uuid()"),
            ("actor_id", "NULL"),
            ("behalf_id", "gen_random_uuid()"),
            ("at", "at - interval '1 day'"),
        ]
    )
    scene.link.execute(f"UPDATE audit_journalentry SET {column} = {value} WHERE id = %s", [entry])


def move_to_another_school(scene: Scene) -> None:
    _, entry, _, _ = scene.one()
    scene.run("UPDATE audit_journalentry SET school_id = %s + 1 WHERE id = %s", entry)


def delete_an_entry(scene: Scene) -> None:
    scene.run("DELETE FROM audit_journalentry WHERE school_id = %s AND id = %s", scene.one()[1])


def delete_an_entry_and_its_link(scene: Scene) -> None:
    entry = scene.one()[1]
    scene.run("DELETE FROM audit_journalentry WHERE school_id = %s AND id = %s", entry)
    scene.run("DELETE FROM audit_journallink WHERE school_id = %s AND id = %s", entry)


def delete_and_rewrite_the_chain(scene: Scene) -> None:
    entry = scene.one()[1]
    scene.run("DELETE FROM audit_journalentry WHERE school_id = %s AND id = %s", entry)
    scene.lay([(row[1], row[2]) for row in scene.chain() if row[1] != entry])


def edit_and_rewrite_the_chain(scene: Scene) -> None:
    edit_payload_and_hash(scene)
    scene.lay([(row[1], row[2]) for row in scene.chain()])


def rewrite_and_drop_the_checkpoints(scene: Scene) -> None:
    edit_and_rewrite_the_chain(scene)
    scene.run("DELETE FROM audit_checkpoint WHERE school_id = %s")


def rewrite_and_sign_with_another_key(scene: Scene) -> None:
    edit_and_rewrite_the_chain(scene)
    forger = Ed25519PrivateKey.generate()
    name = key_id(forger.public_key().public_bytes_raw())
    _sign_again(scene, name, forger.sign)


def rewrite_and_sign_under_the_right_name(scene: Scene) -> None:
    edit_and_rewrite_the_chain(scene)
    name, _ = keys.signer(scene.folder)
    _sign_again(scene, name, Ed25519PrivateKey.generate().sign)


def _sign_again(scene: Scene, name: str, sign: Callable[[bytes], bytes]) -> None:
    heads = dict(scene.run("SELECT seq, link_hash FROM audit_journallink WHERE school_id = %s"))
    marks = scene.run("SELECT id, size, after, at FROM audit_checkpoint WHERE school_id = %s")
    for row, size, after, at in marks:
        mark = chain.Checkpoint(scene.school, size, after, heads[size], at, name)
        values = [heads[size], name, sign(mark.text()), row]
        update = "UPDATE audit_checkpoint SET head = %s, key_id = %s, signature = %s WHERE id = %s"
        scene.link.execute(update, values)


def swap_two(scene: Scene) -> None:
    (one, first, *_), (other, second, *_) = scene.chance.sample(scene.chain(), 2)
    move = "UPDATE audit_journallink SET seq = %s WHERE id = %s"
    for seq, entry in ((-1, first), (one, second), (other, first)):
        scene.link.execute(move, [seq, entry])


def drop_the_tail(scene: Scene) -> None:
    scene.drop_tail(scene.one()[0] - 1, entries=True, checkpoints=False)


def drop_the_tail_but_its_entries(scene: Scene) -> None:
    scene.drop_tail(scene.one()[0] - 1, entries=False, checkpoints=True)


def restore_an_older_copy(scene: Scene) -> None:
    sizes = [size for (size,) in scene.run("SELECT after FROM audit_checkpoint WHERE school_id=%s")]
    scene.drop_tail(scene.chance.choice(sizes), entries=True, checkpoints=True)


def drop_a_checkpoint(scene: Scene) -> None:
    rows = scene.run("SELECT id FROM audit_checkpoint WHERE school_id = %s ORDER BY size")
    (row,) = scene.chance.choice(rows)
    scene.link.execute("DELETE FROM audit_checkpoint WHERE id = %s", [row])


def drop_all_checkpoints(scene: Scene) -> None:
    scene.run("DELETE FROM audit_checkpoint WHERE school_id = %s")


def replay_an_old_checkpoint(scene: Scene) -> None:
    scene.link.execute("ALTER TABLE audit_checkpoint DROP CONSTRAINT audit_checkpoint_size")
    head = scene.run("SELECT head FROM audit_checkpoint WHERE school_id = %s ORDER BY size")[0][0]
    last = f"SELECT max(size) FROM audit_checkpoint WHERE school_id = {scene.school}"
    scene.link.execute(f"UPDATE audit_checkpoint SET head = %s WHERE size = ({last})", [head])


def add_a_second_checkpoint_of_one_size(scene: Scene) -> None:
    scene.link.execute("ALTER TABLE audit_checkpoint DROP CONSTRAINT audit_checkpoint_size")
    rows = scene.run("SELECT size, after, at FROM audit_checkpoint WHERE school_id = %s")
    size, after, at = scene.chance.choice(rows)
    name, sign = keys.signer(scene.folder)
    mark = chain.Checkpoint(scene.school, size, after, b"\x07" * 32, at, name)
    insert = (
        "INSERT INTO audit_checkpoint (school_id, id, size, after, head, at, key_id, signature)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    )
    scene.run(insert, new_id(), size, after, mark.head, at, name, sign(mark.text()))


def forged(scene: Scene, entry: UUID) -> tuple[str, datetime]:
    """The payload of a deed that was never done."""
    *_, payload = scene.one()
    facts = json.loads(payload)
    text = encoded(facts | {"id": str(entry), "verb": "planning.approved"})
    return text, datetime.fromisoformat(facts["at"])


def insert_a_forged_entry_of_long_ago(scene: Scene) -> None:
    old = UUID(int=new_id().int - (5 * HOURS << BITS_AFTER_TIME))
    _insert(scene, old)


def insert_a_forged_entry_with_a_link(scene: Scene) -> None:
    entry = new_id()
    told = _insert(scene, entry)
    size = len(scene.chain())
    head = scene.run(
        "SELECT link_hash FROM audit_journallink WHERE school_id = %s AND seq = %s", size
    )[0][0]
    insert = "INSERT INTO audit_journallink (school_id, id, seq, link_hash) VALUES (%s,%s,%s,%s)"
    scene.run(insert, entry, size + 1, link_hash(size + 1, head, told))


def _insert(scene: Scene, entry: UUID) -> bytes:
    text, at = forged(scene, entry)
    facts = json.loads(text)
    told = entry_hash(text)
    insert = (
        "INSERT INTO audit_journalentry"
        " (school_id, id, at, verb, target, actor_id, behalf_id, payload, entry_hash)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
    )
    people = [facts["actor"], facts["behalf"]]
    scene.run(insert, entry, at, facts["verb"], facts["target"], *people, text, told)
    return told


def touch_a_link(scene: Scene) -> None:
    update = "UPDATE audit_journallink SET link_hash = sha256(link_hash) WHERE id = %s"
    scene.link.execute(update, [scene.one()[1]])


def touch_a_signature(scene: Scene) -> None:
    rows = scene.run("SELECT id FROM audit_checkpoint WHERE school_id = %s")
    (row,) = scene.chance.choice(rows)
    update = "UPDATE audit_checkpoint SET signature = sha512(signature) WHERE id = %s"
    scene.link.execute(update, [row])


def backdate_a_checkpoint(scene: Scene) -> None:
    rows = scene.run("SELECT id FROM audit_checkpoint WHERE school_id = %s")
    (row,) = scene.chance.choice(rows)
    update = "UPDATE audit_checkpoint SET at = at - interval '1 day' WHERE id = %s"
    scene.link.execute(update, [row])


TAMPERINGS: list[Callable[[Scene], None]] = [
    edit_payload,
    edit_payload_and_hash,
    edit_a_column,
    move_to_another_school,
    delete_an_entry,
    delete_an_entry_and_its_link,
    delete_and_rewrite_the_chain,
    edit_and_rewrite_the_chain,
    rewrite_and_drop_the_checkpoints,
    rewrite_and_sign_with_another_key,
    rewrite_and_sign_under_the_right_name,
    swap_two,
    drop_the_tail,
    drop_the_tail_but_its_entries,
    restore_an_older_copy,
    drop_a_checkpoint,
    drop_all_checkpoints,
    replay_an_old_checkpoint,
    add_a_second_checkpoint_of_one_size,
    insert_a_forged_entry_of_long_ago,
    insert_a_forged_entry_with_a_link,
    touch_a_link,
    touch_a_signature,
    backdate_a_checkpoint,
]
