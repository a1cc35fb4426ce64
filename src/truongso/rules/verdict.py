"""What a rule answers when something is wrong, and how it answers when it allows or refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: its permanent code, the place it concerns, and values for its sentence.

    `at` names the place for the user or the form ("" when the whole act is meant).
    The sentence of a code lives in `rules.messages`.
    """

    code: str
    at: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is what it is: a permanent code, the place, and values for its sentence.

    Unlike a violation it forbids nothing. Its sentence lives in `rules.messages` too.
    """

    code: str
    at: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
