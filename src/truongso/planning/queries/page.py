"""One plan as its page shows it: versions with files, decisions, remarks, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.access.words import duty_name
from truongso.approvals import queries as approvals
from truongso.approvals.models import Decision, Remark, Submission
from truongso.documents import shelf
from truongso.documents.shelf import FileFacts
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.planning.models import Plan, PlanVersion
from truongso.planning.queries import plans
from truongso.planning.queries.week import told_standing
from truongso.roster.models import ProgrammeLesson, SchoolClass
from truongso.rules.approval import UNDO_WITHIN, State, takes_new_version
from truongso.rules.authority import Duty, Right
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version with its file, its submission, and the decision as the reader may know it."""

    version: PlanVersion
    file: FileFacts
    submission: Submission | None
    decision: Decision | None
    remarks: list[Remark]

    @property
    def state(self) -> str:
        """The state of this version as it is shown."""
        if self.submission is None:
            return State.DRAFT.value
        decided = self.submission.state in (State.APPROVED.value, State.RETURNED.value)
        if decided and self.decision is None:
            return State.SUBMITTED.value
        return self.submission.state


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with everything its page shows. `standing`: its state as the reader knows it."""

    plan: Plan
    lines: list[VersionLine]
    lessons: list[ProgrammeLesson]
    classes: list[SchoolClass]
    standing: str
    own: bool
    may_add_version: bool
    may_withdraw: bool
    may_delete: bool
    may_hand_in: bool

    @property
    def latest(self) -> VersionLine:
        """The newest version."""
        return self.lines[0]


def plan_page(actor: Actor, plan_id: UUID, now: datetime) -> PlanPage:
    """Return a plan for its page. Raises Missing, NotAllowed (it is not for the actor to read)."""
    plan = readable(actor, plan_id, now)
    own = plan.author_id == actor.staff_id
    lines = _lines(actor, plan, now, hide_fresh=own)
    submit = gate.may(actor, f"planning.submit:{plan.kind}", plan, at=now)
    mine = isinstance(submit, Right) and (
        own or not plan.kind.endswith(("lesson_plan", "teacher_plan"))
    )
    state = State(plan.state)
    standing = told_standing(plan.state, plan.state_at, now) if own else plan.state
    return PlanPage(
        plan=plan,
        lines=lines,
        lessons=plans.lessons_of(actor, plan.id),
        classes=plans.classes_of(actor, [plan.id])[plan.id],
        standing="submitted" if standing == "waiting" else standing,
        own=own,
        may_add_version=mine and takes_new_version(state),
        may_withdraw=mine and state is State.SUBMITTED,
        may_delete=mine and all(line.submission is None for line in lines),
        may_hand_in=mine and state in (State.DRAFT, State.WITHDRAWN),
    )


def readable(actor: Actor, plan_id: UUID, now: datetime) -> Plan:
    """Return a plan that the actor may read. Raises Missing, NotAllowed."""
    plan = plans.plan(actor, plan_id)
    whose = plans.whose(actor, plan, local_day(now))
    for verb in ("inspect", "approve"):
        answer = gate.may(actor, f"planning.{verb}:{plan.kind}", whose, at=now)
        if isinstance(answer, Right):
            return plan
    raise NotAllowed(Violation("authority.no_duty"))


def _lines(actor: Actor, plan: Plan, now: datetime, *, hide_fresh: bool) -> list[VersionLine]:
    versions = plans.versions(actor, plan.id)
    files = shelf.facts(actor, [version.file_id for version in versions])
    submissions = {s.version_no: s for s in approvals.history(actor, [plan.id])}
    lines = []
    for version in versions:
        submission = submissions.get(version.no)
        decision, remarks = _told(submission, now, hide_fresh=hide_fresh)
        lines.append(VersionLine(version, files[version.file_id], submission, decision, remarks))
    return lines


def _told(
    submission: Submission | None, now: datetime, *, hide_fresh: bool
) -> tuple[Decision | None, list[Remark]]:
    """The decision and remarks; the author learns of them when the seconds for undoing are over."""
    decided = submission is not None and submission.state != State.SUBMITTED.value
    decisions: Sequence[Decision] = list(submission.decisions.all()) if submission else []
    if submission is None or not decided or not decisions:
        return None, []
    decision = decisions[0]
    if hide_fresh and now - decision.at < UNDO_WITHIN:
        return None, []
    return decision, [r for r in submission.remarks.all() if r.decision_id == decision.id]


def decided_by(decision: Decision) -> str:
    """Return who decided, under which duty, in whose name: as it stands under a decision."""
    by = f"{decision.by.full_name}"
    if decision.behalf is None:
        return f"{by} ({duty_name(Duty(decision.duty))})"
    duty = duty_name(Duty(decision.behalf_duty))
    return f"{by}, thay mặt {decision.behalf.full_name} ({duty})"
