"""A page of the gradebook as data: what the script draws the sheet from, in three statements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from truongso.access import gate
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed, sentence
from truongso.gradebook.queries.lines import Standing, standings
from truongso.gradebook.queries.place import Page, Place, place
from truongso.rules import gradebook as rules
from truongso.rules.authority import Right
from truongso.rules.columns import Column, Kind
from truongso.rules.verdict import Violation
from truongso.rules.years import YearState

READ, ENTER, ASK = (
    "gradebook.read_sheet",
    "gradebook.enter_scores",
    "gradebook.ask_correction",
)


def readable(actor: Actor, page: Page, now: datetime) -> Place:
    """Return a page that the actor may read. Raises Missing, NotAllowed."""
    found = place(actor, page, local_day(now))
    right = gate.may(actor, READ, found.whose(), at=now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return found


def sheet_data(actor: Actor, found: Place, now: datetime) -> Mapping[str, Any]:
    """Return a page as plain data: columns, pupils, cells as numbers, what may be typed.

    Shapes: docs/decisions/gradebook.md.
    """
    closed = _closed(actor, found, now)
    columns = [_column(actor, found, column, closed) for column in found.columns]
    may_ask = isinstance(gate.may(actor, ASK, found.whose(), at=now), Right)
    asks = may_ask and found.row.year.state == YearState.OPEN
    cases = _cases(actor, found, now)
    comment = _state(found, rules.COMMENT, rules.COMMENT, closed, None)
    address = {"class_id": found.row.id, "subject": found.subject.code, "term": found.term}
    return {
        "sheet": {
            "class_id": str(found.row.id),
            "class": found.row.name,
            "subject": found.subject.code,
            "subject_name": _(found.subject.name),
            "term": found.term,
            "grade": found.row.grade,
            "year": found.row.year.code,
            "assessed_by": found.subject.assessed_by,
            "required": sum(column.kind is Kind.REGULAR for column in found.columns),
        },
        "may_edit": not closed,
        "closed": closed,
        "urls": {
            name: reverse(route, kwargs=address)
            for name, route in (
                ("save", "save_scores"),
                ("data", "score_sheet_data"),
                ("lock", "lock_columns"),
                ("anomalies", "sheet_anomalies"),
            )
        }
        | {"ask": reverse("new_correction", kwargs=address) if asks else ""},
        "cases": cases,
        "columns": columns,
        "comment": comment,
        "rows": [_row(found, standing) for standing in standings(actor, found)],
    }


def _closed(actor: Actor, found: Place, now: datetime) -> str:
    """Why the actor may type nothing at all here; "" when he may."""
    right = gate.may(actor, ENTER, found.whose(), at=now)
    if not isinstance(right, Right):
        return _("Thầy/Cô xem được trang này; chỉ giáo viên dạy môn ở lớp này nhập điểm.")
    if found.row.year.state != YearState.OPEN:
        return sentence(Violation("year.closed", "", {"year": found.row.year.code}))
    if found.days.locked:
        return sentence(Violation("gradebook.term_locked"))
    return ""


def _cases(actor: Actor, found: Place, now: datetime) -> list[Mapping[str, Any]]:
    """The cells that cases of correction hold open: whose, until when, and the mark agreed on.

    `mine`: the actor asked, so he types it; the locks of the term and of the days do not count.
    """
    right = gate.may(actor, ENTER, found.whose(), at=now)
    types = isinstance(right, Right) and found.row.year.state == YearState.OPEN
    return [
        {
            "pupil": str(pupil_id),
            "column": column,
            "no": one.no,
            "asker": one.asker,
            "mine": types and one.asked_by == actor.staff_id,
            "wanted": one.wanted,
            "until": one.until.isoformat(),
            "url": reverse("correction", args=[one.case_id]),
        }
        for (pupil_id, column), one in found.opened.items()
        if now <= one.until
    ]


def _column(actor: Actor, found: Place, column: Column, closed: str) -> Mapping[str, Any]:
    key = rules.key_of(column)
    strand = None
    if not found.may_write(actor.staff_id, column):
        strand = Violation("gradebook.other_strand", "", {"strand": column.strand})
    weights = {
        Kind.REGULAR: 1,
        Kind.MIDTERM: found.circular.midterm_weight,
        Kind.FINAL: found.circular.final_weight,
    }
    return {
        "key": key,
        "label": column.label,
        "title": rules.title_of(column),
        "kind": column.kind.value,
        "weight": weights[column.kind],
        "strand": column.strand,
        "mine": strand is None,
        **_state(found, key, column.kind.value, closed, strand),
    }


def _state(
    found: Place, key: str, kind: str, closed: str, strand: Violation | None
) -> Mapping[str, Any]:
    """Whether a column is locked or open, why it is not open, and the last day for entering."""
    locked = bool(found.locks & found.bit(key)) or found.days.locked
    shut = rules.closed(kind, found.days, found.day)
    cause = Violation("gradebook.cell_locked") if locked else (strand or shut)
    window = found.days.windows.get(kind)
    return {
        "locked": locked,
        "open": not closed and cause is None,
        "why": sentence(cause) if cause else closed,
        "closes": window[1].isoformat() if window else "",
    }


def _row(found: Place, standing: Standing) -> Mapping[str, Any]:
    line, pupil = standing.line, standing.pupil
    size = len(found.columns)
    every = (1 << size) - 1 | found.bit(rules.COMMENT)
    locks = line.locks if line else found.locks
    note = ""
    if standing.left_on:
        note = _("Rời lớp %(day)s") % {"day": f"{standing.left_on:%d/%m/%Y}"}
    elif line and line.exempt:
        note = _("Được miễn")
    return {
        "id": str(pupil.id),
        "code": pupil.code,
        "name": pupil.full_name,
        "born": pupil.born_on.isoformat(),
        "note": note,
        "marks": line.marks if line else [None] * size,
        "versions": line.versions if line else [0] * size,
        "locked": every if standing.left_on or (line and line.exempt) else locks,
        "average": line.average if line else None,
        "comment": line.comment if line else "",
        "comment_version": line.comment_version if line else 0,
        "left": standing.left_on is not None,
    }
