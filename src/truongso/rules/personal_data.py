"""What personal data the school keeps and why, and for which purposes a profile may be looked at.

Pure. The register lies in `parameters/personal_data.toml`, each line with its legal bases.
Source: Law 91/2025/QH15, articles 9, 19 and 24; rule book 9.2.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from truongso.rules.verdict import Violation

OTHER = "other"
USABLE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of personal data: about what, why it is kept, who reads it, by which regulations."""

    about: str
    why: str
    readers: str
    sensitive: bool
    legal_basis: tuple[str, ...]


def purposes() -> dict[str, str]:
    """Return the purposes for which a profile may be looked at or a list taken out, by code."""
    return {entry["code"]: entry["name"] for entry in _register()["purpose"]}


def kept() -> tuple[Kept, ...]:
    """Return the register of the personal data that the school keeps."""
    return tuple(
        Kept(**entry | {"legal_basis": tuple(entry["legal_basis"])})
        for entry in _register()["kept"]
    )


def check_purpose(purpose: str, note: str) -> Iterator[Violation]:
    """Yield why a purpose is not said: none of the list, or "other" without saying what."""
    if purpose not in purposes():
        yield Violation("reading.purpose_missing", "purpose")
    elif purpose == OTHER and not note:
        yield Violation("reading.note_missing", "note")


def purpose_in_words(purpose: str, note: str) -> str:
    """Return the purpose as the journal and a watermark tell it."""
    return f"{purposes()[purpose]}: {note}" if note else purposes()[purpose]


@cache
def _register() -> dict[str, Any]:
    path = files("truongso.rules").joinpath("parameters", "personal_data.toml")
    return tomllib.loads(path.read_text("utf-8"))


def use_until(taken_out: date) -> date:
    """Return the last day on which a list of people that was taken out may be used.

    Source: Law 91/2025/QH15 (no longer than the purpose needs); docs/decisions/exports.md.

    >>> use_until(date(2026, 10, 14))
    datetime.date(2026, 11, 13)
    """
    return taken_out + USABLE
