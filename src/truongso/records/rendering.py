"""From the frozen facts of a version to the paper in the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from truongso.documents import press
from truongso.documents.kinds.school_report import facts as kind
from truongso.documents.shelf import MadePdf
from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import acting_in
from truongso.records.actions import report_files
from truongso.records.models import ReportVersion
from truongso.records.queries import report_versions as queries
from truongso.roster import queries as roster
from truongso.roster.models import Org


def pdf_of(org: Org, row: ReportVersion) -> bytes:
    """Return the paper of a version: the same facts give the same bytes."""
    told: Mapping[str, Any] = row.facts
    return press.render(kind.KIND, kind.facts(org, told, at=row.made_at))


def name_of(row: ReportVersion) -> str:
    """Return the name of the file of a version."""
    year, school_class = row.facts["year"], row.facts["school_class"]
    return f"Học bạ {row.facts['person']['name']} {school_class} {year} bản {row.no}.pdf"


def make(actor: Actor, set_id: UUID, *, at: datetime) -> int:
    """Make every paper of a set that is not made yet, one by one; returns how many.

    A killed job is run again and goes on where it was.
    """
    with acting_in(actor.school_id):
        waiting = queries.unmade(actor, set_id)
        org = roster.school_org(actor)
    for row in waiting:
        made = MadePdf(name_of(row), pdf_of(org, row))
        report_files.keep_paper(actor=actor, version_id=row.id, made=made, at=at)
    return len(waiting)
