"""The work behind a batch: opening the key once, signing line after line outside any transaction.

What is signed is the present revision of the paper, whose bytes must have the fingerprint that was
kept when they were made here. A run that was killed begins again with the lines that still wait.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from truongso.access import queries as access
from truongso.access.words import DUTY_NAMES
from truongso.documents.serving import Altered
from truongso.documents.shelf import MadePdf
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken, Stale, UserError
from truongso.foundation.tenancy import acting_in
from truongso.roster import queries as roster
from truongso.rules import sealing
from truongso.rules.authority import Duty, Held, Right
from truongso.rules.verdict import Violation
from truongso.seal import papers, providers, signing, stamps, trust
from truongso.seal.actions import archiving, batches
from truongso.seal.actions.batches import Signed
from truongso.seal.models import Batch, BatchLine, Revision, Sealed, Signature, Slot
from truongso.seal.queries import papers as queries
from truongso.seal.verifying.people import reason_of

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)
MOST_TRIES = 3


class Means:
    """Who stamps the time, and what certificates are checked by: found once for a whole run.

    What could not be found is looked for again by the next line.
    """

    def __init__(self, house: Actor, clock: Clock) -> None:
        self._house, self._clock = house, clock

    @cached_property
    def stamper(self) -> TimeStamper:
        """Return who stamps the time. Raises RuleBroken, OSError."""
        return trust.stamper(self._house, now=self._clock)

    @cached_property
    def context(self) -> ValidationContext:
        """Return what certificates are checked by, as it stood when the run began."""
        return trust.validation_context(self._house, at=self._clock())


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a batch: the house that runs it, for whom, with which opened key."""

    house: Actor
    person: Actor
    batch: Batch
    signer: Signer
    clock: Clock
    means: Means


def sign(actor: Actor, batch_id: UUID, clock: Clock) -> None:
    """Sign the lines of a batch that wait; whatever happens, its secret is gone afterwards."""
    with acting_in(actor.school_id):
        batch = queries.batch(actor, batch_id)
        if batch is None or batch.ended_at is not None:
            return
        person = _person(batch, clock())
        waiting = [one.id for one in queries.lines(batch) if one.state == BatchLine.State.WAITING]
    secret = batches.secret_of(batch, clock())
    if secret is None:
        problem: Violation | None = Violation("sealing.ask_again")
    else:
        problem = _signed(actor, person, batch, secret, waiting, clock)
    batches.end_batch(actor=actor, batch_id=batch_id, problem=problem, now=clock())


def _signed(
    actor: Actor, person: Actor, batch: Batch, secret: str, lines: list[UUID], clock: Clock
) -> Violation | None:
    """Sign lines with one opening of the key; returns why the whole batch stopped, if it did."""
    try:
        with providers.opened(batch.key, secret, at=clock()) as signer:
            run = Run(actor, person, batch, signer, clock, Means(actor, clock))
            for line_id in lines:
                _line(run, line_id)
    except UserError as error:
        return error.violations[0]
    return None


def _line(run: Run, line_id: UUID) -> None:
    """Sign one line; its failure is told in its own row and nowhere else."""
    for _ in range(MOST_TRIES):
        with acting_in(run.house.school_id):
            rows = BatchLine.objects.of(run.house).select_related("slot__sealed__paper")
            line = rows.get(pk=line_id)
        title = line.slot.sealed.title
        try:
            _one(run, line)
        except Stale:
            continue  # somebody else signed the same paper: once more, on top of his
        except UserError as error:
            _fail(run, line_id, error.violations[0])
        except OSError:
            _fail(run, line_id, Violation("sealing.no_stamp", "", {"title": title}))
        except Exception as error:
            log.exception("line %s was not signed", line_id)
            detail = {"title": title, "detail": type(error).__name__}
            _fail(run, line_id, Violation("sealing.failed", "", detail))
        return
    _fail(run, line_id, Violation("sealing.failed", "", {"title": title, "detail": "Stale"}))


