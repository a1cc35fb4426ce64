"""What the acts of a correction share: holding a case, noting a change, ending it, telling.

No acts: parts of those that call them.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.locks import one_at_a_time
from truongso.gradebook.actions import minutes
from truongso.gradebook.actions.deciding import Changed
from truongso.gradebook.models import Correction, CorrectionCell, SheetLine
from truongso.gradebook.queries import corrections as queries
from truongso.gradebook.queries.place import Opened, Place
from truongso.notices import post
from truongso.rules import corrections as rules
from truongso.rules.authority import Held
from truongso.rules.corrections import Move, State

TOLD = {
    "asked": "{who} đề nghị sửa điểm {case}. Hãy xem minh chứng rồi đồng ý hoặc từ chối.",
    "withdrawn": "{who} đã rút đề nghị sửa điểm {case}.",
    "refused": "Đề nghị sửa điểm {case} không được đồng ý: {answer}",
    "open": (
        "Đề nghị sửa điểm {case} đã được {who} đồng ý; các ô được đề nghị mở đến {until}, chỉ"
        " {asker} sửa được."
    ),
    "minuted": (
        "Đã sửa xong điểm theo đề nghị {case}; các ô đã khóa lại. Biên bản chờ người đề nghị,"
        " ban giám hiệu và quản trị viên xác nhận."
    ),
    "lapsed": "Đề nghị sửa điểm {case} đã khép lại, không ô nào được sửa. {answer}",
    "closed": "Biên bản sửa điểm {case} đã có đủ ba người xác nhận.",
}


def held(actor: Actor, case_id: UUID) -> Correction:
    """Return a case, its page and itself held until the act ends. Raises Missing.

    Whoever saves marks of the page, locks its columns or ends the case waits.
    """
    page = queries.page_of(queries.case(actor, case_id))
    one_at_a_time("gradebook.page", actor.school_id, page.class_id, page.subject, page.term)
    return queries.case(actor, case_id, hold=True)


def note(actor: Actor, duty: Held, found: Place, changed: Sequence[Changed], now: datetime) -> None:
    """Note in their cases which opened cells were changed; a case with none left is ended."""
    for case_id in dict.fromkeys(change.opened.case_id for change in changed if change.opened):
        case = queries.case(actor, case_id, hold=True)
        for change in changed:
            if change.opened and change.opened.case_id == case_id:
                rows = CorrectionCell.objects.of(actor).filter(
                    correction_id=case_id, pupil_id=change.line.pupil_id, column=change.column
                )
                rows.update(
                    new=change.new,
                    changed_at=now,
                    average_before=change.average,
                    average_after=change.line.average,
                )
        if not any(opened.case_id == case_id for opened in _left(found, changed)):
            journal.record(actor, duty, settle(actor, case, "", now), at=now)


def _left(found: Place, changed: Sequence[Changed]) -> list[Opened]:
    done = {(change.line.pupil_id, change.column) for change in changed}
    return [opened for place, opened in found.opened.items() if place not in done]


def settle(actor: Actor, case: Correction, answer: str, now: datetime) -> Deed:
    """End an open case: what is still open locks again; minutes if anything was changed.

    Returns the deed for the journal. Raises RuleBroken: the case is not open.
    """
    cells = queries.cells_of(actor, case.id)
    left = [cell for cell in cells if cell.changed_at is None]
    move = Move.LAPSE if len(left) == len(cells) else Move.FINISH
    raise_if_broken(rules.check_move(State(case.state), move))

    case.state, case.finished_at = rules.MOVES[State(case.state), move].value, now
    case.answer = answer
    if move is Move.LAPSE:
        case.closed_at = now
    else:
        case.paper = minutes.draw_up(actor, case, cells, now)
    case.save()
    _lock_again(actor, case, left)
    tell(actor, case, case.state, now)

    facts = {"case": queries.case_name(case), "count": len(cells) - len(left)}
    verb = "gradebook.correction_finished"
    if move is Move.LAPSE:
        verb = "gradebook.correction_lapsed"
    return Deed(verb, f"correction:{case.id}", reason=answer, facts=facts)


def _lock_again(actor: Actor, case: Correction, cells: Sequence[CorrectionCell]) -> None:
    masks: dict[UUID, int] = {}
    for cell in cells:
        masks[cell.pupil_id] = masks.get(cell.pupil_id, 0) | cell.mask
    for pupil_id, mask in masks.items():
        SheetLine.objects.of(actor).filter(sheet_id=case.sheet_id, pupil_id=pupil_id).update(
            locks=F("locks").bitor(mask), locked_marks=F("marks")
        )


def tell(actor: Actor, case: Correction, step: str, now: datetime) -> None:
    """Tell everybody whom a step of a case concerns, save who took it."""
    people = queries.concerned(actor, case, now)
    to = [case.asked_by_id, *people.leaders]
    if step not in ("asked", "withdrawn"):
        to += [*people.admins, *people.homeroom]
        to += [case.decided_by_id] if case.decided_by_id else []
    words = {
        "who": actor.name,
        "case": queries.case_name(case),
        "answer": case.answer,
        "asker": case.asked_by.full_name,
        "until": minutes.moment(case.open_until) if case.open_until else "",
    }
    message = post.Message(
        f"correction.{step}",
        TOLD[step].format(**words).strip()[:500],
        reverse("correction", args=[case.id]),
        f"correction:{case.id}:{step}",
    )
    post.tell(actor, [one for one in to if one != actor.staff_id], message, shows_at=now)
