"""The homeroom teacher's remarks as a sheet of one column: the gradebook's page draws it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from truongso.foundation.actor import Actor
from truongso.foundation.errors import sentence
from truongso.gradebook import wording
from truongso.gradebook.queries import homeroom, results
from truongso.gradebook.queries.results import Line
from truongso.records.models import HomeroomRemark
from truongso.records.queries import reports as queries
from truongso.roster.models import SchoolClass
from truongso.rules import school_report as rules
from truongso.rules.authority import Whose
from truongso.rules.closing import Period
from truongso.rules.verdict import Violation
from truongso.rules.years import YearState


def remark_sheet(actor: Actor, class_id: UUID, now: datetime) -> Mapping[str, Any]:
    """Return the sheet of remarks of a class; its shape is that of a page of the gradebook.

    Shape: docs/decisions/gradebook.md; it has no columns of marks, the comment is the remark.
    Raises Missing, NotAllowed.
    """
    row, day, whose = queries.readable(actor, class_id, now)
    found = results.of_class(actor, row, day)
    remarks = queries.remarks_of(actor, row, [line.pupil_id for line in found.lines])
    closed = _closed(actor, row, whose, now)
    return {
        "sheet": {
            "class_id": str(row.id),
            "class": row.name,
            "subject": "hoc-ba",
            "subject_name": _("Nhận xét học bạ"),
            "term": 3,
            "grade": row.grade,
            "year": row.year.code,
            "assessed_by": "comments",
            "required": 0,
        },
        "may_edit": not closed,
        "closed": closed,
        "urls": {
            "save": reverse("save_remarks", args=[row.id]),
            "data": reverse("remark_sheet_data", args=[row.id]),
            "lock": "",
            "anomalies": "",
            "ask": "",
        },
        "cases": [],
        "columns": [],
        "comment": {
            "open": not closed,
            "locked": False,
            "why": closed,
            "required": True,
            "phrases": rules.phrases(),
        },
        "rows": [_row(line, remarks.get(line.pupil_id)) for line in found.lines],
    }


def saved_row(pupil_id: UUID, remark: HomeroomRemark | None) -> Mapping[str, Any]:
    """Return what a save changes of a pupil's row."""
    return {
        "id": str(pupil_id),
        "marks": [],
        "versions": [],
        "locked": 0,
        "average": None,
        "comment": remark.text if remark else "",
        "comment_version": remark.version if remark else 0,
    }


def _closed(actor: Actor, row: SchoolClass, whose: Whose, now: datetime) -> str:
    """Why the actor may write nothing here; "" when he may."""
    if not homeroom.may(actor, queries.KEEP, whose, now):
        return _("Thầy/Cô xem được trang này; chỉ giáo viên chủ nhiệm ghi nhận xét.")
    if row.year.state != YearState.OPEN:
        return sentence(Violation("year.closed", "", {"year": row.year.code}))
    found = queries.set_of(actor, row)
    if found and found.state != rules.State.COLLECTING:
        return sentence(Violation("report.not_collecting"))
    return ""


def _row(line: Line, remark: HomeroomRemark | None) -> Mapping[str, Any]:
    """The pupil's line: his levels beside his name, so that nobody has to look them up."""
    levels = [
        (_("Học tập"), wording.level(line.learning(Period.YEAR))),
        (_("Rèn luyện"), wording.level(line.conduct_after)),
    ]
    return {
        **saved_row(line.pupil_id, remark),
        "code": line.code,
        "name": line.name,
        "born": line.born_on.isoformat(),
        "note": " · ".join(f"{name}: {level}" for name, level in levels if level),
        "left": False,
    }
