"""What changed between the texts of two versions: line by line, words marked within a line."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"\s+|[^\s]+")
MOST_LINES, AROUND, LONG = 4000, 2, 300


Step = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line and what became of them: "same", "removed" or "added"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the comparison: "same", "removed", "added".

    Or "gap" for many equal lines that are folded away: then each piece is one of them.
    """

    kind: str
    pieces: tuple[Piece, ...] = ()


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
    """The lines of a text, squeezed; a page's own number above or below it is no part of it."""
    found: list[str] = []
    for number, page in enumerate(text.split("\f"), start=1):
        squeezed = (" ".join(line.split()) for line in page.splitlines())
        lines = [line for line in squeezed if line]
        if lines and lines[-1] == str(number):
            lines.pop()
        if lines and lines[0] == str(number):
            lines.pop(0)
        found += lines
    return found


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    steps = _steps(before, after)
    for place, (tag, a1, a2, b1, b2) in enumerate(steps):
        if tag == "equal":
            begins = place > 0
            ends = place < len(steps) - 1
            yield from _same(before[a1:a2], AROUND if begins else 0, AROUND if ends else 0)
        else:
            yield from _changed(before[a1:a2], after[b1:b2])


def _same(lines: Sequence[str], head: int, tail: int) -> Iterator[Line]:
    """Equal lines: those next to a change are shown, many between them are folded away."""
    pieces = [Piece("same", text) for text in lines]
    if len(pieces) <= head + tail + AROUND:
        head, tail = len(pieces), 0
    middle = pieces[head : len(pieces) - tail]
    yield from (Line("same", (piece,)) for piece in pieces[:head])
    if middle:
        yield Line("gap", tuple(middle))
    yield from (Line("same", (piece,)) for piece in pieces[len(pieces) - tail :] if tail)


def _steps(before: Sequence[str], after: Sequence[str]) -> Sequence[Step]:
    """How one sequence becomes the other; in long ones what stands everywhere anchors nothing,
    or one crafted file would keep a server busy for minutes.
    """
    return difflib.SequenceMatcher(None, before, after, autojunk=len(after) > LONG).get_opcodes()


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
    gone: list[Piece] = []
    come: list[Piece] = []
    for tag, a1, a2, b1, b2 in _steps(old, new):
        kind = "same" if tag == "equal" else ""
        if a2 > a1:
            gone.append(Piece(kind or "removed", "".join(old[a1:a2])))
        if b2 > b1:
            come.append(Piece(kind or "added", "".join(new[b1:b2])))
    yield Line("removed", tuple(gone))
    yield Line("added", tuple(come))
