"""Which records of each kind have been kept long enough, and how one is named to a reader."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from truongso.access.models import Account
from truongso.approvals.models import Submission
from truongso.foundation.days import day_ends, local
from truongso.foundation.tenancy import InSchool
from truongso.notices.models import Notice
from truongso.office.importing.schema import KINDS
from truongso.office.models import ImportRun
from truongso.planning.models import Plan, PlanVersion
from truongso.roster.models import Pupil, PupilDetail, PupilMove, PupilStatus, Staff, StaffDetail
from truongso.rules.approval import State
from truongso.rules.retention import line
from truongso.rules.years import YearState

LEFT = (PupilStatus.MOVED_AWAY, PupilStatus.DROPPED_OUT, PupilStatus.COMPLETED)
EXAMPLES = 20
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One of the records: its name, a detail, the day it is counted from."""

    name: str
    detail: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Finder:
    """How records of a kind are found (up to a day) and shown."""

    due: Callable[[InSchool, date], Rows]
    example: Callable[[Any], Example]


def due(owner: InSchool, kind: str, cutoff: date) -> Rows:
    """Return the records of a kind that are counted from a day or before."""
    return FINDERS[kind].due(owner, cutoff)


def still_due(owner: InSchool, kind: str, cutoff: date, ids: Iterable[UUID]) -> Rows:
    """Return those of the records that are due as before: what changed since is left alone."""
    return due(owner, kind, cutoff).filter(pk__in=list(ids))


def examples(owner: InSchool, kind: str, ids: list[UUID], cutoff: date) -> list[Example]:
    """Return the first of the records as a reader sees them."""
    rows = still_due(owner, kind, cutoff, ids[:EXAMPLES])
    return [FINDERS[kind].example(row) for row in rows]


def _imports(owner: InSchool, cutoff: date) -> Rows:
    rows = ImportRun.objects.of(owner).annotate(ended=Coalesce("finished_at", "asked_at"))
    return rows.filter(ended__lt=day_ends(cutoff)).exclude(state="writing").order_by("ended", "id")


def _notices(owner: InSchool, cutoff: date) -> Rows:
    rows = Notice.objects.of(owner).filter(shows_at__lt=day_ends(cutoff)).select_related("to")
    return rows.order_by("shows_at", "id")


def _drafts(owner: InSchool, cutoff: date) -> Rows:
    """Drafts of closed years that were never handed in."""
    handed = Submission.objects.filter(school_id=OuterRef("school_id"), subject_id=OuterRef("pk"))
    rows = Plan.objects.of(owner).filter(
        ~Exists(handed),
        state=State.DRAFT.value,
        first_handed_in_at__isnull=True,
        year__state=YearState.CLOSED.value,
        year__closed_at__lt=day_ends(cutoff),
    )
    return rows.select_related("author", "year").order_by("year__closed_at", "id")


def _old_versions(owner: InSchool, cutoff: date) -> Rows:
    """Versions of closed years nobody handed in, though a later one was made."""
    rows = PlanVersion.objects.of(owner).filter(
        handed_in_at__isnull=True,
        no__lt=F("plan__latest_no"),
        plan__first_handed_in_at__isnull=False,
        plan__year__state=YearState.CLOSED.value,
        plan__year__closed_at__lt=day_ends(cutoff),
    )
    return rows.select_related("plan__year", "made_by").order_by("plan__year__closed_at", "id")


def _told(model: type[Any], fields: Iterable[str]) -> Q:
    """A profile in which one of these fields still says something."""
    found = Q()
    for name in fields:
        one = model._meta.get_field(name)
        if one.get_internal_type() == "BooleanField":
            found |= Q(**{name: True})
        elif one.null:
            found |= Q(**{f"{name}__isnull": False})
        else:
            found |= ~Q(**{name: ""})
    return found


def _pupils_left(owner: InSchool, cutoff: date) -> Rows:
    told = PupilDetail.objects.filter(
        _told(PupilDetail, line("pupils_left").fields),
        school_id=OuterRef("school_id"),
        pupil_id=OuterRef("pk"),
    )
    rows = Pupil.objects.of(owner).filter(Exists(told), status__in=LEFT)
    moves = PupilMove.objects.filter(school_id=OuterRef("school_id"), pupil_id=OuterRef("pk"))
    last = Subquery(moves.order_by("-on").values("on")[:1])
    rows = rows.annotate(left=last).filter(left__lte=cutoff)
    return rows.order_by("left", "id")


def _staff_left(owner: InSchool, cutoff: date) -> Rows:
    told = StaffDetail.objects.filter(
        _told(StaffDetail, line("staff_left").fields),
        school_id=OuterRef("school_id"),
        staff_id=OuterRef("pk"),
    )
    rows = Staff.objects.of(owner).filter(works_until__lte=cutoff)
    return rows.filter(~Q(email="") | Exists(told)).order_by("works_until", "id")


def _accounts(owner: InSchool, cutoff: date) -> Rows:
    rows = Account._default_manager.filter(school_id=owner.school_id).select_related("staff")
    return rows.filter(withdrawn_at__lt=day_ends(cutoff)).order_by("withdrawn_at", "id")


def _of_import(row: Any) -> Example:
    name = KINDS[row.kind].title if row.kind in KINDS else row.kind
    return Example(row.file_name, name, local(row.ended).date())


# What a notice or a draft says is for its person alone: only whose it is is shown.
FINDERS: Mapping[str, Finder] = {
    "imports": Finder(_imports, _of_import),
    "notices": Finder(
        _notices, lambda row: Example(row.to.full_name, "", local(row.shows_at).date())
    ),
    "drafts": Finder(
        _drafts,
        lambda row: Example(row.author.full_name, row.year.code, local(row.year.closed_at).date()),
    ),
    "old_versions": Finder(
        _old_versions,
        lambda row: Example(
            f"{row.plan.title} ({row.no})",
            row.made_by.full_name,
            local(row.plan.year.closed_at).date(),
        ),
    ),
    "pupils_left": Finder(_pupils_left, lambda row: Example(row.full_name, row.code, row.left)),
    "staff_left": Finder(
        _staff_left, lambda row: Example(row.full_name, row.code, row.works_until)
    ),
    "accounts": Finder(
        _accounts,
        lambda row: Example(row.username, row.staff.full_name, local(row.withdrawn_at).date()),
    ),
}
