"""What becomes of each row, before anything is written: the draft of a line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from truongso.foundation.tenancy import InSchool
from truongso.office.importing.rows import Record
from truongso.office.importing.schema import Field, Kind
from truongso.office.importing.values import Issue, read_cell
from truongso.roster.models import SchoolYear

NEW, CHANGED, SAME, DOUBTFUL = "new", "changed", "same", "doubtful"
WRONG, REPEATED = "wrong", "repeated"


@dataclass(frozen=True, slots=True)
class Scene:
    """For whom and when rows are compared: the school, its year, the day from which they count."""

    owner: InSchool
    year: SchoolYear
    day: date
    kind: Kind
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def school_id(self) -> int:
        """The school, so that rows can be asked `.of(scene)`."""
        return self.owner.school_id


@dataclass(slots=True)
class Draft:
    """A line in the making. `problems`: code, cell, values, whether it is only a doubt."""

    record: Record
    values: dict[str, Any]
    label: str = ""
    verdict: str = NEW
    target: UUID | None = None
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)
    problems: list[tuple[str, str, dict[str, Any], bool]] = field(default_factory=list)
    candidates: list[tuple[str, str]] = field(default_factory=list)

    def complain(self, code: str, about: str, /, **params: Any) -> None:
        """Refuse the row: the cell of the field `about` is why."""
        self.problems.append((code, self.record.place(about), params, False))
        self.verdict = WRONG

    def doubt(self, code: str, about: str, /, **params: Any) -> None:
        """Say something about a cell that does not stop the row."""
        self.problems.append((code, self.record.place(about), params, True))

    def note(self, issue: Issue, about: str) -> None:
        """Take over what the reading of a cell found."""
        if issue.doubt:
            self.doubt(issue.code, about, **issue.params)
        else:
            self.complain(issue.code, about, **issue.params)

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with it so far."""
        return self.verdict != WRONG


def read_record(record: Record, kind: Kind) -> Draft:
    """Return the draft of a row: every cell read, every problem found at once."""
    draft = Draft(record, {})
    for code, cell in record.cells.items():
        one = kind.by_code[code]
        if code in record.dead:
            draft.complain("import.no_result", code, label=one.label)
            continue
        found = read_cell(cell, one)
        for issue in found.issues:
            draft.note(issue, code)
        if found.value is not None:
            draft.values[code] = found.value
    _join_names(draft)
    _sex_of_mark(draft)
    draft.label = str(draft.values.get("full_name") or draft.values.get(kind.key[0]) or "")[:200]
    return draft


def require(draft: Draft, fields: Iterable[Field]) -> None:
    """Refuse a row in which a field that it needs is empty."""
    wrong = {place for _, place, _, doubt in draft.problems if not doubt}
    for one in fields:
        empty = one.code not in draft.values
        if empty and draft.record.at.get(one.code, "-") not in wrong:
            draft.complain("import.missing", one.code, label=one.label)


def _join_names(draft: Draft) -> None:
    parts = [draft.values.pop(code, "") for code in ("family_name", "given_name")]
    if any(parts) and not draft.values.get("full_name"):
        draft.values["full_name"] = " ".join(part for part in parts if part)


def _sex_of_mark(draft: Draft) -> None:
    """A column “Nữ (x)” left empty means a boy; one named “Nam/Nữ” says it itself."""
    female = draft.values.pop("female", None)
    if "female" in draft.record.cells and "sex" not in draft.values:
        draft.values["sex"] = female or "m"


def plain(value: Any) -> Any:
    """Return a value as a line keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def differences(
    values: Mapping[str, Any], row: Mapping[str, Any], fields: Iterable[str]
) -> Iterator[tuple[str, Any, Any]]:
    """Yield field, old and new value where the file says something else; silence is no change."""
    for code in fields:
        if code in values and plain(row.get(code)) != plain(values[code]):
            yield code, plain(row.get(code)), plain(values[code])


def same_row(draft: Draft) -> tuple[Any, ...]:
    """Return what two rows share when one repeats the other."""
    return tuple(sorted((code, str(value)) for code, value in draft.values.items()))


def mark_repeated(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield the drafts; a row that says the same as one before is only counted."""
    seen: set[tuple[Any, ...]] = set()
    for draft in drafts:
        key = same_row(draft)
        if draft.right and key in seen:
            draft.verdict = REPEATED
        seen.add(key)
        yield draft
