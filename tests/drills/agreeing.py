"""Do rows and journal of an installation say the same? Each plan's story is told again from its
lines, and every row of it is accounted for.
"""

from collections import Counter
from collections.abc import Iterator

from tests.drills.kept import Kept, Line

DECIDED = {"planning.plan_approved": "approved", "planning.plan_returned": "returned"}
MADE = ("planning.draft_kept", "planning.plan_handed_in")


def disagreements(kept: Kept) -> Iterator[str]:
    """Yield everything that is there in part, or told otherwise than it is."""
    yield from (f"plan {plan} without lesson or class" for plan in kept.loose)
    deleted = {thing for verb, thing in kept.told if verb == "planning.draft_deleted"}
    for batch, plans in kept.batches.items():
        missing = [plan for plan in plans if plan not in kept.plans and plan not in deleted]
        if missing:
            yield f"batch {batch} without its plans {missing}"
    for plan in kept.plans.keys() | kept.of_plans.keys():
        if plan in deleted:
            yield from (f"plan {plan} deleted and there" for _ in range(plan in kept.plans))
        elif plan not in kept.plans:
            yield f"journal tells of plan {plan}, which is not there"
        else:
            yield from (f"plan {plan}: {trouble}" for trouble in _plan(plan, kept))
    yield from _decisions(kept)


def _plan(plan: str, kept: Kept) -> Iterator[str]:
    lines = kept.of_plans[plan]
    state, latest_no, in_force_no = kept.plans[plan]
    told = _Told()
    for line in lines:
        yield from told.hear(line)
    if (state, latest_no, in_force_no) != (told.state, told.latest, told.in_force):
        yield f"is {(state, latest_no, in_force_no)}, told {told.state, told.latest, told.in_force}"
    numbers = sorted(no for of, no in kept.versions if of == plan)
    if numbers != list(range(1, latest_no + 1)):
        yield f"versions {numbers} of {latest_no}"
    submitted = {no: its_state for of, no, its_state in kept.submissions.values() if of == plan}
    for no in numbers:
        if kept.versions[plan, no][1] != (no in submitted):
            yield f"version {no} handed in but not submitted, or the other way round"
    if latest_no in submitted and submitted[latest_no] != state:
        yield f"latest submission is {submitted[latest_no]}, the plan {state}"
    if state != "draft" and latest_no not in submitted:
        yield f"is {state} without a submission"


class _Told:
    """A plan as its lines tell of it."""

    def __init__(self) -> None:
        self.state: str | None = None
        self.latest = 0
        self.approved: set[int] = set()
        self.in_force: int | None = None

    def hear(self, line: Line) -> Iterator[str]:
        """Take in the next line; yields what does not follow from those before."""
        if line.before != self.state:
            yield f"{line.verb} from {line.before}, was {self.state}"
        if line.verb in MADE and line.version > self.latest:
            if line.version != self.latest + 1:
                yield f"version {line.version} after {self.latest}"
            self.latest = line.version
        self.state = line.after
        if line.verb == "planning.plan_approved":
            self.approved.add(line.version)
            self.in_force = line.version
        if line.verb == "planning.decision_undone":
            self.approved.discard(line.version)
            self.in_force = max((no for no in self.approved if no < line.version), default=None)


def _decisions(kept: Kept) -> Iterator[str]:
    """Each decision and each undoing has one line; no version has two decisions in force."""
    rows: Counter[tuple[str, int, str]] = Counter()
    undone: Counter[tuple[str, int]] = Counter()
    in_force: Counter[str] = Counter()
    for decision in kept.decisions:
        plan, no, state = kept.submissions[decision.submission]
        rows[plan, no, decision.outcome] += 1
        undone[plan, no] += decision.undone
        in_force[decision.submission] += not decision.undone
        if decision.outcome == "returned" and not decision.remarks:
            yield f"decision {decision.id} without its remark"
        if not decision.undone and state != decision.outcome:
            yield f"submission {decision.submission} is {state}, decided {decision.outcome}"
    yield from (f"two decisions on {one}" for one, count in in_force.items() if count > 1)
    clicks = {(decision.batch, decision.undone) for decision in kept.decisions}
    yield from (
        f"click {batch} undone in part"
        for batch, undone in clicks
        if undone and (batch, False) in clicks
    )
    told = Counter(
        (plan, line.version, DECIDED[line.verb])
        for plan, lines in kept.of_plans.items()
        for line in lines
        if line.verb in DECIDED
    )
    if rows != told:
        yield f"decisions {rows - told} without a line, lines {told - rows} without a decision"
    taken_back = Counter(
        (plan, line.version)
        for plan, lines in kept.of_plans.items()
        for line in lines
        if line.verb == "planning.decision_undone"
    )
    if +undone != taken_back:
        yield f"undoings {undone - taken_back} without a line, {taken_back - undone} without a row"
