"""Jobs of the seal room: signing batches, time stamps for keeping, ending secrets and keys."""

from uuid import UUID

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import AWAITED, UPKEEP, defer, every, job
from truongso.foundation.tenancy import acting_in
from truongso.seal import running
from truongso.seal.actions import authority, batches
from truongso.seal.queries import papers as queries


@job(queue="seal", name="seal.sign", priority=AWAITED)
def sign(*, actor: Actor, batch_id: str) -> None:
    """Sign the papers of a batch that wait."""
    running.sign(actor, UUID(batch_id), clock.now)


@job(queue="seal", name="seal.archive")
def archive(*, actor: Actor, sealed_id: str) -> None:
    """Put a time stamp for keeping over a complete paper."""
    running.archive(actor, UUID(sealed_id), clock.now)


@job(queue=UPKEEP, name="seal.forget_secrets")
def forget_secrets(*, actor: Actor) -> None:
    """Forget the secrets of batches whose half hour is over; asked for when one is kept."""
    batches.forget_secrets(actor=actor, now=clock.now())


@every("40 18 * * 0", queue=UPKEEP, name="seal.renew")
def renew(*, actor: Actor) -> None:
    """Ask for new time stamps for keeping ninety days before the old ones end, weekly by night."""
    with acting_in(actor.school_id):
        for sealed_id in queries.to_renew(actor, clock.now()):
            defer(actor, "seal.archive", sealed_id=str(sealed_id))


@every("5 17 * * *", queue=UPKEEP, name="seal.keep_house")
def keep_house(*, actor: Actor) -> None:
    """End keys of those who have left, and draw the revocation list up, after midnight."""
    authority.keep_house(actor=actor, now=clock.now())
