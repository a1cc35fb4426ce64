"""A school with old things: one of each kind that retention knows, and one that is not old."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from tests.access.matrix_things import an_import
from tests.clients import account_of
from tests.office.rollover_scene import fill_classes
from tests.planning.scenes import hand_in, handed_in, offer
from tests.school import NOW, School, at
from truongso.access.models import Account
from truongso.audit.models import JournalEntry
from truongso.documents.models import StoredFile
from truongso.foundation.actor import Actor, system_actor
from truongso.notices.models import Notice
from truongso.office.models import ImportLine, ImportRun
from truongso.planning.models import Plan, PlanVersion
from truongso.retention.actions import deciding, proposing
from truongso.retention.models import Proposal
from truongso.roster.models import Pupil, PupilDetail, PupilMove, SchoolYear, StaffDetail

LATER = NOW + timedelta(days=7)
OLD = at(date(2025, 1, 6))


def grow_old(school: School) -> School:
    """Give a school one old thing of each kind, and one of each that is not old."""
    account_of(school, "Sơn")
    draft = hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [15]), as_draft=True)[0]
    plan = handed_in(school, 13)
    first = plan.versions.get()
    PlanVersion.objects.create(
        school_id=school.id,
        plan=plan,
        no=2,
        file=_file_like(first),
        made_by=plan.author,
        made_at=OLD,
    )
    PlanVersion.objects.create(
        school_id=school.id,
        plan=plan,
        no=3,
        file=_file_like(first),
        made_by=plan.author,
        made_at=OLD,
    )
    Plan.objects.of(school).filter(pk=plan.id).update(latest_no=3)
    assert draft != plan.id
    for day, about in ((OLD, "old"), (NOW, "new")):
        a_notice(school, day, about)
    run = an_import(school)
    ImportRun.objects.of(school).filter(pk=run).update(asked_at=OLD)
    an_import(school)
    _leavers(school)
    Account.objects.filter(pk=account_of(school, "Quý").pk).update(
        withdrawn_at=at(date(2024, 1, 8)), is_active=False
    )
    SchoolYear.objects.of(school).update(state="closed", closed_at=OLD)
    return school


def _file_like(version: PlanVersion) -> StoredFile:
    file = StoredFile.objects.of(version).get(pk=version.file_id)
    copy = StoredFile(
        school_id=file.school_id,
        blob_id=file.blob_id,
        name="ban-cu.pdf",
        media_type=file.media_type,
        added_at=file.added_at,
        rendition=file.rendition,
    )
    copy.save(force_insert=True)
    return copy


def a_notice(school: School, day: datetime, about: str) -> None:
    """Lan was told something on a day."""
    Notice.objects.create(
        school_id=school.id,
        to=school.staff["Lan"],
        kind="plan.approved",
        text=f"Đã duyệt ({about}).",
        about=about,
        shows_at=day,
    )


def _leavers(school: School) -> None:
    pupils = fill_classes(school)
    for name, day in (("Phúc", date(2021, 2, 1)), ("Chi", date(2025, 2, 1))):
        row = pupils[name]
        Pupil.objects.of(school).filter(pk=row.pk).update(status="moved_away")
        PupilMove.objects.create(
            school_id=school.id, pupil=row, status="moved_away", on=day, recorded_at=OLD
        )
    for name, row in pupils.items():
        PupilDetail.objects.create(
            school_id=school.id,
            pupil=row,
            phone="0900000001",
            father_name=f"Nguyễn Văn {name}",
            father_born=1980,
            poor_household=True,
            birthplace="Hải Phòng",
        )
    leaver = school.staff["Hà"]
    leaver.works_until, leaver.email = date(2020, 6, 1), "ha@truong.example"
    leaver.save()
    StaffDetail.objects.create(
        school_id=school.id, staff=leaver, phone="0900000002", qualification="Đại học"
    )


def house(school: School) -> Actor:
    """The system itself."""
    return system_actor(school.id, "Hệ thống")


def proposed(school: School) -> dict[str, Proposal]:
    """What the house proposes now, by kind."""
    proposing.propose(actor=house(school), now=NOW)
    return {row.kind: row for row in Proposal.objects.of(school)}


def approve(school: School, row: Proposal) -> Proposal:
    """The principal says yes."""
    return deciding.approve(
        actor=school.actor("Sơn"), proposal_id=row.id, seen=row.fingerprint, now=NOW
    )


def told(school: School, verb: str) -> list[dict[str, Any]]:
    """What the journal tells by a verb."""
    rows = JournalEntry.objects.of(school).filter(verb=verb).order_by("at", "id")
    return [json.loads(row.payload) for row in rows]


def counts(school: School) -> dict[str, int]:
    """How many rows there are of each table that retention touches."""
    tables = {
        "notices": Notice.objects.of(school).exclude(kind="retention.proposed"),
        "runs": ImportRun.objects.of(school),
        "lines": ImportLine.objects.of(school),
        "plans": Plan.objects.of(school),
        "versions": PlanVersion.objects.of(school),
        "files": StoredFile.objects.of(school),
        "accounts": Account.objects.filter(school_id=school.id),
        "pupils": Pupil.objects.of(school),
        "details": PupilDetail.objects.of(school),
    }
    return {name: rows.count() for name, rows in tables.items()}
