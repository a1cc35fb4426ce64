"""First steps by duty, and which of them are done.

Pure. The steps are data (`first_steps.toml`). A step is done when the journal tells one of its
deeds of the person, when his account has a second factor, or when he ticked it himself.
"""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language

from truongso.rules.authority import Duty

FACTOR = "second_factor"
"""The state, not a deed: a factor that was taken away again leaves the step undone."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: for whom, what to do and why, where; `deeds` empty when it is ticked by hand."""

    code: str
    duties: frozenset[Duty]
    title_vi: str
    title_en: str
    why_vi: str
    why_en: str
    route: str
    deeds: frozenset[str]

    @property
    def title(self) -> str:
        """What to do, in the language of the page."""
        return self.title_en if _english() else self.title_vi

    @property
    def why(self) -> str:
        """Why, in the language of the page."""
        return self.why_en if _english() else self.why_vi

    @property
    def by_hand(self) -> bool:
        """Tell whether the person ticks it himself."""
        return not self.deeds


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person: deeds that the journal tells, and what he ticked himself."""

    deeds: frozenset[str] = frozenset()
    ticked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mine:
    """A step of a person and whether it is done."""

    step: Step
    done: bool


@cache
def steps() -> tuple[Step, ...]:
    """Return every step, in the order in which they are taken."""
    text = files("truongso.support").joinpath("first_steps.toml").read_text("utf-8")
    return tuple(
        Step(
            entry["code"],
            frozenset(Duty(duty) for duty in entry["duties"]),
            entry["title"],
            entry["title_en"],
            entry["why"],
            entry["why_en"],
            entry.get("route", ""),
            frozenset(entry.get("deeds", ())),
        )
        for entry in tomllib.loads(text)["step"]
    )


def deeds_asked() -> frozenset[str]:
    """Return every verb of the journal that a step asks for."""
    return frozenset(deed for step in steps() for deed in step.deeds) - {FACTOR}


def steps_for(duties: Collection[Duty]) -> list[Step]:
    """Return the steps of somebody with these duties, each once."""
    held = frozenset(duties)
    return [step for step in steps() if step.duties & held]


def mine(duties: Collection[Duty], known: Known) -> list[Mine]:
    """Return the steps of somebody with these duties, each with whether it is done."""
    return [Mine(step, _done(step, known)) for step in steps_for(duties)]


def left(found: Iterable[Mine]) -> list[Mine]:
    """Return the steps that are not done yet."""
    return [one for one in found if not one.done]


def _done(step: Step, known: Known) -> bool:
    if step.by_hand:
        return step.code in known.ticked
    return bool(step.deeds & known.deeds)


def _english() -> bool:
    return (get_language() or "vi").startswith("en")
