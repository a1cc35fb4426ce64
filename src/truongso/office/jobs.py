"""Jobs of the office: reading, comparing and writing imports; forgetting what they read."""

from uuid import UUID

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.jobs import AWAITED, UPKEEP, every, job
from truongso.office.actions import imports, imports_written
from truongso.office.importing import steps


@job(queue="imports", name="office.read_import", priority=AWAITED)
def read_import(*, actor: Actor, run_id: str) -> None:
    """Read the headings of a file that came in."""
    steps.read(actor, UUID(run_id), at=clock.now())


@job(queue="imports", name="office.check_import", priority=AWAITED)
def check_import(*, actor: Actor, run_id: str) -> None:
    """Compare the rows of a file with the roster."""
    steps.check(actor, UUID(run_id), at=clock.now())


@job(queue="imports", name="office.write_import", priority=AWAITED)
def write_import(*, actor: Actor, run_id: str) -> None:
    """Write the rows that were confirmed."""
    now = clock.now()
    try:
        imports_written.write(actor=actor, run_id=UUID(run_id), now=now)
    except RuleBroken as broken:
        imports.refuse(actor=actor, run_id=UUID(run_id), problems=broken.violations, at=now)
    except Missing:  # it was left before this worker came to it
        return


@every("30 18 * * *", queue=UPKEEP, name="office.forget_imports")
def forget_imports(*, actor: Actor) -> None:
    """Forget the rows of old imports, at half past one in the night of Vietnam."""
    steps.forget(actor, at=clock.now())
