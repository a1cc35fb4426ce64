"""What is kept of a sheet of marks, as plain data: the rows that were read, and the dry run."""

from typing import NotRequired, TypedDict

Say = tuple[str, dict[str, str]]
"""The code of a sentence and its values."""


class ReadCell(TypedDict):
    """A cell of a mark or a comment: where it stands in the file ("F8") and its text.

    `say`: why the text cannot be taken, before any rule is asked; `meant`: what was likely meant.
    """

    at: str
    text: str
    say: NotRequired[Say]
    meant: NotRequired[str]


class ReadRow(TypedDict):
    """A row of a pupil: the identities it gives ("" when it does not), cells by column key."""

    row: int
    moet_id: str
    code: str
    citizen_id: str
    name: str
    born: str
    cells: dict[str, ReadCell]


class FoundCell(TypedDict):
    """What would become of a cell. `verdict`: new, changed, conflict, locked or wrong.

    `old`: what stands on the server; `by`: who wrote that, in a conflict.
    """

    pupil: str
    column: str
    label: str
    at: str
    old: str
    new: str
    verdict: str
    sentence: str
    by: str


class FoundLine(TypedDict):
    """A row with something to tell. `say`: of the whole row; `verdict`: "", doubtful, unknown."""

    row: int
    at: str
    name: str
    verdict: str
    say: list[Say]
    cells: list[FoundCell]


class Found(TypedDict):
    """The dry run of a sheet. `absent`: pupils of the class who are not in the file."""

    lines: list[FoundLine]
    absent: list[str]
    warnings: list[Say]
    counts: dict[str, int]
    edits: int
