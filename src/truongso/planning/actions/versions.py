"""What an author does with a plan that is there: a new version, hand in, withdraw, delete."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.approvals import flow
from truongso.approvals.models import Submission
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed, RuleBroken, Stale, raise_if_broken
from truongso.foundation.tenancy import act
from truongso.planning.actions.handing_in import Handing, hand_in_version, hand_over
from truongso.planning.models import Plan, PlanVersion
from truongso.planning.queries import plans as queries
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.rules import deadlines
from truongso.rules.approval import State, takes_new_version
from truongso.rules.policy import Policy
from truongso.rules.verdict import Violation


@act
def hand_in_new_version(
    *,
    actor: Actor,
    plan_id: UUID,
    upload_id: UUID,
    note: str,
    seen_no: int,
    as_draft: bool,
    now: datetime,
) -> PlanVersion:
    """Give a plan a new file: after remarks, or because an approved plan changes.

    The approved version stays in force until the new one is approved. `seen_no` is the version the
    author saw last: another tab's newer one is never overwritten unseen. The same upload sent again
    gets the version made of it. Raises Missing, NotAllowed, Stale, RuleBroken.
    """
    plan = queries.locked_plans(actor, [plan_id])[plan_id]
    years.require_open(actor, plan.year_id)
    handing = _handing(actor, plan, note, now)
    duty = gate.require(actor, f"planning.submit:{plan.kind}", plan, at=now)
    _require_author(actor, plan)

    if plan.latest_no != seen_no:
        return _made_before(actor, plan, upload_id, seen_no, as_draft=as_draft)
    if not takes_new_version(State(plan.state)):
        raise RuleBroken(Violation("plan.waiting"))
    before = queries.version(actor, plan.id, plan.latest_no) if plan.latest_no else None
    file = shelf.take(actor, upload_id, at=now)
    if before and before.file.blob_id == file.blob_id:
        raise RuleBroken(Violation("plan.same_file", "file"))
    if not as_draft:
        raise_if_broken(_late(actor, plan, handing, now))

    was = plan.state
    version = hand_in_version(actor, handing, file.id, as_draft=as_draft, now=now)

    verb = "planning.draft_kept" if as_draft else "planning.plan_handed_in"
    facts = {
        "title": plan.title,
        "version": version.no,
        "sha256": file.blob.sha256,
        "days_late": version.days_late,
    }
    deed = Deed(verb, f"plan:{plan.id}", [("state", was, plan.state)], reason=note, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return version


@act
def hand_in_drafts(*, actor: Actor, plan_ids: Sequence[UUID], now: datetime) -> int:
    """Hand in plans that lie as drafts or were withdrawn, as they are; all or none.

    Returns how many. Those that wait already are passed over: a click sent twice does it once.
    Raises Missing, NotAllowed, RuleBroken.
    """
    plans = queries.locked_plans(actor, plan_ids)
    years.require_open(actor, *(plan.year_id for plan in plans.values()))
    duties = {
        plan.id: gate.require(actor, f"planning.submit:{plan.kind}", plan, at=now)
        for plan in plans.values()
    }
    for plan in plans.values():
        _require_author(actor, plan)

    ready = [plan for plan in plans.values() if plan.state != State.SUBMITTED.value]
    handings = {plan.id: _handing(actor, plan, "", now) for plan in ready}
    raise_if_broken(
        violation
        for plan in ready
        for violation in (*_not_draft(plan), *_late(actor, plan, handings[plan.id], now))
    )

    for plan in ready:
        was = plan.state
        version = queries.version(actor, plan.id, plan.latest_no)
        hand_over(actor, handings[plan.id], version, now=now)

        facts = {"title": plan.title, "version": version.no, "days_late": version.days_late}
        deed = Deed(
            "planning.plan_handed_in",
            f"plan:{plan.id}",
            [("state", was, plan.state)],
            facts=facts,
        )
        journal.record(actor, duties[plan.id], deed, at=now)
    return len(ready)


@act
def withdraw(*, actor: Actor, plan_id: UUID, now: datetime) -> None:
    """Take back (thu hồi) what was handed in, while nobody has decided on it.

    Raises Missing, NotAllowed, RuleBroken (it was never handed in), Stale (somebody has just
    decided; told who and when).
    """
    plan = queries.locked_plans(actor, [plan_id])[plan_id]
    years.require_open(actor, plan.year_id)
    submission = _latest_submission(actor, plan)
    duty = gate.require(actor, f"planning.submit:{plan.kind}", plan, at=now)
    _require_author(actor, plan)

    flow.require_waiting(submission, latest_no=plan.latest_no)

    flow.withdraw(submission, at=now)
    plan.state, plan.state_at = State.WITHDRAWN.value, now
    if plan.in_force_no is None and submission.version_no == _first_handed_in(actor, plan):
        plan.first_handed_in_at, plan.days_late = None, 0
    plan.save(update_fields=["state", "state_at", "first_handed_in_at", "days_late"])

    facts = {"title": plan.title, "version": submission.version_no}
    changes = [("state", State.SUBMITTED.value, plan.state)]
    deed = Deed("planning.plan_withdrawn", f"plan:{plan.id}", changes, facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def delete_draft(*, actor: Actor, plan_id: UUID, now: datetime) -> None:
    """Delete a draft that was never handed in, with its file.

    Raises Missing, NotAllowed, RuleBroken.
    """
    plan = queries.locked_plans(actor, [plan_id])[plan_id]
    years.require_open(actor, plan.year_id)
    duty = gate.require(actor, f"planning.submit:{plan.kind}", plan, at=now)
    _require_author(actor, plan)

    if Submission.objects.of(actor).filter(subject_id=plan.id).exists():
        raise RuleBroken(Violation("plan.draft_only"))

    rows = PlanVersion.objects.of(actor).filter(plan=plan)
    file_ids = list(rows.values_list("file_id", flat=True))
    rows.delete()
    plan.delete()
    shelf.let_go(actor, file_ids, at=now)

    deed = Deed("planning.draft_deleted", f"plan:{plan_id}", facts={"title": plan.title})
    journal.record(actor, duty, deed, at=now)


def _made_before(
    actor: Actor, plan: Plan, upload_id: UUID, seen_no: int, *, as_draft: bool
) -> PlanVersion:
    """The version that this very request has made already. Raises Stale when another has."""
    rows = PlanVersion.objects.of(actor).filter(plan=plan, no=seen_no + 1)
    made = rows.filter(file_id=shelf.file_of(actor, upload_id)).first()
    if made is None or (made.handed_in_at is None) != as_draft:
        raise Stale
    return made


def _handing(actor: Actor, plan: Plan, note: str, now: datetime) -> Handing:
    calendar = roster.calendar(actor, local_day(now))
    return Handing(plan, queries.classes_of(actor, [plan.id])[plan.id], calendar, note)


def _latest_submission(actor: Actor, plan: Plan) -> Submission:
    rows = Submission.objects.of(actor).select_for_update(of=("self",))
    found = rows.filter(subject_id=plan.id).order_by("-version_no").first()
    if found is None:
        raise RuleBroken(
            Violation("plan.not_submitted", "", {"title": plan.title, "state": plan.state})
        )
    return found


def _first_handed_in(actor: Actor, plan: Plan) -> int | None:
    rows = PlanVersion.objects.of(actor).filter(plan=plan, handed_in_at__isnull=False)
    return rows.order_by("no").values_list("no", flat=True).first()


def _require_author(actor: Actor, plan: Plan) -> None:
    """Whoever may hand in a kind of plan still hands in only his own, unless the kind is shared.

    Plans of department and school belong to an office: who holds the duty may go on with them.
    """
    if plan.kind.endswith(("lesson_plan", "teacher_plan")) and plan.author_id != actor.person:
        raise NotAllowed(Violation("authority.no_duty"))


def _not_draft(plan: Plan) -> Iterator[Violation]:
    if plan.state not in (State.DRAFT.value, State.WITHDRAWN.value):
        params = {"title": plan.title, "state": plan.state}
        yield Violation("plan.not_submitted", f"plan:{plan.id}", params)


def _late(actor: Actor, plan: Plan, handing: Handing, now: datetime) -> Iterator[Violation]:
    """Whether the deadline rules let the plan be handed in today.

    A version after remarks or a change of an approved plan is not a late plan: its first hand-in
    was measured.
    """
    if plan.week_no is None or plan.first_handed_in_at is not None:
        return
    policy: Policy = roster.policy(actor, handing.calendar.day)
    lessons = [lesson.id for lesson in queries.lessons_of(actor, plan.id)]
    leaves = queries.leaves_of(actor, plan.author_id, lessons)
    has_leave = all(pk in leaves and leaves[pk].granted for pk in lessons)
    yield from deadlines.check_hand_in(
        deadlines.HandIn(plan.week_no, local_day(now), has_leave, at=f"plan:{plan.id}"),
        handing.calendar.weeks,
        late_policy=policy.late_policy,
        ahead=policy.weeks_ahead,
    )
