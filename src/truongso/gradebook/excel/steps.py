"""Reading a file of marks: a job that may be killed anywhere and be taken again."""

from datetime import datetime
from uuid import UUID

from truongso.documents import tables
from truongso.documents.serving import Altered
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.gradebook.actions import score_files as acts
from truongso.gradebook.excel.recognising import recognised
from truongso.gradebook.queries import score_files as queries
from truongso.rules.verdict import Violation


def read(actor: Actor, file_id: UUID, *, at: datetime) -> None:
    """Read a file and keep its rows with the dry run, or refuse it with the reason.

    Raises InspectorFailed.
    """
    try:
        with acting_in(actor.school_id):
            file = queries.to_read(actor, file_id)
            if file.state != queries.ScoreFile.State.READING:
                return
            sheets = tables.cells_of(actor, file.file_id)
            found = list(recognised(actor, file, sheets, local_day(at)))
    except Missing:  # left before it was read
        return
    except (RuleBroken, Altered) as error:
        acts.refuse(actor=actor, file_id=file_id, problems=error.violations, at=at)
        return
    if not found:
        problem = Violation("score_file.no_headings", "", {"name": file.file_name})
        acts.refuse(actor=actor, file_id=file_id, problems=[problem], at=at)
        return
    acts.keep_reading(actor=actor, file_id=file_id, sheets=found, at=at)
