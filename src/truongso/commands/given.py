"""Plain JSON from outside, read without floats; each fault is told with its place."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from truongso.rules.verdict import Violation

WHOLE = re.compile(r"[0-9]{1,4}")


class Number(NamedTuple):
    """A number as it stood in the input."""

    text: str


class Doubled(dict[str, object]):
    """An object in which a key stood twice."""

    key = ""


class Bad(Exception):
    """A case cannot be read."""

    def __init__(self, code: str, at: str, params: Mapping[str, object]) -> None:
        """Keep what is wrong, and where."""
        super().__init__(code)
        self.violation = Violation(code, at, params)


def loaded(text: str) -> object:
    """Return what a JSON text holds, numbers as they stood.

    Raises JSONDecodeError, RecursionError (nested too deep).
    """
    return json.loads(
        text,
        parse_int=Number,
        parse_float=Number,
        parse_constant=Number,
        object_pairs_hook=_object,
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    doubled = Doubled(found)
    for name, _ in pairs:
        if name in seen:
            doubled.key = name
        seen.add(name)
    return doubled


def keys(given: object, at: str, known: Sequence[str]) -> dict[str, object]:
    """Return an object that has no other keys than these, () for any. Raises Bad."""
    if not isinstance(given, dict):
        raise Bad("case.not_an_object", at, {})
    if isinstance(given, Doubled):
        raise Bad("case.doubled_key", at, {"key": given.key})
    for key in given:
        if known and key not in known:
            raise Bad("case.unknown_key", at, {"key": key, "known": ", ".join(known)})
    return given


def items(given: object, at: str) -> list[object]:
    """Return a list. Raises Bad."""
    if isinstance(given, list):
        return given
    raise Bad("case.not_a_list", at, {})


def whole(given: object, at: str, code: str) -> int:
    """Return a whole number from 0 to 9999. Raises Bad."""
    if isinstance(given, Number) and WHOLE.fullmatch(given.text):
        return int(given.text)
    raise Bad(code, at, {})


def flag(given: object, at: str) -> bool:
    """Return true or false; false where nothing is given. Raises Bad."""
    if given is None or isinstance(given, bool):
        return bool(given)
    raise Bad("case.flag", at, {})
