"""What the gradebook aims at, and a table for the decisions' file that says whether it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.report import PROGRAM, Figure, Samples, figures

BARE_SQL, SAME_BYTES = "the same SQL alone", "the same bytes, static"
TOGETHER = (BARE_SQL, SAME_BYTES)
"""The two floors whose sum an aim is measured by: a request asks the database and sends bytes."""


@dataclass(frozen=True)
class Aim:
    """At most so many times both floors, statements, CPU milliseconds; None asks nothing."""

    times: float | None = None
    statements: int | None = None
    cpu: float | None = None


AIMS: Mapping[str, Aim] = {
    "sheet": Aim(times=3, statements=6),
    "sheet data": Aim(times=3, statements=6),
    "save 45": Aim(times=3, statements=8),
    "1,000, year": Aim(cpu=1000),
}
PASS_TIMES = 3
HEAD = ("", "schools", "SQL", "ms", "CPU ms", "same SQL", "same bytes", "× both", "aim")


def markdown(everything: Sequence[Samples]) -> list[str]:
    """Return the lines of a table: each thing beside its floors, and whether its aim is kept."""
    rows: dict[tuple[str, int], dict[str, tuple[Samples, Figure]]] = {}
    for samples, figure in zip(everything, figures(everything), strict=True):
        rows.setdefault((samples.what, samples.schools), {})[samples.arm] = samples, figure
    sides = "|".join(("---", *["--:"] * (len(HEAD) - 2), "---"))
    return [_line(HEAD), f"|{sides}|", *(_row(arms) for arms in rows.values())]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(arms: Mapping[str, tuple[Samples, Figure]]) -> str:
    program, figure = arms[PROGRAM]
    floors = [arms[arm][0] for arm in TOGETHER if arm in arms]
    times = above(program, floors) if floors else None
    beside = (
        f"{arms[arm][1].middle:.1f} (× {arms[arm][1].times_floor:.1f})" if arm in arms else ""
        for arm in TOGETHER
    )
    cells = (
        figure.what,
        str(figure.schools),
        str(figure.statements),
        f"{figure.middle:.1f}",
        "" if figure.cpu is None else f"{figure.cpu:.0f}",
        *beside,
        "" if times is None else f"{times:.1f}",
        verdict(AIMS.get(figure.what, Aim()), times, figure.statements, figure.cpu),
    )
    return _line(cells)


def above(program: Samples, floors: Sequence[Samples]) -> float:
    """Return how many times its floors together the program takes: median of the rounds."""
    rounds = zip(program.times, *(floor.times for floor in floors), strict=True)
    return median(median(own) / sum(map(median, below)) for own, *below in rounds)


def verdict(aim: Aim, times: float | None, statements: int, cpu: float | None) -> str:
    """Return each part of an aim with whether it is kept; "" where nothing is aimed at."""
    parts = (
        ("× {:g}", aim.times, times),
        ("{} SQL", aim.statements, statements),
        ("{:g} ms of CPU", aim.cpu, cpu),
    )
    return "; ".join(
        f"≤ {name.format(most)}: {'kept' if found <= most else 'NOT kept'}"
        for name, most, found in parts
        if most is not None and found is not None
    )


def of_pass(pupils: int, ours: float, theirs: float | None, mebibytes: int) -> str:
    """Return the row for so many generated pupils: seconds of both passes, memory at its highest.

    The vectorised pass stands where others have the same SQL.
    """
    name, spent = f"{pupils:,} pupils, at most {mebibytes} MiB", f"{ours * 1000:.0f}"
    if theirs is None:
        return _line((name, "", "", spent, spent, "Polars is not installed", "", "", ""))
    kept = "kept" if ours <= PASS_TIMES * theirs else "NOT kept"
    beside, times = f"Polars {theirs * 1000:.0f}", f"{ours / theirs:.2f}"
    return _line((name, "", "", spent, spent, beside, "", times, f"≤ × {PASS_TIMES}: {kept}"))
