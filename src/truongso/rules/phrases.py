"""A teacher's own phrases for comments: what a change makes of the list, and what does not fit.

Changes are sent, not lists: what was changed on two devices while neither had a network is joined,
and a change that is sent twice does nothing the second time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from truongso.rules.verdict import Violation

MOST_PHRASES, LONGEST = 200, 500


class Kind(StrEnum):
    """What a change does: put a phrase in (or to another place), drop it, say it otherwise."""

    PUT = "put"
    DROP = "drop"
    REWORD = "reword"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `at`: the place of a phrase that is put, None the end; `to`: its new words."""

    kind: Kind
    text: str
    at: int | None = None
    to: str = ""


def changed(phrases: Sequence[str], changes: Iterable[Change]) -> list[str]:
    """Return the list after the changes, each phrase once.

    >>> changed(["A", "B"], [Change(Kind.PUT, "C", at=0), Change(Kind.REWORD, "B", to="D")])
    ['C', 'A', 'D']
    >>> changed(["A"], [Change(Kind.DROP, "B"), Change(Kind.REWORD, "B", to="D")])
    ['A', 'D']

    Source: Circular 22/2021/TT-BGDĐT, Article 5 (comments are the teacher's own words); the list
    and how it changes are ours.
    """
    found = list(phrases)
    for change in changes:
        found = _after(found, change)
    return found


def _after(phrases: list[str], change: Change) -> list[str]:
    stands = change.text in phrases
    rest = [one for one in phrases if one != change.text]
    match change.kind:
        case Kind.DROP:
            return rest
        case Kind.PUT if change.at is not None:
            return [*rest[: change.at], change.text, *rest[change.at :]]
        case Kind.PUT:
            return phrases if stands else [*phrases, change.text]
    if change.to in phrases:
        # Said already: by the first sending of this change, or by another phrase.
        return rest if change.to != change.text else phrases
    # Dropped elsewhere meanwhile: the words that somebody took the trouble to write are kept.
    return [change.to if one == change.text else one for one in phrases] + (
        [] if stands else [change.to]
    )


def check_phrases(phrases: Sequence[str]) -> Iterator[Violation]:
    """Yield what does not fit into a list: too many phrases, one that is too long.

    Source: ours. A comment holds 500 characters, and nobody chooses among more than 200 phrases.
    """
    if len(phrases) > MOST_PHRASES:
        yield Violation("phrases.too_many", "phrases", {"most": MOST_PHRASES})
    if any(len(one) > LONGEST for one in phrases):
        yield Violation("phrases.too_long", "phrases", {"most": LONGEST})
