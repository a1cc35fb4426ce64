"""Taking school reports out: one paper or a class; each leaves a trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents.models import StoredFile
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.tenancy import act
from truongso.office.queries import results as office
from truongso.records.queries import report_versions as versions
from truongso.records.queries import reports as queries
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class TakenOut:
    """The papers of a class, in name order."""

    school_class: str
    files: Sequence[StoredFile]


@act
def take_out(*, actor: Actor, class_id: UUID, now: datetime) -> TakenOut:
    """Take the issued papers of a class out, the latest version of each.

    Raises Missing (nothing was issued), NotAllowed, RuleBroken (some are still being made).
    """
    row = office.school_class(actor, class_id)
    whose = office.whose(actor, row.id, local_day(now))
    duty = gate.require(actor, queries.READ, whose, at=now)
    report_set = queries.set_of(actor, row)
    rows = versions.latest_of(actor, report_set) if report_set else []
    if report_set is None or not rows:
        raise Missing
    files = versions.files_of(actor, report_set)
    if any(one.id not in files for one in rows):
        raise RuleBroken(Violation("report.not_rendered"))

    facts = {"school_class": row.name, "count": len(rows)}
    journal.record(
        actor, duty, Deed("records.reports_taken_out", f"class:{row.id}", facts=facts), at=now
    )
    return TakenOut(row.name, [files[one.id] for one in rows])


@act
def open_paper(*, actor: Actor, version_id: UUID, now: datetime) -> StoredFile:
    """Open the paper of a version. Raises Missing, NotAllowed, RuleBroken (being made)."""
    row = versions.version(actor, version_id)
    class_id = row.report_set.school_class_id
    duty = gate.require(actor, queries.READ, office.whose(actor, class_id, local_day(now)), at=now)
    found = versions.file_of(actor, row.id)
    if found is None:
        raise RuleBroken(Violation("report.not_rendered"))

    facts = {"name": row.pupil.full_name, "version": row.no}
    journal.record(
        actor, duty, Deed("records.report_read", f"report:{row.id}", facts=facts), at=now
    )
    file: StoredFile = found.file
    return file
