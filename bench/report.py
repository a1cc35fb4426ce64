"""From samples to figures: medians, ratios of what was measured side by side, and a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

PROGRAM = "program"
ENOUGH_FOR_A_TENTH = 10


@dataclass(frozen=True)
class Samples:
    """What was measured of one thing, by round: milliseconds, requests a second, CPU of each."""

    what: str
    arm: str
    schools: int
    statements: int
    size: int
    times: Sequence[Sequence[float]]
    rates: Sequence[float]
    cpu: Sequence[float]


@dataclass(frozen=True)
class Figure:
    """One line of the table. Times in milliseconds, rates in requests a second.

    `rate_one` is what the median allows one client; `rate` is what several got together, None when
    that was not asked. `cpu` is of web server and database together, in milliseconds.
    `times_floor`: the program's median over this one's, median of the rounds; 1 for the program.
    """

    what: str
    arm: str
    schools: int
    statements: int
    size: int
    count: int
    quickest_tenth: float
    middle: float
    slowest_tenth: float
    rate_one: float
    rate: float | None
    cpu: float | None
    times_floor: float


@dataclass(frozen=True)
class Growth:
    """How one thing's time changed from the fewest schools to the most: median of the rounds.

    `low` and `high` hold the middle half of the rounds. `cpu`: the same of its CPU time, with its
    own middle half; None where that was not measured.
    """

    what: str
    arm: str
    ratio: float
    low: float
    high: float
    cpu: tuple[float, float, float] | None


def figures(everything: Iterable[Samples]) -> list[Figure]:
    """Return a line for each thing measured, in the order given."""
    rows = list(everything)
    programs = {(row.what, row.schools): row for row in rows if row.arm == PROGRAM}
    return [_figure(row, programs.get((row.what, row.schools), row)) for row in rows]


def _figure(row: Samples, program: Samples) -> Figure:
    times = [time for each in row.times for time in each]
    middle = median(times)
    return Figure(
        what=row.what,
        arm=row.arm,
        schools=row.schools,
        statements=row.statements,
        size=row.size,
        count=len(times),
        quickest_tenth=tenths(times)[0],
        middle=middle,
        slowest_tenth=tenths(times)[-1],
        rate_one=1000 / middle,
        rate=median(row.rates) if row.rates else None,
        cpu=median(row.cpu) if row.cpu else None,
        times_floor=median(paired(program.times, row.times)),
    )


def tenths(times: Sequence[float]) -> list[float]:
    """Return the times that one, two … nine of ten do not exceed; least and most of a few."""
    if len(times) < ENOUGH_FOR_A_TENTH:
        return [min(times), max(times)]
    return quantiles(times, n=10, method="inclusive")


def paired(above: Sequence[Sequence[float]], below: Sequence[Sequence[float]]) -> list[float]:
    """Return for each round the ratio of its medians: what else ran then falls on both."""
    return [median(a) / median(b) for a, b in zip(above, below, strict=True)]


def growths(everything: Iterable[Samples]) -> list[Growth]:
    """Return how each thing changed from the fewest schools to the most."""
    by_name: dict[tuple[str, str], list[Samples]] = {}
    for row in everything:
        by_name.setdefault((row.what, row.arm), []).append(row)
    found = []
    for (what, arm), rows in by_name.items():
        few, many = min(rows, key=_schools), max(rows, key=_schools)
        if few is not many:
            low, middle, high = _quarters(paired(many.times, few.times))
            cpu = [a / b for a, b in zip(many.cpu, few.cpu, strict=True) if b]
            found.append(Growth(what, arm, middle, low, high, _quarters(cpu) if cpu else None))
    return found


def _schools(row: Samples) -> int:
    return row.schools


def _quarters(ratios: Sequence[float]) -> tuple[float, float, float]:
    if len(ratios) == 1:
        return ratios[0], ratios[0], ratios[0]
    low, middle, high = quantiles(ratios, n=4, method="inclusive")
    return low, middle, high


def table(lines: Sequence[Figure], growth: Sequence[Growth]) -> str:
    """Return the figures for reading."""
    head = (
        "",
        "",
        "schools",
        "SQL",
        "KB",
        "p10",
        "ms",
        "p90",
        "1/s",
        "1/s of 4",
        "CPU ms",
        "× floor",
    )
    rows = [head, *(_row(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    text = [
        "  ".join(
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    if growth:
        text += ["", "many schools / one school: time, CPU (middle half of the rounds)"]
        text += [_growth_row(row) for row in growth]
    return "\n".join(line.rstrip() for line in text)


def _growth_row(row: Growth) -> str:
    said = f"{row.what:10}  {row.arm:24}  {row.ratio:5.2f}  ({row.low:.2f} to {row.high:.2f})"
    if row.cpu is None:
        return said
    low, middle, high = row.cpu
    return f"{said}  {middle:5.2f}  ({low:.2f} to {high:.2f})"


def _row(line: Figure) -> tuple[str, ...]:
    return (
        line.what,
        line.arm,
        str(line.schools),
        str(line.statements or ""),
        f"{line.size / 1024:.0f}" if line.size else "",
        f"{line.quickest_tenth:.2f}",
        f"{line.middle:.2f}",
        f"{line.slowest_tenth:.2f}",
        f"{line.rate_one:.0f}",
        f"{line.rate:.0f}" if line.rate is not None else "",
        f"{line.cpu:.1f}" if line.cpu is not None else "",
        "" if line.arm == PROGRAM else f"{line.times_floor:.1f}",
    )


def as_plain(
    lines: Sequence[Figure], growth: Sequence[Growth], everything: Sequence[Samples]
) -> dict[str, Any]:
    """Return figures and samples for a machine."""
    return {
        "figures": [vars(line) for line in lines],
        "growth": [vars(row) for row in growth],
        "samples": [vars(row) for row in everything],
    }
