"""What changed between the texts of two versions: line by line, words marked within a line."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"\s+|[^\s]+")
MOST_LINES, AROUND = 4000, 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line and what became of them: "same", "removed" or "added"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the comparison: "same", "removed", "added", or "gap" for equal lines left out.

    `count`: for a gap, how many lines are left out.
    """

    kind: str
    pieces: tuple[Piece, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A comparison; `known` is False when one of the texts could not be read."""

    known: bool
    lines: tuple[Line, ...] = ()
    added: int = 0
    removed: int = 0
    cut: bool = False


def compare(old: str | None, new: str | None) -> Result:
    """Return what changed from one text to another. None stands for a text that is not known."""
    if old is None or new is None:
        return Result(known=False)
    before, after = _lines(old), _lines(new)
    cut = len(before) > MOST_LINES or len(after) > MOST_LINES
    lines = tuple(_compared(before[:MOST_LINES], after[:MOST_LINES]))
    kinds = [line.kind for line in lines]
    added, removed = kinds.count("added"), kinds.count("removed")
    return Result(known=True, lines=lines, added=added, removed=removed, cut=cut)


def _lines(text: str) -> list[str]:
    squeezed = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in squeezed if line]


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        start = group[0][1]
        if start:
            yield Line("gap", count=start)
        for tag, a1, a2, b1, b2 in group:
            if tag == "equal":
                yield from (Line("same", (Piece("same", text),)) for text in before[a1:a2])
            else:
                yield from _changed(before[a1:a2], after[b1:b2])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Changed lines; where one line stands for one, the words that differ are marked."""
    if len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            yield from _words(before, after)
        return
    yield from (Line("removed", (Piece("removed", text),)) for text in old)
    yield from (Line("added", (Piece("added", text),)) for text in new)


def _words(before: str, after: str) -> Iterator[Line]:
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    gone: list[Piece] = []
    come: list[Piece] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        kind = "same" if tag == "equal" else ""
        if a2 > a1:
            gone.append(Piece(kind or "removed", "".join(old[a1:a2])))
        if b2 > b1:
            come.append(Piece(kind or "added", "".join(new[b1:b2])))
    yield Line("removed", tuple(gone))
    yield Line("added", tuple(come))
