"""The ways by which a cell can be written, for the table of locks."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from tests.clients import signed_in
from tests.gradebook.lock_table import Scene
from tests.gradebook.scenes import NOW
from tests.school import School
from tests.uploads import ready
from truongso.documents.models import StoredFile
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import score_files, scores
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import ScoreFile, ScoreFilePage
from truongso.roster.models import Pupil
from truongso.rules.messages import SENTENCES


def by_act(made: Scene, who: str, subject: str) -> dict[tuple[str, str], str]:
    """Write by the act itself."""
    school, cells = made.school, made.cells(subject)
    actor = school.actor(who) if who else system_actor(school.id, "Hệ thống")
    try:
        answer = scores.save_scores(
            actor=actor,
            page=made.page(subject),
            batch_id=new_id(),
            cells=[cell for _, _, cell in cells],
            source="page",
            now=NOW,
        )
    except NotAllowed:
        return {(state, key): "not allowed" for state, key, _ in cells}
    except RuleBroken as error:
        return {(state, key): error.violations[0].code for state, key, _ in cells}
    return _told(cells, answer)


def by_page(made: Scene, who: str, subject: str) -> dict[tuple[str, str], str]:
    """Write as the page's script does."""
    cells = made.cells(subject)
    sent = [
        {
            "pupil": str(cell.pupil_id),
            "column": cell.column,
            "text": cell.text,
            "version": cell.version,
            "reason": cell.reason,
        }
        for _, _, cell in cells
    ]
    where = made.page(subject)
    answer = signed_in(made.school, who, at=NOW).post(
        f"/so-diem/{where.class_id}/{subject}/1/luu/",
        json.dumps({"batch": str(new_id()), "cells": sent}),
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    if answer.status_code == 403:
        return {(state, key): "not allowed" for state, key, _ in cells}
    told: Any = answer.json()
    if answer.status_code >= 400:
        return {(state, key): told["problems"][0]["code"] for state, key, _ in cells}
    return _told(cells, told)


def by_excel(made: Scene, who: str, subject: str) -> dict[tuple[str, str], str]:
    """Say yes to a file of one's own with a row for each pupil; the system says it to another's."""
    school, cells = made.school, made.cells(subject)
    actor = school.actor(who) if who else system_actor(school.id, "Hệ thống")
    run = _file_of_marks(made, who or "Lan", subject, cells)
    try:
        saved, stayed = score_files.confirm(
            actor=actor,
            file_id=run.id,
            numbers=[1],
            reason="Chấm lại",
            use=(),
            skip_bad=True,
            now=NOW,
        )
    except (NotAllowed, Missing):
        return {(state, key): "not allowed" for state, key, _ in cells}
    except RuleBroken as error:
        return {(state, key): error.violations[0].code for state, key, _ in cells}
    came = _found(cells, ScoreFilePage.objects.of(school).get(score_file=run).found)
    assert (saved, stayed) == (list(came.values()).count("saved"), 0)
    return came


def _file_of_marks(
    made: Scene, who: str, subject: str, cells: list[tuple[str, str, Cell]]
) -> ScoreFile:
    """A file as it stands once it was read: the rows of pupils by their codes, no stamp."""
    school = made.school
    rows: dict[UUID, Any] = {}
    codes = dict(Pupil.objects.of(school).values_list("pk", "code"))
    for _, key, cell in cells:
        blank = {"moet_id": "", "code": codes[cell.pupil_id], "citizen_id": "", "name": ""}
        row = rows.setdefault(
            cell.pupil_id, {"row": len(rows) + 2, "born": "", "cells": {}, **blank}
        )
        row["cells"][key] = {"at": f"{key}{row['row']}", "text": cell.text}
    run = ScoreFile.objects.create(
        school_id=school.id,
        year=school.year,
        file=_stored(school),
        file_name="bang-diem.xlsx",
        asked_by=school.staff[who],
        asked_at=NOW,
        term=1,
        state=ScoreFile.State.READ,
    )
    ScoreFilePage.objects.create(
        school_id=school.id,
        score_file=run,
        no=1,
        name=subject,
        school_class=school.classes["6A"],
        subject=subject,
        term=1,
        rows=list(rows.values()),
        batch=new_id(),
    )
    return run


def _stored(school: School) -> StoredFile:
    """Any file of the school: what was read of it is laid beside it."""
    if not StoredFile.objects.of(school).exists():
        ready(school, "Lan", "bang-diem.xlsx", purpose="import")
    return StoredFile.objects.of(school)[0]


def _found(cells: list[tuple[str, str, Cell]], found: Mapping[str, Any]) -> dict[Any, str]:
    """What the file says of each cell, its sentences read as the codes they are made of."""
    told: dict[tuple[str, str], str] = {}
    for line in found["lines"]:
        for cell in line["cells"]:
            good = cell["verdict"] in ("new", "changed")
            told[cell["pupil"], cell["column"]] = "saved" if good else _code(cell["sentence"])
    unknown = {line["row"] - 2 for line in found["lines"] if line["verdict"] == "unknown"}
    order = list(dict.fromkeys(cell.pupil_id for _, _, cell in cells))
    return {
        (state, key): "unknown"
        if order.index(cell.pupil_id) in unknown
        else told.get((str(cell.pupil_id), key), "nothing said")
        for state, key, cell in cells
    }


def _code(said: str) -> str:
    """The code whose sentence was said."""
    [code] = [code for code, pattern in PATTERNS.items() if pattern.fullmatch(said)]
    return code


PATTERNS = {
    code: re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(said)))
    for code, said in SENTENCES.items()
    if code.startswith(("gradebook.", "correction.", "score."))
}


def _told(
    cells: list[tuple[str, str, Cell]], answer: Mapping[str, Any]
) -> dict[tuple[str, str], str]:
    refused = {(one["pupil"], one["column"]): one["code"] for one in answer["refused"]}
    refused |= {(one["pupil"], one["column"]): "conflict" for one in answer["conflicts"]}
    came = {
        (state, key): refused.get((str(cell.pupil_id), key), "saved") for state, key, cell in cells
    }
    assert answer["saved"] == list(came.values()).count("saved")
    return came


DOORS: dict[str, Callable[[Scene, str, str], dict[tuple[str, str], str]]] = {
    "act": by_act,
    "page": by_page,
    "Excel": by_excel,
}
"""Each writes every cell of a page as somebody and says what came of each of them."""
NOT_FOR_SYSTEM = {"page"}
"""Doors at which only people stand."""
