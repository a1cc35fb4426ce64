"""Papers that are signed: what waits for a person, how far each is, who may see it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from truongso.access import gate
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.rules import sealing, signing
from truongso.rules.authority import Held, Right, Whose
from truongso.rules.verdict import Violation
from truongso.seal import kinds
from truongso.seal.models import Batch, BatchLine, Revision, Sealed, Signature, Slot

AT_MOST = 500


def of_paper(owner: InSchool, paper_id: UUID) -> Sealed | None:
    """Return how a paper is signed; None when it is not. The latest, void ones only at last."""
    rows = Sealed.objects.of(owner).filter(paper_id=paper_id).order_by("-made_at")
    return min(rows, key=lambda row: row.state == Sealed.State.VOID, default=None)


def latest(row: Sealed) -> Revision:
    """Return the present revision of a paper."""
    rows = Revision.objects.of(row).filter(sealed=row).select_related("file")
    found = rows.order_by("-no").first()
    if found is None:
        raise LookupError(f"{row.id} has no file")
    return found


def unsigned() -> SchoolRows[Slot]:
    """Return the slots without a signature of papers that wait, where nobody has to sign before."""
    mark = Signature.objects.filter(school_id=OuterRef("school_id"), slot=OuterRef("pk"))
    before = Slot.objects.filter(
        ~Exists(mark),
        school_id=OuterRef("school_id"),
        sealed=OuterRef("sealed"),
        step__lt=OuterRef("step"),
    )
    rows = Slot.objects.filter(~Exists(mark), ~Exists(before), sealed__state=Sealed.State.WAITING)
    return rows.select_related("sealed__paper")


def waiting_for(actor: Actor, at: datetime) -> SchoolRows[Slot]:
    """Return the slots that wait for the actor's own signature or, if he may, the school's seal."""
    open_to_him = [act for act in kinds.acts() if _may(actor, act, at)]
    mine = Q(person_id=actor.staff_id) | Q(person=None, organisation=False, act__in=open_to_him)
    if _may(actor, signing.USE_SEAL, at):
        mine |= Q(organisation=True)
    return unsigned().of(actor).filter(mine).order_by("sealed__made_at", "sealed__id", "step")


def slots_of(owner: InSchool, things: Iterable[str]) -> dict[str, list[Slot]]:
    """Return the slots of papers by what those tell of, each with its signature if there is one."""
    rows = Slot.objects.of(owner).filter(sealed__paper__thing__in=list(things))
    rows = rows.exclude(sealed__state=Sealed.State.VOID).order_by("step", "role")
    found: dict[str, list[Slot]] = {}
    for slot in rows.select_related("sealed__paper").prefetch_related("signatures"):
        found.setdefault(slot.sealed.paper.thing, []).append(slot)
    return found


def require(actor: Actor, slot: Slot, at: datetime) -> Held:
    """Return the duty under which the actor signs a slot. Raises NotAllowed."""
    asked = _asked(actor, slot)
    if isinstance(asked, Violation):
        raise NotAllowed(asked)
    return gate.require(actor, *asked, at=at)


def may(actor: Actor, slot: Slot, at: datetime) -> Right | Violation:
    """Return the right by which the actor signs a slot, or why not, without holding it."""
    asked = _asked(actor, slot)
    return asked if isinstance(asked, Violation) else gate.may(actor, *asked, at=at)


def _asked(actor: Actor, slot: Slot) -> tuple[str, Whose] | Violation:
    """What the gate is asked when the actor signs a slot; why not, where it is another person's."""
    if slot.organisation:
        return signing.USE_SEAL, Whose()
    if slot.person_id is None:
        return slot.act, Whose()
    if slot.person_id != actor.staff_id:
        return Violation("sealing.not_yours", "", {"title": slot.sealed.title})
    return signing.OWN, Whose(author=slot.person_id)


def readable(actor: Actor, sealed_id: UUID, at: datetime) -> Sealed:
    """Return a paper that the actor may see: he signs it, or its kind says so. Raises Missing."""
    row = Sealed.objects.of(actor).select_related("paper").filter(pk=sealed_id).first()
    if row is None:
        raise Missing
    own = Q(person_id=actor.staff_id) | Q(signatures__signer_id=actor.staff_id)
    if Slot.objects.of(actor).filter(own, sealed=row).exists():
        return row
    if waiting_for(actor, at).filter(sealed=row).exists():
        return row
    if kinds.known(row.paper.kind).may_read(actor, row.paper, at):
        return row
    raise Missing


def slots(row: Sealed) -> list[Slot]:
    """Return the slots of a paper in order, with their signatures."""
    rows = Slot.objects.of(row).filter(sealed=row).select_related("person")
    return list(rows.prefetch_related("signatures").order_by("step", "role"))


def revisions(row: Sealed) -> list[Revision]:
    """Return every revision of a paper, the first one first."""
    return list(Revision.objects.of(row).filter(sealed=row).select_related("file").order_by("no"))


def own_batch(actor: Actor, batch_id: UUID) -> Batch:
    """Return one of the actor's own batches. Raises Missing."""
    rows = Batch.objects.of(actor).select_related("key", "by")
    if row := rows.filter(pk=batch_id, by_id=actor.person).first():
        return row
    raise Missing


def batch(owner: InSchool, batch_id: UUID) -> Batch | None:
    """Return a batch, if it is there."""
    return Batch.objects.of(owner).select_related("key", "by").filter(pk=batch_id).first()


def lines(row: Batch) -> list[BatchLine]:
    """Return the lines of a batch in order."""
    rows = BatchLine.objects.of(row).filter(batch=row).select_related("slot__sealed__paper")
    return list(rows.order_by("place"))


def recent_batches(actor: Actor) -> list[Batch]:
    """Return the actor's last batches, the latest first."""
    rows = Batch.objects.of(actor).filter(by_id=actor.person)
    return list(rows.order_by("-opened_at")[:10])


def to_renew(owner: InSchool, at: datetime) -> list[UUID]:
    """Return the complete papers that need a time stamp for keeping now."""
    soon = Q(stamped_until=None) | Q(stamped_until__lte=at + sealing.RENEW_BEFORE)
    rows = Sealed.objects.of(owner).filter(soon, state=Sealed.State.COMPLETE)
    return list(rows.order_by("stamped_until", "id").values_list("pk", flat=True)[:AT_MOST])


def _may(actor: Actor, act: str, at: datetime) -> bool:
    return isinstance(gate.may(actor, act, Whose(), at=at), Right)
