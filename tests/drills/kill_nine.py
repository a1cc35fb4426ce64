"""Kills the installation at random while people work, and examines what it has kept.

`python -m tests.drills.kill_nine --kills 50` runs about five minutes on two cores. Exit status 0:
nothing lost, doubled, invented or torn. `--control` runs with a database that acknowledges before
it has written (synchronous_commit=off): the drill must then find acts that were lost.
"""

import argparse
import json
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from tests.drills.agreeing import disagreements
from tests.drills.diary import Diary
from tests.drills.examining import Report, examine
from tests.drills.founding import Person
from tests.drills.kept import read
from tests.drills.people import Decider, Somebody, Writer
from tests.drills.rig import Rig, rigged
from tests.processes import PATIENCE_SECONDS, children_of

SCHOOLS = 2
DRAINED_WITHIN = 180.0
RECOVERS_WITHIN = 180.0
"""Long, because a crowded machine starts a web server in half a minute; the report tells it."""
CALM_SECONDS = (0.3, 1.6)
NOT_ASYNC = ("synchronous_commit = off", "wal_writer_delay = 10s")
AT_ONCE = "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"
DANGLING = ("row_without_file", "altered", "not_kept", "lost_part")


@dataclass
class Drill:
    """One run: whom to kill, how often, and what was seen."""

    rig: Rig
    diary: Diary
    random: random.Random
    say: Callable[[str], None]
    killed: Counter[str] = field(default_factory=Counter)
    recovered: dict[str, list[float]] = field(default_factory=dict)

    def victims(self) -> dict[str, list[int | None]]:
        """Everything that can be killed now, by what it is."""
        rig, web = self.rig, self.rig.web_workers()
        server, worker = rig.processes["web"].pid, rig.processes["worker"].pid
        found: dict[str, list[int | None]] = {
            "one web worker": web[:1] if self.random.random() < 0.5 else web[1:2],
            "all web workers": list(web),
            "web server": [server],
            "job worker": [worker],
            "checking or converting": self._children(worker)[:1],
            "database": [rig.postmaster()],
            "one backend": self._backend(),
            "everything": [rig.postmaster(), server, worker],
        }
        return {name: pids for name, pids in found.items() if any(pids)}

    def _children(self, pid: int) -> list[int | None]:
        try:
            return list(children_of(pid))
        except (FileNotFoundError, ProcessLookupError):
            return []

    def _backend(self) -> list[int | None]:
        query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'truongso'"
        try:
            with self.rig.superuser() as link:
                pids = [row[0] for row in link.execute(query)]
        except psycopg.OperationalError:
            return []
        return [self.random.choice(pids)] if pids else []

    def round(self, only: str | None) -> None:
        """Let people work a little, kill something, start it again, wait for the next act done."""
        begun = time.monotonic()
        calm = begun + self.random.uniform(*CALM_SECONDS)
        while time.monotonic() < calm or self.diary.count_since(begun) < 3:
            self.rig.tend()  # a web server whose workers die too often gives up by itself
            time.sleep(0.02)
            self._patient(begun, "nobody gets anything done")
        victims = self.victims()
        name = only or self.random.choice(sorted(victims))
        moment = time.monotonic()
        self.rig.kill(*victims.get(name, [None]))
        self.killed[name] += 1
        while (done := self.diary.done_since(moment)) is None:
            self.rig.tend()
            self._patient(moment, f"no act is done after killing {name}")
            time.sleep(0.02)
        self.recovered.setdefault(name, []).append(done - moment)
        self.rig.tend()
        self.say(f"{sum(self.killed.values())} {name}: {done - moment:.1f} s")

    def _patient(self, since: float, trouble: str) -> None:
        if time.monotonic() - since > RECOVERS_WITHIN:
            raise AssertionError(trouble)

    def drain(self) -> None:
        """Let the job worker finish what was asked for, then stop everything but the database.

        Jobs that failed with the database wait minutes before they are tried again: not here.
        """
        until = time.monotonic() + DRAINED_WITHIN
        while time.monotonic() < until:
            self.rig.tend()
            with self.rig.superuser() as link:
                link.execute(AT_ONCE)
                left = [job for job in read(link).jobs_left if not job.startswith("not sealed")]
            if not left:
                break
            time.sleep(0.5)
        self.rig.stop_web()

    def examined(self) -> Report:
        """Settle, look at everything, and return the report."""
        findings = json.loads(self.rig.run("-m", "tests.drills.settling"))
        with self.rig.superuser() as link:
            kept = read(link)
        report = examine(self.diary, kept)
        report.torn += disagreements(kept)
        for kind, where in findings:
            (report.dangling if kind in DANGLING else report.orphans).append(f"{kind} {where}")
        report.chain_breaks += self._chain_breaks()
        report.recovery_s += [s for some in self.recovered.values() for s in some]
        return report

    def _chain_breaks(self) -> list[str]:
        try:
            self.rig.run("-m", "truongso.commands.main", "audit", "verify")
        except AssertionError as broken:
            return str(broken).splitlines()
        return []


