"""Drawing up the list of who approves electronic records, for the principal to sign."""

from datetime import datetime

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import papers
from truongso.documents import queries as documents
from truongso.documents.kinds.approval_list.facts import KIND
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import act
from truongso.office import approval_list
from truongso.rules.authority import Duty, Whose
from truongso.rules.verdict import Violation
from truongso.seal import papers as sealing
from truongso.seal.models import Sealed
from truongso.seal.papers import SlotPlan

REPLACED = "Đã lập danh sách mới."


@act
def draw_up_approval_list(*, actor: Actor, now: datetime) -> Sealed:
    """Draw the list up as it stands, under the next number; its drawer signs it as principal.

    The one before is signed no more. Raises NotAllowed, Missing (no school year), RuleBroken (the
    school does not sign here yet).
    """
    duty = gate.require(actor, "access.confirm_rights", Whose(), at=now)
    before = documents.papers(actor).filter(kind=KIND).first()

    facts = approval_list.told(actor, now)
    paper = papers.draw_up(actor, KIND, None, lambda _number: facts, at=now, thing=KIND)
    slot = SlotPlan("principal", actor.person, "Hiệu trưởng", duty=Duty.PRINCIPAL.value)
    row = sealing.prepare_where_used(actor, paper, [slot], at=now)
    if row is None:
        raise RuleBroken(Violation("seal.no_authority"))
    if before is not None:
        sealing.void(actor, before, REPLACED)

    told = {"number": f"{paper.number:02d}", "year": paper.year}
    deed = Deed("office.approval_list_made", f"paper:{paper.id}", facts=told)
    journal.record(actor, duty, deed, at=now)
    return row
