"""Writing an import: every row of it or none, in one transaction."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.jobs import defer
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.office.importing import queries, runs, traces
from truongso.office.importing.registry import TRADES, fingerprint
from truongso.office.importing.schema import KINDS
from truongso.office.importing.writing import Pen, rows_of
from truongso.office.models import ImportRun
from truongso.roster import years
from truongso.rules.authority import Whose

States = ImportRun.State


@act
def write(*, actor: Actor, run_id: UUID, now: datetime) -> bool:
    """Write the rows of a confirmed import. Returns False when the roster has changed since they
    were compared: then nothing is written and they are compared again.

    Raises Missing, NotAllowed, RuleBroken (its year has been closed since).
    """
    one_at_a_time("office.import", run_id)
    one_at_a_time("roster", actor.school_id)
    run = queries.run(actor, run_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    if run.state != States.WRITING:
        return True
    years.require_open(actor, run.year_id, draft=True)

    if fingerprint(actor, run.kind) != run.fingerprint:
        run.state, run.outdated, run.done = States.CHECKING, True, 0
        run.save(update_fields=["state", "outdated", "done"])
        defer(actor, "office.check_import", run_id=str(run.id))
        return False
    written = _written(actor, run, now)
    run.state, run.finished_at = States.DONE, now
    run.counts = {**run.counts, "written": written}
    run.save(update_fields=["state", "finished_at", "counts"])

    what = KINDS[run.kind].title
    message = post.Message(
        "office.imported",
        f"Đã nhập xong tệp “{run.file_name}” ({what}).",
        f"/nhap-du-lieu/lan/{run.id}/",
        f"import:{run.id}",
    )
    post.tell(actor, [run.asked_by_id], message, shows_at=now)
    facts = {
        "file": run.file_name,
        "what": what,
        "asked_by": str(run.asked_by_id),
        "counts": run.counts,
        "sha256": run.file.blob.sha256,
    }
    journal.record(actor, duty, Deed("office.imported", f"import:{run.id}", facts=facts), at=now)
    return True


def _written(actor: Actor, run: ImportRun, now: datetime) -> dict[str, int]:
    lines = queries.lines(actor, run)
    total = lines.count()
    with runs.progress(actor.school_id, run.id) as tell:
        pen = Pen(run.asked_by_id, now, tell=lambda done: tell(done, total))
        whole = run.kind in queries.WHOLE
        rows = rows_of(lines.iterator(2000), pen, whole=whole)
        TRADES[run.kind].write(runs.scene_of(actor, run), rows, pen)
        traces.keep(run, pen.traces)
    return pen.written
