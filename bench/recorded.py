"""What was recorded of requests: what the browser sends, and the SQL the program sends for it."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Recorded:
    """One request of one person, answered once in the program itself.

    `size`: bytes of the answer. `sql`: its statements with their values, in one transaction; those
    that begin and end it are left out. `body`: data that is sent instead of fields.
    """

    school_id: int
    cookie: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    size: int = 0
    sql: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True)
class Scene:
    """Everything that is measured in an installation: requests by what they are.

    Approvals are of different papers, those of `floor` of others than those of `approve`. An upload
    is two requests, opened and sent; `uploads` holds whose. `thousand`: a term's results of a
    school of 1,000, where there is one; `thousand_year`: its year's.
    """

    board: list[Recorded]
    inbox: list[Recorded]
    approve: list[Recorded]
    floor: list[Recorded]
    uploads: list[Recorded]
    sheet: list[Recorded]
    sheet_data: list[Recorded]
    progress: list[Recorded]
    save: list[Recorded]
    save_floor: list[Recorded]
    results: list[Recorded]
    thousand: list[Recorded] = field(default_factory=list)
    thousand_year: list[Recorded] = field(default_factory=list)
    upload_floor: list[tuple[Recorded, Recorded]] = field(default_factory=list)

    def told(self) -> str:
        """The scene as text."""
        return json.dumps(asdict(self))


def heard(text: str) -> Scene:
    """Return the scene that was told."""
    facts: dict[str, list[Any]] = json.loads(text)
    pairs = facts.pop("upload_floor")
    scene = {name: [_recorded(one) for one in rows] for name, rows in facts.items()}
    both = [(_recorded(first), _recorded(second)) for first, second in pairs]
    return Scene(**scene, upload_floor=both)


def _recorded(facts: dict[str, Any]) -> Recorded:
    fields = tuple((name, value) for name, value in facts.pop("fields"))
    return Recorded(**{**facts, "fields": fields, "sql": tuple(facts["sql"])})
