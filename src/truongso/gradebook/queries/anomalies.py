"""What on a page should be looked at before it is locked, and how its scores lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from truongso.access import gate
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed, sentence
from truongso.gradebook.queries.homeroom import READ_CLASS
from truongso.gradebook.queries.lines import Standing
from truongso.gradebook.queries.place import Page, Place, place
from truongso.gradebook.queries.sheet import READ
from truongso.office.queries import results as office
from truongso.rules import gradebook as rules
from truongso.rules import marks
from truongso.rules.anomalies import Anomaly, Spread, spread
from truongso.rules.anomalies import anomalies as found_in
from truongso.rules.authority import Right
from truongso.rules.scores import shown
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at: code, column, pupil (None: the whole column), and a sentence."""

    code: str
    column: str
    pupil_id: UUID | None
    sentence: str


def readable(actor: Actor, page: Page, now: datetime) -> Place:
    """Return a page for whoever reads it or leads the class. Raises Missing, NotAllowed."""
    found = place(actor, page, local_day(now))
    right = gate.may(actor, READ, found.whose(), at=now)
    if isinstance(right, Right):
        return found
    leads = office.whose(actor, found.row.id, found.day)
    if isinstance(gate.may(actor, READ_CLASS, leads, at=now), Right):
        return found
    raise NotAllowed(right)


def anomalies(found: Place, standings: Sequence[Standing]) -> list[Hint]:
    """Return what should be looked at on a page of scores; nothing on one of comments."""
    if found.comments:
        return []
    here = [one for one in standings if one.left_on is None and one.line and not one.line.exempt]
    rows = [[marks.score(code) for code in one.line.marks] for one in here if one.line]
    hints = []
    for one in found_in(rows, final=len(found.columns) - 1):
        column = found.columns[one.column]
        facts: dict[str, object] = {"column": column.label}
        facts |= {
            name: shown(value)
            for name, value in one.params.items()
            if name in ("score", "others") and isinstance(value, int)
        }
        pupil = here[one.row].pupil if one.row is not None else None
        if pupil is not None:
            facts["name"] = pupil.full_name
        code = _code(one)
        said = sentence(Violation(code, "", facts))
        place_of = pupil.id if pupil else None
        hints.append(Hint(code.removeprefix("anomaly."), rules.key_of(column), place_of, said))
    return hints


def _code(one: Anomaly) -> str:
    """The code of the sentence; a column may be shifted down or up."""
    codes = {
        "equal": "anomaly.equal",
        "out_of_line": "anomaly.out_of_line",
        "final_far": "anomaly.final_far",
        "shifted": "anomaly.shifted_down" if one.params.get("step") == 1 else "anomaly.shifted_up",
    }
    return codes[one.code]


def spreads(found: Place, standings: Sequence[Standing]) -> list[tuple[str, Spread]]:
    """Return how the scores of each column lie, and the averages; columns without any left out."""
    if found.comments:
        return []
    lines = [one.line for one in standings if one.line and not one.line.exempt]
    columns = [
        (column.label, [marks.score(line.marks[at]) for line in lines])
        for at, column in enumerate(found.columns)
    ]
    columns.append(("ĐTBmhk", [line.average for line in lines]))
    made = ((label, spread([s for s in scores if s is not None])) for label, scores in columns)
    return [(label, one) for label, one in made if one is not None]


def as_data(hints: Sequence[Hint]) -> list[Mapping[str, Any]]:
    """Return the hints as plain data, for the sheet that stands open."""
    return [
        {
            "code": one.code,
            "column": one.column,
            "pupil": str(one.pupil_id) if one.pupil_id else "",
            "sentence": one.sentence,
        }
        for one in hints
    ]
