"""What the doors of the gradebook accept: shapes only, no rules."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from truongso.foundation.asked import as_uuid
from truongso.foundation.errors import BadRequest
from truongso.foundation.http import asked_json
from truongso.foundation.text import clean_line, has_forbidden
from truongso.gradebook.actions.corrections import Asked, WishedCell
from truongso.gradebook.actions.deciding import MOST_CELLS, REASON, Cell
from truongso.gradebook.actions.scores import SOURCES
from truongso.gradebook.queries.place import TERMS, Page
from truongso.rules.corrections import MOST_CELLS as MOST_WISHED
from truongso.rules.corrections import Evidence
from truongso.rules.phrases import Change, Kind
from truongso.rules.verdict import Violation

MOST_TEXT = 2000
MOST_ENTRIES, MOST_CHANGES = 100, 500
MOST_VERSION = 2**31 - 1


def save_scores(request: HttpRequest) -> dict[str, Any]:
    """Read a batch of cells: {"batch": id, "source": …, "cells": [{"pupil", "column", …}]}."""
    body = asked_json(request)
    cells, source = body.get("cells"), body.get("source", "page")
    if not isinstance(cells, list) or not cells or len(cells) > MOST_CELLS:
        raise _bad("cells")
    if source not in SOURCES:
        raise _bad("source")
    read = [_cell(entry) for entry in cells]
    if len({(cell.pupil_id, cell.column) for cell in read}) != len(read):
        raise _bad("cells")
    return {"batch_id": _identity(body, "batch"), "cells": read, "source": source}


def columns(request: HttpRequest) -> list[str]:
    """Read which columns are meant: {"columns": ["tx1", …]}."""
    keys = asked_json(request).get("columns")
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        raise _bad("columns")
    return keys


def score_file(request: HttpRequest) -> dict[str, Any]:
    """Read which upload is taken in, for which page: {"upload", "term", "blank_erases", "class",
    "subject"}; without a class it is for all pages of the person.
    """
    body = asked_json(request)
    term = body.get("term")
    if term not in TERMS or isinstance(term, bool):
        raise _bad("term")
    page = None
    if body.get("class"):
        page = Page(_identity(body, "class"), str(body.get("subject", ""))[:10], term)
    return {
        "upload_id": _identity(body, "upload"),
        "page": page,
        "term": term,
        "blank_erases": body.get("blank_erases") is True,
    }


def page_asked(request: HttpRequest) -> Page | None:
    """Read which page an address names (`?lop=&mon=&hoc-ki=`); None: none."""
    class_id, term = as_uuid(request.GET.get("lop")), request.GET.get("hoc-ki", "")
    if class_id is None or term not in {str(one) for one in TERMS}:
        return None
    return Page(class_id, str(request.GET.get("mon", ""))[:10], int(term))


def wished_cells(request: HttpRequest) -> list[dict[str, str]]:
    """Read which cells a form begins with: `?o=pupil.column,…`; what is no cell is left out."""
    named = [one.partition(".") for one in request.GET.get("o", "").split(",")[:MOST_WISHED]]
    return [
        {"pupil": str(pupil), "column": column[:10]}
        for raw, _dot, column in named
        if (pupil := as_uuid(raw)) and column
    ]


def correction(request: HttpRequest) -> Asked:
    """Read a request: {"case", "reason", "entered_wrongly", "cells": […], "evidence": […]}."""
    body = asked_json(request)
    reason = body.get("reason", "")
    if not isinstance(reason, str) or has_forbidden(reason):
        raise _bad("reason")
    cells = [_wished(entry) for entry in _entries(body, "cells")]
    if len({(cell.pupil_id, cell.column) for cell in cells}) != len(cells):
        raise _bad("cells")
    return Asked(
        case_id=_identity(body, "case"),
        reason=clean_line(reason),
        entered_wrongly=body.get("entered_wrongly") is True,
        cells=cells,
        evidence=[_shown(entry) for entry in _entries(body, "evidence")],
    )


def phrase_changes(request: HttpRequest) -> list[Change]:
    """Read changes of one's own phrases: {"changes": [{"kind", "text", "at" | "to"}]}."""
    entries = asked_json(request).get("changes")
    if not isinstance(entries, list) or not entries or len(entries) > MOST_CHANGES:
        raise _bad("changes")
    return [_change(entry) for entry in entries]


def _change(entry: object) -> Change:
    if not isinstance(entry, dict) or entry.get("kind") not in {one.value for one in Kind}:
        raise _bad("kind")
    kind, at = Kind(entry["kind"]), entry.get("at")
    if isinstance(at, bool) or not (at is None or (isinstance(at, int) and at >= 0)):
        raise _bad("at")
    text, to = _phrase(entry, "text"), ""
    if kind is Kind.REWORD:
        to = _phrase(entry, "to")
    return Change(kind, text, at, to)


def _phrase(entry: dict[str, Any], name: str) -> str:
    text = entry.get(name)
    if not isinstance(text, str) or has_forbidden(text) or not clean_line(text):
        raise _bad(name)
    return clean_line(text)


def _wished(entry: dict[str, Any]) -> WishedCell:
    column, text = entry.get("column", ""), entry.get("text", "")
    if not isinstance(column, str) or not isinstance(text, str):
        raise _bad("cells")
    return WishedCell(_identity(entry, "pupil"), column[:10], text[:40])


def _shown(entry: dict[str, Any]) -> tuple[UUID, Evidence]:
    kind = entry.get("kind")
    if kind not in {one.value for one in Evidence}:
        raise _bad("evidence")
    return _identity(entry, "upload"), Evidence(kind)


def _entries(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = body.get(name, [])
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise _bad(name)
    if not all(isinstance(entry, dict) for entry in entries):
        raise _bad(name)
    return entries


def _cell(entry: object) -> Cell:
    if not isinstance(entry, dict):
        raise _bad("cells")
    text, column, reason = (entry.get(name, "") for name in ("text", "column", "reason"))
    version = entry.get("version", 0)
    if not isinstance(text, str) or not isinstance(column, str) or not isinstance(reason, str):
        raise _bad("cells")
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < MOST_VERSION:
        raise _bad("version")
    return Cell(_identity(entry, "pupil"), column[:10], text[:MOST_TEXT], version, reason[:REASON])


def _identity(entry: dict[str, Any], name: str) -> UUID:
    found = as_uuid(entry.get(name))
    if found is None:
        raise _bad(name)
    return found


def _bad(detail: str) -> BadRequest:
    return BadRequest(Violation("core.bad_request", "", {"detail": detail}))
