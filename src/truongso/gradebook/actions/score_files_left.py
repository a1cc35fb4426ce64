"""Files of marks that are not written: left by the person, or forgotten after a day."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.gradebook.actions.scores import ENTER
from truongso.gradebook.models import ScoreFile
from truongso.gradebook.queries import score_files as queries
from truongso.rules.authority import Whose
from truongso.rules.verdict import Violation


@act
def discard(*, actor: Actor, file_id: UUID, now: datetime) -> None:
    """Leave a file of which nothing was written; what was read of it is forgotten.

    Raises Missing, NotAllowed, RuleBroken (some of it was written).
    """
    one_at_a_time("gradebook.score_file", file_id)
    run = queries.own(actor, file_id)
    duty = gate.require(actor, ENTER, Whose(readers=frozenset({actor.person})), at=now)

    if any(row.written_at for row in run.pages.all()):
        raise RuleBroken(Violation("score_file.written", "", {"name": run.file_name}))
    name = run.file_name
    _forget(actor, run, now)

    deed = Deed("gradebook.score_file_left", f"score_file:{file_id}", facts={"file": name})
    journal.record(actor, duty, deed, at=now)


@act
def forget(*, actor: Actor, now: datetime) -> int:
    """Forget dry runs that have waited for a day, with their files; written files stay, what was
    read of them goes. The system's act. Returns how many files were forgotten. Raises
    NotAllowed.
    """
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    found = queries.over(actor, now)
    for run in found:
        _forget(actor, run, now)
    queries.stale_runs(actor, now).update(rows=[], seen={}, found={})

    if found:
        deed = Deed("gradebook.score_files_expired", "score_files", facts={"count": len(found)})
        journal.record(actor, duty, deed, at=now)
    return len(found)


def _forget(actor: Actor, run: ScoreFile, at: datetime) -> None:
    stored = run.file_id
    run.delete()
    shelf.let_go(actor, [stored], at=at)
