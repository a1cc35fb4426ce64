"""How long records are kept, what is proposed afterwards, and how the proposal is decided.

Pure. The schedule lies in `parameters/retention.toml`. Nothing that is a record goes by itself: it
is proposed, the principal decides, and there is a time to think again before it is done.
Source: Law 33/2024/QH15; Circular 27/2016/TT-BGDĐT; Law 91/2025/QH15; rule book 6.6 and 9.2.
"""

import tomllib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from truongso.rules.verdict import Violation

WAITING = timedelta(days=7)
SHORTEST_REASON = 10
LONGEST_KEEPING = timedelta(days=3660)


class Does(StrEnum):
    """What happens when the time is over."""

    KEEP = "keep"
    DELETE = "delete"
    STRIP = "strip"
    ITSELF = "itself"


class Step(StrEnum):
    """How far a proposal has come: open, approved (waits a while), kept (until a day), done."""

    OPEN = "open"
    APPROVED = "approved"
    KEPT = "kept"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of record on the schedule. `months` and `days` None: for ever.

    `fields`: what is removed of a person's profile when it is stripped.
    """

    code: str
    name: str
    counted_from: str
    does: Does
    why: str
    source: str
    months: int | None = None
    days: int | None = None
    fields: tuple[str, ...] = ()

    @property
    def proposed(self) -> bool:
        """Whether a removal is proposed when the time is over."""
        return self.does in (Does.DELETE, Does.STRIP)


@cache
def schedule() -> tuple[Line, ...]:
    """Return the retention schedule (lịch lưu giữ), in the order of the page."""
    path = files("truongso.rules").joinpath("parameters", "retention.toml")
    entries = tomllib.loads(path.read_text("utf-8"))["record"]
    return tuple(_line(entry) for entry in entries)


def line(code: str) -> Line:
    """Return the line of a kind of record. Raises LookupError."""
    found = next((one for one in schedule() if one.code == code), None)
    if found is None:
        raise LookupError(code)
    return found


def due_through(one: Line, today: date) -> date:
    """Return the last day from which the time is over today; LookupError where it never is.

    At the end of a month it is never earlier than the months say: what began on 31 January and is
    kept for a month goes on 1 March.
    Source: rule book 9.2 (no longer than needed); Law 91/2025/QH15.

    >>> due_through(line("notices"), date(2026, 3, 31))
    datetime.date(2025, 3, 31)
    """
    if one.months is not None:
        months = today.year * 12 + today.month - 1 - one.months
        year, month = divmod(months, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(today.day, last))
    if one.days is not None:
        return today - timedelta(days=one.days)
    raise LookupError(one.code)


def check_keeping(until: date, reason: str, *, today: date) -> Iterator[Violation]:
    """Yield why things may not be kept until a day: past, too far away, or without a reason.

    Source: Law 91/2025/QH15 (keeping longer needs a ground); rule book 9.2.
    """
    if until <= today:
        yield Violation("retention.until_past", "until")
    elif until > today + LONGEST_KEEPING:
        yield Violation("retention.until_far", "until")
    if len(reason) < SHORTEST_REASON:
        yield Violation("retention.no_reason", "reason", {"least": SHORTEST_REASON})


def check_step(now: Step, wanted: Step) -> Iterator[Violation]:
    """Yield why a proposal cannot take a step: only an open one is decided, only an approved one
    that is not carried out is taken back.

    Source: Circular 27/2016/TT-BGDĐT (a head decides on destruction before it is done).
    """
    if wanted is Step.OPEN:
        if now not in (Step.APPROVED, Step.KEPT):
            yield Violation("retention.not_decided")
    elif now is not Step.OPEN:
        yield Violation("retention.decided")


def _line(entry: dict[str, object]) -> Line:
    keep = entry.pop("keep", {})
    kept = dict(keep) if isinstance(keep, dict) else {}
    listed = entry.pop("fields", ())
    fields = tuple(map(str, listed)) if isinstance(listed, list) else ()
    words = {name: str(value) for name, value in entry.items() if name != "does"}
    return Line(
        **words,
        does=Does(str(entry["does"])),
        months=kept.get("months"),
        days=kept.get("days"),
        fields=fields,
    )
