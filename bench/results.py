"""The year results of a million generated pupils: our rules beside a vectorised pass.

Rules alone, no database. Pupils come in chunks, so that memory does not grow with their number. The
same rows go through Polars where it is installed (it is no part of the program). Run:
`python -m bench.results [pupils]`.
"""

import re
import resource
import subprocess
import sys
import time
from array import array
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from random import Random
from typing import Any

from bench.aims import of_pass
from truongso.rules.bulk import FAILED_1, FAILED_2, Columns, outcomes, pair
from truongso.rules.circular import Circular, circular_on

MILLION, CHUNK = 1_000_000, 50_000
SCORED, COMMENTED = 8, 5
Counted = Counter[tuple[int, int]]


def chunks(pupils: int, seed: int = 22) -> Iterator[Columns]:
    """Yield generated pupils in columns: able ones and weak ones, few failures, few absences."""
    random = Random(seed)
    for start in range(0, pupils, CHUNK):
        size = min(CHUNK, pupils - start)
        able = [random.gauss(70, 13) for _ in range(size)]
        yield Columns(
            [array("H", [_scores(random, one) for one in able]) for _ in range(SCORED)],
            [
                array("H", random.choices((0, FAILED_1, FAILED_2), (960, 20, 20), k=size))
                for _ in range(COMMENTED)
            ],
            array("H", random.choices(_CONDUCT, _WEIGHTS, k=size)),
            array("H", random.choices(range(60), [60 - at for at in range(60)], k=size)),
        )


_CONDUCT = [pair(first, second) for first in range(4) for second in range(4)]
_WEIGHTS = [
    (1 + first * first) * (1 + second * second) for first in range(4) for second in range(4)
]


def _scores(random: Random, able: float) -> int:
    first, second = (min(100, max(0, int(random.gauss(able, 8)))) for _ in range(2))
    return pair(first, second)


def ours(columns: Columns, circular: Circular) -> Counted:
    """Count levels and decisions by the rules: (level of the year, whether promoted)."""
    years = Counter(year for _first, _second, year in outcomes(columns, circular=circular))
    found: Counted = Counter()
    for year, count in years.items():
        level = -1 if year.learning is None else int(year.learning)
        found[level, int(year.decision.value == "promoted")] += count
    return found


def vectorised(columns: Columns, circular: Circular, polars: Any) -> Counted:
    """Count the same by one vectorised pass over the same rows."""
    frame = _frame(columns, polars)
    col, when = polars.col, polars.when
    names = [f"s{at}" for at in range(SCORED)]
    frame = frame.with_columns(
        [((((col(n) // 256) + 2 * (col(n) % 256)) * 2 + 3) // 6).alias(f"y{n}") for n in names]
    )
    levels = {}
    for label, of in (
        ("first", [col(n) // 256 for n in names]),
        ("second", [col(n) % 256 for n in names]),
        ("year", [col(f"y{n}") for n in names]),
    ):
        failed = polars.sum_horizontal(
            [(col(f"c{at}") // (1 if label == "first" else 16)) % 16 for at in range(COMMENTED)]
        )
        levels[label] = _level(of, failed, circular, polars).alias(label)
    table = [int(circular.conduct[second][first]) for first in range(4) for second in range(4)]
    conduct = (col("conduct") // 256 * 4 + col("conduct") % 256).replace_strict(
        list(range(16)), table, return_dtype=polars.Int64
    )
    frame = frame.with_columns([*levels.values(), conduct.alias("behaves")])
    up = (col("behaves") > 0) & (col("year") > 0) & (col("absent") <= circular.most_absent)
    counted = frame.with_columns(when(up).then(1).otherwise(0).alias("up")).group_by("year", "up")
    rows = counted.agg([polars.len().alias("n"), col("first").sum(), col("second").sum()]).rows()
    return Counter({(level, promoted): count for level, promoted, count, *_ in rows})


def _frame(columns: Columns, polars: Any) -> Any:
    held = {f"s{at}": one for at, one in enumerate(columns.scored)}
    held |= {f"c{at}": one for at, one in enumerate(columns.commented)}
    held |= {"conduct": columns.conduct, "absent": columns.absent}
    # Numbers wide enough for the arithmetic, without a loop over pupils.
    return polars.DataFrame(
        {name: polars.Series(name, one, dtype=polars.UInt16) for name, one in held.items()}
    ).with_columns(polars.all().cast(polars.Int64))


def _level(scores: list[Any], failed: Any, circular: Circular, polars: Any) -> Any:
    """The level with the clause of one subject, as an expression of counts."""
    size = len(scores)

    def count(least: int) -> Any:
        return polars.sum_horizontal([(one >= least).cast(polars.Int64) for one in scores])

    seen = [(r, size - count(r.floor), count(r.high)) for r in circular.rungs]
    base = polars.lit(0)
    for rung, below, high in reversed(seen):
        held = (below == 0) & (high >= rung.count) & (failed <= rung.failed)
        base = polars.when(held).then(int(rung.level)).otherwise(base)
    raised = polars.lit(value=False)
    for rung, below, high in seen:
        if rung.level < circular.adjusted_from:
            continue
        gap = int(rung.level) - base >= circular.adjusted_gap
        one_comment = (below == 0) & (high >= rung.count) & (failed == rung.failed + 1)
        one_score = (below == 1) & (high >= rung.count) & (failed <= rung.failed)
        raised = raised | (gap & (one_comment | one_score))
    return base + raised.cast(polars.Int64)


def row(pupils: int = MILLION) -> str:
    """Measure in a process of its own, for its memory; returns the row of a table."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.results", str(pupils)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    ours = re.search(r"in ([\d.]+) s of one core, at most (\d+) MiB", told)
    theirs = re.search(r"polars: ([\d.]+) s", told)
    assert ours is not None, told
    return of_pass(pupils, float(ours[1]), float(theirs[1]) if theirs else None, int(ours[2]))


def main(pupils: int = MILLION) -> int:
    """Print seconds of both passes, their ratio, and the memory at its highest."""
    circular = circular_on(date(2026, 9, 7))
    try:
        polars: Any = import_module("polars")
    except ImportError:
        polars = None
    here, there = 0.0, 0.0
    counted: Counted = Counter()
    beside: Counted = Counter()
    for columns in chunks(pupils):
        start = time.process_time()
        counted += ours(columns, circular)
        here += time.process_time() - start
        if polars is not None:
            start = time.process_time()
            beside += vectorised(columns, circular, polars)
            there += time.process_time() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"rules: {pupils:,} pupils in {here:.2f} s of one core, at most {most} MiB")
    for (level, promoted), count in sorted(counted.items()):
        print(f"  level {level}, promoted {promoted}: {count:,}")
    if polars is None:
        print("polars is not installed: no vectorised pass")
        return 0
    print(f"polars: {there:.2f} s of all cores; ratio {here / there:.2f}")
    print("same counts" if counted == beside else f"OTHER COUNTS: {beside}")
    return int(counted != beside)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION))
