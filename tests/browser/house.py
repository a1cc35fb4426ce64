"""The house that the browsers of a worker visit: a web server and a job worker on a database of
their own. The tests look into the same database, so a scene is set and read without the browser.
"""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.commands.conftest import forget, made
from tests.drills.rig import WEDNESDAY
from tests.processes import DIES_WITH_US, free_port, soon, status_of

VERBS = (("serve",), ("worker", "--only-one"))


class House:
    """An installation whose clock stands in the little school's week 6."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.clock_shift = int((WEDNESDAY - datetime.now(UTC)).total_seconds())  # noqa: TID251
        self.installation = made(folder)
        self.processes: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        """Where the browsers find it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def files(self) -> Path:
        """Where it keeps files."""
        return self.folder / "files"

    @property
    def database(self) -> str:
        """The name of its database."""
        return self.installation.name

    def open(self) -> None:
        """Start the servers and wait until they answer."""
        environment = {
            **self.installation.environment,
            "PORT": str(self.port),
            "TRUONGSO_TRYING_OUT": "1",
            "TRUONGSO_CLOCK_SHIFT": str(self.clock_shift),
            "TRUONGSO_WEB_WORKERS": "1",
        }
        for words in VERBS:
            with (self.folder.parent / f"{words[0]}.log").open("ab") as log:
                command = [*DIES_WITH_US, *self.installation.command(*words)]
                self.processes.append(
                    subprocess.Popen(
                        command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
                    )
                )
        soon(lambda: status_of(self.port) == 200, "the web server does not answer")

    def close(self) -> None:
        """Stop the servers and remove the database."""
        for process in self.processes:
            process.kill()
            process.wait()
        forget(self.installation)
