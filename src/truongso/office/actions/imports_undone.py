"""Taking a written import back: every row of it or none, in one transaction."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.office.actions.imports import ACT, SCHOOL
from truongso.office.importing import queries, undoing
from truongso.office.importing.schema import KINDS
from truongso.office.models import ImportRun, ImportTrace
from truongso.roster import years
from truongso.rules.duties import GIVE
from truongso.rules.verdict import Violation


@act
def undo(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Take back what a run wrote, as long as nothing was changed in it or built on it since.

    Raises Missing, NotAllowed, RuleBroken (not written, not kept, or what stands in the way).
    """
    one_at_a_time("office.import", run_id)
    one_at_a_time("roster", actor.school_id)
    run = queries.run(actor, run_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    years.require_open(actor, run.year_id, draft=True)

    if run.state != ImportRun.State.DONE:
        raise RuleBroken(Violation("import.other_state", "", {"file": run.file_name}))
    written = undoing.written_by(run)
    if not written:
        raise RuleBroken(Violation("import.not_kept", "", {"file": run.file_name}))
    if holders := undoing.homerooms_touched(actor, written):
        gate.require(actor, GIVE, SCHOOL, at=now)
        if actor.staff_id in holders:
            raise NotAllowed(Violation("duty.to_oneself"))
    if stands := undoing.in_the_way(actor, written):
        what = "; ".join(stands)
        raise RuleBroken(Violation("import.built_on", "", {"file": run.file_name, "what": what}))

    rows = undoing.put_back(actor, written)
    ImportTrace.objects.of(actor).filter(run=run).delete()
    run.state = ImportRun.State.UNDONE
    run.save(update_fields=["state"])

    facts = {"file": run.file_name, "what": KINDS[run.kind].title, "rows": rows}
    deed = Deed("office.import_undone", f"import:{run.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
