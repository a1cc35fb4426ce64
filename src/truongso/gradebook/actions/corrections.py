"""Asking for a correction of marks (sửa điểm), and answering it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.gradebook.actions import correcting
from truongso.gradebook.actions.correction_cells import Asked, WishedCell, check, read_cells
from truongso.gradebook.models import (
    Correction,
    CorrectionCell,
    CorrectionEvidence,
    Sheet,
    SheetLine,
)
from truongso.gradebook.queries import corrections as queries
from truongso.gradebook.queries import lines as line_queries
from truongso.gradebook.queries.place import Page, Place, place, require_taught
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.rules import corrections as rules
from truongso.rules import marks
from truongso.rules.authority import Held, Whose
from truongso.rules.corrections import Move, State
from truongso.rules.gradebook import title_of
from truongso.rules.verdict import Violation

__all__ = ["ASK", "CONSENT", "Asked", "WishedCell", "ask", "consent", "refuse", "withdraw"]
ASK, CONSENT = "gradebook.ask_correction", queries.CONSENT
REASON = 300


@act
def ask(*, actor: Actor, page: Page, asked: Asked, now: datetime) -> Correction:
    """Ask for marks of one's own page to be corrected (đề nghị sửa điểm).

    Sent again it is the same case. Raises Missing, NotAllowed, RuleBroken (too late, without
    evidence, nothing to change, cells that need no case or are in another, a closed year).
    """
    one_at_a_time("gradebook.page", actor.school_id, page.class_id, page.subject, page.term)
    found = place(actor, page, local_day(now))
    duty = gate.require(actor, ASK, found.whose(), at=now)
    if again := queries.known(actor, asked.case_id, actor.person):
        return again
    years.require_open(actor, found.row.year_id)
    require_taught(found)

    cells = read_cells(actor, found, asked.cells)
    raise_if_broken(check(found, asked, cells))

    case = _written(actor, found, asked, now)
    for cell, _wish in cells:
        cell.correction_id = case.id
    CorrectionCell.objects.bulk_create(cell for cell, _wish in cells)
    _keep_evidence(actor, case, asked, now)
    correcting.tell(actor, queries.case(actor, case.id), "asked", now)

    facts = {"no": case.no, "case": queries.case_name(queries.case(actor, case.id))}
    changes = [
        (w.name, marks.shown(w.old) or None, marks.shown(w.wanted) or None) for _, w in cells
    ]
    deed = Deed(
        "gradebook.correction_asked", f"correction:{case.id}", changes, case.reason, facts=facts
    )
    journal.record(actor, duty, deed, at=now)
    return case


@act
def withdraw(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Take one's own request back before it is answered.

    Raises Missing, NotAllowed, RuleBroken (answered already, a closed year).
    """
    case = correcting.held(actor, case_id)
    duty = gate.require(actor, ASK, Whose(author=case.asked_by_id), at=now)
    years.require_open(actor, case.year_id)
    raise_if_broken(rules.check_move(State(case.state), Move.WITHDRAW))

    case.state, case.closed_at = State.WITHDRAWN.value, now
    case.save(update_fields=["state", "closed_at"])
    correcting.tell(actor, case, "withdrawn", now)

    facts = {"case": queries.case_name(case)}
    deed = Deed("gradebook.correction_withdrawn", f"correction:{case.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def refuse(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> None:
    """Refuse a request, with a reason.

    Raises Missing, NotAllowed (nobody answers his own), RuleBroken (answered already, no reason).
    """
    case = correcting.held(actor, case_id)
    duty = gate.require(actor, CONSENT, Whose(author=case.asked_by_id), at=now)
    years.require_open(actor, case.year_id)
    raise_if_broken(rules.check_move(State(case.state), Move.REFUSE))
    raise_if_broken(
        [] if reason.strip() else [Violation("correction.refusal_without_reason", "reason")]
    )

    _decide(case, actor, duty, State.REFUSED, now)
    case.answer, case.closed_at = reason.strip()[:REASON], now
    case.save()
    correcting.tell(actor, case, "refused", now)

    facts = {"case": queries.case_name(case)}
    deed = Deed(
        "gradebook.correction_refused", f"correction:{case.id}", (), case.answer, facts=facts
    )
    journal.record(actor, duty, deed, at=now)


@act
def consent(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Consent to a request: its cells, and only those, are open for a set time.

    Everything is looked at again: the day, that who asked still teaches there, that the marks still
    stand as they did. Raises Missing, NotAllowed (nobody consents to his own), RuleBroken.
    """
    case = correcting.held(actor, case_id)
    duty = gate.require(actor, CONSENT, Whose(author=case.asked_by_id), at=now)
    years.require_open(actor, case.year_id)
    found = place(actor, queries.page_of(case), local_day(now))
    cells = queries.cells_of(actor, case.id)
    pupil_ids = {cell.pupil_id for cell in cells}
    lines = line_queries.lines_to_write(actor, found, pupil_ids)
    inside = line_queries.in_class(actor, found, pupil_ids)
    raise_if_broken(_may_open(case, found, cells, lines, inside))

    hours = roster.policy(actor, local_day(now)).correction_open_hours
    _decide(case, actor, duty, State.OPEN, now)
    case.open_until = rules.opens_until(now, hours)
    case.save()
    _open(actor, found, case, cells, lines)
    correcting.tell(actor, case, "open", now)

    facts = {"case": queries.case_name(case), "count": len(cells)}
    deed = Deed("gradebook.correction_consented", f"correction:{case.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)


def _written(actor: Actor, found: Place, asked: Asked, now: datetime) -> Correction:
    one_at_a_time("gradebook.correction_no", actor.school_id, found.row.year_id)
    sheet_id = found.sheet_id or _sheet(actor, found)
    return Correction.objects.create(
        id=asked.case_id,
        school_id=actor.school_id,
        year_id=found.row.year_id,
        no=queries.next_no(actor, found.row.year_id),
        sheet_id=sheet_id,
        state=State.ASKED.value,
        asked_by_id=actor.person,
        asked_at=now,
        reason=asked.reason.strip()[:REASON],
        entered_wrongly=asked.entered_wrongly,
    )


def _sheet(actor: Actor, found: Place) -> UUID:
    sheet = Sheet.objects.create(
        school_id=actor.school_id,
        year_id=found.row.year_id,
        school_class_id=found.row.id,
        subject=found.subject.code,
        term=found.term,
    )
    return sheet.id


def _keep_evidence(actor: Actor, case: Correction, asked: Asked, now: datetime) -> None:
    for upload_id, kind in asked.evidence:
        file = shelf.take(actor, upload_id, at=now, pictures=True)
        CorrectionEvidence.objects.create(
            school_id=actor.school_id, correction=case, kind=kind.value, file=file
        )


def _decide(case: Correction, actor: Actor, duty: Held, state: State, now: datetime) -> None:
    case.state, case.decided_at, case.decided_by_id = state.value, now, actor.person
    case.decided_duty = duty.duty.value
    case.decided_for = duty.loan.giver_name if duty.loan else ""


def _may_open(
    case: Correction,
    found: Place,
    cells: Sequence[CorrectionCell],
    lines: dict[UUID, SheetLine],
    inside: set[UUID],
) -> Iterator[Violation]:
    yield from (moved := list(rules.check_move(State(case.state), Move.CONSENT)))
    if moved:
        return
    yield from rules.check_day(found.days, found.day, entered_wrongly=case.entered_wrongly)
    if not found.strands_of(case.asked_by_id):
        yield Violation("correction.asker_left", "", {"name": case.asked_by.full_name})
    for cell in cells:
        line = lines.get(cell.pupil_id)
        if cell.pupil_id not in inside:
            yield Violation("gradebook.not_in_class", "", {"school_class": found.row.name})
        elif (line.marks[found.keys[cell.column]] if line else None) != cell.old:
            name = f"{cell.pupil.full_name}, {title_of(found.columns[found.keys[cell.column]])}"
            yield Violation("correction.cell_moved", "", {"cell": name})


def _open(
    actor: Actor,
    found: Place,
    case: Correction,
    cells: Sequence[CorrectionCell],
    lines: dict[UUID, SheetLine],
) -> None:
    """Clear the bits of these cells and no others; a pupil without a line gets one."""
    masks: dict[UUID, int] = {}
    for cell in cells:
        masks[cell.pupil_id] = masks.get(cell.pupil_id, 0) | cell.mask
    empty: list[int | None] = [None] * len(found.columns)
    SheetLine.objects.bulk_create(
        SheetLine(
            id=new_id(),
            school_id=actor.school_id,
            sheet_id=case.sheet_id,
            pupil_id=pupil_id,
            marks=list(empty),
            versions=[0] * len(empty),
            locks=found.line_locks,
            locked_marks=list(empty),
        )
        for pupil_id in masks
        if pupil_id not in lines
    )
    for pupil_id, mask in masks.items():
        SheetLine.objects.of(actor).filter(sheet_id=case.sheet_id, pupil_id=pupil_id).update(
            locks=F("locks").bitand(~mask)
        )
