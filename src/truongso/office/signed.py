"""Minutes of accounts that are signed on top of being confirmed, in a school that signs here."""

from datetime import datetime

from truongso.access import gate
from truongso.documents.kinds.account_handover import facts as handover
from truongso.documents.kinds.account_withdrawal import facts as withdrawal
from truongso.documents.kinds.approval_list import facts as approval_list
from truongso.documents.models import Paper
from truongso.foundation.actor import Actor
from truongso.office.account_lines import PAPERS
from truongso.rules.authority import Right, Whose
from truongso.seal import papers
from truongso.seal.kinds import SignedKind
from truongso.seal.kinds import register as tell
from truongso.seal.papers import SlotPlan


def register() -> None:
    """Tell which minutes of accounts are signed, and that the list of who approves is."""
    for kind in (handover.KIND, withdrawal.KIND):
        tell(SignedKind(kind, PAPERS[kind], may_read=_may_read))
    tell(SignedKind(approval_list.KIND, PAPERS[approval_list.KIND], may_read=_on_duty))


def let_be_signed(actor: Actor, paper: Paper, *, at: datetime) -> None:
    """Let minutes of an account be signed, by whoever made them and, of a hand-over, the receiver.

    Joins the caller's act.
    """
    slots = []
    if paper.made_by_id is not None:
        title = "Bên giao" if paper.kind == handover.KIND else "Bên thu hồi"
        slots.append(SlotPlan("giver", paper.made_by_id, title))
    if paper.kind == handover.KIND and paper.about_id is not None:
        slots.append(SlotPlan("receiver", paper.about_id, "Bên nhận"))
    if slots:
        papers.prepare_where_used(actor, paper, slots, at=at)


def _on_duty(actor: Actor, _paper: Paper, _at: datetime) -> bool:
    return bool(actor.duties)


def _may_read(actor: Actor, paper: Paper, at: datetime) -> bool:
    if paper.about_id is not None and paper.about_id == actor.staff_id:
        return True
    return isinstance(gate.may(actor, "access.see_accounts", Whose(), at=at), Right)
