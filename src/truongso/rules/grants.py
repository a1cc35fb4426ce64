"""The whole table of rights in force on a day: the permission page, the gate and the test read it.

Pure. Lines about records come from their kinds, the others from `parameters/authority.toml`.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

from truongso.rules.authority import Duty, Grant, Reach
from truongso.rules.policy import kinds_on


@cache
def grants_on(day: date) -> tuple[Grant, ...]:
    """Return every line of the table of rights on a day.

    Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.3 and appendix.
    """
    of_kinds = (grant for kind in kinds_on(day).values() for grant in kind.grants)
    return (*of_kinds, *_other_grants())


def lendable(grants: Iterable[Grant], duty: Duty) -> list[Grant]:
    """Return the lines of a duty that its holder may delegate.

    Source: Decision 20/QĐ-THCS, section II.3 ("tổ phó được tổ trưởng ủy nhiệm") and appendix.
    """
    return [grant for grant in grants if grant.duty is duty and grant.lendable_to]


def act_names(day: date) -> dict[str, str]:
    """Return the Vietnamese name of every act in the table, by code."""
    verbs = {"submit": "Nộp", "approve": "Duyệt", "inspect": "Xem"}
    names = {
        f"planning.{verb}:{kind.code}": f"{word}: {kind.name}"
        for kind in kinds_on(day).values()
        for verb, word in verbs.items()
    }
    return names | {entry["code"]: entry["name"] for entry in _acts()}


@cache
def _acts() -> list[dict]:  # type: ignore[type-arg]
    text = files("truongso.rules").joinpath("parameters", "authority.toml").read_text("utf-8")
    entries: list[dict[str, object]] = tomllib.loads(text)["act"]
    return entries


def _other_grants() -> list[Grant]:
    return [
        Grant(
            entry["code"],
            Duty(line["duty"]),
            Reach(line["reach"]),
            frozenset(Duty(duty) for duty in line.get("lendable_to", ())),
            entry.get("not_own", False),
        )
        for entry in _acts()
        for line in entry["grants"]
    ]
