"""The steps of an import that jobs take. Each may be killed anywhere and be taken again."""

from datetime import datetime, timedelta
from uuid import UUID

from truongso.documents.serving import Altered
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.office.actions import imports
from truongso.office.importing import queries, runs
from truongso.office.models import ImportLine, ImportRun, ImportTrace

KEPT = timedelta(days=30)


def read(actor: Actor, run_id: UUID, *, at: datetime) -> None:
    """Find the headings of a file, or refuse it with the reason. Raises InspectorFailed."""
    run = _run(actor, run_id, ImportRun.State.READING)
    if run is None:
        return
    try:
        layout = runs.read_layout(actor, run)
    except (RuleBroken, Altered) as error:
        imports.refuse(actor=actor, run_id=run_id, problems=error.violations, at=at)
        return
    imports.keep_layout(actor=actor, run_id=run_id, layout=layout, at=at)


def check(actor: Actor, run_id: UUID, *, at: datetime) -> None:
    """Compare every row with the roster and keep what becomes of it. Raises InspectorFailed."""
    run = _run(actor, run_id, ImportRun.State.CHECKING)
    if run is None:
        return
    try:
        with runs.progress(actor.school_id, run_id) as tell:
            drafts, mark, skipped = runs.compared(actor, run, tell)
    except (RuleBroken, Altered) as error:
        imports.refuse(actor=actor, run_id=run_id, problems=error.violations, at=at)
        return
    counts = runs.counts_of(drafts, skipped)
    imports.keep_lines(actor=actor, run_id=run_id, drafts=drafts, mark=mark, counts=counts, at=at)


def forget(actor: Actor, *, at: datetime) -> None:
    """Remove what was read and what was written of imports that ended long ago."""
    with acting_in(actor.school_id):
        old = ImportRun.objects.of(actor).filter(finished_at__lt=at - KEPT)
        ImportLine.objects.of(actor).filter(run__in=old).delete()
        ImportTrace.objects.of(actor).filter(run__in=old).delete()


def _run(actor: Actor, run_id: UUID, state: str) -> ImportRun | None:
    """The run, when this step of it is still to be taken."""
    with acting_in(actor.school_id):
        try:
            run = queries.run(actor, run_id)
        except Missing:
            return None
        return run if run.state == state else None
