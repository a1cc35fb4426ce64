"""Signing many papers with one secret: opening a batch, going on, and what becomes of each line.

A line is stored by itself: what fails never takes another with it. The secret lies sealed in the
batch while it runs, at most half an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate, seals
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents.shelf import MadePdf
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken, Stale
from truongso.foundation.ids import new_id
from truongso.foundation.jobs import defer
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.rules import sealing as rules
from truongso.rules import signing
from truongso.rules.authority import Held, Whose
from truongso.rules.signing import Holder
from truongso.rules.verdict import Violation
from truongso.seal import kinds, papers, providers
from truongso.seal.models import Batch, BatchLine, Key, Sealed, Signature, Slot
from truongso.seal.queries import keys
from truongso.seal.queries import papers as queries

State = BatchLine.State


@act
def open_batch(
    *, actor: Actor, sealed_ids: Sequence[UUID], key_id: UUID, secret: str, now: datetime
) -> Batch:
    """Begin to sign papers that wait for the actor, all with one key and its secret.

    With the school's seal its slots are signed, with one's own key the other ones. Raises Missing,
    NotAllowed, RuleBroken, TooMany.
    """
    key = keys.key(actor, key_id)
    duty = _require_key(actor, key, now)

    rows = queries.waiting_for(actor, now).filter(sealed_id__in=list(sealed_ids))
    chosen = list(rows.filter(organisation=key.holder == Holder.SCHOOL.value))
    if not chosen:
        raise RuleBroken(Violation("sealing.nothing_chosen"))
    if len(chosen) > rules.MOST_AT_ONCE:
        raise RuleBroken(Violation("sealing.too_many", "", {"most": rules.MOST_AT_ONCE}))
    _check_secret(key, secret, now)

    batch = Batch(id=new_id(), school_id=actor.school_id, by_id=actor.person, key=key)
    batch.opened_at = now
    _keep_secret(actor, batch, secret, now)
    batch.save(force_insert=True)
    BatchLine.objects.bulk_create(
        BatchLine(
            id=new_id(),
            school_id=actor.school_id,
            batch=batch,
            slot=slot,
            place=place,
            state=State.WAITING,
        )
        for place, slot in enumerate(chosen)
    )
    defer(actor, "seal.sign", lock=f"seal.batch:{batch.id}", batch_id=str(batch.id))
    facts = {"count": len(chosen), "key": key.name}
    journal.record(actor, duty, Deed("seal.batch_opened", f"batch:{batch.id}", facts=facts), at=now)
    return batch


@act
def resume_batch(*, actor: Actor, batch_id: UUID, secret: str, now: datetime) -> Batch:
    """Go on with the lines of one's own batch that are not signed, with the secret once more.

    Raises Missing, NotAllowed, RuleBroken, TooMany.
    """
    batch = queries.own_batch(actor, batch_id)
    duty = _require_key(actor, batch.key, now)

    left = BatchLine.objects.of(actor).filter(batch=batch).exclude(state=State.SIGNED)
    if not left.exists():
        raise RuleBroken(Violation("sealing.nothing_chosen"))
    _check_secret(batch.key, secret, now)

    left.update(state=State.WAITING, problem=[])
    _keep_secret(actor, batch, secret, now)
    batch.ended_at, batch.problem = None, []
    batch.save(update_fields=["secret", "secret_until", "ended_at", "problem"])
    defer(actor, "seal.sign", lock=f"seal.batch:{batch.id}", batch_id=str(batch.id))
    deed = Deed("seal.batch_resumed", f"batch:{batch.id}", facts={"count": left.count()})
    journal.record(actor, duty, deed, at=now)
    return batch


@dataclass(frozen=True, slots=True)
class Signed:
    """A file that was signed: on top of which revision, as what, with which stamp's lines."""

    made: MadePdf
    base: int
    form: tuple[str, ...]
    level: str


@act
def keep_signature(*, actor: Actor, line_id: UUID, signed: Signed, now: datetime) -> None:
    """Keep a signature with the file it is in; the last one of a paper completes it.

    The signer's own act, done for him by the job. Raises Missing, NotAllowed, RuleBroken (signed
    meanwhile, void), Stale (somebody else has signed on the same revision).
    """
    line = _line(actor, line_id)
    sealed = Sealed.objects.of(actor).select_for_update().get(pk=line.slot.sealed_id)
    duty = queries.require(actor, line.slot, now)

    _require_unsigned(sealed, line.slot)
    if queries.latest(sealed).no != signed.base:
        raise Stale(Violation("core.stale"))

    no = signed.base + 1
    revision = papers.keep_revision(actor, sealed, no, signed.made, why="signed", at=now)
    key, loan = line.batch.key, duty.loan
    Signature.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        slot=line.slot,
        key=key,
        certificate=key.chain,
        signer_id=actor.person,
        name=actor.name,
        duty=duty.duty.value,
        form="\n".join(signed.form),
        behalf_id=loan.giver_id if loan else None,
        behalf_name=loan.giver_name if loan else "",
        at=now,
        revision=revision,
        level=signed.level,
    )
    _set_line(line, State.SIGNED, now)
    if not Slot.objects.of(actor).filter(sealed=sealed, signatures__isnull=True).exists():
        _complete(actor, sealed, now)
    facts = {"title": sealed.title, "role": line.slot.title, "print": signed.made.sha256}
    journal.record(actor, duty, Deed("seal.signed", f"sealed:{sealed.id}", facts=facts), at=now)


