"""What deciding on plans needs to know of submissions and decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.approvals.models import Decision, Submission
from truongso.approvals.queries import waiting_for
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool
from truongso.planning.models import LateLeave
from truongso.planning.queries.plans import is_head
from truongso.rules.approval import UNDO_WITHIN, State
from truongso.rules.authority import Right, Whose


def decided_in(owner: InSchool, batch_id: UUID) -> list[UUID]:
    """Return the submissions decided by one click and not undone since."""
    rows = Decision.objects.of(owner).filter(batch_id=batch_id, undoings__isnull=True)
    return list(rows.values_list("submission_id", flat=True))


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
    """A click that its maker may still undo: how many papers it decided, and until when."""

    batch_id: UUID
    outcome: str
    count: int
    until: datetime


def undoable(actor: Actor, now: datetime) -> Undoable | None:
    """Return the actor's last click that may still be undone; None when there is none."""
    rows = Decision.objects.of(actor).filter(
        by_id=actor.staff_id, at__gte=now - UNDO_WITHIN, undoings__isnull=True
    )
    latest = rows.order_by("-at").first()
    if latest is None:
        return None
    count = rows.filter(batch_id=latest.batch_id).count()
    return Undoable(latest.batch_id, latest.outcome, count, latest.told_at)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a submission stands in the reviewer's inbox: place, length, the ones beside it."""

    place: int
    count: int
    before: Submission | None
    after: Submission | None


def neighbours(actor: Actor, submission_id: UUID, now: datetime) -> Neighbours:
    """Return the submissions before and after one in the inbox; place 0 when it is not there."""
    ids = list(waiting_for(actor, now=now).values_list("id", flat=True))
    place = ids.index(submission_id) if submission_id in ids else -1
    wanted = [pk for pk in (_at(ids, place - 1), _at(ids, place + 1)) if pk is not None]
    rows = {row.id: row for row in Submission.objects.of(actor).filter(pk__in=wanted)}
    before, after = _at(ids, place - 1), _at(ids, place + 1)
    return Neighbours(
        place + 1,
        len(ids),
        rows.get(before) if before else None,
        rows.get(after) if after else None,
    )


def _at(ids: Sequence[UUID], place: int) -> UUID | None:
    return ids[place] if 0 <= place < len(ids) else None


def submission_of(owner: InSchool, plan_id: UUID, no: int) -> Submission:
    """Return the submission of a version of a plan. Raises Missing."""
    rows = Submission.objects.of(owner).select_related("author", "department")
    if found := rows.filter(subject_id=plan_id, version_no=no).first():
        return found
    raise Missing


def leaves_waiting(actor: Actor, now: datetime) -> list[LateLeave]:
    """Return the requests to hand in late that the actor may answer, the oldest first."""
    rows = LateLeave.objects.of(actor).filter(granted__isnull=True)
    rows = rows.select_related("author", "lesson__programme").order_by("asked_at")
    day = local_day(now)
    found = []
    for row in rows:
        head = is_head(actor, row.author_id, day)
        whose = Whose(row.author_id, row.department_id, author_is_head=head)
        if isinstance(gate.may(actor, "planning.grant_late_leave", whose, at=now), Right):
            found.append(row)
    return found
