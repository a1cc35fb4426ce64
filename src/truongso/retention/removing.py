"""Removing records of a kind, or what is personal in them; part of the act that carries it out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from truongso.access.models import Account, Factor, RecoveryCode, Session
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.notices.models import Notice
from truongso.office.models import ImportLine, ImportRun, ImportTrace
from truongso.planning.models import Plan, PlanVersion
from truongso.roster.models import PupilDetail, Staff, StaffDetail
from truongso.rules.retention import line


def remove(actor: Actor, kind: str, ids: Sequence[UUID], *, at: datetime) -> None:
    """Remove these records. Rows that hold a file go first; its bytes are swept when free."""
    REMOVERS[kind](actor, ids, at)


def _imports(actor: Actor, ids: Sequence[UUID], at: datetime) -> None:
    runs = ImportRun.objects.of(actor).filter(pk__in=ids)
    file_ids = list(runs.values_list("file_id", flat=True))
    ImportLine.objects.of(actor).filter(run_id__in=ids).delete()
    ImportTrace.objects.of(actor).filter(run_id__in=ids).delete()
    runs.delete()
    shelf.let_go(actor, file_ids, at=at)


def _notices(actor: Actor, ids: Sequence[UUID], _at: datetime) -> None:
    Notice.objects.of(actor).filter(pk__in=ids).delete()


def _drafts(actor: Actor, ids: Sequence[UUID], at: datetime) -> None:
    versions = PlanVersion.objects.of(actor).filter(plan_id__in=ids)
    file_ids = list(versions.values_list("file_id", flat=True))
    versions.delete()
    Plan.objects.of(actor).filter(pk__in=ids).delete()
    shelf.let_go(actor, file_ids, at=at)


def _old_versions(actor: Actor, ids: Sequence[UUID], at: datetime) -> None:
    versions = PlanVersion.objects.of(actor).filter(pk__in=ids)
    file_ids = list(versions.values_list("file_id", flat=True))
    versions.delete()
    shelf.let_go(actor, file_ids, at=at)


def _pupils_left(actor: Actor, ids: Sequence[UUID], _at: datetime) -> None:
    rows = PupilDetail.objects.of(actor).filter(pupil_id__in=ids)
    rows.update(**_empty(PupilDetail, line("pupils_left").fields))


def _staff_left(actor: Actor, ids: Sequence[UUID], _at: datetime) -> None:
    rows = StaffDetail.objects.of(actor).filter(staff_id__in=ids)
    rows.update(**_empty(StaffDetail, line("staff_left").fields))
    Staff.objects.of(actor).filter(pk__in=ids).update(email="")


def _accounts(actor: Actor, ids: Sequence[UUID], _at: datetime) -> None:
    for model in (Session, Factor, RecoveryCode):
        model._default_manager.filter(school_id=actor.school_id, account_id__in=ids).delete()
    Account._default_manager.filter(school_id=actor.school_id, pk__in=ids).delete()


def _empty(model: type[Any], fields: Sequence[str]) -> dict[str, object]:
    """What a field says when nobody has told it."""
    return {
        name: None if (f := model._meta.get_field(name)).null else f.get_default()
        for name in fields
    }


REMOVERS: Mapping[str, Callable[[Actor, Sequence[UUID], datetime], None]] = {
    "imports": _imports,
    "notices": _notices,
    "drafts": _drafts,
    "old_versions": _old_versions,
    "pupils_left": _pupils_left,
    "staff_left": _staff_left,
    "accounts": _accounts,
}
