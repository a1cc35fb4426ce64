"""Measuring in turns: every round does a little of everything, so that noise falls on all alike."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.clients import Client

CLIENTS = 4


@dataclass
class Measured:
    """One thing that is measured in one installation, with what came of it.

    `what`: the page or act; `arm`: the program itself, or which floor; `schools`: how many there
    are. `times`: milliseconds of each, by round; `rates`: requests a second of several clients, by
    round, where `together` says how often each does it; `cpu`: milliseconds of CPU that each of
    those took of the installation, which `meter` tells in seconds.
    """

    what: str
    arm: str
    schools: int
    make: Callable[[int], Client]
    meter: Callable[[], float]
    each_round: int
    together: int = 0
    statements: int = 0
    size: int = 0
    times: list[list[float]] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)

    def warm(self) -> None:
        """Make the clients and let each do it once, without a clock."""
        count = CLIENTS if self.together else 1
        self.clients = [self.make(number) for number in range(count)]
        for client in self.clients:
            client.once()
            client.tidy()

    def round(self) -> None:
        """Do it some times alone, then by several clients at once."""
        for client in self.clients:
            client.begin()
        self.times.append([_timed(self.clients[0]) for _ in range(self.each_round)])
        if self.together:
            before = self.meter()
            took = _together(self.clients, self.together)
            count = len(self.clients) * self.together
            self.cpu.append((self.meter() - before) * 1000 / count)
            self.rates.append(count / took)
            for client in self.clients:
                client.tidy()

    def close(self) -> None:
        """Let all clients go."""
        for client in self.clients:
            client.close()


def run(everything: Sequence[Measured], rounds: int, say: Callable[[str], None]) -> None:
    """Measure everything in turns, the order turned round from round to round."""
    for measured in everything:
        measured.warm()
    for number in range(rounds):
        for measured in everything if number % 2 else reversed(everything):
            measured.round()
        say(f"round {number + 1} of {rounds}")
    for measured in everything:
        measured.close()


def _timed(client: Client) -> float:
    begun = time.perf_counter()
    client.once()
    took = (time.perf_counter() - begun) * 1000
    client.tidy()
    return took


def _together(clients: Sequence[Client], times: int) -> float:
    """Let several clients do it at once, each so often; returns the seconds until the last end."""
    ready = threading.Barrier(len(clients) + 1)
    troubles: list[Exception] = []

    def work(client: Client) -> None:
        ready.wait()
        try:
            for _ in range(times):
                client.once()
        except Exception as error:  # noqa: BLE001  (told by the caller, in its own thread)
            troubles.append(error)

    threads = [threading.Thread(target=work, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if troubles:
        raise troubles[0]
    return took
