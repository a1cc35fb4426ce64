"""Which numbers of the assessment circular apply on a day, and how a school reads its open points.

The numbers lie in `parameters/tt22_2021.toml`; scores are tenths (65 is 6,5) everywhere.
Source: Circular 22/2021/TT-BGDĐT; rule book 1, 12.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

FOR_EVER = date.max


class Level(IntEnum):
    """A level of learning (kết quả học tập) or of conduct (kết quả rèn luyện), worst first."""

    CHUA_DAT = 0
    DAT = 1
    KHA = 2
    TOT = 3

    @property
    def code(self) -> str:
        """Its name in data: "tot", "kha", "dat", "chua_dat"."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """Its name on pages."""
        return LABELS[self]


LABELS = {Level.TOT: "Tốt", Level.KHA: "Khá", Level.DAT: "Đạt", Level.CHUA_DAT: "Chưa đạt"}
LEVELS = {level.code: level for level in Level}


class AdjustmentMode(StrEnum):
    """How the clause of one subject is read: it is left out, or taken as a good one."""

    EXCLUDE = "exclude"
    """The stricter reading: the other subjects alone must reach the level."""
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Rung:
    """What a level asks: all scores from `floor`, `count` from `high`, at most `failed` fails."""

    level: Level
    floor: int
    high: int
    count: int
    failed: int


@dataclass(frozen=True, slots=True)
class Elective:
    """A subject a class may take beside the programme; assessed by scores."""

    code: str
    name: str
    periods: int


@dataclass(frozen=True, slots=True, eq=False)
class Circular:
    """The numbers of a circular, and the school's reading of what it leaves open.

    `adjustment` and `both_remedies` are the school's own settings (`school_rules.toml`).
    `conduct[term 2][term 1]` is the year's conduct.
    """

    code: str
    legal_basis: str
    valid_from: date
    valid_until: date
    regular_steps: tuple[tuple[int, int], ...]
    regular_beyond: int
    regular_comments: int
    midterm_weight: int
    final_weight: int
    term_weights: tuple[int, int]
    rungs: tuple[Rung, Rung, Rung]
    adjusted_gap: int
    adjusted_from: Level
    adjusted_after_retest: bool
    conduct: tuple[tuple[Level, ...], ...]
    most_absent: int
    retest_below: int
    honour_score: int
    honour_count: int
    electives: Mapping[str, Elective]
    adjustment: AdjustmentMode
    both_remedies: bool

    @property
    def least_subjects(self) -> int:
        """With fewer scored subjects no level is defined."""
        return max(rung.count for rung in self.rungs)


def circular_on(
    day: date,
    *,
    adjustment: str = AdjustmentMode.EXCLUDE,
    both_remedies: bool = True,
) -> Circular:
    """Return the circular in force on a day as a school reads it. Raises LookupError before 2021.

    The same object for the same answer, so what is counted by it may be remembered.

    >>> circular_on(date(2026, 9, 7)).rungs[0].high
    80
    """
    entry = next(
        (e for e in _entries() if e["valid_from"] <= day < e.get("valid_until", FOR_EVER)), None
    )
    if entry is None:
        raise LookupError(f"no circular of assessment in force on {day}")
    return _read(entry["code"], AdjustmentMode(adjustment), both_remedies)


@cache
def _read(code: str, adjustment: AdjustmentMode, both_remedies: bool) -> Circular:  # noqa: FBT001
    entry = next(e for e in _entries() if e["code"] == code)
    best, middle, least = (
        Rung(LEVELS[r["level"]], r["floor"], r["high"], r["count"], r["failed"])
        for r in entry["levels"]
    )
    first, second = entry["term_weights"]
    return Circular(
        code=code,
        legal_basis=entry["legal_basis"],
        valid_from=entry["valid_from"],
        valid_until=entry.get("valid_until", FOR_EVER),
        regular_steps=tuple((step["most"], step["count"]) for step in entry["regular_steps"]),
        regular_beyond=entry["regular_beyond"],
        regular_comments=entry["regular_comments"],
        midterm_weight=entry["midterm_weight"],
        final_weight=entry["final_weight"],
        term_weights=(first, second),
        rungs=(best, middle, least),
        adjusted_gap=entry["adjusted_gap"],
        adjusted_from=LEVELS[entry["adjusted_from"]],
        adjusted_after_retest=entry["adjusted_after_retest"],
        conduct=_conduct(entry["conduct"]),
        most_absent=entry["most_absent"],
        retest_below=entry["retest_below"],
        honour_score=entry["honour_score"],
        honour_count=entry["honour_count"],
        electives={
            e["code"]: Elective(e["code"], e["name"], e["periods"]) for e in entry["elective"]
        },
        adjustment=adjustment,
        both_remedies=both_remedies,
    )


def _conduct(lines: Mapping[str, Mapping[str, str]]) -> tuple[tuple[Level, ...], ...]:
    return tuple(
        tuple(LEVELS[lines[second.code][first.code]] for first in Level) for second in Level
    )


@cache
def _entries() -> tuple[dict[str, Any], ...]:
    text = files("truongso.rules").joinpath("parameters", "tt22_2021.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["circular"])
