"""The hatch of numbered papers: draw one up, say yes to it, set it as PDF.

Numbers follow one another in a school, kind and calendar year, without gaps or doubles: the next
one is taken under a lock and in the transaction of the act that draws the paper up, so a refused
act gives its number back.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from truongso.documents import press
from truongso.documents.kinds.account_handover.facts import confirmed
from truongso.documents.models import Paper, PaperConfirmed, PaperNumber
from truongso.foundation.actor import Actor
from truongso.foundation.days import local
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time

Facts = dict[str, object]


def draw_up(
    actor: Actor, kind: str, about: UUID, facts: Callable[[int], Facts], *, at: datetime
) -> Paper:
    """Draw a paper up about a person under the next number; `facts` are made with that number.

    Joins the caller's act.
    """
    year = local(at).year
    one_at_a_time("paper_number", actor.school_id, kind, year)
    row = PaperNumber.objects.of(actor).filter(kind=kind, year=year).first()
    if row is None:
        row = PaperNumber(id=new_id(), school_id=actor.school_id, kind=kind, year=year, last=0)
        row.save(force_insert=True)
    row.last += 1
    row.save(update_fields=["last"])
    return Paper.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        kind=kind,
        year=year,
        number=row.last,
        about_id=about,
        made_by_id=actor.staff_id,
        made_at=at,
        facts=facts(row.last),
    )


def confirm(actor: Actor, paper: Paper, *, at: datetime) -> PaperConfirmed:
    """Keep the actor's yes to a paper that is about him. Joins the caller's act."""
    return PaperConfirmed.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        paper=paper,
        by_id=actor.person,
        at=at,
        ip=actor.ip or None,
    )


def as_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF, with the yes of whom it was handed to once there is one."""
    facts = dict(paper.facts)
    for yes in paper.confirmations.of(paper):
        facts["confirmed"] = confirmed(yes.at, paper.about.full_name, yes.ip or "")
    return press.render(paper.kind, facts)
