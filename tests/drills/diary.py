"""The drill's own log: what was tried, and what was acknowledged, on the disk before the next step.

It stands outside the installation, so what the installation has forgotten is still known here.
"""

import json
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Attempt:
    """One act that was tried: its kind, its facts, and the answer; None while it has none."""

    act: str
    facts: dict[str, Any]
    begun: float
    answer: dict[str, Any] | None = None
    told: float = 0.0

    def __getitem__(self, name: str) -> Any:
        """A fact by its name."""
        return self.facts[name]

    @property
    def acknowledged(self) -> bool:
        """Tell whether a person was told that it is done."""
        return self.answer is not None


@dataclass
class Diary:
    """Attempts in the order in which they began; the file has a line for each, and each answer."""

    path: Path
    attempts: list[Attempt] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, act: str, **facts: Any) -> Attempt:
        """Write down that something is about to be tried."""
        made = Attempt(act, facts, time.monotonic())
        with self.lock:
            self.attempts.append(made)
            self._write({"act": act, **facts})
        return made

    def acknowledge(self, attempt: Attempt, **answer: Any) -> None:
        """Write down, durably, that it was acknowledged."""
        with self.lock:
            self._write({"acknowledged": attempt.act, **attempt.facts, "answer": answer})
            attempt.answer, attempt.told = answer, time.monotonic()

    def of(self, act: str) -> list[Attempt]:
        """Return the attempts of a kind."""
        with self.lock:
            return [attempt for attempt in self.attempts if attempt.act == act]

    def done_since(self, moment: float) -> float | None:
        """Return when the first act begun after a moment was acknowledged; None while none was."""
        with self.lock:
            told = [a.told for a in self.attempts if a.begun >= moment and a.acknowledged]
        return min(told, default=None)

    def count_since(self, moment: float) -> int:
        """Return how many acts were acknowledged since a moment."""
        with self.lock:
            return sum(a.acknowledged and a.told >= moment for a in self.attempts)

    def _write(self, line: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
