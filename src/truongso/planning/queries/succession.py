"""The open work of a person, and what of it a successor may take on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import sentence
from truongso.foundation.tenancy import InSchool
from truongso.planning.models import Plan, PlanLesson, UploaderDesignation
from truongso.planning.queries.plans import teaching_of
from truongso.roster import queries as roster
from truongso.roster.models import Staff
from truongso.rules.approval import State
from truongso.rules.authority import Duty
from truongso.rules.subjects import subjects
from truongso.rules.succession import Handing, check_handing

EDUCATION_PLAN = "teacher_plan"
OPEN = (State.DRAFT, State.RETURNED, State.WITHDRAWN, State.SUBMITTED)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan that is not decided; `stays`: why it stays, "" when the successor may take it."""

    plan: Plan
    stays: str


@dataclass(frozen=True, slots=True)
class UploaderLine:
    """A subject the person was named to hand in for; `stays` as above."""

    row: UploaderDesignation
    name: str
    teaches: bool


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What a leaver leaves behind: plans, uploader roles, and duties that are given anew."""

    plans: list[PlanLine]
    uploads: list[UploaderLine]
    duties: list[DutyHeld]

    @property
    def movable(self) -> int:
        """How many things the successor may take on."""
        return sum(not line.stays for line in self.plans) + sum(u.teaches for u in self.uploads)


def open_work(
    owner: Actor, person: Staff, successor: Staff | None, now: datetime, *, lock: bool = False
) -> OpenWork:
    """Return the open work of a person of this year, judged for a successor if there is one."""
    day = local_day(now)
    calendar = roster.calendar(owner, day)
    rows = Plan.objects.of(owner).filter(
        year=calendar.year, author=person, state__in=[state.value for state in OPEN]
    )
    plans = list(rows.select_for_update() if lock else rows)
    plans.sort(key=lambda plan: (plan.week_no or 0, plan.title))
    taught = teaching_of(owner, successor.id, day) if successor else None
    taken = _lessons_taken(owner, successor, plans)
    lines = []
    for plan in plans:
        handing = Handing(
            plan.kind,
            State(plan.state),
            taught is None or _teaches(taught.regular, plan),
            plan.id in taken,
        )
        lines.append(PlanLine(plan, " ".join(map(sentence, check_handing(handing)))))
    named = UploaderDesignation.objects.of(owner).filter(
        year=calendar.year, staff=person, until__isnull=True
    )
    uploads = [
        UploaderLine(
            row,
            f"{subjects()[row.subject].name} {row.grade}",
            taught is None or (row.subject, row.grade) in taught.regular,
        )
        for row in named.order_by("subject", "grade")
    ]
    duties = DutyHeld.objects.of(owner).filter(
        in_force(now), staff=person, duty=Duty.GROUP_LEADER.value
    )
    return OpenWork(lines, uploads, list(duties.select_related("group")))


def _lessons_taken(owner: InSchool, successor: Staff | None, plans: Sequence[Plan]) -> set[UUID]:
    """The plans of which the successor has a plan of his own for one of the lessons."""
    if successor is None:
        return set()
    his = PlanLesson.objects.of(owner).filter(author=successor).values("lesson_id")
    rows = PlanLesson.objects.of(owner).filter(plan__in=plans, lesson_id__in=his)
    return set(rows.values_list("plan_id", flat=True)) | _places_taken(owner, successor, plans)


def _places_taken(owner: InSchool, successor: Staff, plans: Sequence[Plan]) -> set[UUID]:
    """The education plans in whose place the successor has one of his own."""
    wanted = {slot_for(plan, successor): plan.id for plan in plans if plan.kind == EDUCATION_PLAN}
    rows = Plan.objects.of(owner).filter(author=successor, kind=EDUCATION_PLAN)
    rows = rows.filter(year__in={plan.year_id for plan in plans}, slot__in=list(wanted))
    return {wanted[slot] for slot in rows.values_list("slot", flat=True)}


def slot_for(plan: Plan, author: Staff) -> str:
    """Return the place of a plan in another author's hands."""
    return plan.slot.replace(str(plan.author_id), str(author.id), 1)


def _teaches(taught: Collection[tuple[str, int]], plan: Plan) -> bool:
    """Whether what is taught holds the plan's subject in its grade; in any when it names none."""
    if plan.grade is None:
        return any(subject == plan.subject for subject, _grade in taught)
    return (plan.subject, plan.grade) in taught
