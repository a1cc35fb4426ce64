"""What the doors of the planning room accept: shapes only, no rules."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from truongso.approvals.flow import Note
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.errors import BadRequest, RuleBroken
from truongso.foundation.http import asked_json
from truongso.foundation.text import clean_line, clean_text
from truongso.planning.actions.education import EducationPlan
from truongso.planning.actions.lessons import Offer
from truongso.planning.actions.review import Choice
from truongso.rules.approval import Move
from truongso.rules.verdict import Violation

MOST_FILES = 60
NOTE, REMARK, REMARKS = 500, 2000, 100
MOVES = {"duyet": Move.APPROVE, "tra-lai": Move.SEND_BACK}


def hand_in(request: HttpRequest) -> dict[str, Any]:
    """Read a batch of files: {"batch": id, "draft": bool, "files": [{"upload", "lessons", …}]}."""
    body = asked_json(request)
    files = _list(body, "files")
    if len(files) > MOST_FILES:
        raise _bad("files")
    return {
        "batch_id": _uuid(body, "batch"),
        "as_draft": body.get("draft") is True,
        "offers": [_offer(entry) for entry in files],
    }


def new_version(request: HttpRequest) -> dict[str, Any]:
    """Read a new version: {"upload": id, "seen": number, "note": text, "draft": bool}."""
    body = asked_json(request)
    seen = body.get("seen")
    if not isinstance(seen, int) or isinstance(seen, bool):
        raise _bad("seen")
    return {
        "upload_id": _uuid(body, "upload"),
        "seen_no": seen,
        "note": clean_line(_string(body, "note"))[:NOTE],
        "as_draft": body.get("draft") is True,
    }


def education_plan(request: HttpRequest) -> dict[str, Any]:
    """Read an education plan: {"batch", "kind", "upload", "subject", "grade", …}."""
    body = asked_json(request)
    grade = body.get("grade")
    asked = EducationPlan(
        kind=_string(body, "kind"),
        upload_id=_uuid(body, "upload"),
        subject=_string(body, "subject"),
        grade=grade if isinstance(grade, int) and not isinstance(grade, bool) else None,
        department_id=as_uuid(body.get("department")),
        note=clean_line(_string(body, "note"))[:NOTE],
    )
    return {
        "batch_id": _uuid(body, "batch"),
        "asked": asked,
        "as_draft": body.get("draft") is True,
    }


def names(request: HttpRequest) -> list[str]:
    """Read file names to be matched: {"names": […]}."""
    found = _list(asked_json(request), "names")
    if len(found) > MOST_FILES or not all(isinstance(name, str) for name in found):
        raise _bad("names")
    return [clean_line(name)[:255] for name in found]


def choice(fields: QueryDict) -> tuple[UUID, Choice]:
    """Read a decision: batch, submission (many), move, reference, remark and page (pairwise)."""
    asked = Asked(fields)
    batch_id = asked.identity("batch", _("mã thao tác"))
    move = asked.choice("move", _("quyết định"), dict.fromkeys(MOVES, ""))
    reference = asked.line("reference", _("số văn bản"), most=100, required=False)
    asked.done()
    ids = asked.identities("submission")
    if not ids:
        raise RuleBroken(Violation("plan.nothing_chosen"))
    made = Choice(ids, MOVES[move], tuple(_notes(fields)), reference)
    return batch_id, made


def _notes(fields: QueryDict) -> list[Note]:
    """The remarks, each with its page; empty ones are passed over."""
    pages, texts = fields.getlist("page"), fields.getlist("remark")
    if len(texts) > REMARKS:
        raise _bad("remark")
    notes = []
    for place, raw in enumerate(texts):
        text = clean_text(raw)
        if len(text) > REMARK:
            params = {"name": _("Nhận xét"), "most": REMARK}
            raise RuleBroken(Violation("core.too_long", "remark", params))
        page = pages[place] if place < len(pages) else ""
        if text:
            number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else None
            notes.append(Note(text, number))
    return notes


def _offer(entry: object) -> Offer:
    if not isinstance(entry, dict):
        raise _bad("files")
    return Offer(
        upload_id=_uuid(entry, "upload"),
        lesson_ids=_uuids(entry, "lessons"),
        class_ids=_uuids(entry, "classes"),
        note=clean_line(_string(entry, "note"))[:NOTE],
    )


def _uuid(body: Mapping[str, Any], name: str) -> UUID:
    found = as_uuid(body.get(name))
    if found is None:
        raise _bad(name)
    return found


def _uuids(body: Mapping[str, Any], name: str) -> tuple[UUID, ...]:
    found = [as_uuid(raw) for raw in _list(body, name)]
    if any(one is None for one in found) or len(found) > MOST_FILES:
        raise _bad(name)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _list(body: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = body.get(name, [])
    if not isinstance(found, list):
        raise _bad(name)
    return found


def _string(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name, "")
    if not isinstance(found, str):
        raise _bad(name)
    return found


def _bad(name: str) -> BadRequest:
    return BadRequest(Violation("core.bad_request", name, {"detail": name}))
