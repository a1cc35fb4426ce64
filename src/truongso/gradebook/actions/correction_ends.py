"""The end of a correction: by its asker, by time; three witnesses confirm its minutes."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import papers
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, raise_if_broken
from truongso.foundation.tenancy import act
from truongso.gradebook import signed
from truongso.gradebook.actions import correcting
from truongso.gradebook.actions.corrections import ASK
from truongso.gradebook.queries import corrections as queries
from truongso.gradebook.queries.case_page import role_of, said_of
from truongso.roster import years
from truongso.rules import corrections as rules
from truongso.rules.authority import Whose
from truongso.rules.corrections import Move, Role, State

WITNESS = "gradebook.witness_correction"
GIVEN_UP = "Người đề nghị đã kết thúc."
TIME_OVER = "Hết thời gian mở ô mà người đề nghị chưa kết thúc."
TOO_LATE = "Đã hết hạn sửa điểm của học kì mà chưa được đồng ý."


@act
def finish(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Finish one's own case before every cell was changed: the rest lock again as they stood.

    Raises Missing, NotAllowed, RuleBroken (not open, a closed year).
    """
    case = correcting.held(actor, case_id)
    duty = gate.require(actor, ASK, Whose(author=case.asked_by_id), at=now)
    years.require_open(actor, case.year_id)
    raise_if_broken(rules.check_move(State(case.state), Move.FINISH))
    deed = correcting.settle(actor, case, GIVEN_UP, now)
    journal.record(actor, duty, deed, at=now)


@act
def end_by_time(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """End a case whose time is over, whatever of it was done; anything else stays as it is.

    The system's act. In a year closed meanwhile, too: what was opened there must not stay open. A
    lock of the term waits for it: begun before this is done, it would spare the cells once more.
    Raises Missing, NotAllowed (only the system), RuleBroken (never: it is open when it settles).
    """
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    case = correcting.held(actor, case_id)
    years.hold(actor, case.year_id)
    if not queries.is_overdue(actor, case.id, now):
        return
    if case.state == State.OPEN.value:
        deed = correcting.settle(actor, case, TIME_OVER, now)
        journal.record(actor, duty, deed, at=now)
        return
    case.state, case.answer, case.closed_at = State.LAPSED.value, TOO_LATE, now
    case.save(update_fields=["state", "answer", "closed_at"])
    correcting.tell(actor, case, "lapsed", now)
    facts = {"case": queries.case_name(case), "count": 0}
    deed = Deed("gradebook.correction_lapsed", f"correction:{case.id}", (), TOO_LATE, facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def confirm(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Confirm the minutes of a case as one of its three witnesses, under one's own account.

    The last one closes the case. Raises Missing (no minutes), NotAllowed, RuleBroken (his role was
    confirmed, or he has confirmed in another).
    """
    case = correcting.held(actor, case_id)
    duty = gate.require(actor, WITNESS, Whose(author=case.asked_by_id), at=now)
    raise_if_broken(rules.check_move(State(case.state), Move.CONFIRM))
    if case.paper is None:
        raise Missing
    role = role_of(case, actor, duty)
    said = said_of(actor, case)
    confirmed = [(Role(one.role), one.by_id == actor.staff_id) for one in said]
    raise_if_broken(rules.check_witness(role, confirmed))
    if role is None:
        raise Missing

    papers.confirm(actor, case.paper, at=now, role=role.value)
    if len(confirmed) + 1 == len(Role):
        case.state, case.closed_at = State.CLOSED.value, now
        case.save(update_fields=["state", "closed_at"])
        correcting.tell(actor, case, "closed", now)
        signed.let_be_signed(actor, case, at=now)

    facts = {"case": queries.case_name(case), "role": role.value}
    deed = Deed("gradebook.correction_confirmed", f"correction:{case.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
