"""The homeroom teacher's remarks (nhận xét), saved as they are typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken, sentence
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.foundation.text import clean_text, has_forbidden
from truongso.gradebook.queries import homeroom
from truongso.office.queries import results as office
from truongso.records.models import HomeroomRemark
from truongso.records.queries import reports as queries
from truongso.records.queries.remark_sheet import saved_row
from truongso.roster import years
from truongso.roster.models import SchoolClass
from truongso.rules.school_report import MOST_REMARK, State
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class Typed:
    """A remark as the page sent it: of whom, the words, the version the teacher saw."""

    pupil_id: UUID
    text: str
    version: int


@act
def save_remarks(
    *, actor: Actor, class_id: UUID, typed: Sequence[Typed], now: datetime
) -> Mapping[str, Any]:
    """Save the remarks a homeroom teacher typed, each decided by itself.

    Returns what the page is told: how many were saved, the rows touched, the refused, those another
    has changed meanwhile. The same words sent again change nothing and are no conflict.
    Raises Missing, NotAllowed, RuleBroken (handed up or issued already, a closed year).
    """
    one_at_a_time("reports", actor.school_id, class_id)
    row = office.school_class(actor, class_id)
    day = local_day(now)
    duty = gate.require(actor, queries.KEEP, office.whose(actor, row.id, day), at=now)
    years.require_open(actor, row.year_id)
    report_set = queries.set_of(actor, row)
    if report_set and report_set.state != State.COLLECTING:
        raise RuleBroken(Violation("report.not_collecting"))

    pupils = homeroom.pupils_in(actor, row, day)
    stands = queries.remarks_of(actor, row, pupils, hold=True)
    answer: dict[str, list[Any]] = {"refused": [], "conflicts": []}
    changed = []
    for one in typed:
        text = clean_text(one.text)
        before = stands.get(one.pupil_id)
        known = one.pupil_id in pupils
        if known and text == (before.text if before else ""):
            continue
        if refusal := _refusal(row, text, known=known, raw=one.text):
            answer["refused"].append(_refused(one, refusal))
        elif one.version != (before.version if before else 0):
            answer["conflicts"].append(_conflict(one, before))
        else:
            changed.append(_row(actor, row, one.pupil_id, text, before, now))
    _write(changed)
    stands |= {one.pupil_id: one for one in changed}

    if changed:
        told = [(pupils[one.pupil_id].code, None, "đã ghi" if one.text else "") for one in changed]
        facts = {"school_class": row.name, "count": len(changed)}
        deed = Deed("records.remarks_saved", f"class:{row.id}", told, facts=facts)
        journal.record(actor, duty, deed, at=now)
    seen = dict.fromkeys(one.pupil_id for one in typed if one.pupil_id in pupils)
    rows = [saved_row(pupil_id, stands.get(pupil_id)) for pupil_id in seen]
    return {"saved": len(changed), "rows": rows, **answer}


def _write(rows: Sequence[HomeroomRemark]) -> None:
    HomeroomRemark.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["school_id", "year", "pupil"],
        update_fields=["text", "by", "at", "version"],
    )


def _row(
    actor: Actor,
    row: SchoolClass,
    pupil_id: UUID,
    text: str,
    before: HomeroomRemark | None,
    now: datetime,
) -> HomeroomRemark:
    return HomeroomRemark(
        id=before.id if before else new_id(),
        school_id=actor.school_id,
        year_id=row.year_id,
        pupil_id=pupil_id,
        text=text,
        by_id=actor.person,
        at=now,
        version=before.version + 1 if before else 1,
    )


def _refusal(row: SchoolClass, text: str, *, known: bool, raw: str) -> Violation | None:
    if not known:
        return Violation("report.nobody_of_class", "", {"school_class": row.name})
    if has_forbidden(raw):
        return Violation("core.forbidden_letter", "", {"name": "Nhận xét"})
    if len(text) > MOST_REMARK:
        return Violation("report.remark_long", "", {"most": MOST_REMARK})
    return None


def _refused(one: Typed, refusal: Violation) -> Mapping[str, str]:
    return {
        "pupil": str(one.pupil_id),
        "column": "comment",
        "text": one.text,
        "code": refusal.code,
        "sentence": sentence(refusal),
        "suggestion": "",
    }


def _conflict(one: Typed, stands: HomeroomRemark | None) -> Mapping[str, object]:
    return {
        "pupil": str(one.pupil_id),
        "column": "comment",
        "text": one.text,
        "theirs": stands.text if stands else "",
        "theirs_by": stands.by.full_name if stands else "",
        "theirs_at": stands.at.isoformat() if stands else "",
        "version": stands.version if stands else 0,
    }
