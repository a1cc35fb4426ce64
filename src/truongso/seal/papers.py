"""The hatch for rooms above: let a paper be signed, take that back, give its present file.

Only what the press has just made from the paper's facts becomes a file to be signed; its
fingerprint is kept, and nothing with another one is ever signed.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from truongso.documents import papers, press, shelf
from truongso.documents.models import Paper
from truongso.foundation.actor import Actor
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import InSchool
from truongso.seal import kinds, marks, signing
from truongso.seal.models import Revision, Sealed, Slot
from truongso.seal.queries import keys
from truongso.seal.queries import papers as queries


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """A signature a paper is to carry.

    `role`: names the area on the page. `person`: who signs; None: whoever may do the kind's act, as
    `duty` ("principal") or in that duty's name. `step`: who comes before whom; None: after the one
    before. `organisation`: the school's own seal.
    """

    role: str
    person: UUID | None
    title: str
    duty: str = ""
    step: int | None = None
    organisation: bool = False


def prepare(
    actor: Actor, paper: Paper, slots: Sequence[SlotPlan], *, at: datetime, title: str = ""
) -> Sealed:
    """Let a paper be signed in these slots: set it, keep it, with every field there from now on.

    Joins the caller's act. Raises LookupError when the page keeps no area for a role: a bug.
    """
    kind = kinds.known(paper.kind)
    row = Sealed(
        id=new_id(),
        school_id=actor.school_id,
        paper=paper,
        public_id=UUID(bytes=secrets.token_bytes(16)),
        title=title or f"{kind.name} số {paper.number:02d}/{paper.year}",
        state=Sealed.State.WAITING,
        made_at=at,
    )
    plans = [(plan, plan.step if plan.step is not None else no) for no, plan in enumerate(slots)]
    row.save(force_insert=True)
    marks.keep(actor, marks.of_id(row.public_id))
    Slot.objects.bulk_create(
        Slot(
            id=new_id(),
            school_id=actor.school_id,
            sealed=row,
            step=step,
            role=plan.role,
            field=_field(plan.role),
            title=plan.title,
            person_id=plan.person,
            duty=plan.duty,
            act="" if plan.person or plan.organisation else kind.may_sign,
            organisation=plan.organisation,
        )
        for plan, step in plans
    )
    made = shelf.MadePdf(f"{paper.kind}-{paper.number:02d}-{paper.year}.pdf", _set(row, slots))
    keep_revision(actor, row, 0, made, why="rendered", at=at)
    return row


def prepare_where_used(
    actor: Actor, paper: Paper, slots: Sequence[SlotPlan], *, at: datetime
) -> Sealed | None:
    """Let a paper be signed in a school that signs here: one that has an authority of its own.

    Elsewhere its people sign on paper, as before. Joins the caller's act.
    """
    return prepare(actor, paper, slots, at=at) if keys.authority(actor) else None


def void(actor: Actor, paper: Paper, reason: str) -> None:
    """Let a paper be signed no more, because what it tells has changed. Joins the caller's act."""
    rows = Sealed.objects.of(actor).filter(paper=paper).exclude(state=Sealed.State.VOID)
    rows.update(state=Sealed.State.VOID, void_reason=reason[:300])


def as_pdf(owner: InSchool, paper: Paper) -> bytes:
    """Return the present file of a paper: with its signatures where it is signed here.

    Raises Missing, Altered.
    """
    row = queries.of_paper(owner, paper.id)
    return papers.as_pdf(paper) if row is None else content(queries.latest(row))


def content(revision: Revision) -> bytes:
    """Return the bytes of a revision, which have its fingerprint. Raises Missing, Altered."""
    return shelf.bytes_of(revision, revision.file_id)


def keep_revision(
    actor: Actor, row: Sealed, no: int, made: shelf.MadePdf, *, why: str, at: datetime
) -> Revision:
    """Keep the file of a paper as it is after a step. Joins the caller's act."""
    marks.keep(actor, made.sha256)
    return Revision.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        sealed=row,
        no=no,
        file=shelf.keep_made(actor, made, at=at),
        sha256=made.sha256,
        why=why,
        at=at,
    )


def _set(row: Sealed, slots: Sequence[SlotPlan]) -> bytes:
    """The paper as the press makes it, with a field in the area of each role."""
    address = f"{settings.PUBLIC_URL}/v/{row.public_id.hex}/"
    facts = papers.told(row.paper) | {"verify": {"id": row.public_id.hex, "url": address}}
    pdf, areas = press.with_areas(row.paper.kind, facts)
    by_role = {area.role: area for area in areas}
    if missing := [plan.role for plan in slots if plan.role not in by_role]:
        raise LookupError(f"{row.paper.kind} keeps no area for {missing}")
    return signing.with_fields(pdf, {_field(plan.role): by_role[plan.role] for plan in slots})


def _field(role: str) -> str:
    return f"ky_{role.replace('.', '_')}"
