"""What deciding on plans needs to know of submissions and decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from truongso.access import gate
from truongso.access.models import Delegation
from truongso.access.queries import loan_rows
from truongso.approvals.models import Decision, Remark, Submission
from truongso.approvals.queries import APPROVE, waiting_for
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool
from truongso.planning.models import LateLeave
from truongso.planning.queries.plans import heads_among
from truongso.rules.approval import UNDO_WITHIN, State
from truongso.rules.authority import Right, Whose
from truongso.rules.years import YearState


def decided_in(owner: InSchool, batch_id: UUID) -> dict[UUID, bool]:
    """Return the submissions decided by one click, each with whether that was undone since."""
    rows = Decision.objects.of(owner).filter(batch_id=batch_id)
    lines = rows.values_list("submission_id", "undoings__id")
    return {submission_id: undoing is not None for submission_id, undoing in lines}


def subjects_of(owner: InSchool, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the plan of each submission. Raises Missing when one is not the school's own."""
    rows = Submission.objects.of(owner).filter(pk__in=ids)
    found: dict[UUID, UUID] = dict(rows.values_list("id", "subject_id"))
    if len(found) != len(set(ids)):
        raise Missing
    return found


def approved_before(owner: InSchool, plan_id: UUID, version_no: int) -> int | None:
    """Return the number of the last version approved before this one; None when none was."""
    rows = Submission.objects.of(owner).filter(
        subject_id=plan_id, version_no__lt=version_no, state=State.APPROVED.value
    )
    return rows.order_by("-version_no").values_list("version_no", flat=True).first()


@dataclass(frozen=True, slots=True)
class Undoable:
    """A click that its maker may still undo: which papers it decided, and for how long still."""

    batch_id: UUID
    outcome: str
    submissions: tuple[UUID, ...]
    seconds: int


def undoable(actor: Actor, now: datetime) -> Undoable | None:
    """Return the actor's last click that may still be undone; None when there is none."""
    rows = Decision.objects.of(actor).filter(
        by_id=actor.staff_id, at__gte=now - UNDO_WITHIN, undoings__isnull=True
    )
    found = list(rows.order_by("-at"))
    if not found:
        return None
    latest = found[0]
    together = tuple(row.submission_id for row in found if row.batch_id == latest.batch_id)
    seconds = max(int((latest.told_at - now).total_seconds()), 1)
    return Undoable(latest.batch_id, latest.outcome, together, seconds)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A submission beside the one being read: its id, its address, whether the actor opened it."""

    id: UUID
    url: str
    opened: bool


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a submission stands in the reviewer's inbox: place, length, the ones beside it.

    `place` is 0 when it is not there. `this` is its own line.
    """

    place: int
    count: int
    this: Neighbour | None
    before: Neighbour | None
    after: Neighbour | None


def neighbours(actor: Actor, submission_id: UUID, now: datetime) -> Neighbours:
    """Return the submissions before and after one in the inbox."""
    rows: Any = waiting_for(actor, now=now)  # `opened` is annotated, which the types do not know
    lines = [Neighbour(*row) for row in rows.values_list("id", "url", "opened")]
    place = next((at for at, line in enumerate(lines) if line.id == submission_id), None)
    if place is None:
        return Neighbours(0, len(lines), None, None, lines[0] if lines else None)
    before = lines[place - 1] if place else None
    after = lines[place + 1] if place + 1 < len(lines) else None
    return Neighbours(place + 1, len(lines), lines[place], before, after)


def kinds_waiting(actor: Actor, now: datetime) -> dict[str, int]:
    """Return how many submissions of each record kind wait for the actor."""
    rows = waiting_for(actor, now=now).order_by().values("kind").annotate(count=Count("pk"))
    return dict(rows.values_list("kind", "count"))


def remark_counts(owner: InSchool, plan_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return with how many remarks each of the plans was sent back last."""
    if not plan_ids:
        return {}
    rows = Remark.objects.of(owner).filter(
        decision__undoings__isnull=True,
        decision__outcome=State.RETURNED.value,
        submission__subject_id__in=plan_ids,
        submission__state=State.RETURNED.value,
    )
    counted = rows.values("submission__subject_id", "submission__version_no")
    lines = counted.annotate(count=Count("pk")).order_by("submission__version_no")
    return {line["submission__subject_id"]: line["count"] for line in lines}


def loans_in_force(actor: Actor, now: datetime) -> list[Delegation]:
    """Return the delegations under which the actor may decide now, the first to end at the top."""
    if not any(held.loan for held in actor.duties):
        return []
    return [row for row in loan_rows(actor, now) if any(APPROVE in act for act in row.acts)]


def leaves_waiting(actor: Actor, now: datetime) -> list[LateLeave]:
    """Return the requests to hand in late that the actor may answer, the oldest first."""
    rows = LateLeave.objects.of(actor).filter(
        granted__isnull=True, lesson__programme__year__state=YearState.OPEN.value
    )
    found = list(rows.select_related("author", "lesson__programme").order_by("asked_at"))
    heads = heads_among(actor, {row.author_id for row in found}, local_day(now)) if found else set()
    return [row for row in found if _may_answer(actor, row, now, is_head=row.author_id in heads)]


def _may_answer(actor: Actor, row: LateLeave, now: datetime, *, is_head: bool) -> bool:
    whose = Whose(row.author_id, row.department_id, author_is_head=is_head)
    return isinstance(gate.may(actor, "planning.grant_late_leave", whose, at=now), Right)
