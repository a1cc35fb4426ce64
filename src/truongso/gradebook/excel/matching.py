"""Whose row is it: by identifiers first, by name and birthday last; two hits are never guessed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from truongso.foundation.text import clean_line, folded
from truongso.gradebook.excel.shapes import ReadRow, Say
from truongso.gradebook.queries.lines import Standing
from truongso.office.importing import kinds
from truongso.office.importing.schema import Field
from truongso.office.importing.values import read_cell

DOUBTFUL, UNKNOWN = "doubtful", "unknown"
BORN = Field("born_on", "Ngày sinh", kinds.DAY)
ZEROS = 3
"""As many zeros in front as Excel may have eaten from an identifier."""


@dataclass(frozen=True, slots=True)
class Match:
    """The pupil of a row; None: nobody, or more than one. `say`: why, or a remark on how."""

    one: Standing | None
    verdict: str = ""
    say: tuple[Say, ...] = ()


class Matcher:
    """The pupils of a class, to be found by what a row says of one."""

    def __init__(self, standings: Sequence[Standing], citizen_ids: Mapping[UUID, str]) -> None:
        self.standings = standings
        self.tables = {
            "moet_id": _table((one.pupil.moet_id, one) for one in standings),
            "code": _table((one.pupil.code.casefold(), one) for one in standings),
            "citizen_id": _table((citizen_ids.get(one.pupil.id, ""), one) for one in standings),
        }

    def match(self, row: ReadRow) -> Match:
        """Return whose row it is: Mã định danh Bộ, then the school's code, then CCCD, then name and
        birthday. A name that does not go with the identifier makes the row doubtful.
        """
        for kind, digits in (("moet_id", 10), ("code", 0), ("citizen_id", 12)):
            told = str(row.get(kind, "")).casefold()
            hits = _hits(self.tables[kind], told, digits)
            if len(hits) > 1:
                return _doubtful("score_file.two_pupils", row)
            if hits:
                return self._checked(hits[0], row)
        return self._by_name(row)

    def _checked(self, one: Standing, row: ReadRow) -> Match:
        """A hit by identifier, unless the name says it is somebody else."""
        name = row["name"]
        if name and folded(name) != folded(one.pupil.full_name):
            params = {"name": name, "other": one.pupil.full_name}
            return Match(None, DOUBTFUL, (("score_file.other_name", params),))
        return Match(one)

    def _by_name(self, row: ReadRow) -> Match:
        name = folded(row["name"])
        hits = [one for one in self.standings if name and folded(one.pupil.full_name) == name]
        if not hits:
            return Match(None, UNKNOWN, (("score_file.nobody", {"name": row["name"] or "–"}),))
        exact = clean_line(row["name"]).casefold()
        if row["born"]:
            born = read_cell(row["born"], BORN).value
            same = [one for one in hits if one.pupil.born_on == born]
            if len(same) == 1:
                return Match(same[0])
            code = "score_file.two_pupils" if same else "score_file.other_birthday"
            return _doubtful(code, row)
        if len(hits) == 1 and hits[0].pupil.full_name.casefold() == exact:
            return Match(hits[0], "", (("score_file.by_name", {}),))
        return _doubtful(
            "score_file.two_pupils" if len(hits) > 1 else "score_file.no_birthday", row
        )


def repeated(found: Sequence[Match]) -> set[UUID]:
    """Return the pupils who have more than one row."""
    counted = Counter(match.one.pupil.id for match in found if match.one)
    return {pupil_id for pupil_id, count in counted.items() if count > 1}


def _doubtful(code: str, row: ReadRow) -> Match:
    return Match(None, DOUBTFUL, ((code, {"name": row["name"] or "–"}),))


def _table(pairs: Iterable[tuple[str, Standing]]) -> dict[str, list[Standing]]:
    found: dict[str, list[Standing]] = {}
    for key, one in pairs:
        if key:
            found.setdefault(key, []).append(one)
    return found


def _hits(table: Mapping[str, list[Standing]], told: str, digits: int) -> list[Standing]:
    """The pupils with an identifier; one that Excel took for a number has lost zeros in front."""
    if not told:
        return []
    if told in table or not digits or not told.isdigit() or len(told) < digits - ZEROS:
        return table.get(told, [])
    return table.get(told.zfill(digits), [])
