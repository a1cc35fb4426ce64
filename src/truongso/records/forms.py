"""What the doors of the records accept: shapes only, no rules."""

from django.http import HttpRequest

from truongso.foundation.asked import as_uuid
from truongso.foundation.errors import BadRequest
from truongso.foundation.http import asked_json
from truongso.records.actions.report_remarks import Typed
from truongso.rules.verdict import Violation

MOST_REMARKS = 200
MOST_TEXT = 2000


def remarks(request: HttpRequest) -> list[Typed]:
    """Read a batch of remarks: {"cells": [{"pupil": id, "text": …, "version": n}, …]}."""
    cells = asked_json(request).get("cells")
    if not isinstance(cells, list) or not cells or len(cells) > MOST_REMARKS:
        raise _bad("cells")
    typed = [_one(entry) for entry in cells]
    if len({one.pupil_id for one in typed}) != len(typed):
        raise _bad("cells")
    return typed


def _one(entry: object) -> Typed:
    told = entry if isinstance(entry, dict) else {}
    pupil_id, text, version = as_uuid(told.get("pupil")), told.get("text"), told.get("version")
    if pupil_id is None or not isinstance(text, str) or len(text) > MOST_TEXT:
        raise _bad("cells")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise _bad("version")
    return Typed(pupil_id, text, version)


def _bad(what: str) -> BadRequest:
    return BadRequest(Violation("core.bad_request", "", {"detail": what}))