def staffed(
    rig: Rig, who: list[Person], diary: Diary, *, seed: int = 0, forgiving: bool = False
) -> list[Somebody]:
    """Writers and deciders, ready to work."""
    return [
        (Decider if person.decides else Writer)(
            person, rig.port, diary, rig.superuser, f"{seed} {place}", forgiving=forgiving
        )
        for place, person in enumerate(who)
    ]


@contextmanager
def at_work(people: Sequence[Somebody]) -> Iterator[None]:
    """People at work until the block is left; then they finish what they have begun."""
    for person in people:
        person.thread.start()
    try:
        yield
    finally:
        for person in people:
            person.going_home.set()
        for person in people:
            person.thread.join(PATIENCE_SECONDS * 3)


def drill(*, kills: int, seed: int, control: bool, say: Callable[[str], None]) -> Report:
    """Run the drill and return its report. Raises AssertionError when somebody is left waiting."""
    with rigged() as rig:
        who = rig.prepare(SCHOOLS)
        run = Drill(rig, Diary(rig.folder / "drill.log"), random.Random(seed), say)
        people = staffed(rig, who, run.diary, seed=seed, forgiving=control)
        return hurt(run, people, kills=kills, control=control)


def hurt(run: Drill, people: Sequence[Somebody], *, kills: int, control: bool) -> Report:
    """Start the installation, kill it so often while people work, and examine it.

    `control`: with a database that acknowledges too early, and only the database is killed. Ctrl-C
    ends the killing early; what was done until then is examined all the same.
    """
    rig = run.rig
    enough = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: enough.set())
    if control:
        rig.configure(*NOT_ASYNC)
        assert rig.cluster is not None
        rig.cluster.stop()
    rig.start()
    with at_work(people):
        for _ in range(kills):
            if enough.is_set():
                break
            run.round("database" if control else None)
            troubled = [one for one in people if one.trouble]
            assert control or not troubled, f"{troubled[0].name}: {troubled[0].trouble!r}"
    run.drain()
    report = run.examined()
    run.say(f"killed: {dict(run.killed)}")
    slowest = {name: f"{max(times):.1f}" for name, times in run.recovered.items()}
    run.say(f"slowest recovery, s: {slowest}")
    return report


def main(told: str | None, run: Callable[..., Report]) -> int:
    """Run a drill as the command line asks. `told`: what it says of itself."""
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--control", action="store_true")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"seed {args.seed}", flush=True)
    begun = time.monotonic()
    report = run(
        kills=args.kills,
        seed=args.seed,
        control=args.control,
        say=lambda line: print(f"[{time.monotonic() - begun:5.1f} s] {line}", flush=True),
    )
    for name, found in report.wrong.items():
        for line in found[:10]:
            print(f"{name}: {line}")
    print(report)
    return int(bool(report.lost) != args.control or (bool(report.wrong) and not args.control))


if __name__ == "__main__":
    sys.exit(main(__doc__, drill))
