"""What an inspection found."""

from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024
MOST_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason to refuse or a remark: the code of its sentence, and values for it."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


class Refused(Exception):
    """The file cannot be read on: what follows would be guessing."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.finding = Finding(code, params)
        super().__init__(code)


@dataclass(slots=True)
class Report:
    """What was found in one file: its kind, pages if it has them, problems, notes, its text."""

    kind: str = ""
    pages: int | None = None
    problems: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    text: str = ""

    def refuse(self, code: str, **params: str | int) -> None:
        """Add a reason to refuse; each code stands once."""
        if all(found.code != code for found in self.problems):
            self.problems.append(Finding(code, params))

    def note(self, code: str, **params: str | int) -> None:
        """Add a remark; each code stands once."""
        if all(found.code != code for found in self.notes):
            self.notes.append(Finding(code, params))
