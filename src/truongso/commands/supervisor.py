"""Keeps a few processes running as long as this one does, and none of them longer.

A child that ends is started again a bounded number of times. Whatever happens to this process, even
SIGKILL, its children end with it.
"""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from truongso.commands.trouble import Trouble
from truongso.foundation.processes import die_with_parent

LOOK_SECONDS = 0.2
STARTS_AT_MOST, WITHIN_SECONDS = 5, 60.0
PATIENCE_SECONDS = 3.0


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or the parent is gone."""


class GaveUp(Trouble):
    """A child ended again and again; the text says which."""


@dataclass
class Child:
    """A process to be kept running, and the moments at which it was started."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)


class Supervisor:
    """Starts children, watches them and stops them; `say` tells the person what happens."""

    def __init__(self, log: Path, environment: Mapping[str, str], say: Callable[[str], None]):
        self.log, self.environment, self.say = log, environment, say
        self.children: list[Child] = []

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a child and keep it running from now on."""
        child = Child(name, command)
        self.children.append(child)
        self._start(child)

    def _start(self, child: Child) -> None:
        with self.log.open("ab") as out:
            child.process = subprocess.Popen(
                child.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C is for us: they are asked to stop, once
                preexec_fn=die_with_parent,  # noqa: PLW1509  (no threads here)
            )
        child.starts.append(time.monotonic())

    def look(self) -> None:
        """Start again whatever has ended. Raises GaveUp."""
        for child in self.children:
            ended = child.process.poll() if child.process else None
            if ended is None:
                continue
            since = time.monotonic() - WITHIN_SECONDS
            child.starts = [moment for moment in child.starts if moment > since]
            if len(child.starts) >= STARTS_AT_MOST:
                raise GaveUp(
                    f"“{child.name}” dừng {STARTS_AT_MOST} lần liên tiếp (mã {ended})."
                    f" Xem {self.log} để biết nguyên nhân."
                )
            self.say(f"“{child.name}” dừng bất ngờ (mã {ended}), đang khởi động lại")
            self._start(child)

    def stop(self) -> None:
        """Stop all children: ask, wait a while, then end them."""
        running = [c.process for c in self.children if c.process and c.process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.children.clear()


class Stopping:
    """Turns Ctrl-C, SIGTERM and SIGHUP into Stopped; further ones are ignored."""

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.asked = self.held = False
        for each in self.signals:
            signal.signal(each, self._ask)

    def _ask(self, _signal: int, _frame: object) -> None:
        for each in self.signals:
            signal.signal(each, signal.SIG_IGN)
        self.asked = True
        if not self.held:
            raise Stopped

    @contextmanager
    def later(self) -> Iterator[None]:
        """Let something be finished first that must not be left half done."""
        self.held = True
        try:
            yield
        finally:
            self.held = False
            if self.asked:
                raise Stopped
