"""What deciding on plans needs to know of submissions and decisions."""

from collections.abc import Sequence
from uuid import UUID

from truongso.approvals.models import Decision, Submission
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool
from truongso.rules.approval import State


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
