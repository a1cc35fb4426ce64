"""The papers of issued school reports: made one by one, kept with their fingerprints."""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.documents.shelf import MadePdf
from truongso.foundation.actor import Actor
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.records.models import ReportFile
from truongso.records.queries import report_versions as queries
from truongso.rules.authority import Whose


@act
def keep_paper(
    *,
    actor: Actor,
    version_id: UUID,
    made: MadePdf,
    at: datetime,
) -> None:
    """Keep the PDF of a version; nothing happens when it has one already.

    Raises Missing, NotAllowed (only the system).
    """
    one_at_a_time("report_paper", actor.school_id, version_id)
    row = queries.version(actor, version_id)
    duty = gate.require(actor, "system.keep_house", Whose(), at=at)
    if queries.file_of(actor, row.id) is not None:
        return

    file = shelf.keep_made(actor, made, at=at)
    ReportFile.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        version=row,
        file=file,
        sha256=made.sha256,
        made_at=at,
    )

    facts = {"name": row.pupil.full_name, "version": row.no, "sha256": made.sha256}
    deed = Deed("records.report_rendered", f"report:{row.id}", facts=facts)
    journal.record(actor, duty, deed, at=at)
