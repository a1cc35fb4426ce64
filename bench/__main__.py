"""`python -m bench`: measure, print a table, write JSON."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench import aims, copies, measuring, report, results, rounds
from bench.installation import Installation, installed, machine
from bench.report import Samples
from bench.rounds import Measured
from bench.scene import ALONE

MANY, WHOLE = 2000, 100
"""So many schools; so many of them with all that a school has, the others with people and marks."""
LOOKED_AT = 40
MOST_ROUNDS = (ALONE - 1) // 2
"""Each takes two papers that wait, and none of them waits afterwards."""
FIRST_WEEK, FIRST_WEEK_QUICK = 7, 9


def main(words: Sequence[str] | None = None) -> int:
    """Measure as the command line asks."""
    asked = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # everything is stopped then, too
    count = asked.schools or (40 if asked.quick else MANY)
    times = min(asked.rounds or (3 if asked.quick else 10), MOST_ROUNDS)
    talk = _Talk()
    facts = machine()
    with ExitStack() as stack:
        one, many = stack.enter_context(installed()), stack.enter_context(installed())
        first = FIRST_WEEK_QUICK if asked.quick else FIRST_WEEK
        everything = _everything(one, many, count, first, pooling=asked.pooling, say=talk)
        rounds.run(everything, times, talk)
    facts["load at the end"] = machine()["load"]
    samples = [_samples(measured) for measured in everything]
    lines, growth = report.figures(samples), report.growths(samples)
    print(report.table(lines, growth))
    print("", *aims.markdown(samples), sep="\n")
    if not asked.pooling:
        talk("a million pupils")
        print(results.row())
    if asked.json:
        told = {"machine": facts, **report.as_plain(lines, growth, samples)}
        asked.json.write_text(json.dumps(told, indent=1), "utf-8")
    return 0


def _everything(
    one: Installation,
    many: Installation,
    count: int,
    first: int,
    *,
    pooling: bool,
    say: "_Talk",
) -> list[Measured]:
    """Fill both installations and return what is measured in them."""
    one.make()
    many.make()
    school_id = int(one.run("-m", "bench.school", str(first)))
    with one.link("postgres") as link:
        template = copies.taken(link, school_id)
    say(f"one school made by the acts: {template.rows} rows")
    everything: list[Measured] = []
    for installation, schools in ((one, 1), (many, count)):
        whole = min(schools, WHOLE if count > WHOLE else (count + 1) // 2)
        ids = copies.fill(installation, template, whole, schools - whole)
        large = ids.pop() if schools > whole else 0
        say(f"copied to {schools}")
        scene = measuring.prepared(installation, ids, LOOKED_AT, large)
        if pooling:
            everything += measuring.of_connections(installation, scene, schools)
        else:
            everything += measuring.of_pages(installation, scene, schools)
            everything += measuring.of_acts(installation, scene, schools)
            everything += measuring.of_saving(installation, scene, schools)
    return everything


def _samples(measured: Measured) -> Samples:
    return Samples(
        what=measured.what,
        arm=measured.arm,
        schools=measured.schools,
        statements=measured.statements,
        size=measured.size,
        times=measured.times,
        rates=measured.rates,
        cpu=measured.cpu,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="40 smaller schools and 3 rounds")
    parser.add_argument("--schools", type=int, help=f"how many are many (usually {MANY})")
    parser.add_argument(
        "--rounds", type=int, help=f"how many rounds (usually 10, at most {MOST_ROUNDS})"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and samples there")
    parser.add_argument(
        "--pooling",
        action="store_true",
        help="measure the week board by kept, pooled and new connections instead",
    )
    return parser


class _Talk:
    """Lines for the person who waits, each with the seconds since the start."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def __call__(self, text: str) -> None:
        print(f"[{time.monotonic() - self.begun:5.0f} s] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
