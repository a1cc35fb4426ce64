"""Minutes of corrections that are signed once they are confirmed, in a school that signs here."""

from datetime import datetime

from django.utils.translation import gettext_noop

from truongso.documents.kinds.correction_minutes import facts as kind
from truongso.documents.models import Paper
from truongso.foundation.actor import Actor
from truongso.gradebook.models import Correction
from truongso.gradebook.queries import case_page
from truongso.seal import papers
from truongso.seal.kinds import SignedKind
from truongso.seal.kinds import register as tell
from truongso.seal.papers import SlotPlan


def register() -> None:
    """Tell that minutes of corrections are signed."""
    name = gettext_noop("Biên bản sửa chữa dữ liệu")
    tell(SignedKind(kind.KIND, name, may_read=_may_read))


def let_be_signed(actor: Actor, case: Correction, *, at: datetime) -> None:
    """Let the minutes of a case be signed by those who confirmed them, in any order.

    Only then it is known who they are, and the paper tells of every yes. Joins the caller's act.
    """
    if case.paper is None:
        return
    slots = [
        SlotPlan(yes.role, yes.by_id, kind.ROLES[yes.role], step=0)
        for yes in case_page.said_of(actor, case)
    ]
    papers.prepare_where_used(actor, case.paper, slots, at=at)


def _may_read(actor: Actor, paper: Paper, at: datetime) -> bool:
    return case_page.listed(actor, at).filter(paper=paper).exists()