def _one(run: Run, line: BatchLine) -> None:
    now, slot = run.clock(), line.slot
    with acting_in(run.house.school_id):
        done = Signature.objects.of(run.house).filter(slot=slot).first()
        base = queries.latest(slot.sealed)
        duty = None if done else _standing(run.person, slot, now)
        org = roster.school_org(run.house)
    if done is not None and done.signer_id == run.person.staff_id:
        batches.note_signed(actor=run.house, line_id=line.id, now=now)
        return
    if duty is None:
        raise RuleBroken(Violation("sealing.not_yours", "", {"title": slot.sealed.title}))
    pdf = _content(base, slot.sealed)
    form = sealing.form_of(slot.title, slot.duty, duty, _posts(run.person))
    width, height = signing.area_of(pdf, slot.field)
    name = org.name if slot.organisation else run.person.name
    how = signing.Signing(
        field=slot.field,
        signer=run.signer,
        stamper=run.means.stamper,
        context=run.means.context,
        stamp=stamps.drawn(stamps.Stamp(form, name, now, slot.organisation, width, height)),
        first=base.why == "rendered",
        at=now,
        reason=_reason(slot, form, duty),
    )
    made = MadePdf(base.file.name, signing.signed(pdf, how), base.file.pages)
    signed = Signed(made, base.no, form, signing.LEVEL)
    batches.keep_signature(actor=run.person, line_id=line.id, signed=signed, now=run.clock())


def archive(actor: Actor, sealed_id: UUID, clock: Clock) -> None:
    """Put a time stamp for keeping over a complete paper, if it needs one now."""
    now = clock()
    with acting_in(actor.school_id):
        row = Sealed.objects.of(actor).filter(pk=sealed_id, state=Sealed.State.COMPLETE).first()
        if row is None or not sealing.must_renew(row.stamped_until, at=now):
            return
        base = queries.latest(row)
    pdf = _content(base, row)
    context = trust.validation_context(actor, at=now)
    content, until = signing.archived(pdf, trust.stamper(actor, now=lambda: now), context)
    made = MadePdf(base.file.name, content, base.file.pages)
    archiving.keep_archived(
        actor=actor, sealed_id=sealed_id, made=made, base=base.no, until=until, now=now
    )


def _content(base: Revision, sealed: Sealed) -> bytes:
    """The bytes of a revision: exactly those whose fingerprint was kept, or nothing is signed."""
    problem = Violation("sealing.changed", "", {"title": sealed.title})
    try:
        with acting_in(base.school_id):
            pdf = papers.content(base)
    except (Altered, Missing):
        raise RuleBroken(problem) from None
    if MadePdf(base.file.name, pdf).sha256 != base.sha256:
        raise RuleBroken(problem)
    return pdf


def _standing(person: Actor, slot: Slot, now: datetime) -> Held | None:
    """The duty the person signs a slot under, if it is his turn; the storing act asks again."""
    if not queries.waiting_for(person, now).filter(pk=slot.pk).exists():
        return None
    right = queries.may(person, slot, now)
    return right.held if isinstance(right, Right) else None


def _reason(slot: Slot, form: tuple[str, ...], duty: Held) -> str:
    """As what and in whose name, as it is read back where the school is not asked."""
    role = slot.title if form == (slot.title.upper(),) else " / ".join(form)
    return reason_of(role, duty.loan.giver_name if duty.loan else "")


def _posts(person: Actor) -> list[tuple[Duty, str]]:
    own = [held.duty for held in person.duties if held.loan is None]
    return [(duty, str(DUTY_NAMES[duty])) for duty in own]


def _person(batch: Batch, now: datetime) -> Actor:
    """Whoever opened the batch, with the duties he holds now."""
    return Actor(
        school_id=batch.school_id,
        name=batch.by.full_name,
        staff_id=batch.by_id,
        duties=access.duties_of(batch, batch.by_id, now),
    )


def _fail(run: Run, line_id: UUID, problem: Violation) -> None:
    batches.fail_line(actor=run.house, line_id=line_id, problem=problem, now=run.clock())
