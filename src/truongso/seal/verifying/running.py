"""Runs the validator's coroutines without anything that a guarded process may not do.

The validator is written for fetching over the network. It fetches nothing here, so its coroutines
never wait: a loop that asks the kernel for nothing is enough, and works behind the walls.
"""

import asyncio
import logging
import selectors
from collections.abc import Coroutine
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
MOST_TURNS = 200_000


class Stuck(RuntimeError):
    """A coroutine waits for something that will never come: it asked for the network."""


class _Nothing(selectors.SelectSelector):
    """Answers that nothing has come, without asking."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = 0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.turns += 1
        if timeout is None or timeout > 0 or self.turns > MOST_TURNS:
            raise Stuck
        return []


@cache
def _loop() -> tuple[asyncio.SelectorEventLoop, _Nothing]:
    selector = _Nothing()
    return asyncio.SelectorEventLoop(selector), selector


def ready() -> None:
    """Make the loop now: what it opens cannot be opened behind the walls."""
    _loop()


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return what the coroutine comes to. Raises what it raises, and Stuck."""
    _quiet()
    loop, selector = _loop()
    selector.turns = 0
    return loop.run_until_complete(coroutine)


@cache
def _quiet() -> None:
    """The library logs the names of signers with every doubt; names do not belong in a log."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
