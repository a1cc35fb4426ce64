"""One plan as its page shows it: versions with files, decisions, remarks, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from truongso.access import gate
from truongso.access.words import duty_name
from truongso.approvals import queries as approvals
from truongso.approvals.models import Decision, Remark, Submission
from truongso.documents import shelf
from truongso.documents.shelf import FileFacts
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed
from truongso.planning.models import Plan, PlanVersion
from truongso.planning.queries import plans
from truongso.planning.queries.week import told_standing
from truongso.roster.models import ProgrammeLesson, SchoolClass
from truongso.rules.approval import UNDO_WITHIN, State, takes_new_version
from truongso.rules.authority import Duty, Right, Whose
from truongso.rules.calendar import TeachingWeek
from truongso.rules.deadlines import lesson_plan_due
from truongso.rules.verdict import Violation
from truongso.rules.years import YearState


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
    week: TeachingWeek | None
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

    @property
    def due_on(self) -> date | None:
        """The last day for handing in on time; None for plans that are not weekly."""
        return lesson_plan_due(self.week) if self.week else None

    @property
    def in_force(self) -> VersionLine | None:
        """The approved version, while a newer one is on its way; None otherwise."""
        if self.plan.in_force_no in (None, self.latest.version.no):
            return None
        return self.version(self.plan.in_force_no)

    def version(self, no: int | None) -> VersionLine:
        """Return the version with this number; the newest when there is none such."""
        return next((line for line in self.lines if line.version.no == no), self.latest)


def plan_page(actor: Actor, plan_id: UUID, now: datetime) -> PlanPage:
    """Return a plan for its page. Raises Missing, NotAllowed (it is not for the actor to read)."""
    plan = readable(actor, plan_id, now)
    own = plan.author_id == actor.staff_id
    lines = version_lines(actor, plan, now)
    mine = _is_mine(actor, plan, now)
    goes_on = mine and plan.year.state == YearState.OPEN
    state = State(plan.state)
    standing = told_standing(plan.state, plan.state_at, now) if own else plan.state
    if not mine and standing == State.DRAFT.value:
        standing = lines[0].state  # of what was handed in; the draft of a change is not shown
    return PlanPage(
        plan=plan,
        lines=lines,
        lessons=plans.lessons_of(actor, plan.id),
        classes=plans.classes_of(actor, [plan.id])[plan.id],
        week=plans.week_of(actor, plan),
        standing="submitted" if standing == "waiting" else standing,
        own=own,
        may_add_version=goes_on and takes_new_version(state),
        may_withdraw=goes_on and state is State.SUBMITTED,
        may_delete=goes_on and all(line.submission is None for line in lines),
        may_hand_in=goes_on and state in (State.DRAFT, State.WITHDRAWN),
    )


def readable(actor: Actor, plan_id: UUID, now: datetime) -> Plan:
    """Return a plan that the actor may read. Raises Missing, NotAllowed.

    What was never handed in is its author's alone. Who teaches from it is looked up only where
    nothing else lets the actor read.
    """
    plan = plans.plan(actor, plan_id)
    if _is_mine(actor, plan, now):
        return plan
    if plan.first_handed_in_at is None:
        raise NotAllowed(Violation("authority.no_duty"))
    if _may_read(actor, plan, plan.whose(), now):
        return plan
    if _may_read(actor, plan, plans.whose(actor, plan, local_day(now)), now):
        return plan
    raise NotAllowed(Violation("authority.no_duty"))


def readable_version(actor: Actor, plan_id: UUID, no: int, now: datetime) -> PlanVersion:
    """Return a version that the actor may read: others see only what was handed in.

    Raises Missing, NotAllowed.
    """
    plan = readable(actor, plan_id, now)
    version = plans.version(actor, plan_id, no)
    if version.handed_in_at is None and not _is_mine(actor, plan, now):
        raise Missing
    return version


def _is_mine(actor: Actor, plan: Plan, now: datetime) -> bool:
    """Whether the plan is the actor's to go on with: his own, or his office's."""
    personal = plan.kind.endswith(("lesson_plan", "teacher_plan"))
    if personal and plan.author_id != actor.staff_id:
        return False
    return isinstance(gate.may(actor, f"planning.submit:{plan.kind}", plan, at=now), Right)


def _may_read(actor: Actor, plan: Plan, whose: Whose, now: datetime) -> bool:
    return any(
        isinstance(gate.may(actor, f"planning.{verb}:{plan.kind}", whose, at=now), Right)
        for verb in ("inspect", "approve")
    )


def version_lines(actor: Actor, plan: Plan, now: datetime) -> list[VersionLine]:
    """Return the versions of a plan, the newest first, with what was decided and remarked.

    Its author learns of a decision when the seconds for undoing are over.
    """
    hide_fresh = plan.author_id == actor.staff_id
    versions = plans.versions(actor, plan.id)
    if not _is_mine(actor, plan, now):
        versions = [version for version in versions if version.handed_in_at is not None]
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
    """The decision and its remarks, as far as the reader may know them by now."""
    decided = submission is not None and submission.state != State.SUBMITTED.value
    decisions: Sequence[Decision] = list(submission.decisions.all()) if submission else []
    if submission is None or not decided or not decisions:
        return None, []
    decision = decisions[0]
    if hide_fresh and now - decision.at < UNDO_WITHIN:
        return None, []
    return decision, [r for r in submission.remarks.all() if r.decision_id == decision.id]


def words_of(actor: Actor, line: VersionLine) -> str | None:
    """Return the text of a file that cannot be shown as a PDF; None where there is one, or none."""
    if line.file.readable or line.file.rendition == "waiting":
        return None
    return shelf.text_of(actor, line.version.file_id)


def decided_by(decision: Decision) -> str:
    """Return who decided, under which duty, in whose name: as it stands under a decision."""
    by = f"{decision.by.full_name}"
    if decision.behalf is None:
        return f"{by} ({duty_name(Duty(decision.duty))})"
    words = {
        "by": by,
        "name": decision.behalf.full_name,
        "duty": duty_name(Duty(decision.behalf_duty)),
    }
    return _("%(by)s, thay mặt %(name)s (%(duty)s)") % words
