"""Marks that stand one row off: most changes of a column repeat the mark of the next pupil."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from truongso.gradebook.actions.deciding import Changed
from truongso.gradebook.excel.shapes import Say
from truongso.gradebook.queries.lines import Standing
from truongso.gradebook.queries.place import Place

FEWEST, SHARE, DIFFERENT = 5, 0.8, 3


def shifted(
    place: Place,
    standings: Sequence[Standing],
    before: Mapping[UUID, Sequence[int | None]],
    changed: Sequence[Changed],
) -> list[Say]:
    """Return a warning for each column whose changed marks are the old ones of a neighbour.

    Only where at least five marks change and the marks differ enough to tell.
    """
    order = [one.pupil.id for one in standings]
    place_of = {pupil_id: at for at, pupil_id in enumerate(order)}
    warnings: list[Say] = []
    for key, at in place.keys.items():
        edits = [c for c in changed if c.column == key and c.old is not None]
        new = [(place_of[c.line.pupil_id], c.new) for c in edits]
        if len(new) < FEWEST or len({code for _, code in new}) < DIFFERENT:
            continue
        for step in (1, -1):
            pairs = [
                (code, before[order[row - step]][at])
                for row, code in new
                if 0 <= row - step < len(order)
            ]
            if len(pairs) >= FEWEST and sum(a == b for a, b in pairs) >= SHARE * len(pairs):
                warnings.append(("score_file.shifted", {"column": place.columns[at].label}))
                break
    return warnings
