"""The journal's signing key and the copies of checkpoints kept beside it.

Ed25519. `journal.key` is made at the first sealing, readable by its owner only; for each key there
has ever been `journal-<key id>.pub` stays, so that old checkpoints can be verified. The folder
belongs on the machine that runs the worker, not on the one that runs the database: who can rewrite
the journal must not be able to sign it anew, nor take back what was witnessed here.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from truongso.audit.chain import Checkpoint, key_id
from truongso.audit.offline import checkpoint_of, line_of

KEY = "journal.key"
WITNESSES = "checkpoints"


class BadKey(RuntimeError):
    """A key file is not what it should be; the text says which."""


def signer(folder: Path) -> tuple[str, Callable[[bytes], bytes]]:
    """Return the id of the key in use and what signs with it; makes the key if there is none."""
    path = folder / KEY
    if not path.exists():
        _make(folder)
    key = form.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{path} không phải khóa Ed25519.")
    public = key.public_key()
    name = key_id(public.public_bytes_raw())
    published = folder / f"journal-{name}.pub"
    if not published.exists():
        _replace(
            published,
            public.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo),
        )
    return name, key.sign


def publics(folder: Path) -> Iterator[bytes]:
    """Yield every public key of the installation, 32 bytes each. Raises BadKey."""
    for path in sorted(folder.glob("journal-*.pub")):
        yield public(path)


def public(path: Path) -> bytes:
    """Return the public key in a PEM file, 32 bytes. Raises BadKey."""
    try:
        key = form.load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey(f"{path} không phải khóa công khai Ed25519.")
    return key.public_bytes_raw()


def witness(folder: Path, mark: Checkpoint) -> None:
    """Keep a copy of a school's latest checkpoint beside the key."""
    place = folder / WITNESSES
    place.mkdir(mode=0o700, exist_ok=True)
    text = json.dumps(line_of(replace(mark, witness=True)))
    _replace(place / f"{mark.school}.json", text.encode())


def witnessed(folder: Path, school: int) -> Checkpoint | None:
    """Return the latest checkpoint of a school that was witnessed here; None if there is none."""
    try:
        text = (folder / WITNESSES / f"{school}.json").read_text("utf-8")
    except FileNotFoundError:
        return None
    return checkpoint_of(json.loads(text))


def witnessed_schools(folder: Path) -> set[int]:
    """Return the schools with a checkpoint witnessed here."""
    return {int(path.stem) for path in (folder / WITNESSES).glob("*.json")}


def set_witnesses_aside(folder: Path, *, at: datetime) -> None:
    """Stop relying on the checkpoints witnessed so far, and keep them under another name."""
    place = folder / WITNESSES
    if place.exists():
        place.rename(folder / f"{WITNESSES}-until-{at:%Y%m%dT%H%M%S%f}")


def _make(folder: Path) -> None:
    """Make the key; of two makers at once the first one's stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
    fresh = folder / f"{KEY}.{os.getpid()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        (folder / KEY).hardlink_to(fresh)
    fresh.unlink()


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
