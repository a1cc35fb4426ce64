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
from truongso.documents.kinds.correction_minutes import facts as correction_minutes
from truongso.documents.models import Paper, PaperConfirmed, PaperNumber
from truongso.foundation.actor import Actor
from truongso.foundation.days import local
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time

Facts = dict[str, object]


def draw_up(
    actor: Actor,
    kind: str,
    about: UUID | None,
    facts: Callable[[int], Facts],
    *,
    at: datetime,
    thing: str = "",
) -> Paper:
    """Draw a paper up under the next number; `facts` are made with that number.

    `about`: the person it is about, None where it is about nobody of the staff. `thing`: what it
    tells of ("school_report:<id>"). Joins the caller's act.
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
        thing=thing,
        made_by_id=actor.staff_id,
        made_at=at,
        facts=facts(row.last),
    )


def confirm(actor: Actor, paper: Paper, *, at: datetime, role: str = "") -> PaperConfirmed:
    """Keep the actor's yes to a paper, in a role where several confirm it. Joins the caller's act.

    Raises IntegrityError where the role, or he, has confirmed it already: the caller has asked.
    """
    return PaperConfirmed.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        paper=paper,
        by_id=actor.person,
        role=role,
        at=at,
        ip=actor.ip or None,
    )


def as_pdf(paper: Paper, *, draft: bool = False) -> bytes:
    """Return a paper as PDF, with each yes to it there has been until now.

    `draft`: every page says that it is one.
    """
    return press.render(paper.kind, told(paper), draft=draft)


def told(paper: Paper) -> Facts:
    """Return the facts of a paper as they are set: frozen ones, and each yes until now."""
    facts = dict(paper.facts)
    said = list(paper.confirmations.of(paper).select_related("by"))
    if paper.kind == correction_minutes.KIND:
        facts["confirmed"] = {
            yes.role: {
                "name": yes.by.full_name,
                "said": correction_minutes.confirmed(yes.at, yes.by.full_name, yes.ip or ""),
            }
            for yes in said
        }
    elif paper.about is not None:
        for yes in said:
            facts["confirmed"] = confirmed(yes.at, paper.about.full_name, yes.ip or "")
    return facts
