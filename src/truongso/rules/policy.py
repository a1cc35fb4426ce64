"""The dated numbers and tables that rules need: record kinds, legal bases, school settings.

They lie in `parameters/*.toml`, never in code; a change of the law adds an entry with its own
validity and ends the old one. Pure: the caller passes the day.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from truongso.rules.authority import Duty, Grant, Reach
from truongso.rules.deadlines import LatePolicy

FOR_EVER = date.max


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A regulation (căn cứ pháp lí) with the days it is in force; `valid_until` is exclusive."""

    code: str
    number: str
    title: str
    article: str
    valid_from: date
    valid_until: date
    replaced_by: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether the regulation applies on this day."""
        return self.valid_from <= day < self.valid_until


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record (loại hồ sơ) that is handed in for approval, and its chain.

    `required_by`: "law", "school_rule" or "optional". `slot`: what makes one record of the kind
    the only one of its place. `weekly`: due week by week. `external`: the level above decides and
    the school records the answer.
    """

    code: str
    name: str
    short: str
    level: str
    slot: tuple[str, ...]
    required_by: str
    legal_basis: tuple[str, ...]
    grants: tuple[Grant, ...]
    valid_from: date
    valid_until: date
    weekly: bool = False
    extra: bool = False
    external: bool = False

    def in_force(self, day: date) -> bool:
        """Tell whether records of this kind are kept on this day."""
        return self.valid_from <= day < self.valid_until


@dataclass(frozen=True, slots=True)
class SchoolRule:
    """A setting a school decides itself: its default and what it may be."""

    key: str
    name: str
    default: str | int
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None

    def accepts(self, value: str | int) -> bool:
        """Tell whether the setting may have this value."""
        if self.choices:
            return value in [choice for choice, _ in self.choices]
        return (
            isinstance(value, int)
            and (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings of one school on one day: the defaults and what the school decided."""

    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def late_policy(self) -> LatePolicy:
        """What happens to a late lesson plan."""
        return LatePolicy(str(self.values["late_policy"]))

    @property
    def weeks_ahead(self) -> int:
        """How many teaching weeks ahead lesson plans may be handed in."""
        return int(self.values["weeks_ahead"])

    @property
    def adjustment_mode(self) -> str:
        """How the clause of one subject is read: "exclude" or "replace" (`rules.circular`)."""
        return str(self.values["adjustment_mode"])

    @property
    def both_remedies(self) -> bool:
        """Tell whether whoever failed in learning and conduct may mend both in the summer."""
        return self.values["both_remedies"] == "yes"

    @property
    def correction_open_hours(self) -> int:
        """How long the cells of a correction (sửa điểm) stay open, hours."""
        return int(self.values["correction_open_hours"])

    @property
    def max_file_bytes(self) -> int:
        """The largest file taken in, bytes."""
        return int(self.values["max_file_mb"]) * 1024 * 1024

    @property
    def second_factor(self) -> str:
        """Whose duties need a second factor at sign-in: "leaders", "heads" or "everybody"."""
        return str(self.values["second_factor"])


def policy_with(decided: Mapping[str, str | int]) -> Policy:
    """Return the policy of a school that has decided these settings; the rest are defaults."""
    defaults = {rule.key: rule.default for rule in school_rules()}
    known = {key: value for key, value in decided.items() if key in defaults}
    return Policy(defaults | known)


@cache
def school_rules() -> tuple[SchoolRule, ...]:
    """Return every setting a school may decide, in the order they are shown."""
    return tuple(
        SchoolRule(
            entry["key"],
            entry["name"],
            entry["default"],
            tuple((c["value"], c["name"]) for c in entry.get("choices", ())),
            entry.get("least"),
            entry.get("most"),
        )
        for entry in _table("school_rules")["rule"]
    )


@cache
def record_kinds() -> tuple[RecordKind, ...]:
    """Return every kind of record ever defined, in the order of the regulation."""
    return tuple(_kind(entry) for entry in _table("record_kinds")["kind"])


def kinds_on(day: date) -> dict[str, RecordKind]:
    """Return the record kinds in force on a day, by code."""
    return {kind.code: kind for kind in record_kinds() if kind.in_force(day)}


@cache
def legal_bases() -> dict[str, LegalBasis]:
    """Return every regulation that a record or paper may name, by code."""
    return {
        entry["code"]: LegalBasis(
            entry["code"],
            entry["number"],
            entry["title"],
            entry["article"],
            entry["valid_from"],
            entry.get("valid_until", FOR_EVER),
            entry.get("replaced_by", ""),
        )
        for entry in _table("legal_bases")["basis"]
    }


def bases_on(day: date, codes: Sequence[str]) -> list[LegalBasis]:
    """Return those of the named regulations that are in force on a day, in the order named."""
    return [basis for code in codes if (basis := legal_bases()[code]).in_force(day)]


def _kind(entry: Mapping[str, Any]) -> RecordKind:
    code = entry["code"]
    submit, approve, inspect = (
        f"planning.{verb}:{code}" for verb in ("submit", "approve", "inspect")
    )
    grants = [
        *(_grant(submit, line) for line in entry["uploaders"]),
        *(_grant(approve, line, not_own=True) for line in entry["approvers"]),
    ]
    readers = [*entry["uploaders"], *entry["approvers"], *entry["inspectors"]]
    # Whoever is lent the approving reads by that; reading alone is not lent.
    grants += [replace(_grant(inspect, line), lendable_to=frozenset()) for line in readers]
    return RecordKind(
        code,
        entry["name"],
        entry["short"],
        entry["level"],
        tuple(entry["slot"]),
        entry["required_by"],
        tuple(entry["legal_basis"]),
        tuple(grants),
        entry["valid_from"],
        entry.get("valid_until", FOR_EVER),
        entry.get("weekly", False),
        entry.get("extra", False),
        entry.get("external", False),
    )


def _grant(act: str, line: Mapping[str, Any], *, not_own: bool = False) -> Grant:
    lendable = frozenset(Duty(duty) for duty in line.get("lendable_to", ()))
    return Grant(act, Duty(line["duty"]), Reach(line["reach"]), lendable, not_own)


def _table(name: str) -> dict[str, Any]:
    text = files("truongso.rules").joinpath("parameters", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
