"""The proposals of a school, and what each of them is about."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.retention.models import Proposal
from truongso.rules.retention import Step

AT_MOST = 100
SHOWN = (
    "school_id",
    "kind",
    "made_at",
    "cutoff",
    "count",
    "step",
    "keep_until",
    "execute_at",
    "removed",
    "decided_by__school_id",
    "decided_by__full_name",
)


def proposals(owner: InSchool) -> SchoolRows[Proposal]:
    """Return the proposals of a school, the latest first, without their lists of ids."""
    rows = Proposal.objects.of(owner).select_related("decided_by").only(*SHOWN)
    return rows.order_by("-made_at", "kind")


def proposal(owner: InSchool, proposal_id: UUID) -> Proposal:
    """Return one proposal. Raises Missing."""
    rows = Proposal.objects.of(owner).select_related("decided_by")
    return _one(rows.filter(pk=proposal_id))


def locked(owner: InSchool, proposal_id: UUID) -> Proposal:
    """Return one proposal, held until the transaction ends. Raises Missing."""
    return _one(Proposal.objects.of(owner).select_for_update().filter(pk=proposal_id))


def ready(owner: InSchool, now: object) -> list[UUID]:
    """Return the ids of the proposals that were approved and have waited long enough."""
    rows = Proposal.objects.of(owner).filter(step=Step.APPROVED.value, execute_at__lte=now)
    return list(rows.order_by("execute_at").values_list("pk", flat=True))


def fingerprint(ids: Iterable[UUID]) -> str:
    """Return the fingerprint of a set of things, whatever their order."""
    return hashlib.sha256("\n".join(sorted(map(str, ids))).encode()).hexdigest()


def _one(rows: SchoolRows[Proposal]) -> Proposal:
    if row := rows.first():
        return row
    raise Missing
