"""A paper as its parts, before it is set: the same for Word and for PDF."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Head:
    """Two columns at the top, without lines; the first line of each is ordinary, the rest bold."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper in the middle, and lines below it."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1, 2 or 3."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `lead` stands before it in bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list with dashes."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with lines: widths in shares, header, rows; a line break in a cell begins a new
    paragraph. Columns named in `middle` are centred.
    """

    widths: tuple[int, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    middle: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, side by side: role, note in brackets, name; place and day above the last."""

    day: str
    people: tuple[tuple[str, str, str], ...]


Block = Head | Title | Heading | Para | Items | Table | Signatures


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper ready to be set on A4: its name and author (document properties), day and parts."""

    name: str
    author: str
    written_on: date
    blocks: tuple[Block, ...]
    landscape: bool = False
