"""Issued school reports: versions, their files, and the cases that ask for a correction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from truongso.documents.models import StoredFile
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.records.models import ReportCase, ReportFile, ReportSet, ReportVersion
from truongso.records.queries import report_facts
from truongso.records.queries.report_facts import Facts
from truongso.records.queries.reports import reports_of
from truongso.roster import queries as roster
from truongso.roster.models import Pupil, PupilDetail, SchoolClass
from truongso.rules.school_report import CaseState

MADE = ("signed", "version")
"""What a version adds to what was compiled."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many papers of a class are made, of how many."""

    done: int
    all: int


def versions(owner: InSchool) -> SchoolRows[ReportVersion]:
    """Return versions with their pupil and set, each pupil's latest first."""
    rows = ReportVersion.objects.of(owner).select_related("pupil", "report_set__school_class__year")
    return rows.order_by("pupil__sort_key", "pupil__born_on", "pupil__code", "-no")


def latest_of(owner: InSchool, report_set: ReportSet) -> list[ReportVersion]:
    """Return the latest version of every pupil of a set, in name order."""
    newer = ReportVersion.objects.of(owner).filter(
        report_set_id=OuterRef("report_set_id"),
        pupil_id=OuterRef("pupil_id"),
        no__gt=OuterRef("no"),
    )
    return list(versions(owner).filter(~Exists(newer), report_set=report_set))


def version(owner: InSchool, version_id: UUID) -> ReportVersion:
    """Return a version. Raises Missing."""
    if found := versions(owner).filter(pk=version_id).first():
        return found
    raise Missing


def is_latest(owner: InSchool, row: ReportVersion) -> bool:
    """Tell whether nothing has replaced a version."""
    later = ReportVersion.objects.of(owner).filter(
        report_set_id=row.report_set_id, pupil_id=row.pupil_id, no__gt=row.no
    )
    return not later.exists()


def every_version(owner: InSchool, row: ReportVersion) -> list[ReportVersion]:
    """Return all versions of the same report, the latest first."""
    rows = versions(owner).filter(report_set_id=row.report_set_id, pupil_id=row.pupil_id)
    return list(rows.select_related("made_by"))


def progress(owner: InSchool, report_set: ReportSet) -> Progress:
    """Return how far the papers of a class are made."""
    rows = ReportVersion.objects.of(owner).filter(report_set=report_set)
    done = ReportFile.objects.of(owner).filter(version__report_set=report_set)
    return Progress(done.count(), rows.count())


def unmade(owner: InSchool, set_id: UUID) -> list[ReportVersion]:
    """Return the versions of a set whose paper is not made."""
    made = ReportFile.objects.of(owner).filter(version_id=OuterRef("pk"))
    return list(versions(owner).filter(~Exists(made), report_set_id=set_id))


def file_of(owner: InSchool, version_id: UUID) -> ReportFile | None:
    """Return the file of a version; None while it is being made."""
    rows = ReportFile.objects.of(owner).filter(version_id=version_id)
    return rows.select_related("file__blob").first()


def files_of(owner: InSchool, report_set: ReportSet) -> dict[UUID, StoredFile]:
    """Return the files of the versions of a set, by version."""
    rows = ReportFile.objects.of(owner).filter(version__report_set=report_set)
    return {one.version_id: one.file for one in rows.select_related("file__blob")}


def cases(owner: InSchool) -> SchoolRows[ReportCase]:
    """Return cases with all that a page shows of them, the latest first."""
    rows = ReportCase.objects.of(owner).select_related(
        "pupil", "version__report_set__school_class__year", "asked_by", "answered_by", "made"
    )
    return rows.order_by("-asked_at")


def case(owner: InSchool, case_id: UUID, *, hold: bool = False) -> ReportCase:
    """Return a case; `hold`: until the act ends. Raises Missing."""
    if hold:
        ReportCase.objects.of(owner).select_for_update().filter(pk=case_id).first()
    if found := cases(owner).filter(pk=case_id).first():
        return found
    raise Missing


def pending(owner: InSchool, row: ReportVersion) -> bool:
    """Tell whether a case about a report waits for its answer."""
    rows = ReportCase.objects.of(owner).filter(state=CaseState.ASKED.value, pupil_id=row.pupil_id)
    return rows.filter(version__report_set_id=row.report_set_id).exists()


def renewed(owner: InSchool, found: ReportCase, day: date) -> Facts:
    """Return what the report of a case would say now: its page of the pupil as the profile is, its
    results as they are closed now, the remark as it was issued or as the case words it.

    Of a pupil who is no more in the class the results stay as they were issued.
    """
    old: Mapping[str, Any] = found.version.facts
    row: SchoolClass = found.version.report_set.school_class
    org = roster.school_org(owner)
    said = report_facts.compiled(owner, org, reports_of(owner, row, day), only=found.pupil_id)
    new = said.get(found.pupil_id) or {k: v for k, v in old.items() if k not in MADE}
    pupil = Pupil.objects.of(owner).get(pk=found.pupil_id)
    detail = PupilDetail.objects.of(owner).filter(pupil=pupil).first()
    return {
        **new,
        "person": report_facts.person_of(pupil, detail),
        "remark": found.remark or old["remark"],
    }
