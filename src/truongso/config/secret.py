"""The installation's secret key: made once, kept in DATA_DIR, readable by its owner only."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def secret_key(data_dir: Path) -> str:
    """Return the key that signs cookies and links; a throw-away one where nothing can be kept.

    A command that only reads the code (type checks, building) must not leave files behind, so the
    key is made by `keep_secret_key`, which the commands call that run an installation.
    """
    try:
        return (data_dir / "keys" / "secret.key").read_text("ascii")
    except OSError:
        return secrets.token_urlsafe(48)


def keep_secret_key(data_dir: Path) -> None:
    """Make the key file if there is none. Two starts at once agree on the first one's."""
    folder = data_dir / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / "secret.key").exists():
        return
    fresh = folder / f"secret.key.{os.getpid()}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):  # never seen half written, and the first one's stays
        (folder / "secret.key").hardlink_to(fresh)
    fresh.unlink()