@act
def fail_line(*, actor: Actor, line_id: UUID, problem: Violation, now: datetime) -> None:
    """Say why a paper of a batch was not signed; the others go on. Raises Missing, NotAllowed."""
    line = _line(actor, line_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    if line.state == State.SIGNED:
        return

    line.problem = [problem.code, {name: str(value) for name, value in problem.params.items()}]
    _set_line(line, State.FAILED, now)
    facts = {"title": line.slot.sealed.title, "code": problem.code}
    deed = Deed("seal.not_signed", f"sealed:{line.slot.sealed_id}", facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def note_signed(*, actor: Actor, line_id: UUID, now: datetime) -> None:
    """Count a line whose slot the same person has signed already. Raises Missing, NotAllowed."""
    line = _line(actor, line_id)
    gate.require(actor, "system.keep_house", Whose(), at=now)
    _set_line(line, State.SIGNED, now)


@act
def end_batch(*, actor: Actor, batch_id: UUID, problem: Violation | None, now: datetime) -> None:
    """End a run of a batch: its secret goes at once, whatever is left. Raises NotAllowed."""
    one_at_a_time("seal.batch", actor.school_id, batch_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    told = [problem.code, {k: str(v) for k, v in problem.params.items()}] if problem else []
    rows = Batch.objects.of(actor).filter(pk=batch_id, ended_at=None)
    rows.update(secret="", secret_until=None, ended_at=now, problem=told)
    lines = BatchLine.objects.of(actor).filter(batch_id=batch_id)
    facts = {"signed": lines.filter(state=State.SIGNED).count(), "count": lines.count()}
    journal.record(actor, duty, Deed("seal.batch_ended", f"batch:{batch_id}", facts=facts), at=now)


@act
def forget_secrets(*, actor: Actor, now: datetime) -> None:
    """Forget the secrets whose time is over; their batches ask again. Raises NotAllowed."""
    gate.require(actor, "system.keep_house", Whose(), at=now)
    rows = Batch.objects.of(actor).filter(secret_until__lte=now).exclude(secret="")
    told = ["sealing.ask_again", {}]
    rows.update(secret="", secret_until=None, ended_at=now, problem=told)


def secret_of(batch: Batch, at: datetime) -> str | None:
    """Return the secret a batch runs with; None when its time is over."""
    if not batch.secret or batch.secret_until is None or batch.secret_until <= at:
        return None
    raw = seals.opened(batch.secret, _whose(batch))
    return None if raw is None else raw.decode()


def _require_key(actor: Actor, key: Key, now: datetime) -> Held:
    if key.holder == Holder.SCHOOL.value:
        return gate.require(actor, signing.USE_SEAL, Whose(), at=now)
    if key.staff_id != actor.staff_id:
        raise Missing
    return gate.require(actor, signing.OWN, Whose(author=key.staff_id), at=now)


def _check_secret(key: Key, secret: str, now: datetime) -> None:
    with providers.opened(key, secret, at=now):
        return


def _keep_secret(actor: Actor, batch: Batch, secret: str, now: datetime) -> None:
    until = now + rules.SECRET_LASTS
    batch.secret, batch.secret_until = seals.sealed(secret.encode(), _whose(batch)), until
    defer(actor, "seal.forget_secrets", at=until)


def _whose(batch: Batch) -> str:
    return f"{batch.school_id}:batch:{batch.id}"


def _line(actor: Actor, line_id: UUID) -> BatchLine:
    rows = BatchLine.objects.of(actor).select_for_update(of=("self",))
    row = rows.select_related("slot__sealed__paper", "batch__key").filter(pk=line_id).first()
    if row is None:
        raise Missing
    return row


def _require_unsigned(sealed: Sealed, slot: Slot) -> None:
    if sealed.state == Sealed.State.VOID:
        raise RuleBroken(Violation("sealing.void", "", {"title": sealed.title}))
    if Signature.objects.of(slot).filter(slot=slot).exists():
        params = {"title": sealed.title, "role": slot.title}
        raise RuleBroken(Violation("sealing.already_signed", "", params))


def _set_line(line: BatchLine, state: str, now: datetime) -> None:
    line.state, line.at, line.tries = state, now, line.tries + 1
    if state == State.SIGNED:
        line.problem = []
    line.save(update_fields=["state", "at", "tries", "problem"])


def _complete(actor: Actor, sealed: Sealed, now: datetime) -> None:
    sealed.state, sealed.completed_at = Sealed.State.COMPLETE, now
    sealed.save(update_fields=["state", "completed_at"])
    defer(actor, "seal.archive", sealed_id=str(sealed.id))
    kinds.known(sealed.paper.kind).when_signed(actor, sealed.paper, now)
