"""Scenes of the weekly cycle that many tests begin with."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.school import NOW, School
from tests.uploads import ready
from truongso.approvals.flow import Note
from truongso.approvals.models import Submission
from truongso.foundation.ids import new_id
from truongso.planning.actions import lessons, review
from truongso.planning.models import Plan
from truongso.rules.approval import Move
from truongso.rules.authority import Duty

APPROVE_LESSONS = "planning.approve:lesson_plan"


def offer(
    school: School,
    who: str,
    subject: str,
    grade: int,
    nos: Sequence[int],
    classes: Sequence[str] = ("6A", "6B"),
    **file: Any,
) -> lessons.Offer:
    """A checked file of a person, offered for lessons of a programme and some classes."""
    return lessons.Offer(
        upload_id=ready(school, who, **file),
        lesson_ids=tuple(school.lesson(subject, grade, no).id for no in nos),
        class_ids=tuple(school.classes[name].id for name in classes),
    )


def hand_in(
    school: School, who: str, *offers: lessons.Offer, at: datetime = NOW, as_draft: bool = False
) -> list[UUID]:
    """Hand in offers as a person; return the plans."""
    made = lessons.hand_in(
        actor=school.actor(who, at), batch_id=new_id(), offers=offers, as_draft=as_draft, now=at
    )
    return list(made.plan_ids)


def handed_in(school: School, no: int = 13, *, at: datetime = NOW, **file: Any) -> Plan:
    """A maths plan of Lan for week 7 (lessons 13 and 14 are taught then), handed in."""
    offered = offer(school, "Lan", "TOAN", 6, [no], **file)
    [plan_id] = hand_in(school, "Lan", offered, at=at)
    return Plan.objects.of(school).get(pk=plan_id)


def submission(school: School, plan: Plan | UUID) -> Submission:
    """The newest submission of a plan."""
    plan_id = plan.id if isinstance(plan, Plan) else plan
    rows = Submission.objects.of(school).filter(subject_id=plan_id)
    return rows.order_by("-version_no").select_related("author")[0]


def decide(
    school: School,
    who: str,
    *subs: Submission,
    move: Move = Move.APPROVE,
    notes: Sequence[Note] = (),
    at: datetime = NOW,
    batch_id: UUID | None = None,
    reference: str = "",
) -> review.Outcome:
    """Decide on submissions as a person."""
    choice = review.Choice(tuple(sub.id for sub in subs), move, tuple(notes), reference)
    return review.decide(
        actor=school.actor(who, at), batch_id=batch_id or new_id(), choice=choice, now=at
    )


def lend_to_minh(school: School, *acts: str, since: datetime = NOW, days: int = 7) -> None:
    """Hoa lends acts of her headship to Minh, her deputy."""
    school.delegate(
        "Hoa",
        Duty.DEPARTMENT_HEAD,
        "Minh",
        *(acts or (APPROVE_LESSONS,)),
        since=since,
        until=since + timedelta(days=days),
    )
