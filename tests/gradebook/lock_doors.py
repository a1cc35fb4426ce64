"""The ways by which a cell can be written, for the table of locks."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.clients import signed_in
from tests.gradebook.lock_table import Scene
from tests.gradebook.scenes import NOW
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import scores
from truongso.gradebook.actions.deciding import Cell


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
}
"""Each writes every cell of a page as somebody and says what came of each of them."""
NOT_FOR_SYSTEM = {"page"}
"""Doors at which only people stand."""
