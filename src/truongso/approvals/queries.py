"""What waits for whose yes, and the history of a paper."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from truongso.approvals.models import Decision, Opening, Remark, Submission
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.roster.models import SchoolYear
from truongso.rules.approval import State
from truongso.rules.authority import Grant, Held, Reach
from truongso.rules.grants import grants_on
from truongso.rules.policy import kinds_on
from truongso.rules.years import YearState

APPROVE = "planning.approve:"


def waiting_for(actor: Actor, *, now: datetime) -> SchoolRows[Submission]:
    """Return what waits for this actor's decision, own duty or lent, the most urgent first.

    What was handed in before the year opened belongs to a closed one and waits no more. Each row
    has `opened`: whether the actor has opened the file already.
    """
    seen = Opening.objects.of(actor).filter(submission=OuterRef("pk"), by_id=actor.staff_id)
    begun_since = SchoolYear.objects.of(actor).filter(
        state=YearState.OPEN.value, opened_at__gt=OuterRef("submitted_at")
    )
    return (
        Submission.objects.of(actor)
        .filter(~Exists(begun_since), within_reach(actor, now), state=State.SUBMITTED.value)
        .exclude(author_id=actor.staff_id)
        .annotate(opened=Exists(seen))
        .select_related("author", "department")
        .order_by("urgent_on", "author__sort_key", "submitted_at", "id")
    )


def within_reach(actor: Actor, now: datetime) -> Q:
    """Return the condition that the actor may decide on a submission: the gate's rule as a query.

    The same lines of the table of rights that the gate reads; a test compares the two on every row.
    """
    day = local_day(now)
    lines = [grant for grant in grants_on(day) if grant.act.startswith(APPROVE)]
    kinds: dict[tuple[Reach, Held], list[str]] = {}
    for held in actor.duties:
        for kind in kinds_on(day):
            for grant in _matching(lines, f"{APPROVE}{kind}", held):
                kinds.setdefault((grant.reach, held), []).append(kind)
    condition = Q(pk__in=[])
    for (reach, held), codes in kinds.items():
        condition |= Q(kind__in=codes) & _reach(reach, held) & _not_lenders(held)
    return condition


def _matching(lines: Iterable[Grant], act: str, held: Held) -> Iterable[Grant]:
    if held.loan is not None and act not in held.loan.acts:
        return []
    return [grant for grant in lines if grant.act == act and grant.duty is held.duty]


def _reach(reach: Reach, held: Held) -> Q:
    match reach:
        case Reach.SCHOOL:
            return Q()
        case Reach.DEPARTMENT:
            return Q(department_id=held.over)
        case Reach.GROUP:
            return Q(group_id=held.over)
        case Reach.HEADS:
            return Q(author_is_head=True)
        case _:
            return Q(pk__in=[])


def _not_lenders(held: Held) -> Q:
    return ~Q(author_id=held.loan.giver_id) if held.loan else Q()


def submission(owner: InSchool, submission_id: UUID) -> Submission:
    """Return one submission with its author. Raises Missing."""
    rows = Submission.objects.of(owner).select_related("author", "department")
    if found := rows.filter(pk=submission_id).first():
        return found
    raise Missing


def history(owner: InSchool, subject_ids: Sequence[UUID]) -> list[Submission]:
    """Return every submission of papers, the latest version first, with decisions and remarks.

    `decisions.all()` holds those not undone, the latest first, with who and in whose name.
    """
    decisions = (
        Decision.objects.of(owner)
        .filter(undoings__isnull=True)
        .select_related("by", "behalf")
        .order_by("-at")
    )
    remarks = Remark.objects.of(owner).filter(decision__undoings__isnull=True)
    remarks = remarks.select_related("by").order_by("page", "at")
    rows = Submission.objects.of(owner).filter(subject_id__in=subject_ids)
    return list(
        rows.select_related("author")
        .prefetch_related(Prefetch("decisions", decisions), Prefetch("remarks", remarks))
        .order_by("subject_id", "-version_no")
    )
